"""Where a learner stands, clause by clause of domain.md 4.2.8; vectors are computed by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xblock.domain.mastery import NOT_ENOUGH, Standing, levels_by_use, standing, what_is_missing
from competency_xblock.domain.mastery_evidence import (
    CHOICES,
    KEY,
    MENTOR,
    PEER,
    SELF,
    WRITING,
    AttemptEvidence,
    Shown,
    Situation,
)
from tests.builders import READING

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + 365 * DAY

Pairs = Sequence[tuple[int, int]]
TWOS, THREES, FOURS = [(2, 4)] * 2, [(3, 4)] * 2, [(4, 4)] * 2
ONES, TWOS_OF_TWO = [(1, 4)] * 2, [(2, 2)] * 2


def shown(pairs: Pairs, **more) -> tuple[Shown, ...]:
    return tuple(Shown(READING, f"s{seq}", seq, *pair, **more) for seq, pair in enumerate(pairs))


def finished(name: str, pairs: Pairs, *, day: int, n: int = 1, variant: str = "", **more) -> AttemptEvidence:
    when = START + day * DAY
    return AttemptEvidence(name, n, when, when, variant, shown(pairs, **more))


def history(*situations: Pairs) -> list[AttemptEvidence]:
    """A scenario each, a day apart, of these levels and levels offered; the last is the most recent."""
    return [finished(f"area/{day}", pairs, day=day) for day, pairs in enumerate(situations)]


def stands(*situations: Pairs) -> Standing:
    return standing(history(*situations), READING, now=NOW)


# The status.


@pytest.mark.parametrize(
    "situations",
    [
        [],
        [FOURS],
        [FOURS, FOURS],
        [FOURS, FOURS, [(4, 4)]],  # the third offers nothing: one task
        [FOURS, FOURS, [(4, 4), (1, 1)]],  # nor does this: its second task offers 1
    ],
)
def test_fewer_than_three_situations_that_offered_level_two_are_not_enough(situations):
    assert stands(*situations).status == NOT_ENOUGH


@pytest.mark.parametrize(
    ("situations", "status"),
    [
        ([FOURS] * 3, 4),
        ([THREES] * 3, 3),
        ([TWOS] * 3, 2),
        ([ONES] * 3, 1),
        ([TWOS_OF_TWO] * 9, 2),
        ([TWOS_OF_TWO, FOURS, FOURS], 2),  # 4 offered and shown twice only
        ([FOURS, FOURS, THREES], 3),
        ([FOURS, FOURS, ONES], 1),  # two of three, but two are not three
        ([FOURS, FOURS, FOURS, ONES], 4),  # three of four
        ([FOURS, FOURS, FOURS, THREES, THREES], 3),  # three of five is less than two thirds
        ([FOURS, FOURS, FOURS, FOURS, THREES, THREES], 4),  # four of six
        ([FOURS, FOURS, FOURS, THREES, THREES, THREES], 3),
        ([FOURS, *[THREES] * 2, *[FOURS] * 4], 4),  # the first of seven is not recent: four of six
        ([*[FOURS] * 9, *[TWOS] * 3], 2),  # three of the six recent ones: what once was does not carry
        ([*[TWOS] * 9, FOURS, FOURS, TWOS, FOURS, TWOS, FOURS], 4),  # four of six; nine before do not hold down
        ([*[ONES] * 3, FOURS, FOURS], 1),  # two of five
        ([*[ONES] * 2, *[FOURS] * 3], 1),  # three of five
        ([*[ONES] * 2, *[FOURS] * 4], 4),
        ([ONES, *[TWOS] * 3], 2),
        ([*[FOURS] * 4, *[TWOS_OF_TWO] * 9], 4),  # the six recent ones are those that offered 4
        ([*[FOURS] * 4, *[[(1, 2)] * 2] * 9], 4),  # even so: nothing is said against 4 where 4 was not offered
        ([[(1, 3), (4, 4), (4, 4)]] * 3, 4),  # no answer fell short of 4 where it was offered; of 3 one did
    ],
)
def test_a_level_stands_where_three_situations_and_two_thirds_of_the_recent_six_show_it(situations, status):
    assert stands(*situations).status == status


def test_which_situations_are_recent_is_told_by_when_they_were_finished():
    attempts = history(*[FOURS] * 3, *[ONES] * 3, FOURS)
    assert standing(attempts, READING, now=NOW).status == 1  # the oldest of seven drops out: three of six
    moved = [*attempts[1:], replace(attempts[0], finished=START + 9 * DAY)]
    assert standing(moved, READING, now=NOW).status == 1
    moved = [replace(attempts[5], finished=START - DAY), *attempts[:5], attempts[6]]
    assert standing(moved, READING, now=NOW).status == 4  # now a weak one is the oldest: four of six


def test_a_situation_played_four_times_is_one_situation():
    attempts = [finished("area/one", FOURS, day=n, n=n, variant=f"v{n}") for n in (1, 2, 3, 4)]
    assert standing(attempts, READING, now=NOW).status == NOT_ENOUGH


def test_choices_and_own_writing_stand_apart():
    choices, texts = history(*[TWOS] * 3), history(*[FOURS] * 3)
    attempts = [
        replace(each, shown=(*each.shown, *(replace(one, scene=f"w{one.seq}", source=MENTOR, written=True)
                                           for one in text.shown)))
        for each, text in zip(choices, texts, strict=True)
    ]  # fmt: skip
    assert standing(attempts, READING, now=NOW).status == 2
    written = standing(attempts, READING, now=NOW, of=WRITING)
    assert (written.status, written.of, written.observations) == (4, WRITING, 6)


def test_a_standing_is_that_of_its_time():
    attempts = history(ONES, ONES, FOURS, FOURS, FOURS, FOURS)
    statuses = [standing(attempts, READING, now=START + day * DAY).status for day in range(6)]
    assert statuses == [NOT_ENOUGH, NOT_ENOUGH, 1, 1, 1, 4]


# What stands beside it.


def test_number_and_spread_of_observations_are_those_that_count():
    retake = finished("area/0", FOURS, day=9, n=2)
    result = standing([*history(TWOS, [(1, 4), (4, 4), (3, 3)]), retake], READING, now=NOW)
    assert (result.criterion, result.of) == (READING, CHOICES)
    assert (len(result.situations), result.observations, result.spread) == (2, 5, (1, 2, 1, 1))


def test_without_evidence_there_is_a_standing_that_says_so():
    nothing = stands()
    assert (nothing.status, nothing.observations, nothing.spread) == (NOT_ENOUGH, 0, (0, 0, 0, 0))
    assert not nothing.breach and nothing.levels == ()


def test_a_breach_in_the_most_recent_situation_is_shown_and_no_other():
    before, breach = history(FOURS, FOURS, FOURS), finished("area/x", ONES, day=7, breach=True)
    fresh = standing([*before, breach], READING, now=NOW)
    assert fresh.breach and fresh.status == 4, "beside the level, not instead of it"
    healed = standing([*before, breach, finished("area/y", FOURS, day=8)], READING, now=NOW)
    assert not healed.breach


def test_every_situation_says_what_it_offered_and_showed():
    result = stands(TWOS_OF_TWO, [(3, 4), (4, 4)], [(4, 4)])
    assert [(each.scenario, each.offered, each.level) for each in result.situations] == [
        ("area/0", 2, 2), ("area/1", 4, 3), ("area/2", 0, 0),
    ]  # fmt: skip
    assert result.levels == (2, 3)
    assert [each.scenario for each in result.offering(3)] == ["area/1"]


# What would move it up.


@pytest.mark.parametrize(
    ("situations", "level", "until_any", "showing", "more", "fell_short"),
    [
        ([], 2, 3, 0, 3, []),
        ([FOURS], 2, 2, 1, 2, []),
        ([FOURS, ONES], 2, 1, 1, 2, [1]),
        ([ONES, ONES], 2, 1, 0, 4, [0, 1]),  # four of six
        ([[(4, 4)], FOURS], 2, 2, 1, 2, []),
        ([ONES] * 3, 2, 0, 0, 4, [0, 1, 2]),  # the oldest drops out: four of six
        ([ONES, ONES, FOURS], 2, 0, 1, 3, [0, 1]),
        ([TWOS] * 3, 3, 0, 0, 4, [0, 1, 2]),
        ([*[THREES] * 6], 4, 0, 0, 4, [0, 1, 2, 3, 4, 5]),
        ([*[TWOS] * 3, *[THREES] * 3], 3, 0, 3, 1, [0, 1, 2]),
        ([*[THREES] * 8, *[FOURS] * 3], 4, 0, 3, 1, [5, 6, 7]),
        ([TWOS_OF_TWO] * 3, 3, 0, 0, 3, []),  # nothing fell short; level 3 was not offered
    ],
)
def test_what_is_missing_is_counted_in_situations(situations, level, until_any, showing, more, fell_short):
    missing = what_is_missing(stands(*situations))
    assert missing is not None
    assert (missing.level, missing.until_any, missing.showing, missing.situations) == (level, until_any, showing, more)
    assert [each.scenario for each in missing.fell_short] == [f"area/{day}" for day in fell_short]


def test_a_situation_that_fell_short_says_by_which_answers():
    missing = what_is_missing(stands(THREES, THREES, [(4, 4), (3, 4), (2, 3)]))
    assert missing is not None and missing.level == 3
    (fell_short,) = missing.fell_short
    assert [(each.scene, each.level, each.offered) for each in fell_short.short_of(missing.level)] == [("s2", 2, 3)]


def test_nothing_is_missing_at_the_highest_level():
    assert what_is_missing(stands(*[FOURS] * 3)) is None


# In which uses it was shown.


def test_the_highest_level_shown_in_each_use_stands_beside_the_standing_narrow_to_broad():
    attempts = [
        finished("a/open", FOURS, day=1),
        finished("a/news", ONES, day=2),
        finished("a/mail", THREES, day=3, variant="one"),
        finished("a/chat", TWOS, day=4, variant="one"),
        finished("a/once", [(4, 4)], day=5),  # can show no level
        finished("a/gone", FOURS, day=6),  # no longer in the course
    ]
    uses = {
        ("a/open", ""): "co-careering",
        ("a/news", ""): "information",
        ("a/mail", "many"): "exploration",
        ("a/mail", "one"): "one-to-one",
        ("a/chat", "one"): "one-to-one",
        ("a/once", ""): "exploration",
    }
    by_use = levels_by_use(standing(attempts, READING, now=NOW), uses)
    assert list(by_use.items()) == [("information", 1), ("one-to-one", 3), ("co-careering", 4)]


# What holds of every history.

pairs = st.integers(1, 4).flatmap(lambda offered: st.tuples(st.integers(1, offered), st.just(offered)))
evidence = st.builds(
    Shown,
    st.just(READING),
    st.sampled_from(["s", "t", "u", "v"]),
    st.integers(0, 9),
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from([KEY, KEY, KEY, MENTOR, PEER, SELF]),
    written=st.sampled_from([False, False, False, True]),
    breach=st.booleans(),
    undone=st.sampled_from([False, False, False, True]),
)
some_evidence = st.lists(evidence, max_size=5).map(tuple)
times = st.integers(0, 20).map(lambda day: START + day * DAY)


@st.composite
def attempts_at_some_scenarios(draw) -> list[AttemptEvidence]:
    """Attempts at up to eight scenarios, some unfinished, many at the same time."""
    return [
        AttemptEvidence(
            name, n, draw(times), draw(st.none() | times), draw(st.sampled_from("xyz")), draw(some_evidence)
        )
        for name in "abcdefgh"[: draw(st.integers(0, 8))]
        for n in range(1, draw(st.integers(1, 4)))
    ]


histories = st.lists(st.lists(pairs, min_size=1, max_size=4), max_size=12)
now_and_then = times | st.just(NOW)
both = st.sampled_from([CHOICES, WRITING])
many = settings(max_examples=40)


@many
@given(attempts_at_some_scenarios(), now_and_then, both, st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_is_handed_in_does_not_matter(attempts, now, of, rng):
    mixed = [replace(each, shown=tuple(rng.sample(each.shown, len(each.shown)))) for each in attempts]
    rng.shuffle(mixed)
    one, other = (standing(each, READING, now=now, of=of) for each in (attempts, mixed))
    assert (one.status, one.spread, one.breach) == (other.status, other.spread, other.breach)
    assert [(each.scenario, each.n, each.offered, each.level) for each in one.situations] == [
        (each.scenario, each.n, each.offered, each.level) for each in other.situations
    ]


@many
@given(attempts_at_some_scenarios(), now_and_then, both, st.sampled_from([SELF, PEER]), evidence, st.data())
def test_ratings_by_oneself_and_by_peers_change_nothing(attempts, now, of, source, rating, data):
    before = standing(attempts, READING, now=now, of=of)
    rated = [replace(each, shown=(*each.shown, replace(rating, source=source)))
             if data.draw(st.booleans()) else each for each in attempts]  # fmt: skip
    assert standing(rated, READING, now=now, of=of) == before


@many
@given(attempts_at_some_scenarios(), some_evidence, times, both, st.data())
def test_a_retake_of_a_variant_already_seen_changes_nothing(attempts, shown, when, of, data):
    done = [each for each in attempts if each.finished_by(NOW)]
    if not done:
        return
    first = data.draw(st.sampled_from(done))
    last = max((each for each in attempts if each.scenario == first.scenario), key=lambda each: each.n)
    retake = AttemptEvidence(first.scenario, last.n + 1, when, when, first.variant, shown)
    assert standing([*attempts, retake], READING, now=NOW, of=of) == standing(attempts, READING, now=NOW, of=of)


@many
@given(attempts_at_some_scenarios(), some_evidence, both)
def test_what_is_not_finished_changes_nothing(attempts, shown, of):
    before = standing(attempts, READING, now=NOW, of=of)
    fresh = [AttemptEvidence(name, 9, NOW, None, "new", shown) for name in "abz"]
    assert standing([*attempts, *fresh], READING, now=NOW, of=of) == before


@many
@given(histories, st.integers(2, 4))
def test_one_more_situation_that_shows_the_level_one_stands_at_never_takes_it_away(situations, level):
    if stands(*situations).status == level:
        assert stands(*situations, [(level, level)] * 2).status >= level
        assert stands(*situations, FOURS).status >= level


@many
@given(histories)
def test_what_is_missing_is_enough_and_no_less_would_be(situations):
    before = stands(*situations)
    missing = what_is_missing(before)
    if missing is None:
        assert before.status == 4
        return
    one_more = [(missing.level, missing.level)] * 2
    assert missing.situations > 0
    assert stands(*situations, *[one_more] * missing.situations).status >= missing.level
    assert stands(*situations, *[one_more] * (missing.situations - 1)).status < missing.level
    assert (missing.until_any > 0) == (before.status == NOT_ENOUGH)
    if missing.until_any:
        assert stands(*situations, *[ONES] * (missing.until_any - 1)).status == NOT_ENOUGH
    assert stands(*situations, *[ONES] * missing.until_any).status != NOT_ENOUGH


@many
@given(histories)
def test_nobody_stands_above_what_three_situations_offered_and_showed(situations):
    result = stands(*situations)
    for level in range(2, result.status + 1):
        assert len(result.offering(level)) >= 3
    if result.status > 1:
        assert sum(each.shows(result.status) for each in result.situations) >= 3
    assert result.observations == sum(map(len, situations))
    assert all(0 <= each.level <= each.offered for each in result.situations)


@many
@given(histories, st.integers(1, 4))
def test_who_never_answers_above_a_level_never_stands_above_it(situations, level):
    capped = [[(min(shown, level), offered) for shown, offered in pairs] for pairs in situations]
    assert stands(*capped).status <= level


def test_a_situation_is_a_value():
    one, other = (Situation("a/b", "", 1, START, shown(FOURS)) for _ in range(2))
    assert one == other and len({one, other}) == 1

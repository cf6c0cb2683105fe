"""Which evidence counts, and what a situation offers and shows."""

from datetime import UTC, datetime, timedelta

import pytest

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
    situations,
)
from tests.builders import CLARITY, READING

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + 20 * DAY  # an attempt left at START has not been left for 30 days yet


def shown(*pairs: tuple[int, int], **more) -> tuple[Shown, ...]:
    """Evidence on reading from one scene after the other, each with level and level offered."""
    return tuple(Shown(READING, f"s{seq}", seq, *pair, **more) for seq, pair in enumerate(pairs))


def tried(
    n: int, *pairs: tuple[int, int], variant: str = "", finished: bool = True, day: int = 0, **more
) -> AttemptEvidence:
    """The nth attempt at one scenario, on day n unless another is given."""
    when = START + (day or n) * DAY
    return AttemptEvidence(
        "privacy/line", n, when, when if finished else None, variant, **({"shown": shown(*pairs)} | more)
    )


def only(*attempts: AttemptEvidence, now: datetime = NOW, of: str = CHOICES) -> Situation | None:
    """The one situation of these attempts, whatever their order."""
    forward = situations(attempts, READING, now=now, of=of)
    assert forward == situations(attempts[::-1], READING, now=now, of=of) and len(forward) <= 1
    return forward[0] if forward else None


def levels(situation: Situation | None) -> list[int]:
    assert situation is not None
    return [each.level for each in situation.observed]


# Which attempt speaks for a situation.


def test_the_first_finished_attempt_counts():
    situation = only(tried(1, (2, 4), (3, 4)), tried(2, (4, 4), (4, 4)))
    assert levels(situation) == [2, 3]
    assert (situation.scenario, situation.n, situation.variant) == ("privacy/line", 1, "")
    assert situation.finished == START + DAY


def test_an_attempt_that_goes_on_does_not_count():
    assert only(tried(1, (4, 4), (4, 4), finished=False)) is None


def test_a_later_attempt_with_an_unseen_variant_takes_its_place():
    situation = only(tried(1, (2, 4), (3, 4), variant="many"), tried(2, (1, 4), (4, 4), variant="one"))
    assert (levels(situation), situation.n, situation.variant) == ([1, 4], 2, "one")


def test_of_several_unseen_variants_the_latest_counts():
    assert levels(only(*(tried(n, (n, 4), (n, 4), variant=f"v{n}") for n in (1, 2, 3)))) == [3, 3]


def test_a_variant_seen_again_replaces_nothing():
    first, second = tried(1, (1, 4), (1, 4), variant="many"), tried(2, (2, 4), (2, 4), variant="one")
    again = tried(3, (4, 4), (4, 4), variant="many"), tried(4, (4, 4), (4, 4), variant="one")
    assert levels(only(first, second, *again)) == [2, 2]


@pytest.mark.parametrize("pairs", [((4, 4),), ()])
def test_a_variant_drawn_in_an_attempt_that_was_never_finished_has_been_seen(pairs):
    unfinished = tried(2, *pairs, variant="one", finished=False)
    finished = tried(1, (1, 4), (2, 4), variant="many"), tried(3, (4, 4), (4, 4), variant="one")
    assert levels(only(*finished, unfinished)) == [1, 2]
    assert levels(only(*finished)) == [4, 4]


def test_the_first_finished_attempt_counts_even_where_its_variant_was_seen_in_an_unfinished_one():
    assert levels(only(tried(1, (1, 4), finished=False), tried(2, (3, 4), (3, 4)))) == [3, 3]


@pytest.mark.parametrize(("after", "counts"), [(30 * DAY, True), (30 * DAY - timedelta(microseconds=1), False)])
def test_an_attempt_left_for_thirty_days_counts_as_finished_there(after, counts):
    left = tried(1, (2, 4), (3, 4), finished=False)
    situation = only(left, now=left.moved + after)
    assert (situation is not None) == counts
    assert situation is None or situation.finished == left.moved + 30 * DAY


def test_an_attempt_left_before_a_retake_takes_the_retakes_place_once_it_counts():
    left, retake = tried(1, (1, 4), (1, 4), finished=False), tried(2, (4, 4), (4, 4))
    assert levels(only(left, retake)) == [4, 4]
    assert levels(only(left, retake, now=NOW + 30 * DAY)) == [1, 1]


def test_a_new_variant_opened_and_left_without_an_answer_wipes_nothing_out():
    played, left = tried(1, (1, 4), (2, 4), variant="many"), tried(2, variant="one", finished=False)
    assert levels(only(played, left, now=NOW + 90 * DAY)) == [1, 2]


def test_what_is_finished_later_than_now_is_not_finished_yet():
    first, second = tried(1, (1, 4), (1, 4), variant="many"), tried(2, (4, 4), (4, 4), variant="one", day=9)
    assert levels(only(first, second, now=START + 8 * DAY)) == [1, 1]
    assert levels(only(first, second, now=START + 9 * DAY)) == [4, 4]


def test_situations_come_in_the_order_in_which_the_attempts_that_count_were_finished():
    def at(scenario: str, day: int, n: int = 1) -> AttemptEvidence:
        when = START + day * DAY
        return AttemptEvidence(scenario, n, when, when, shown=shown((2, 4), (2, 4)))

    attempts = [at("b", 3), at("c", 1), at("a", 3), at("c", 5, n=2)]
    for given in (attempts, attempts[::-1]):
        assert [each.scenario for each in situations(given, READING, now=NOW)] == ["c", "a", "b"]


# Which answers of it count.


def test_an_answer_taken_back_does_not_count():
    back = Shown(READING, "s0", 0, 4, 4, undone=True)
    assert levels(only(tried(1, shown=(back, Shown(READING, "s0", 2, 1, 4))))) == [1]


def test_of_a_scene_answered_again_in_a_loop_the_first_answer_counts():
    first, again = Shown(READING, "s0", 3, 1, 4), Shown(READING, "s0", 5, 4, 4)
    back = Shown(READING, "s0", 0, 2, 4, undone=True)
    assert levels(only(tried(1, shown=(again, back, first)))) == [1]


def test_every_observation_of_the_first_answer_counts():
    two_mentors = (
        Shown(READING, "s0", 3, 4, 4, MENTOR, written=True),
        Shown(READING, "s0", 3, 2, 4, MENTOR, written=True),
    )
    situation = only(tried(1, shown=two_mentors), of=WRITING)
    assert levels(situation) == [2, 4]
    assert situation.offered == 0, "one task, however many judged it"


def test_other_criteria_have_situations_of_their_own():
    mixed = (*shown((3, 4), (3, 4)), Shown(CLARITY, "s0", 0, 1, 4))
    attempt = tried(1, shown=mixed)
    assert levels(only(attempt)) == [3, 3]
    assert [len(each.observed) for each in situations([attempt], CLARITY, now=NOW)] == [1]
    assert situations([attempt], "ethics/balance", now=NOW) == ()


@pytest.mark.parametrize(
    ("source", "written", "of"),
    [
        (KEY, False, CHOICES),
        (MENTOR, True, WRITING),
        (SELF, False, ""),
        (SELF, True, ""),
        (PEER, False, ""),
        (PEER, True, ""),
        (MENTOR, False, ""),
        (KEY, True, ""),
    ],
)
def test_choices_judged_by_the_key_and_writing_judged_by_a_mentor_enter_a_standing_each(source, written, of):
    attempt = tried(1, shown=shown((4, 4), (4, 4), source=source, written=written))
    assert attempt.shown[0].of == of
    for each in (CHOICES, WRITING):
        assert (only(attempt, of=each) is not None) == (each == of)


# What a situation offers and shows.


@pytest.mark.parametrize(
    ("pairs", "offered", "level"),
    [
        ([(4, 4), (4, 4)], 4, 4),
        ([(4, 4)], 0, 0),  # one task offers nothing
        ([(3, 3), (4, 4)], 3, 3),  # level 4 was offered once
        ([(3, 4), (4, 4)], 4, 3),
        ([(3, 4), (4, 4), (2, 2)], 4, 3),  # what offered 2 can say nothing against 3
        ([(3, 4), (4, 4), (1, 2)], 4, 3),
        ([(2, 3), (4, 4), (4, 4)], 4, 4),  # nor what offered 3 against 4
        ([(2, 4), (3, 3), (3, 3)], 3, 2),
        ([(1, 4), (4, 4), (4, 4)], 4, 1),
        ([(2, 2), (2, 2)], 2, 2),
        ([(1, 2), (2, 2)], 2, 1),
    ],
)
def test_a_situation_offers_what_two_tasks_offer_and_shows_what_no_answer_falls_short_of(pairs, offered, level):
    situation = Situation("privacy/line", "", 1, START, shown(*pairs))
    assert (situation.offered, situation.level) == (offered, level)


def test_a_situation_can_show_a_level_without_showing_the_one_below():
    situation = Situation("privacy/line", "", 1, START, shown((1, 3), (4, 4), (4, 4)))
    assert [level for level in (1, 2, 3, 4, 5) if situation.shows(level)] == [1, 4]
    assert [each.scene for each in situation.short_of(3)] == ["s0"] and situation.short_of(4) == ()


def test_the_same_task_twice_offers_once():
    situation = Situation("privacy/line", "", 1, START, (*shown((4, 4)), *shown((4, 4))))
    assert situation.offered == 0


def test_a_situation_knows_of_a_breach():
    assert Situation("privacy/line", "", 1, START, shown((1, 4), (1, 4), breach=True)).breach
    assert not Situation("privacy/line", "", 1, START, shown((1, 4), (1, 4))).breach

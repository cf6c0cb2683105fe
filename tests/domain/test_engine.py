"""The attempt engine. Every scripted test runs twice, the second time with a JSON round trip before each move."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.conditions import Chose, MeanLevel, Visits
from competency_xblock.domain.engine import (
    MOVES_LIMIT,
    MoveRefused,
    Play,
    PlayBroken,
    available,
    make_move,
    replay,
)
from competency_xblock.domain.scenario import Message, Route, Scenario, Scene
from competency_xblock.domain.scoring import grade, judgements
from competency_xblock.domain.tasks import AnswerRefused, Choose, Reflect, Select, SelfAssess
from tests.builders import (
    AT,
    CLARITY,
    HINT,
    READING,
    UNDO,
    WHOLE_PATH,
    a_choice,
    a_panel,
    a_rank,
    a_rating,
    a_scenario,
    a_sorting,
    a_text,
    a_thread,
    an_attempt,
    an_option,
    every_kind,
    in_two_variants,
)


def direct(attempt: Attempt) -> Attempt:
    return attempt


def through_json(attempt: Attempt) -> Attempt:
    return Attempt.from_json(json.loads(json.dumps(attempt.to_json())))


@pytest.fixture(params=[direct, through_json])
def play(request):
    """Plays answers on a scenario; gives the attempt and where it stands."""

    def played(scenario: Scenario, *answers: Any, undo_allowed: bool = True, variant: str = "") -> tuple[Attempt, Play]:
        attempt = an_attempt(scenario, variant=variant)
        for answer in answers:
            do, value = answer if isinstance(answer, tuple) else ("answer", answer)
            attempt, _ = make_move(
                scenario, request.param(attempt), do, value, request="r", at=AT, undo_allowed=undo_allowed
            )
        return attempt, replay(scenario, request.param(attempt))

    return played


def test_an_attempt_starts_at_the_start_without_a_move():
    attempt = an_attempt(every_kind())
    assert attempt.moves == () and not attempt.finished
    assert replay(every_kind(), attempt).current.scene.id == "question"


def test_a_scenario_that_starts_at_its_end_is_finished_at_once():
    assert an_attempt(a_scenario(Scene("end", end=True))).finished == AT


def test_a_whole_path_leads_to_the_end_its_answers_earn(play):
    attempt, there = play(every_kind(), *WHOLE_PATH)
    assert [visit.scene.id for visit in there.path] == [
        "question", "pause", "pick", "order", "write", "rate", "sort", "panel", "group", "place", "note", "thanks",
    ]  # fmt: skip
    assert there.finished and attempt.finished == AT
    assert available(there) == frozenset()


def test_an_own_goto_wins_over_the_scenes_and_a_route_over_both(play):
    task = Choose((an_option("a", 1, goto="own"), an_option("b", 2)))
    ends = [Scene(name, end=True) for name in ("own", "last", "routed")]
    plain = a_scenario(Scene("s", task=task, goto="last"), *ends)
    assert play(plain, "a")[1].current.scene.id == "own"
    assert play(plain, "b")[1].current.scene.id == "last"
    routed = a_scenario(Scene("s", task=task, routes=(Route(Chose("s", "a"), "routed"),), goto="last"), *ends)
    assert play(routed, "a")[1].current.scene.id == "routed"
    assert play(routed, "b")[1].current.scene.id == "last"


def test_a_loop_counts_visits_and_shows_messages_by_them(play):
    loop = a_scenario(
        Scene(
            "ask",
            messages=(Message("Ana", "Well?"), Message("Ana", "Again?", when=Visits("ask", ">=", 2))),
            task=Choose((an_option("a", 1, goto="ask"), an_option("b", 2))),
            goto="end",
        ),
        Scene("end", end=True),
    )
    _, first = play(loop)
    _, second = play(loop, "a")
    assert [message.text for message in first.messages(first.current)] == ["Well?"]
    assert [message.text for message in second.messages(second.current)] == ["Well?", "Again?"]
    assert second.current.nth == 2


def test_undo_takes_back_the_last_answer_and_every_continue_after_it(play):
    scenario = every_kind()
    attempt, there = play(scenario, "c", None, UNDO)
    assert there.current.scene.id == "question" and not there.current.answered
    assert there.visits("pause") == 0 and not there.was_chosen("question", "c")
    assert len(attempt.moves) == 3, "what was taken back stays on record"


def test_undo_takes_a_whole_text_back(play):
    _, there = play(every_kind(), *WHOLE_PATH[:7], UNDO)
    assert there.current.scene.id == "write" and not there.current.answered and not there.current.revisions


def test_nothing_can_be_taken_back_where_undo_is_not_allowed():
    scenario = every_kind()
    attempt, _ = make_move(scenario, an_attempt(scenario), "answer", "c", request="r", at=AT, undo_allowed=False)
    with pytest.raises(MoveRefused, match="taken back"):
        make_move(scenario, attempt, "undo", None, request="r", at=AT, undo_allowed=False)
    with pytest.raises(MoveRefused):
        make_move(scenario, an_attempt(scenario), "undo", None, request="r", at=AT, undo_allowed=True)


def test_a_text_is_rated_before_the_way_on_opens_and_revised_as_often_as_allowed(play):
    before_rating = WHOLE_PATH[:5]
    _, written = play(every_kind(), *before_rating)
    assert available(written, undo_allowed=False) == {"rate"}
    _, rated = play(every_kind(), *before_rating, ("rate", {READING: 2}))
    assert available(rated, undo_allowed=False) == {"answer", "revise"}
    _, revised = play(every_kind(), *WHOLE_PATH[:7])
    assert available(revised, undo_allowed=False) == {"answer"}
    assert revised.current.revisions == ["Dear Noor, tell me more."]
    with pytest.raises(AnswerRefused):
        play(every_kind(), *before_rating, ("rate", {READING: 9}))


def test_only_continue_is_taken_where_there_is_no_task():
    scenario = every_kind()
    attempt, _ = make_move(scenario, an_attempt(scenario), "answer", "c", request="r", at=AT, undo_allowed=True)
    with pytest.raises(AnswerRefused, match="nothing to answer"):
        make_move(scenario, attempt, "answer", "c", request="r", at=AT, undo_allowed=True)


def test_nothing_moves_after_the_end():
    scenario = a_scenario(Scene("end", end=True))
    for do in ("answer", "undo", "rate", "revise", "fly"):
        with pytest.raises(MoveRefused):
            make_move(scenario, an_attempt(scenario), do, None, request="r", at=AT, undo_allowed=True)
        with pytest.raises(MoveRefused):
            replay(scenario, an_attempt(scenario)).take(do, None, 0)


def test_a_loop_played_for_ever_is_stopped():
    loop = a_scenario(
        Scene("ask", task=Choose((an_option("a", 1, goto="ask"), an_option("b", 2, goto="end")))),
        Scene("end", end=True),
    )
    attempt = an_attempt(loop)
    moves = [("answer", "a")] * MOVES_LIMIT
    for do, answer in moves[:3]:
        attempt, _ = make_move(loop, attempt, do, answer, request="r", at=AT, undo_allowed=False)
    for seq in range(3, MOVES_LIMIT):
        attempt = attempt.with_move(type(attempt.moves[0])(seq, "r", AT, "ask", "answer", "a"))
    with pytest.raises(MoveRefused, match="limit"):
        make_move(loop, attempt, "answer", "a", request="r", at=AT, undo_allowed=False)


@pytest.mark.parametrize(
    "changed",
    [
        a_scenario(Scene("other", task=a_choice(1, 2), goto="end"), Scene("end", end=True)),
        a_scenario(Scene("s", task=Choose((an_option("z", 2), an_option("y", 1))), goto="end"), Scene("end", end=True)),
        a_scenario(Scene("s", task=a_choice(1, 2), goto="gone"), Scene("end", end=True)),
    ],
)
def test_moves_that_do_not_fit_the_scenario_break_the_play_and_nothing_else(changed):
    scenario = a_scenario(Scene("s", task=a_choice(1, 2), goto="end"), Scene("end", end=True))
    attempt, _ = make_move(scenario, an_attempt(scenario), "answer", "a", request="r", at=AT, undo_allowed=False)
    with pytest.raises(PlayBroken):
        replay(changed, attempt)


# Hints.

HINTED = a_scenario(
    Scene("s", hint="Look twice.", task=Choose((an_option("a", 1, goto="s"), an_option("b", 3))), goto="t"),
    Scene("t", hint="Nothing to do here.", goto="u"),
    Scene("u", task=a_choice(1, 2), goto="end"),
    Scene("end", end=True),
)


def test_a_hint_is_noted_and_can_be_had_once(play):
    attempt, there = play(HINTED, HINT)
    assert there.current.hinted and there.current.scene.id == "s"
    assert available(there) == {"answer"}
    move = attempt.moves[0]
    assert (move.do, move.scene, move.answer) == ("hint", "s", None)
    with pytest.raises(MoveRefused, match="no hint"):
        play(HINTED, HINT, HINT)


def test_whatever_is_sent_along_with_a_hint_is_not_kept(play):
    attempt, _ = play(HINTED, ("hint", {"any": "thing"}))
    assert attempt.moves[0].answer is None


def test_there_is_no_hint_where_the_author_wrote_none(play):
    with pytest.raises(MoveRefused, match="There is no hint here"):
        play(every_kind(), "c", HINT)


def test_a_scene_without_a_task_may_have_a_hint(play):
    _, there = play(HINTED, "b", HINT)
    assert there.current.scene.id == "t" and there.current.hinted
    assert available(there, undo_allowed=False) == {"answer"}


def test_a_hint_costs_nothing(play):
    _, with_hint = play(HINTED, HINT, "b", HINT, None, "a")
    _, without = play(HINTED, "b", None, "a")
    assert grade(with_hint) == grade(without) == Fraction(1, 2)
    assert [each["level"] for each in judgements(with_hint)] == [each["level"] for each in judgements(without)]
    assert [visit.hinted for visit in with_hint.path] == [True, True, False, False]


def test_undo_takes_back_an_answer_and_not_the_hint_read_before_it(play):
    _, there = play(HINTED, HINT, "b", UNDO)
    assert there.current.scene.id == "s" and there.current.hinted and "hint" not in available(there)


def test_each_visit_of_a_loop_has_its_own_hint(play):
    _, there = play(HINTED, HINT, "a")
    assert there.current.nth == 2 and not there.current.hinted and "hint" in available(there)


def test_a_text_already_written_has_no_hint_any_more(play):
    scenario = every_kind()
    hinted = replace(
        scenario, scenes={**scenario.scenes, "write": replace(scenario.scenes["write"], hint="Name the worry.")}
    )
    assert "hint" in available(play(hinted, *WHOLE_PATH[:4])[1])
    assert "hint" not in available(play(hinted, *WHOLE_PATH[:5])[1])
    assert "hint" not in available(play(hinted, *WHOLE_PATH[:6])[1])


# Variants.


def test_an_attempt_plays_the_variant_it_was_started_with(play):
    attempt, many = play(in_two_variants(), "c", variant="many")
    assert attempt.variant == "many" and many.scenario.variant == "many" and grade(many) == 1
    _, one = play(in_two_variants(), "b", variant="one")
    assert one.path[0].scene.ask == "And for one?" and grade(one) == 1
    with pytest.raises(AnswerRefused):
        play(in_two_variants(), "c", variant="one")


def test_a_variant_that_is_over_before_it_begins_is_finished_at_once():
    over = a_scenario(Scene("end", end=True), variant="over")
    scenario = replace(in_two_variants(), variants={**in_two_variants().variants, "over": over})
    assert an_attempt(scenario, variant="over").finished == AT
    assert not an_attempt(scenario, variant="one").finished


@pytest.mark.parametrize(
    ("scenario", "variant"), [(in_two_variants(), ""), (in_two_variants(), "gone"), (HINTED, "one")]
)
def test_no_attempt_starts_in_a_variant_that_is_not_there(scenario, variant):
    with pytest.raises(KeyError):
        an_attempt(scenario, variant=variant)


@pytest.mark.parametrize(
    "changed",
    [
        replace(in_two_variants(), variants={"many": in_two_variants().variants["many"]}),
        replace(in_two_variants(), variants={}),
    ],
)
def test_an_attempt_in_a_variant_that_is_gone_is_broken_and_says_so(changed):
    attempt = an_attempt(in_two_variants(), variant="one")
    with pytest.raises(PlayBroken, match="no variant 'one' any more"):
        replay(changed, attempt)
    with pytest.raises(PlayBroken):
        make_move(changed, attempt, "answer", "a", request="r", at=AT, undo_allowed=False)


def test_an_attempt_without_a_variant_is_broken_where_there_are_some_now():
    plain = a_scenario(Scene("s", task=a_choice(1, 2), goto="end"), Scene("end", end=True))
    with pytest.raises(PlayBroken):
        replay(in_two_variants(), an_attempt(plain))


# Scenarios that change under an attempt.


def changed(scenario: Scenario, scene: str, **values: object) -> Scenario:
    return replace(scenario, scenes={**scenario.scenes, scene: replace(scenario.scenes[scene], **values)})


def without(scenario: Scenario, scene: str) -> Scenario:
    return replace(scenario, scenes={name: each for name, each in scenario.scenes.items() if name != scene})


KINDS = every_kind()
HINT_FIRST = (HINT, *WHOLE_PATH)


@pytest.mark.parametrize(
    "other",
    [
        changed(KINDS, "question", task=Choose((an_option("a", 1), an_option("renamed", 3)))),
        changed(KINDS, "order", task=Reflect()),
        changed(KINDS, "question", hint=""),
        changed(KINDS, "pause", task=a_choice(1, 2)),
        changed(KINDS, "pick", task=None),
        changed(KINDS, "order", task=a_rank("wxyz")),
        changed(KINDS, "write", task=a_text(rated=(CLARITY,))),
        changed(KINDS, "write", task=a_text(revise=0)),
        changed(KINDS, "write", task=a_choice(1, 2)),
        changed(KINDS, "rate", task=a_sorting("xy", k="x", l="y", m="y")),
        changed(KINDS, "rate", task=a_rating(k=1, l=2)),
        changed(KINDS, "sort", task=a_sorting("uw", e="u", f="w", g="w")),
        changed(KINDS, "panel", task=replace(a_panel(), switches=a_panel().switches[:1])),
        changed(KINDS, "group", task=replace(a_thread(), answers=a_thread().answers[:2])),
        changed(KINDS, "place", task=SelfAssess((READING,))),
        changed(KINDS, "order", goto="rate"),
        without(KINDS, "sort"),
        without(KINDS, "pause"),
        replace(KINDS, start="pause"),
    ],
)
def test_moves_that_do_not_fit_a_changed_scenario_break_the_play(other):
    attempt = an_attempt(KINDS)
    for answer in HINT_FIRST:
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        attempt, _ = make_move(KINDS, attempt, do, value, request="r", at=AT, undo_allowed=True)
    assert replay(KINDS, attempt).finished
    with pytest.raises(PlayBroken, match=r"^[A-Z'].*\.$"):
        replay(other, attempt)


def test_a_corrected_key_that_leads_elsewhere_breaks_an_attempt_that_is_over():
    # Judged anew the mean is too low for the way out, and the attempt would not have ended yet.
    long_way = changed(KINDS, "silence", end=False, goto="pause")
    attempt = an_attempt(long_way)
    for answer in WHOLE_PATH:
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        attempt, _ = make_move(long_way, attempt, do, value, request="r", at=AT, undo_allowed=True)
    assert attempt.finished
    stricter = changed(long_way, "pick", task=Select((*(an_option(name, 1) for name in "pqr"), an_option("s", 4)), 2))
    with pytest.raises(PlayBroken, match="end in 'silence'"):
        replay(stricter, attempt)


def test_a_corrected_key_that_ends_an_attempt_under_way_breaks_it():
    # Otherwise the trainee would stand at an end that was never reached: nothing to do, and no grade.
    def scenario(level: int) -> Scenario:
        route = Route(MeanLevel(READING, ">=", Fraction(3)), "end")
        task = Choose((an_option("a", level), an_option("b", 4)))
        return a_scenario(
            Scene("s", task=task, routes=(route,), goto="t"), Scene("t", goto="end"), Scene("end", end=True)
        )

    attempt, there = make_move(
        scenario(2), an_attempt(scenario(2)), "answer", "a", request="r", at=AT, undo_allowed=True
    )
    assert there.current.scene.id == "t"
    with pytest.raises(PlayBroken, match="did not end"):
        replay(scenario(3), attempt)

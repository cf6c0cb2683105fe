"""What a move adds to the evidence."""

from fractions import Fraction
from typing import Any

from competency_xblock.domain.engine import make_move, replay
from competency_xblock.domain.evidence import KEY, SELF, UNDONE, Evidence, evidence_of
from competency_xblock.domain.scenario import Scenario, Scene
from competency_xblock.domain.tasks import Choose, SelfAssess
from tests.builders import AT, CLARITY, READING, UNDO, WHOLE_PATH, a_scenario, an_attempt, an_option, every_kind


def evidence_along(scenario: Scenario, *answers: Any) -> list[tuple[Evidence, ...]]:
    """What each of these moves adds."""
    attempt, added = an_attempt(scenario), []
    for answer in answers:
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        before = replay(scenario, attempt)
        attempt, after = make_move(scenario, attempt, do, value, request="r", at=AT, undo_allowed=True)
        added.append(evidence_of(before, after, attempt.moves[-1]))
    return added


def test_a_judged_answer_says_what_it_showed_and_why():
    ((found,),) = evidence_along(every_kind(), "c")
    assert found == Evidence(
        0, "question", READING, 3, 4, Fraction(2, 3), KEY, reason="options", args={"options": ["c"]}
    )


def test_going_on_and_asking_for_a_hint_show_nothing():
    assert evidence_along(every_kind(), ("hint", None), "c", None)[::2] == [(), ()]


def test_an_answer_taken_back_takes_back_what_it_showed():
    shown, taken_back = evidence_along(every_kind(), "c", UNDO)
    assert [(each.seq, each.criterion, each.reason) for each in taken_back] == [(0, READING, UNDONE)]
    assert taken_back[0].credit is None and len(shown) == len(taken_back)


def test_own_ratings_are_in_the_trainees_own_judgement():
    added = evidence_along(every_kind(), *WHOLE_PATH)
    own = [each for evidence in added for each in evidence if each.source == SELF]
    assert own and all(each.credit is None and each.reason == "own-rating" for each in own)
    written = {each.written for each in own}
    assert written == {True, False}, "of a text, and in a self-assessment"
    (assess,) = [scene.id for scene in every_kind().scenes.values() if isinstance(scene.task, SelfAssess)]
    assert {each.scene for each in own if not each.written} == {assess}


def test_every_kind_has_its_own_reason():
    reasons = {each.reason: each.args for evidence in evidence_along(every_kind(), *WHOLE_PATH) for each in evidence}
    assert set(reasons) == {"options", "places", "ratings", "bins", "panel", "step", "own-rating"}
    assert set(reasons["places"]) == set(reasons["ratings"]) == set(reasons["bins"]) == {"exact", "items"}
    assert set(reasons["step"]) == {"post", "action", "answer"} and set(reasons["panel"]) == {"set"}


def test_a_breach_is_said_of_everything_it_touches():
    task = Choose(
        (
            an_option("tell", {READING: 1, CLARITY: 1}, breach="It is private."),
            an_option("ask", {READING: 3, CLARITY: 2}),
        )
    )
    scenario = a_scenario(Scene("start", task=task, goto="end"), Scene("end", end=True))
    (told,), (asked,) = evidence_along(scenario, "tell"), evidence_along(scenario, "ask")
    assert [(each.criterion, each.level, each.breach) for each in told] == [(READING, 1, True), (CLARITY, 1, True)]
    assert not any(each.breach for each in asked)

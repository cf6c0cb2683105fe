"""The stored form of an attempt."""

import json

import pytest

from competency_xblock.domain.attempt import Attempt, AttemptUnreadable
from competency_xblock.domain.engine import make_move, replay
from tests.builders import AT, WHOLE_PATH, an_attempt, answered, every_kind

FORM_1 = {
    "v": 1,
    "uid": "u1",
    "n": 2,
    "scenario": "online-writing/example",
    "version": "abc",
    "framework": "sample@1.0",
    "seed": "s",
    "variant": "",
    "started": AT,
    "finished": None,
    "moves": [{"seq": 0, "request": "r0", "at": AT, "scene": "question", "do": "answer", "answer": "c"}],
}


FORM_2 = FORM_1 | {
    "v": 2,
    "variant": "one-pupil",
    "moves": [
        {"seq": 0, "request": "r0", "at": AT, "scene": "question", "do": "hint", "answer": None},
        {"seq": 1, "request": "r1", "at": AT, "scene": "question", "do": "answer", "answer": "c"},
    ],
}


def test_the_first_stored_form_can_still_be_read_and_goes_on_as_the_second():
    attempt = Attempt.from_json(FORM_1)
    assert attempt.n == 2 and attempt.moves[0].answer == "c" and attempt.finished == ""
    assert attempt.to_json() == FORM_1 | {"v": 2}
    assert replay(every_kind(), attempt).current.scene.id == "pause"
    gone_on, _ = make_move(every_kind(), attempt, "answer", None, request="r1", at=AT, undo_allowed=False)
    assert Attempt.from_json(gone_on.to_json()) == gone_on


def test_the_second_knows_hints_and_variants():
    attempt = Attempt.from_json(FORM_2)
    assert attempt.variant == "one-pupil" and [move.do for move in attempt.moves] == ["hint", "answer"]
    assert attempt.to_json() == FORM_2


@pytest.mark.parametrize(
    "broken",
    [
        {},
        FORM_1 | {"v": 3},
        FORM_1 | {"v": "2"},
        FORM_1 | {"v": None},
        FORM_1 | {"moves": [{"seq": 0}]},
        FORM_1 | {"moves": None},
        {"v": 1},
        {"v": 2},
    ],
)
def test_anything_else_is_unreadable_and_says_so(broken):
    with pytest.raises(AttemptUnreadable, match="cannot be read"):
        Attempt.from_json(broken)


def test_a_move_is_found_by_its_request_and_the_attempt_as_it_was_then():
    scenario = every_kind()
    attempt = an_attempt(scenario)
    for number, answer in enumerate(("c", None, ["p"])):
        attempt, _ = make_move(scenario, attempt, "answer", answer, request=f"r{number}", at=AT, undo_allowed=True)
    move = attempt.move_of_request("r1")
    assert move is not None and move.scene == "pause"
    assert len(attempt.up_to(move).moves) == 2
    assert attempt.move_of_request("other") is None


def test_the_attempt_right_after_its_last_move_is_the_attempt():
    scenario = every_kind()
    attempt = an_attempt(scenario)
    for number, answer in enumerate(WHOLE_PATH):
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        attempt, _ = make_move(scenario, attempt, do, value, request=f"r{number}", at=AT, undo_allowed=True)
    assert attempt.up_to(attempt.moves[-1]) == attempt
    assert not attempt.up_to(attempt.moves[-2]).finished
    assert json.loads(json.dumps(attempt.to_json())) == attempt.to_json()
    assert answered(scenario, attempt=attempt).finished

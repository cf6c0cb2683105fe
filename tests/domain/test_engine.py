"""The attempt engine. Every scripted test runs twice, the second time with a JSON round trip before each move."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.conditions import Chose, Visits
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
from competency_xblock.domain.scoring import grade
from competency_xblock.domain.tasks import AnswerRefused, Choose, Rank, Reflect, Select, Write
from tests.builders import AT, READING, UNDO, WHOLE_PATH, a_choice, a_scenario, an_attempt, an_option, every_kind


def direct(attempt: Attempt) -> Attempt:
    return attempt


def through_json(attempt: Attempt) -> Attempt:
    return Attempt.from_json(json.loads(json.dumps(attempt.to_json())))


@pytest.fixture(params=[direct, through_json])
def play(request):
    """Plays answers on a scenario; gives the attempt and where it stands."""

    def played(scenario: Scenario, *answers: Any, undo_allowed: bool = True) -> tuple[Attempt, Play]:
        attempt = an_attempt(scenario)
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
        "question", "pause", "pick", "order", "write", "note", "thanks",
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


def an_answer(draw: Any, play: Play) -> tuple[str, Any]:
    """Any move that can be made now."""
    do = draw(st.sampled_from(sorted(available(play))))
    task = play.current.scene.task
    if do == "undo":
        return do, None
    if do == "rate":
        return do, {READING: draw(st.integers(1, 4))}
    if do == "revise":
        return do, {"text": draw(st.text(min_size=1).filter(str.strip)) + "."}
    if task is None or play.current.answered:
        return do, None
    ids = [option.id for option in task.options]
    if isinstance(task, Choose):
        return do, draw(st.sampled_from(ids))
    if isinstance(task, Select):
        return do, draw(st.lists(st.sampled_from(ids), min_size=1, max_size=task.pick, unique=True))
    if isinstance(task, Rank):
        return do, draw(st.permutations(ids))
    assert isinstance(task, Write | Reflect)
    return do, {"text": "Dear Noor"} if isinstance(task, Write) else "A note"


@given(st.data())
def test_whatever_is_played_there_is_a_way_on_and_scores_stay_in_bounds(data):
    scenario = every_kind()
    attempt = an_attempt(scenario)
    for _ in range(25):
        there = replay(scenario, attempt)
        if there.finished:
            assert 0 <= grade(there) <= 1
            break
        assert available(there), "no dead end"
        do, answer = an_answer(data.draw, there)
        attempt, after = make_move(scenario, attempt, do, answer, request="r", at=AT, undo_allowed=True)
        again = replay(scenario, through_json(attempt))
        assert [visit.scene.id for visit in again.path] == [visit.scene.id for visit in after.path]
        for visit in again.answers():
            assert all(
                0 <= each.credit <= 1 and 1 <= each.level <= each.offered for each in visit.judgement.observations
            )


@given(st.data())
def test_taking_back_an_answer_leaves_the_trainee_where_it_was_given(data):
    scenario = every_kind()
    attempt = an_attempt(scenario)
    for _ in range(data.draw(st.integers(0, 8))):
        there = replay(scenario, attempt)
        if there.finished:
            return
        do, answer = an_answer(data.draw, there)
        attempt, _ = make_move(scenario, attempt, do, answer, request="r", at=AT, undo_allowed=True)
    before = replay(scenario, attempt)
    if before.finished or before.current.answered or before.current.scene.task is None:
        return
    attempt, after = make_move(
        scenario, attempt, *_an_answering(data.draw, before), request="r", at=AT, undo_allowed=True
    )
    if after.finished:
        return
    _, undone = make_move(scenario, attempt, "undo", None, request="r", at=AT, undo_allowed=True)
    assert undone.current == before.current
    assert [visit.scene.id for visit in undone.path] == [visit.scene.id for visit in before.path]
    assert undone.mean_level(READING) == before.mean_level(READING)


def _an_answering(draw: Any, play: Play) -> tuple[str, Any]:
    while True:
        do, answer = an_answer(draw, play)
        if do == "answer":
            return do, answer

"""What holds of every scenario, whatever its author wrote and whatever is answered."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.engine import MoveRefused, Play, Visit, available, replay
from competency_xblock.domain.graph import tasks_to_end
from competency_xblock.domain.rescoring import rescored
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.scoring import counted, grade, judgements, results
from competency_xblock.domain.shape import shape
from competency_xblock.domain.shuffle import in_order, names_by_token, token
from competency_xblock.domain.tasks import AnswerRefused, Task
from tests.builders import an_attempt, every_kind

from .strategies import BY_KIND, CRITERIA, a_move, an_answer, moved, near_misses, played, scenarios, tasks

KINDS = sorted(BY_KIND)
# Scenarios are large to draw and quick to play; each case is one walk of several moves.
walks = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
cases = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def through_json(attempt: Attempt) -> Attempt:
    return Attempt.from_json(json.loads(json.dumps(attempt.to_json())))


def in_bounds(visits: Iterable[Visit]) -> bool:
    return all(
        0 <= each.credit <= 1 and 1 <= each.level <= each.offered <= 4
        for visit in visits
        for each in visit.judgement.observations
    )


def seen(play: Play) -> object:
    """Everything of a play that a trainee, a condition or a grade can depend on."""
    scenes = play.scenario.scenes
    return (
        play.path,
        available(play),
        [message.text for message in play.messages(play.current)],
        {name: (play.visits(name), play.credit(name), play.is_breach(name)) for name in scenes},
        [play.mean_level(criterion) for criterion in CRITERIA],
        judgements(play),
        grade(play),
    )


# Whole attempts.


@walks
@given(st.data())
def test_wherever_one_stands_there_is_a_way_on_and_scores_stay_in_bounds(data):
    scenario = data.draw(st.just(every_kind()) | scenarios())
    attempt, there = an_attempt(scenario), replay(scenario, an_attempt(scenario))
    to_end = tasks_to_end(scenario)
    for _ in range(12):
        assert in_bounds(there.path)
        assert there.finished == bool(attempt.finished) == (not available(there))
        if there.finished:
            earned = grade(there)
            assert earned is None or 0 <= earned <= 1
            assert (earned is None) == (not list(counted(there)))
            return
        assert grade(there) is None
        assert {"answer", "rate"} & available(there), "no dead end"
        assert there.current.scene.id in to_end, "an end can be reached"
        attempt, there = moved(scenario, attempt, *a_move(data.draw, there))


@walks
@given(st.data())
def test_an_attempt_comes_back_from_json_at_every_point_and_replays_the_same(data):
    scenario, attempt = data.draw(played())
    for length in range(len(attempt.moves) + 1):
        part = attempt.up_to(attempt.moves[length - 1]) if length else replace(attempt, moves=(), finished="")
        assert through_json(part) == part
        assert seen(replay(scenario, through_json(part))) == seen(replay(scenario, part))
    assert part == attempt


@walks
@given(st.data())
def test_taking_back_an_answer_leaves_all_as_it_was_before(data):
    scenario, attempt = data.draw(played(5))
    before = replay(scenario, attempt)
    while before.current.answered or before.current.scene.task is None:  # there is a task at the start
        attempt = replace(attempt, moves=attempt.moves[:-1], finished="")
        before = replay(scenario, attempt)
    attempt, there = moved(scenario, attempt, "answer", an_answer(data.draw, before.current.scene.task))
    for _ in range(data.draw(st.integers(0, 3))):  # every Continue after it, the rating and the revising of a text
        again = sorted(available(there) & {"answer", "rate", "revise"})
        if there.finished or (there.current.scene.task is not None and not there.current.answered):
            break
        do = data.draw(st.sampled_from(again))
        visit = there.current
        answer = {
            "answer": None,
            "rate": dict.fromkeys(visit.scene.task.criteria if visit.scene.task else (), 2),
            "revise": {"text": "Better."},
        }[do]
        attempt, there = moved(scenario, attempt, do, answer)
    assume(not there.finished)
    made = len(attempt.moves)
    attempt, back = moved(scenario, attempt, "undo", None)
    assert seen(back) == seen(before)
    assert len(attempt.moves) == made + 1, "what was taken back stays on record"
    assert seen(replay(scenario, through_json(attempt))) == seen(before)


@walks
@given(st.data())
def test_a_move_that_is_refused_changes_nothing(data):
    scenario, attempt = data.draw(played(5))
    there = replay(scenario, attempt)
    before, was = attempt.to_json(), seen(there)
    task = there.current.scene.task
    do = data.draw(st.sampled_from(["answer", "undo", "rate", "revise", "hint", "fly"]))
    answer = data.draw(near_misses(task) if task else st.none() | st.text(max_size=3))
    try:
        after, _ = moved(scenario, attempt, do, answer)
    except (AnswerRefused, MoveRefused) as refusal:
        assert str(refusal)[0].isupper() and str(refusal).endswith(".")
        after = attempt
    assert attempt.to_json() == before and seen(replay(scenario, attempt)) == was
    assert seen(replay(scenario, through_json(after))) == seen(replay(scenario, after))


@walks
@given(st.data())
def test_judging_again_by_the_same_scenario_changes_nothing(data):
    scenario, attempt = data.draw(played())
    play = replay(scenario, attempt)
    assert seen(rescored(play, scenario)) == seen(play)
    assert results(rescored(play, scenario)) == results(play)


def a_correction(draw, scenario: Scenario) -> Scenario:
    """The same scenario with some tasks drawn anew, of the same kind or another, and some scenes gone."""
    scenes = {}
    for name, scene in scenario.scenes.items():
        fate = draw(st.sampled_from(["stays", "same kind", "other kind", "no task", "goes"]))
        if fate in ("same kind", "other kind") and scene.task:
            kind = scene.task.kind if fate == "same kind" else ""
            scene = replace(scene, task=draw(tasks(kind=kind)))
        elif fate == "no task":
            scene = replace(scene, task=None)
        if fate != "goes" or name == scenario.start:
            scenes[name] = scene
    return replace(scenario, scenes=scenes)


@walks
@given(st.data())
def test_judging_again_by_another_key_changes_what_maps_and_nothing_else(data):
    scenario, attempt = data.draw(played())
    play = replay(scenario, attempt)
    before = seen(play)
    corrected = a_correction(data.draw, scenario)
    again = rescored(play, corrected)
    assert seen(play) == before
    assert in_bounds(again.path) and again.finished == play.finished
    assert seen(rescored(again, corrected)) == seen(again), "once is enough"
    for was, now in zip(play.path, again.path, strict=True):
        kept = (was.scene.id, was.nth, was.seq, was.answer, was.rating, was.revisions, was.hinted, was.left)
        assert kept == (now.scene.id, now.nth, now.seq, now.answer, now.rating, now.revisions, now.hinted, now.left)
        if now.judgement != was.judgement:
            new = corrected.scenes[was.scene.id].task
            assert new is not None and was.scene.task is not None and new.kind == was.scene.task.kind
            assert now.judgement == new.judge(new.accept(was.answer))


@walks
@given(scenarios(), st.data())
def test_a_scenario_has_the_shape_of_one_with_other_words_and_not_of_one_without_a_scene(scenario, data):
    reworded = {
        name: replace(scene, ask="Other words?", messages=(), hint="") for name, scene in scenario.scenes.items()
    }
    assert shape(replace(scenario, title="Other", scenes=reworded)) == shape(scenario)
    gone = data.draw(st.sampled_from(sorted(scenario.scenes)))
    fewer = {name: scene for name, scene in scenario.scenes.items() if name != gone}
    assert shape(replace(scenario, scenes=fewer)) != shape(scenario)


# Single tasks.


@pytest.mark.parametrize("kind", KINDS)
@cases
@given(st.data())
def test_an_answer_that_fits_is_stored_as_it_is_and_judged_in_bounds(kind, data):
    task = data.draw(tasks(kind=kind))
    stored = task.accept(an_answer(data.draw, task))
    assert task.accept(json.loads(json.dumps(stored, sort_keys=True))) == stored
    judged = task.judge(stored)
    assert all(0 <= each.credit <= 1 and 1 <= each.level <= each.offered <= 4 for each in judged.observations)
    assert bool(judged.observations) == task.is_graded
    if task.is_graded:
        assert {each.criterion for each in judged.observations} == set(task.criteria)
    if judged.breach:
        assert judged.credit == 0 and all(each.level == 1 for each in judged.observations) and task.may_breach
    assert {option.id for option in task.picked(stored)} <= {option.id for option in task.options}


@pytest.mark.parametrize("kind", KINDS)
@cases
@given(st.data())
def test_anything_else_is_refused_with_a_sentence_or_fits(kind, data):
    task = data.draw(tasks(kind=kind))
    raw = data.draw(near_misses(task))
    try:
        stored = task.accept(raw)
    except AnswerRefused as refusal:
        assert str(refusal)[0].isupper() and str(refusal).endswith(".")
    else:
        assert task.accept(stored) == stored
        assert task.judge(stored) == task.judge(task.accept(stored))


@pytest.mark.parametrize("kind", KINDS)
@cases
@given(st.data())
def test_what_the_page_sends_in_tokens_comes_back_and_in_ids_does_not(kind, data):
    task = data.draw(tasks(kind=kind))
    answer = task.accept(an_answer(data.draw, task))
    names = names_by_token("seed", "s", task.names)
    assert len(names) == len(set(task.names)), "no two names share a token"

    def lookup(each: str) -> str:
        return names.get(each, "")

    assert task.accept(task.decode(_in_tokens(task, answer), lookup)) == answer
    if kind not in ("write", "reflect"):  # whose answers hold no ids
        with pytest.raises(AnswerRefused):
            task.accept(task.decode(answer, lookup))


def _in_tokens(task: Task, answer: object) -> object:
    if task.kind == "reflect":
        return answer
    if isinstance(answer, dict):
        return {
            name if name in task.parts else _token(name): value if name == "text" else _in_tokens(task, value)
            for name, value in answer.items()
        }
    if isinstance(answer, list):
        return [_in_tokens(task, each) for each in answer]
    return _token(answer) if isinstance(answer, str) else answer


def _token(name: str) -> str:
    return token("seed", "s", name)


@cases
@given(scenarios(), st.text(max_size=5))
def test_every_order_shows_every_option_once(scenario, seed):
    for scene in scenario.scenes.values():
        shown = [option.id for option in in_order(scene, seed)]
        assert sorted(shown) == sorted(option.id for option in (scene.task.options if scene.task else ()))

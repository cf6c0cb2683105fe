"""Every way through a scenario: what answers can really reach, and what they can earn there."""

import random
from fractions import Fraction

from hypothesis import given, settings

from competency_xblock.domain.conditions import All, AnyOf, Breached, Chose, MeanLevel, Not, SceneCredit, Visits
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.simulation import ways
from competency_xblock.domain.simulation.runs import run, stage
from competency_xblock.domain.simulation.trainees import guessing
from competency_xblock.domain.simulation.ways import Span, ways_through
from tests.builders import CLARITY, READING, a_choice, a_rank, a_scenario, every_kind
from tests.domain.strategies import scenarios

END = Scene("end", end=True)


def dice(seed=1):
    return random.Random(seed)  # noqa: S311


def found(*scenes, runs=()):
    scenario = a_scenario(*scenes)
    return ways_through(scenario, stage(scenario, dice()), runs)


def test_a_scene_whose_condition_no_answer_meets_is_not_reached():
    never = Route(All((Chose("s", "a"), Chose("s", "b"))), "never")
    result = found(Scene("s", task=a_choice(1, 2), routes=(never,), goto="end"), Scene("never", goto="end"), END)
    assert result.every
    assert result.reached == {"s", "end"}
    assert {way.scenes for way in result.ways} == {("s", "end")}


def test_each_kind_of_condition_parts_the_ways():
    for condition, leading in [
        (Chose("s", "a"), 1),
        (Not(Chose("s", "a")), 3),
        (MeanLevel(READING, ">=", Fraction(3)), 2),
        (SceneCredit("s", ">", Fraction(0)), 3),
        (Breached("s"), 0),
        (Visits("s", ">=", Fraction(1)), 4),
        (AnyOf((Chose("s", "a"), Chose("s", "d"))), 2),
    ]:
        route = Route(condition, "there")
        result = found(
            Scene("s", task=a_choice(1, 2, 3, 4), routes=(route,), goto="end"), Scene("there", end=True), END
        )
        taken = [way for way in result.ways if way.scenes[-1] == "there"]
        assert bool(taken) == bool(leading), condition
        assert result.routes() == (1 if leading in (0, 4) else 2)


def test_answers_that_no_route_tells_apart_are_one_way():
    result = found(Scene("s", task=a_choice(1, 2, 3, 4), goto="t"), Scene("t", task=a_rank("abcde"), goto="end"), END)
    assert len(result.ways) == 1
    assert result.credit() == Span(Fraction(0), Fraction(1))
    assert result.credit(CLARITY) is None


def test_credit_is_that_of_the_way():
    """The weak go through a second task, so that the best of them has half of the grade."""
    weak = Route(MeanLevel(READING, "<", Fraction(2)), "again")
    result = found(
        Scene("s", task=a_choice(1, 3), routes=(weak,), goto="end"),
        Scene("again", task=a_choice(1, 2), goto="end"),
        END,
    )
    second = {way.credit() for way in result.ways if "again" in way.scenes}
    assert {way.credit() for way in result.ways if "again" not in way.scenes} == {Span(Fraction(1), Fraction(1))}
    assert (min(span.least for span in second), max(span.most for span in second)) == (0, Fraction(1, 2))
    assert result.credit() == Span(Fraction(0), Fraction(1))


def test_a_loop_counts_the_first_answer_and_comes_to_an_end():
    back = Route(Chose("s", "a"), "s")
    result = found(Scene("s", task=a_choice(1, 2), routes=(back,), goto="end"), END)
    assert result.every
    assert result.reached == {"s", "end"}
    assert [way.credit() for way in result.ways] == [Span(Fraction(1), Fraction(1))]


def test_a_loop_without_a_task_is_left_behind():
    scene = Scene("s", routes=(Route(Visits("s", ">=", Fraction(1)), "s"),), goto="end")
    result = found(scene, END)
    assert result.ways == ()
    assert result.reached == {"s"}


def test_of_too_many_ways_those_that_somebody_went_are_known(monkeypatch):
    monkeypatch.setattr(ways, "MOST_STEPS", 3)
    scenario = every_kind()
    there = stage(scenario, dice())
    runs = [run(scenario, there, guessing, dice(seed)) for seed in range(5)]
    result = ways_through(scenario, there, runs)
    assert not result.every
    assert result.reached == {scene for each in runs for scene in each.scenes}
    assert [way.credit() for way in result.ways] == [Span(each.grade, each.grade) for each in runs]


@given(scenarios())
@settings(deadline=None, max_examples=60)
def test_whoever_plays_goes_one_of_the_ways(scenario):
    there = stage(scenario, dice())
    result = ways_through(scenario, there, ())
    if not result.every:
        return
    for seed in range(10):
        played = run(scenario, there, guessing, dice(seed))
        assert result.reached >= set(played.scenes)
        if played.finished and played.grade is not None:
            span = result.credit()
            assert span is not None
            assert span.least <= played.grade <= span.most

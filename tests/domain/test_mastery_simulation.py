"""The test of the rule of domain.md 4.2.8: who guesses does not reach level 3, who is steady stands at that level.

Every scenario of the shipped course is played by simulated trainees. What the course offers is read from its tasks,
not from the rule: where it offers a criterion in fewer than three situations, every standing must be "not enough yet".
"""

import random
from functools import cache
from pathlib import Path

import pytest

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.mastery import NOT_ENOUGH, SITUATIONS_TO_STAND
from competency_xblock.domain.mastery_evidence import CHOICES
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.simulation.course import course_findings, simulate_course
from competency_xblock.domain.simulation.findings import findings
from competency_xblock.domain.simulation.runs import run, stage
from competency_xblock.domain.simulation.scenario import simulate
from competency_xblock.domain.simulation.trainees import guessing
from competency_xblock.domain.tasks import Observation

ROOT = Path(__file__).parents[2]
SEED = 1  # that of the command, so that it and this test say the same


@cache
def shipped() -> dict[str, Scenario]:
    loaded = load_course(ROOT)
    assert loaded.value is not None, loaded.diagnostics
    return {name: file.scenario for name, file in loaded.value.scenarios.items()}


def variants(scenario: Scenario) -> list[Scenario]:
    return list(scenario.variants.values()) or [scenario]


def criteria() -> list[str]:
    return sorted({name for scenario in shipped().values() for name in scenario.practised()})


@cache
def observed() -> list[list[list[Observation]]]:
    """By scenario and variant what some answer to each task shows, for the level that the task offers."""
    rng = random.Random(SEED)  # noqa: S311  not for secrets
    stages = [[stage(each, rng) for each in variants(scenario)] for scenario in shipped().values()]
    return [
        [[seen for met in there.values() for seen in met.replies.all[0].judgement.observations] for there in several]
        for several in stages
    ]


def second_best(observations: list[Observation], criterion: str) -> int:
    """The highest level that two tasks offer on the criterion; 0 where only one is about it."""
    offered = [each.offered for each in observations if each.criterion == criterion]
    return sorted([*offered, 0, 0], reverse=True)[1]


@cache
def offered(criterion: str) -> int:
    """The highest level that three scenarios offer, in whatever variant; 0 where no three offer level 2."""
    by_scenario = [min(second_best(each, criterion) for each in several) for several in observed()]
    third = sorted([*by_scenario, 0, 0, 0], reverse=True)[SITUATIONS_TO_STAND - 1]
    return third if third > 1 else NOT_ENOUGH


@pytest.fixture(scope="module")
def played():
    return {name: simulate(scenario, SEED) for name, scenario in shipped().items()}


@pytest.fixture(scope="module")
def course(played):
    return simulate_course(played, criteria(), SEED)


@pytest.fixture(scope="module")
def standings(course):
    return course.standings


def test_nothing_is_wrong_with_what_the_shipped_course_gives(played, course):
    found = [*course_findings(course), *(found for each in played.values() for one in each for found in findings(one))]
    assert [str(each) for each in found] == []


def test_those_who_guess_do_not_reach_level_three(standings):
    assert {each.criterion: each.guessed for each in standings if each.guessed >= 0.05} == {}
    for each in standings:
        if offered(each.criterion) == NOT_ENOUGH:
            assert each.shares["random"] == {NOT_ENOUGH: 1}, each.criterion


@pytest.mark.parametrize("level", [2, 3, 4])
def test_who_is_steady_stands_at_that_level_as_far_as_the_course_offers_it_three_times(standings, level):
    stand = {each.criterion: set(each.shares[level]) for each in standings}
    assert stand == {criterion: {min(level, offered(criterion))} for criterion in criteria()}


def test_who_is_steadily_off_target_never_stands_above_that(standings):
    """The ways of weak answers may be short, so that what counts is what is offered on them."""
    assert all(set(each.shares[1]) <= {NOT_ENOUGH, 1} for each in standings)


def test_there_is_something_to_stand_on():
    """At least one area is complete, or the tests above would hold of a course that offers nothing."""
    writing = [criterion for criterion in criteria() if criterion.startswith("online-writing/")]
    assert {criterion: offered(criterion) for criterion in writing} == dict.fromkeys(writing, 4)


def test_the_rule_and_the_grade_choose_the_same_answers():
    rng = random.Random(SEED)  # noqa: S311
    for scenario in shipped().values():
        for each in variants(scenario):
            played = run(each, stage(each, rng), guessing, rng)
            counted = {
                (scene, seen.criterion, seen.level) for scene, judged in played.judged for seen in judged.observations
            }
            attempt = played.evidence(scenario.id)
            by_rule = [seen for name in scenario.practised() for seen in attempt.observed(name, CHOICES)]
            assert {(seen.scene, seen.criterion, seen.level) for seen in by_rule} == counted

"""The test of the rule of domain.md 4.2.8: who guesses does not reach level 3, who is steady stands at that level.

Every scenario of the shipped course is played by the real engine; a learner is a draw of one play of each. What the
course offers is read from its tasks, not from the rule: where it offers a criterion in fewer than three situations,
everybody's standing must be "not enough yet".
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pytest

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.engine import Play, available
from competency_xblock.domain.mastery import NOT_ENOUGH, SITUATIONS_TO_STAND, standing
from competency_xblock.domain.mastery_evidence import CHOICES, AttemptEvidence, Shown
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.scoring import results
from competency_xblock.domain.tasks import (
    Choose,
    Observation,
    Rank,
    Rate,
    Reflect,
    Select,
    Settings,
    Sort,
    Task,
    Thread,
    Write,
)

ROOT = Path(__file__).parents[2]
SEED = 20_261_125
GUESSED, STEADY = 120, 6  # plays of each variant
GUESSERS, STEADY_LEARNERS = 800, 12  # learners per criterion
BEGUN = datetime(2026, 11, 25, tzinfo=UTC)
NOW = BEGUN + timedelta(days=365)

Player = Callable[[Task, random.Random], Any]
Plays = dict[str, list[tuple[str, Play]]]  # by scenario: the variant and the play


@cache
def shipped() -> dict[str, Scenario]:
    loaded = load_course(ROOT)
    assert loaded.value is not None, loaded.diagnostics
    return {name: file.scenario for name, file in loaded.value.scenarios.items()}


def variants(scenario: Scenario) -> list[Scenario]:
    return list(scenario.variants.values()) or [scenario]


# Players.


def every_answer(task: Task) -> Iterator[Any]:
    """Everything that can be answered to a task by picking."""
    names = [option.id for option in task.options]
    match task:
        case Choose():
            yield from names
        case Select():
            for many in range(1, task.pick + 1):
                yield from map(list, combinations(names, many))
        case Rank():
            yield from map(list, permutations(names))
        case Rate():
            yield from (dict(zip(names, given, strict=True)) for given in product(range(1, 5), repeat=len(names)))
        case Sort():
            bins = [each.id for each in task.bins]
            yield from (dict(zip(names, given, strict=True)) for given in product(bins, repeat=len(names)))
        case Settings():
            panel = [[value.id for value in switch.values] for switch in task.switches]
            ids = [switch.id for switch in task.switches]
            yield from (dict(zip(ids, given, strict=True)) for given in product(*panel))
        case Thread():
            for post, action in product(task.posts, task.actions):
                said = task.at(post.id, action.id)
                for each in said or [None]:
                    yield {
                        "post": post.id,
                        "action": action.id,
                        "answer": each.option.id if each else None,
                        "text": "Some words." if each and each.free else None,
                    }


def skipped(task: Task) -> Any:
    """Any answer to a task that the key does not judge."""
    match task:
        case Write():
            return {"text": "Some words."}
        case Reflect():
            return "Some words."
    return dict.fromkeys(task.criteria, 2)


_answers: dict[int, tuple[Task, list[tuple[Any, tuple[Observation, ...]]]]] = {}


def answers_to(task: Task) -> list[tuple[Any, tuple[Observation, ...]]]:
    """What can be answered to a task, and what that shows; worked out once, for each task is met again and again."""
    if id(task) not in _answers:
        judged = [(answer, task.judge(task.accept(answer)).observations) for answer in every_answer(task)]
        _answers[id(task)] = task, judged
    return _answers[id(task)][1]


def guessing(task: Task, rng: random.Random) -> Any:
    """Somebody who answers anything that is accepted, everything equally likely."""
    return rng.choice(answers_to(task))[0]


def steady(level: int) -> Player:
    """Somebody who takes the highest answer not above ``level`` on any criterion, by summed levels.

    Where every answer is above it somewhere, the lowest. Chance decides among equals.
    """

    def player(task: Task, rng: random.Random) -> Any:
        able = [each for each in answers_to(task) if all(observed.level <= level for observed in each[1])]
        wanted = max(map(_sum, able)) if able else min(map(_sum, answers_to(task)))
        return rng.choice([each[0] for each in able or answers_to(task) if _sum(each) == wanted])

    return player


def _sum(answer: tuple[Any, tuple[Observation, ...]]) -> int:
    return sum(observed.level for observed in answer[1])


def play_through(scenario: Scenario, player: Player, rng: random.Random) -> Play:
    play, seq = Play(scenario), 0
    while not play.finished:
        task = None if play.current.answered else play.current.scene.task
        if "rate" in available(play):
            play.take("rate", dict.fromkeys(play.current.scene.task.criteria, 4), seq)
        elif task is None:
            play.take("answer", None, seq)
        else:
            play.take("answer", player(task, rng) if task.is_graded else skipped(task), seq)
        seq += 1
    return play


def plays_of(player: Player, times: int, rng: random.Random) -> Plays:
    return {
        name: [(each.variant, play_through(each, player, rng)) for each in variants(scenario) for _ in range(times)]
        for name, scenario in shipped().items()
    }


# What they show.


def shown(play: Play, criterion: str) -> tuple[Shown, ...]:
    """Every judged answer; that of a loop the first counts is left to the rule."""
    return tuple(
        Shown(criterion, visit.scene.id, visit.seq, each.level, each.offered, breach=bool(visit.judgement.breach))
        for visit in play.answers()
        for each in visit.judgement.observations
        if each.criterion == criterion
    )


def evidence(plays: Plays, criterion: str) -> dict[str, list[tuple[str, tuple[Shown, ...]]]]:
    """By scenario that practises the criterion: the variant, and what was shown on it, of each play."""
    return {
        name: [(variant, shown(play, criterion)) for variant, play in plays[name]]
        for name, scenario in shipped().items()
        if criterion in scenario.practised()
    }


def tally(plays: Plays, criterion: str, learners: int, rng: random.Random) -> Counter[int]:
    """How many stand where, of learners who play each scenario once, in any order, in a variant that chance draws."""
    statuses: Counter[int] = Counter()
    found = evidence(plays, criterion)
    for _ in range(learners):
        attempts = []
        for day, name in enumerate(rng.sample(sorted(found), len(found))):
            variant, of_play = rng.choice(found[name])
            finished = BEGUN + timedelta(days=day)
            attempts.append(AttemptEvidence(name, 1, finished, finished, variant, of_play))
        statuses[standing(attempts, criterion, now=NOW).status] += 1
    return statuses


# What the course offers.


def criteria() -> list[str]:
    return sorted({name for scenario in shipped().values() for name in scenario.practised()})


def third_best(offered: list[int]) -> int:
    """The highest level that three situations offer, given what each offers; 0 where no three offer level 2."""
    third = sorted([*offered, 0, 0, 0], reverse=True)[SITUATIONS_TO_STAND - 1]
    return third if third > 1 else NOT_ENOUGH


def second_best(tasks: Iterable[Task], criterion: str) -> int:
    """The highest level that two of the tasks offer on the criterion; 0 where only one is about it."""
    offered = [
        each.offered
        for task in tasks
        if task.is_graded
        for each in answers_to(task)[0][1]
        if each.criterion == criterion
    ]
    return sorted([*offered, 0, 0], reverse=True)[1]


def offered_by_the_course(criterion: str) -> int:
    """What three scenarios offer, in whatever variant."""
    return third_best(
        [min(second_best(each.tasks(), criterion) for each in variants(scenario)) for scenario in shipped().values()]
    )


def offered_on_the_way(plays: Plays, criterion: str) -> set[int]:
    """The same for the tasks that these players met, where all plays of a scenario agree; else every such level."""
    met = {
        name: [
            second_best({visit.scene.id: visit.scene.task for visit in play.answers()}.values(), criterion)
            for _, play in of_scenario
        ]
        for name, of_scenario in plays.items()
    }
    return {third_best(list(map(min, met.values()))), third_best(list(map(max, met.values())))}


@pytest.fixture(scope="module")
def guessed() -> Plays:
    return plays_of(guessing, GUESSED, random.Random(SEED))  # noqa: S311  not for secrets


def test_those_who_guess_do_not_reach_level_three(guessed):
    rng = random.Random(SEED)  # noqa: S311
    share = {}
    for criterion in criteria():
        statuses = tally(guessed, criterion, GUESSERS, rng)
        share[criterion] = (statuses[3] + statuses[4]) / GUESSERS
        if offered_by_the_course(criterion) == NOT_ENOUGH:
            assert statuses == {NOT_ENOUGH: GUESSERS}, criterion
    assert {criterion: part for criterion, part in share.items() if part >= 0.05} == {}


@pytest.mark.parametrize("level", [2, 3, 4])
def test_who_is_steady_stands_at_that_level_as_far_as_the_course_offers_it_three_times(level):
    rng = random.Random(SEED)  # noqa: S311
    plays = plays_of(steady(level), STEADY, rng)
    stand = {criterion: set(tally(plays, criterion, STEADY_LEARNERS, rng)) for criterion in criteria()}
    assert stand == {criterion: {min(level, offered_by_the_course(criterion))} for criterion in criteria()}


def test_who_is_steadily_off_target_never_stands_above_that():
    """The ways of weak answers may be short, so that what counts is what is offered on them."""
    rng = random.Random(SEED)  # noqa: S311
    plays = plays_of(steady(1), STEADY, rng)
    for criterion in criteria():
        stand = set(tally(plays, criterion, STEADY_LEARNERS, rng))
        assert stand <= {min(1, offered) for offered in offered_on_the_way(plays, criterion)}, criterion


def test_there_is_something_to_stand_on():
    """At least one area is complete, or the tests above would hold of a course that offers nothing."""
    writing = [criterion for criterion in criteria() if criterion.startswith("online-writing/")]
    assert {criterion: offered_by_the_course(criterion) for criterion in writing} == dict.fromkeys(writing, 4)


def test_the_rule_and_the_report_of_one_attempt_choose_the_same_answers(guessed):
    for name, of_scenario in guessed.items():
        for variant, play in of_scenario[:20]:
            for result in results(play):
                attempt = AttemptEvidence(name, 1, BEGUN, BEGUN, variant, shown(play, result.criterion))
                assert [(each.seq, each.level) for each in attempt.observed(result.criterion, CHOICES)] == [
                    (each.visit.seq, each.observation.level) for each in result.observed
                ]

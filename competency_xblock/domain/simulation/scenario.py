"""What one scenario gives to each kind of trainee, on which ways, and what is wrong with that."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from statistics import median_low

from ..graph import reachable
from ..mastery_evidence import CHOICES, Situation
from ..scenario import Scenario
from .giveaways import Clue, clues
from .replies import LEVELS
from .runs import BEGUN, Run, Stage, judged_criteria, run, stage
from .trainees import BY_NAME, RANDOM, TRICKS, Trainee, steady
from .ways import Span, Ways, ways_through

GUESSERS = 1_000
TRICKSTERS = 50  # ties, and the order in which options are shown, are left to chance
STEADY = 20
GUESSED_TOO_HIGH = 3  # the level that guessing must not prove
MIDDLE = Fraction(95, 100)

Runs = Mapping[str | int, tuple[Run, ...]]
"""By the name of the trainee's trick, or by the steady trainee's level."""
Counts = Mapping[int, int]
"""By level, the number of tasks in which it can be shown."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean of some grades, and what the middle 95 % of them lie between."""

    mean: Fraction
    low: Fraction
    high: Fraction

    def holds(self, grade: Fraction) -> bool:
        return self.low <= grade <= self.high


@dataclass(frozen=True, slots=True)
class OnCriterion:
    """One criterion in one variant.

    ``weakest`` and ``typical`` count the tasks on the way that has the fewest, and on the middle one of those who
    guess. ``guessed`` is the share of guessers who show level 3 or more, ``offered`` and ``shown`` the level that is
    offered to, and shown by, each steady trainee, at its lowest.
    """

    criterion: str
    credit: Span | None
    weakest: Counts
    typical: Counts
    guessed: Fraction
    offered: Mapping[int, int]
    shown: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Simulated:
    """One scenario, or one variant of it, played by all kinds of trainee."""

    scenario: Scenario
    ways: Ways
    runs: Runs
    random: Interval | None
    grades: Mapping[str | int, Fraction | None]
    criteria: tuple[OnCriterion, ...]
    ends: Mapping[str, Fraction]
    clues: Mapping[str, Clue]

    @property
    def unreached(self) -> tuple[str, ...]:
        """Scenes to which something leads, and which no answers reach; in the order of the file."""
        led_to = reachable(self.scenario)
        return tuple(name for name in self.scenario.scenes if name in led_to and name not in self.ways.reached)


def simulate(scenario: Scenario, seed: int, *, guessers: int = GUESSERS) -> tuple[Simulated, ...]:
    """Every variant of the scenario, played by all kinds of trainee; equal seeds give equal results."""
    return tuple(_simulated(played, seed, guessers) for played in scenario.variants.values() or (scenario,))


def dice(seed: int, *names: str) -> Random:
    """Chance for one purpose, so that what is played beside it makes no difference."""
    return Random("/".join([str(seed), *names]))  # noqa: S311  not for secrets


def interval(grades: Iterable[Fraction]) -> Interval | None:
    """The middle of some grades; None where there are none."""
    ordered = sorted(grades)
    if not ordered:
        return None
    outside = int(len(ordered) * (1 - MIDDLE) / 2)
    return Interval(mean(ordered), ordered[outside], ordered[-1 - outside])


def mean(numbers: list[Fraction]) -> Fraction:
    """The mean of some numbers."""
    return sum(numbers, Fraction(0)) / len(numbers)


def _simulated(scenario: Scenario, seed: int, guessers: int) -> Simulated:
    rng = dice(seed, scenario.id, scenario.variant)
    there = stage(scenario, rng)
    runs: dict[str | int, tuple[Run, ...]] = {RANDOM: _played(scenario, there, BY_NAME[RANDOM], guessers, rng)}
    runs |= {trick: _played(scenario, there, BY_NAME[trick], TRICKSTERS, rng) for trick in TRICKS}
    runs |= {level: _played(scenario, there, steady(level), STEADY, rng) for level in LEVELS}
    ways = ways_through(scenario, there, (run for several in runs.values() for run in several))
    return Simulated(
        scenario=scenario,
        ways=ways,
        runs={name: tuple(replace(each, scenes=(), judged=()) for each in several) for name, several in runs.items()},
        random=interval(each.grade for each in runs[RANDOM] if each.grade is not None),
        grades={name: _mean_grade(several) for name, several in runs.items()},
        criteria=tuple(_on(name, there, ways, runs) for name in judged_criteria(there)),
        ends=_ends(scenario, runs[RANDOM]),
        clues=clues(scenario.scenes[name] for name in dict.fromkeys(runs[LEVELS[-1]][0].scenes)),
    )


def _played(scenario: Scenario, there: Stage, trainee: Trainee, times: int, rng: Random) -> tuple[Run, ...]:
    return tuple(run(scenario, there, trainee, rng) for _ in range(times))


def _mean_grade(runs: Iterable[Run]) -> Fraction | None:
    grades = [each.grade for each in runs if each.grade is not None]
    return mean(grades) if grades else None


def _ends(scenario: Scenario, runs: tuple[Run, ...]) -> dict[str, Fraction]:
    arrived = Counter(each.scenes[-1] for each in runs if each.finished)
    return {name: Fraction(arrived[name], len(runs)) for name, scene in scenario.scenes.items() if scene.end}


def _on(criterion: str, there: Stage, ways: Ways, runs: Runs) -> OnCriterion:
    levels = {name: met.replies.levels(criterion) for name, met in there.items()}
    on_ways = [_counts(levels, scenes) for scenes in {tuple(way.earned) for way in ways.ways}]
    on_runs = [_counts(levels, [scene for scene, _ in each.judged]) for each in runs[RANDOM]]
    guessed = [situation(each, criterion).level >= GUESSED_TOO_HIGH for each in runs[RANDOM]]
    steadily = {level: [situation(each, criterion) for each in runs[level]] for level in LEVELS}
    return OnCriterion(
        criterion=criterion,
        credit=ways.credit(criterion),
        weakest={level: min((counts[level] for counts in on_ways), default=0) for level in LEVELS},
        typical={level: median_low(counts[level] for counts in on_runs) for level in LEVELS},
        guessed=Fraction(sum(guessed), len(guessed)),
        offered={level: min(each.offered for each in several) for level, several in steadily.items()},
        shown={level: min(each.level for each in several) for level, several in steadily.items()},
    )


def _counts(levels: Mapping[str, frozenset[int]], scenes: Iterable[str]) -> dict[int, int]:
    met = Counter(level for scene in scenes for level in levels[scene])
    return {level: met[level] for level in LEVELS}


def situation(run: Run, criterion: str) -> Situation:
    """The run as the rule of standings sees it."""
    return Situation("", run.variant, 1, BEGUN, run.evidence("").observed(criterion, CHOICES))

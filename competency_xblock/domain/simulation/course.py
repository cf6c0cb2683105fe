"""What a whole course gives to each kind of trainee: the grade over its scenarios, and where they stand at its end.

Standings follow the rule of ``mastery``. A trainee plays each scenario once, in any order, in a variant that chance
draws.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from random import Random

from ..mastery import NOT_ENOUGH, SITUATIONS_TO_STAND, standing
from .findings import Finding, called, guessing
from .replies import LEVELS
from .runs import BEGUN, Run
from .scenario import GUESSED_TOO_HIGH, GUESSERS, Interval, Simulated, dice, interval, mean
from .trainees import RANDOM, TRICKS

LEARNERS = 12  # of each steady level
TOO_MANY = Fraction(5, 100)
AFTER_ALL = BEGUN + timedelta(days=3_650)
ByScenario = Mapping[str, Sequence[Simulated]]


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the trainees of each kind stand on one criterion, as shares by status."""

    criterion: str
    scenarios: int
    shares: Mapping[str | int, Mapping[int, Fraction]]

    @property
    def guessed(self) -> Fraction:
        """The share of those who guess and stand at level 3 or above."""
        reached = (share for status, share in self.shares[RANDOM].items() if status >= GUESSED_TOO_HIGH)
        return sum(reached, Fraction(0))


@dataclass(frozen=True, slots=True)
class SimulatedCourse:
    """The mean grade over all scenarios, of those who guess and of every other kind; and all standings."""

    scenarios: int
    random: Interval | None
    grades: Mapping[str | int, Fraction | None]
    standings: tuple[Standings, ...]


def simulate_course(scenarios: ByScenario, criteria: Iterable[str], seed: int) -> SimulatedCourse:
    """All scenarios of a course together. ``criteria`` are those of its framework, in order."""
    rng = dice(seed)
    kinds = [RANDOM, *TRICKS, *LEVELS]
    runs = [[variant.runs[RANDOM] for variant in each] for each in scenarios.values()]
    guessers = (_mean(rng.choice(rng.choice(each)).grade for each in runs) for _ in range(GUESSERS))
    return SimulatedCourse(
        scenarios=len(scenarios),
        random=interval(grade for grade in guessers if grade is not None),
        grades={kind: _mean(_grade(each, kind) for each in scenarios.values()) for kind in kinds},
        standings=tuple(_standings(scenarios, name, rng) for name in criteria),
    )


def course_findings(course: SimulatedCourse) -> tuple[Finding, ...]:
    """What is wrong with the course as a whole."""
    return (*_tricks(course), *(found for each in course.standings for found in _standing_findings(each)))


def _mean(grades: Iterable[Fraction | None]) -> Fraction | None:
    graded = [grade for grade in grades if grade is not None]
    return mean(graded) if graded else None


def _grade(variants: Iterable[Simulated], kind: str | int) -> Fraction | None:
    return _mean(each.grades[kind] for each in variants)


def _standings(scenarios: ByScenario, criterion: str, rng: Random) -> Standings:
    about = {
        name: variants
        for name, variants in scenarios.items()
        if any(criterion == on.criterion for each in variants for on in each.criteria)
    }
    learners: dict[str | int, int] = {RANDOM: GUESSERS} | dict.fromkeys(LEVELS, LEARNERS)
    shares = {kind: _shares(about, criterion, kind, many, rng) for kind, many in learners.items()}
    return Standings(criterion, len(about), shares)


def _shares(about: ByScenario, criterion: str, kind: str | int, learners: int, rng: Random) -> dict[int, Fraction]:
    runs = {
        name: [_on(criterion, run) for each in variants for run in each.runs[kind]] for name, variants in about.items()
    }
    statuses: Counter[int] = Counter()
    for _ in range(learners):
        attempts = [
            rng.choice(runs[name]).evidence(name, BEGUN + timedelta(days=day))
            for day, name in enumerate(rng.sample(sorted(about), len(about)))
        ]
        statuses[standing(attempts, criterion, now=AFTER_ALL).status] += 1
    return {status: Fraction(many, learners) for status, many in sorted(statuses.items())}


def _on(criterion: str, run: Run) -> Run:
    return replace(run, shown=tuple(each for each in run.shown if each.criterion == criterion))


def _tricks(course: SimulatedCourse) -> Iterable[Finding]:
    middle = course.random
    for trick in TRICKS if middle else ():
        grade = course.grades[trick]
        if middle and grade is not None and not middle.holds(grade):
            text = (
                f"Over the course, always taking {called(trick)} gives {float(grade):.3f}, and {guessing(middle, 3)}."
            )
            yield Finding("trick", text)


def _standing_findings(standings: Standings) -> Iterable[Finding]:
    criterion = standings.criterion
    if set(standings.shares[LEVELS[-1]]) == {NOT_ENOUGH}:
        few = f"Nobody can stand on {criterion}: fewer than {SITUATIONS_TO_STAND} scenarios offer it by two tasks."
        yield Finding("standing", f"{few} {standings.scenarios} are about it.")
        return
    if standings.guessed >= TOO_MANY:
        share = f"{100 * float(standings.guessed):.1f} %"
        yield Finding("guessed", f"On {criterion} {share} of those who guess reach level {GUESSED_TOO_HIGH}.")
    for level in LEVELS:
        others = [status for status in standings.shares[level] if status != level]
        if others:
            stand = " or ".join(str(status) if status else '"not enough yet"' for status in others)
            yield Finding("steady", f"On {criterion} trainees who are steadily at level {level} stand at {stand}.")

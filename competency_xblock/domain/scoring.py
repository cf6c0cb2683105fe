"""What a played attempt earned and showed: credits, the grade, and levels per criterion with their reasons.

Rules: scenario-format section 4. Credits make the grade, levels make the profile; the one is never
computed from the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .engine import Play, Visit
from .tasks import Observation


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation and the answer that showed it."""

    visit: Visit
    observation: Observation
    breach: str = ""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """All observations on one criterion in one attempt.

    ``shown`` is the highest level k that some task offered and that no answer fell short of whose task
    offered k; one attempt only, so it says nothing yet of a standing.
    """

    criterion: str
    observed: tuple[Observed, ...]
    shown: int


def counted(play: Play) -> Iterator[Visit]:
    """The graded answers that count: of a scene answered again in a loop, the first."""
    seen: set[str] = set()
    for visit in play.answers():
        if visit.is_graded and visit.scene.id not in seen:
            seen.add(visit.scene.id)
            yield visit


def grade(play: Play) -> Fraction | None:
    """Mean task credit, 0 to 1, of a finished attempt; None while unfinished or where nothing was graded."""
    if not play.finished:
        return None
    credits = [visit.judgement.credit for visit in counted(play)]
    earned = [credit for credit in credits if credit is not None]
    return sum(earned, Fraction(0)) / len(earned) if earned else None


def results(play: Play) -> tuple[CriterionResult, ...]:
    """Every criterion observed so far, in the order in which the scenario first rates them."""
    observed = [
        Observed(visit, observation, visit.judgement.breach)
        for visit in counted(play)
        for observation in visit.judgement.observations
    ]
    results = []
    names = (*play.scenario.criteria(), *(each.observation.criterion for each in observed))  # rescoring may add some
    for criterion in dict.fromkeys(names):
        mine = tuple(each for each in observed if each.observation.criterion == criterion)
        if mine:
            results.append(CriterionResult(criterion, mine, shown(each.observation for each in mine)))
    return tuple(results)


def shown(observations: Iterable[Observation]) -> int:
    """The highest level that was offered and never fallen short of where it was; 1 at least."""
    mine = tuple(observations)
    for level in (4, 3, 2):
        offering = [each for each in mine if each.offered >= level]
        if offering and all(each.level >= level for each in offering):
            return level
    return 1


def grade_that_counts(grades: Iterable[Fraction], counts: str) -> Fraction | None:
    """Of the grades of finished attempts, oldest first, the one that counts: ``best``, ``latest`` or ``mean``."""
    known = list(grades)
    if not known:
        return None
    if counts == "latest":
        return known[-1]
    if counts == "mean":
        return sum(known, Fraction(0)) / len(known)
    return max(known)


def judgements(play: Play) -> list[dict[str, Any]]:
    """Every observation that counts, in a JSON-safe form; ``credit`` is an exact fraction as text."""
    return [
        {
            "seq": visit.seq,
            "scene": visit.scene.id,
            "criterion": each.criterion,
            "credit": str(each.credit),
            "level": each.level,
            "offered": each.offered,
            "breach": bool(visit.judgement.breach),
        }
        for visit in counted(play)
        for each in visit.judgement.observations
    ]

"""The ways in which Canvas makes one number of several scores, for programmes whose platform shows that number.

standards.md 1.1. They know nothing of situations: hand them one level per situation, oldest first. Sums are exact, and
only the result is rounded, to two decimals and half up, as Canvas does; a binary float would make 4.12 of 4.125.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

Score = int | Decimal | Fraction
Rule = Callable[[Sequence[Score]], Decimal | None]
_Scores = list[Fraction]
_Exact = Callable[[_Scores, int, Fraction], Fraction | None]

SKILLED = 3


def rule_for(name: str, number: int | None = None, *, mastery: Score = SKILLED) -> Rule:
    """The method that Canvas calls ``name``: from scores, oldest first, to their value; None where there is none.

    ``number`` is its ``calculation_int``, Canvas's own default unless given; ``mastery`` the points from which a score
    counts for ``n_mastery``. ``ValueError`` with a sentence for a name or a number that Canvas does not know.
    """
    method = _METHODS.get(name)
    if method is None:
        raise ValueError(f"There is no mastery rule {name!r}. The rules are {', '.join(RULES)}.")
    chosen = method.number(name, number)
    threshold = Fraction(mastery)

    def rule(scores: Sequence[Score]) -> Decimal | None:
        exact = [Fraction(score) for score in scores]
        value = method.value(exact, chosen, threshold) if exact else None
        return None if value is None else _half_up(value)

    return rule


def _half_up(value: Fraction) -> Decimal:
    """Two decimals; for scores, which are never negative, this is ROUND_HALF_UP without a detour by a Decimal."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def _mean(scores: _Scores) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def _highest(scores: _Scores, number: int, mastery: Fraction) -> Fraction:
    return max(scores)


def _latest(scores: _Scores, number: int, mastery: Fraction) -> Fraction:
    return scores[-1]


def _average(scores: _Scores, number: int, mastery: Fraction) -> Fraction:
    return _mean(scores)


def _n_mastery(scores: _Scores, number: int, mastery: Fraction) -> Fraction | None:
    mastered = [score for score in scores if score >= mastery]
    return _mean(mastered) if len(mastered) >= number else None


def _weighted(scores: _Scores, number: int, mastery: Fraction) -> Fraction:
    *earlier, latest = scores
    weight = Fraction(number, 100)
    return weight * latest + (1 - weight) * _mean(earlier) if earlier else latest


def _decaying(scores: _Scores, number: int, mastery: Fraction) -> Fraction:
    rate = Fraction(number, 100)
    value, *later = scores
    for score in later:
        value = (1 - rate) * value + rate * score
    return value


@dataclass(frozen=True, slots=True)
class _Method:
    """``numbers`` are the values its number may take, none where it takes no number."""

    value: _Exact
    numbers: range = range(0)
    default: int = 0

    def number(self, name: str, given: int | None) -> int:
        if given is None:
            return self.default
        if given not in self.numbers:
            allowed = f"a number from {self.numbers[0]} to {self.numbers[-1]}" if self.numbers else "no number"
            raise ValueError(f"The mastery rule {name!r} takes {allowed}, not {given}.")
        return given


_METHODS = {
    "highest": _Method(_highest),
    "latest": _Method(_latest),
    "average": _Method(_average),
    "n_mastery": _Method(_n_mastery, range(1, 11), 5),
    "decaying_average": _Method(_weighted, range(1, 100), 65),
    "weighted_average": _Method(_weighted, range(1, 100), 65),  # what newer versions call the one before
    "standard_decaying_average": _Method(_decaying, range(50, 100), 65),
}
RULES = tuple(_METHODS)

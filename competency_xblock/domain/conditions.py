"""Conditions (``when``) on routes and messages: what they are, and whether they hold.

They look only at what has happened in this attempt, through :class:`Facts`.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


class Facts(Protocol):
    """What a condition may ask about an attempt."""

    def was_chosen(self, scene: str, option: str) -> bool:
        """Whether the option was part of an answer on any visit of the scene."""

    def switch(self, scene: str, switch: str) -> str | None:
        """The value of a switch in the latest answer of the scene, or None."""

    def mean_level(self, criterion: str) -> Fraction | None:
        """Mean of the levels observed so far, each scene by its latest answer; None if there are none."""

    def credit(self, scene: str) -> Fraction | None:
        """Credit of the scene's latest answer, or None."""

    def is_breach(self, scene: str) -> bool:
        """Whether the scene's latest answer was a breach."""

    def visits(self, scene: str) -> int:
        """How often the scene was entered, the present visit included."""


@dataclass(frozen=True, slots=True)
class Chose:
    scene: str
    option: str

    def holds(self, facts: Facts) -> bool:
        return facts.was_chosen(self.scene, self.option)


@dataclass(frozen=True, slots=True)
class SwitchSet:
    scene: str
    switch: str
    value: str

    def holds(self, facts: Facts) -> bool:
        return facts.switch(self.scene, self.switch) == self.value


@dataclass(frozen=True, slots=True)
class MeanLevel:
    criterion: str
    compare: str
    number: Fraction

    def holds(self, facts: Facts) -> bool:
        return _compares(facts.mean_level(self.criterion), self.compare, self.number)


@dataclass(frozen=True, slots=True)
class SceneCredit:
    scene: str
    compare: str
    number: Fraction

    def holds(self, facts: Facts) -> bool:
        return _compares(facts.credit(self.scene), self.compare, self.number)


@dataclass(frozen=True, slots=True)
class Breached:
    scene: str

    def holds(self, facts: Facts) -> bool:
        return facts.is_breach(self.scene)


@dataclass(frozen=True, slots=True)
class Visits:
    scene: str
    compare: str
    number: Fraction

    def holds(self, facts: Facts) -> bool:
        return _compares(Fraction(facts.visits(self.scene)), self.compare, self.number)


@dataclass(frozen=True, slots=True)
class All:
    conditions: "tuple[Condition, ...]"

    def holds(self, facts: Facts) -> bool:
        return all(condition.holds(facts) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: "tuple[Condition, ...]"

    def holds(self, facts: Facts) -> bool:
        return any(condition.holds(facts) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Not:
    condition: "Condition"

    def holds(self, facts: Facts) -> bool:
        return not self.condition.holds(facts)


Condition = Chose | SwitchSet | MeanLevel | SceneCredit | Breached | Visits | All | AnyOf | Not


def _compares(value: Fraction | None, compare: str, number: Fraction) -> bool:
    return value is not None and COMPARISONS[compare](value, number)

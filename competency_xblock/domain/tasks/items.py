"""Tasks whose key says something of each item: its place, its level, or the bin it belongs in.

The items show no levels of their own; how near the whole answer comes to the key is the credit, and
``offers`` is the level that full credit shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .base import (
    Answer,
    AnswerRefused,
    Judgement,
    OptionTask,
    breached,
    complete,
    distinct_ids,
    is_level,
    scaled,
)

HALF = Fraction(1, 2)
DEFAULT_OFFER = 3


@dataclass(frozen=True, slots=True)
class Rank(OptionTask):
    """All items, put in order. ``key`` lists every id once, best first."""

    kind = "rank"
    key: tuple[str, ...]
    rated: tuple[str, ...]
    offers: int = DEFAULT_OFFER

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    @property
    def form(self) -> tuple[object, ...]:
        return (tuple(sorted(self.rated)), tuple(sorted(self.key)))

    def accept(self, raw: object) -> Answer:
        order = distinct_ids(raw, self.choices)
        if order is None or len(order) != len(self.choices):
            raise AnswerRefused("Put every item in order, each of them once.")
        return order

    def judge(self, answer: Answer) -> Judgement:
        distance = sum(abs(place - self.key.index(item)) for place, item in enumerate(answer))
        credit = 1 - Fraction(distance, len(self.key) ** 2 // 2)
        return Judgement(tuple(scaled(name, credit, self.offers) for name in self.rated))


@dataclass(frozen=True, slots=True)
class Rate(OptionTask):
    """A level 1..4 given to every item. ``key`` maps item id to its level."""

    kind = "rate"
    key: Mapping[str, int]
    rated: tuple[str, ...]
    offers: int = DEFAULT_OFFER

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    @property
    def form(self) -> tuple[object, ...]:
        return (tuple(sorted(self.rated)), tuple(sorted(self.key)))

    def accept(self, raw: object) -> Answer:
        given = complete(raw, [item.id for item in self.choices])
        if given is None or not all(map(is_level, given.values())):
            raise AnswerRefused("Rate every item, from 1 to 4.")
        return given

    def judge(self, answer: Answer) -> Judgement:
        credit = sum((self.earned(item, level) for item, level in answer.items()), Fraction(0)) / len(answer)
        return Judgement(tuple(scaled(name, credit, self.offers) for name in self.rated))

    def earned(self, item: str, level: int) -> Fraction:
        """What one item earns: 1 if exact, a half if one off."""
        return {0: Fraction(1), 1: HALF}.get(abs(level - self.key[item]), Fraction(0))


@dataclass(frozen=True, slots=True)
class Bin:
    """Where an item may be put."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Sort(OptionTask):
    """Every item put in one of the bins.

    ``key`` maps item id to bin id; ``breaches`` maps item id to {bin id: why putting it there is a breach}.
    ``neighbours``: what the bin next to the right one earns.
    """

    kind = "sort"
    bins: tuple[Bin, ...]
    key: Mapping[str, str]
    rated: tuple[str, ...]
    offers: int = DEFAULT_OFFER
    neighbours: Fraction = Fraction(0)
    breaches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    @property
    def may_breach(self) -> bool:
        return any(self.breaches.values())

    @property
    def names(self) -> tuple[str, ...]:
        return (*(item.id for item in self.choices), *(bin.id for bin in self.bins))

    @property
    def form(self) -> tuple[object, ...]:
        return (tuple(sorted(self.rated)), tuple(bin.id for bin in self.bins), tuple(sorted(self.key)))

    def accept(self, raw: object) -> Answer:
        placed = complete(raw, [item.id for item in self.choices])
        known = {bin.id for bin in self.bins}
        if placed is None or not all(isinstance(bin, str) and bin in known for bin in placed.values()):
            raise AnswerRefused("Put every item in one of the groups.")
        return placed

    def judge(self, answer: Answer) -> Judgement:
        reason = next(filter(None, (self.breach(item, bin) for item, bin in answer.items())), "")
        if reason:
            return breached(reason, dict.fromkeys(self.rated, self.offers))
        credit = sum((self.earned(item, bin) for item, bin in answer.items()), Fraction(0)) / len(answer)
        return Judgement(tuple(scaled(name, credit, self.offers) for name in self.rated))

    def breach(self, item: str, bin: str) -> str:
        """Why putting this item there is a breach; empty where it is none."""
        return self.breaches.get(item, {}).get(bin, "")

    def earned(self, item: str, bin: str) -> Fraction:
        """What one item earns in that bin."""
        places = [each.id for each in self.bins]
        distance = abs(places.index(bin) - places.index(self.key[item]))
        return {0: Fraction(1), 1: self.neighbours}.get(distance, Fraction(0))

"""Where a learner stands on a criterion, by the rule of domain.md 4.2.8, and what would move that up.

A standing rests on situations, never on credit. What counts as a situation's evidence is chosen in
``mastery_evidence``; the rules of other platforms are in ``mastery_canvas``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .mastery_evidence import CHOICES, AttemptEvidence, Situation, situations
from .scenario import USES
from .tasks import BEST_LEVEL

NOT_ENOUGH = 0  # "not enough yet": a status of its own, and no level
LOWEST_TO_PROVE = 2  # level 1 is what stands where nothing above it does
SITUATIONS_TO_STAND = 3
RECENT = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What a learner's evidence says of one criterion. ``situations`` are in order, the most recently finished last.

    ``of`` says what it was shown by: ``choices`` or own ``writing``.
    """

    criterion: str
    of: str
    situations: tuple[Situation, ...]

    @property
    def status(self) -> int:
        """The level 1 to 4, or :data:`NOT_ENOUGH`."""
        if len(self.offering(LOWEST_TO_PROVE)) < SITUATIONS_TO_STAND:
            return NOT_ENOUGH
        levels = range(BEST_LEVEL, 1, -1)
        return next((level for level in levels if _holds(_which_show(self.offering(level), level))), 1)

    @property
    def observations(self) -> int:
        """How many observations count."""
        return sum(self.spread)

    @property
    def spread(self) -> tuple[int, ...]:
        """How many observations showed level 1, 2, 3 and 4."""
        shown = [each.level for situation in self.situations for each in situation.observed]
        return tuple(shown.count(level) for level in range(1, BEST_LEVEL + 1))

    @property
    def breach(self) -> bool:
        """Whether there was a breach in the most recent situation."""
        return bool(self.situations) and self.situations[-1].breach

    @property
    def levels(self) -> tuple[int, ...]:
        """The highest level each situation shows, in order, without situations that can show none."""
        return tuple(situation.level for situation in self.situations if situation.offered)

    def offering(self, level: int) -> tuple[Situation, ...]:
        """The situations that offer ``level``."""
        return tuple(situation for situation in self.situations if situation.offered >= level)


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a standing from ``level``.

    ``until_any`` is how many further situations must offer 2 or more before there is any level at all; ``showing``
    how many show ``level`` by now; ``situations`` how many further ones that show it would be enough, if nothing else
    came between. ``fell_short`` are those of the recent ones that offered it and did not show it.
    """

    level: int
    until_any: int
    showing: int
    situations: int
    fell_short: tuple[Situation, ...]


def standing(attempts: Iterable[AttemptEvidence], criterion: str, *, now: datetime, of: str = CHOICES) -> Standing:
    """How the learner stands on the criterion at ``now``; what was finished later does not count yet."""
    return Standing(criterion, of, situations(attempts, criterion, now=now, of=of))


def what_is_missing(standing: Standing) -> Missing | None:
    """What would move the standing up to the next level; None at the highest."""
    if standing.status == BEST_LEVEL:
        return None
    level = max(standing.status + 1, LOWEST_TO_PROVE)
    offering = standing.offering(level)
    show = _which_show(offering, level)
    return Missing(
        level=level,
        until_any=max(0, SITUATIONS_TO_STAND - len(standing.offering(LOWEST_TO_PROVE))),
        showing=sum(show),
        situations=next(more for more in range(RECENT + 1) if _holds([*show, *[True] * more])),
        fell_short=tuple(situation for situation in offering[-RECENT:] if not situation.shows(level)),
    )


def levels_by_use(standing: Standing, use_of: Mapping[tuple[str, str], str]) -> dict[str, int]:
    """In which uses the criterion was shown: the highest level in each, narrow to broad, beside the standing.

    ``use_of`` maps scenario id and variant to the use; a situation it does not know is left out, and so is a use in
    which no situation could show a level.
    """
    highest: dict[str, int] = {}
    for situation in standing.situations:
        use = use_of.get((situation.scenario, situation.variant))
        if use and situation.level:
            highest[use] = max(situation.level, highest.get(use, 0))
    return {use: highest[use] for use in USES if use in highest}


def _which_show(offering: Iterable[Situation], level: int) -> list[bool]:
    return [situation.shows(level) for situation in offering]


def _holds(show: Sequence[bool]) -> bool:
    """Whether a level stands, given whether each situation that offered it showed it, the most recent last."""
    recent = show[-RECENT:]
    return sum(show) >= SITUATIONS_TO_STAND and 3 * sum(recent) >= 2 * len(recent)

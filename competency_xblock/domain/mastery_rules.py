"""The rule by which a course reads a standing: ours, or one of those that a programme's own platform shows.

Ours knows situations and says "not enough yet" until there are three; Canvas's make one number of the level of each
situation, oldest first. A rule is a text, such as ``decaying_average 65``, so that it can be stored and typed.
"""

from dataclasses import dataclass
from decimal import Decimal

from .mastery import NOT_ENOUGH, Standing
from .mastery_canvas import RULES as CANVAS
from .mastery_canvas import Rule, rule_for
from .tasks import BEST_LEVEL

SITUATIONS = "situations"  # domain.md 4.2.8
RULES = (SITUATIONS, *CANVAS)


@dataclass(frozen=True, slots=True)
class MasteryRule:
    """A rule as a course has chosen it. ``number`` is what Canvas calls ``calculation_int``; None = its default."""

    name: str = SITUATIONS
    number: int | None = None

    @property
    def is_ours(self) -> bool:
        return self.name == SITUATIONS

    @property
    def text(self) -> str:
        """What :func:`mastery_rule` reads."""
        return self.name if self.number is None else f"{self.name} {self.number}"

    def value(self, standing: Standing) -> Decimal | None:
        """The number the rule makes of a standing, to two decimals; None where it makes none, and for ours."""
        return None if self.is_ours else self._canvas()(standing.levels)

    def level(self, standing: Standing) -> int:
        """The level the standing has reached by this rule, 1 to 4, or :data:`~.mastery.NOT_ENOUGH`."""
        if self.is_ours:
            return standing.status
        value = self.value(standing)
        return NOT_ENOUGH if value is None else min(BEST_LEVEL, int(value))

    def _canvas(self) -> Rule:
        return rule_for(self.name, self.number)


def mastery_rule(text: str) -> MasteryRule:
    """The rule of this text; ours where it is empty. ``ValueError`` with a sentence where there is no such rule."""
    name, _, number = text.strip().partition(" ")
    if not name or name == SITUATIONS:
        if number.strip():
            raise ValueError(f"The mastery rule {SITUATIONS!r} takes no number.")
        return MasteryRule()
    if name not in CANVAS:
        raise ValueError(f"There is no mastery rule {name!r}. The rules are {', '.join(RULES)}.")
    if number and not number.strip().isdecimal():
        raise ValueError(f"The number of the mastery rule {name!r} is not a whole number: {number.strip()!r}.")
    chosen = int(number) if number else None
    rule_for(name, chosen)  # refuses a number the rule does not take
    return MasteryRule(name, chosen)

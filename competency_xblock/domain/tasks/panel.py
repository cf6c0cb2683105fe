"""A settings panel: several switches set together, judged one by one and as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..conditions import Condition
from .base import (
    BEST_LEVEL,
    Answer,
    AnswerRefused,
    Judgement,
    Observation,
    Option,
    Task,
    best_level,
    breached,
    complete,
    relative_credit,
    those_named,
)


@dataclass(frozen=True, slots=True)
class Switch:
    """One setting. ``first`` is the id of the value it stands at in the beginning."""

    id: str
    text: str
    first: str
    values: tuple[Option, ...]

    def value(self, value_id: str) -> Option:
        """The value with this id."""
        return those_named(self.values, [value_id])[0]

    def best(self, criterion: str) -> int:
        """The highest level any of its values shows."""
        return best_level(self.values, criterion)

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(self.values[0].levels)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the finished panel as a whole is: a breach (its reason), or nothing above the level ``cap``."""

    when: Condition
    breach: str = ""
    cap: int = BEST_LEVEL


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What a person would see, where ``when`` holds or is not given."""

    who: str
    sees: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Settings(Task):
    """Values for all switches of an invented ``service``. Conditions look at this panel alone."""

    kind = "settings"
    service: str
    switches: tuple[Switch, ...]
    whole: tuple[Whole, ...] = ()
    preview: tuple[PreviewLine, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for switch in self.switches for name in switch.criteria))

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(value for switch in self.switches for value in switch.values)

    @property
    def may_breach(self) -> bool:
        return any(option.breach for option in self.options) or any(whole.breach for whole in self.whole)

    @property
    def names(self) -> tuple[str, ...]:
        return (*(switch.id for switch in self.switches), *(value.id for value in self.options))

    @property
    def form(self) -> tuple[object, ...]:
        return tuple(
            sorted((switch.id, tuple(sorted(value.id for value in switch.values))) for switch in self.switches)
        )

    def accept(self, raw: object) -> Answer:
        panel = complete(raw, [switch.id for switch in self.switches])
        if panel is None or not all(
            isinstance(panel[switch.id], str) and those_named(switch.values, [panel[switch.id]])
            for switch in self.switches
        ):
            raise AnswerRefused("Set every switch of the panel.")
        return panel

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        return tuple(switch.value(answer[switch.id]) for switch in self.switches)

    def judge(self, answer: Answer) -> Judgement:
        whole = self.whole_of(answer)
        reason = next((value.breach for value in self.picked(answer) if value.breach), whole.breach if whole else "")
        if reason:
            return breached(reason, {name: self._offered(name) for name in self.criteria})
        cap = whole.cap if whole else BEST_LEVEL
        return Judgement(tuple(self._observe(name, answer, cap) for name in self.criteria))

    def whole_of(self, answer: Answer) -> Whole | None:
        """The first judgement of the whole panel that holds for this answer."""
        facts = PanelFacts(answer)
        return next((whole for whole in self.whole if whole.when.holds(facts)), None)

    def _observe(self, criterion: str, answer: Answer, cap: int) -> Observation:
        rating = [switch for switch in self.switches if criterion in switch.criteria]
        levels = [min(switch.value(answer[switch.id]).levels[criterion], cap) for switch in rating]
        credits = [relative_credit(level, each.best(criterion)) for level, each in zip(levels, rating, strict=True)]
        return Observation(criterion, sum(credits, Fraction(0)) / len(credits), min(levels), self._offered(criterion))

    def _offered(self, criterion: str) -> int:
        return min(switch.best(criterion) for switch in self.switches if criterion in switch.criteria)


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """A finished panel as conditions see it: they can ask for its switches and nothing else."""

    answer: Mapping[str, str]

    def switch(self, scene: str, switch: str) -> str | None:
        return self.answer.get(switch)

    def was_chosen(self, scene: str, option: str) -> bool:
        return False

    def mean_level(self, criterion: str) -> Fraction | None:
        return None

    def credit(self, scene: str) -> Fraction | None:
        return None

    def is_breach(self, scene: str) -> bool:
        return False

    def visits(self, scene: str) -> int:
        return 0

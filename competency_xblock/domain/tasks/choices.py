"""Tasks whose options each show levels of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .base import (
    Answer,
    AnswerRefused,
    Judgement,
    Observation,
    Option,
    OptionTask,
    best_level,
    breached,
    distinct_ids,
    judge_one,
    scaled,
)


@dataclass(frozen=True, slots=True)
class Choose(OptionTask):
    """One option of several."""

    kind = "choose"

    @property
    def always_leads_on(self) -> bool:
        return all(option.goto for option in self.choices)

    def accept(self, raw: object) -> Answer:
        if not isinstance(raw, str) or not self.picked(raw):
            raise AnswerRefused("Choose one of the answers shown.")
        return raw

    def judge(self, answer: Answer) -> Judgement:
        return judge_one(self.picked(answer)[0], self.choices)

    def goto(self, answer: Answer) -> str:
        return self.picked(answer)[0].goto


@dataclass(frozen=True, slots=True)
class Select(OptionTask):
    """Up to ``pick`` options of several."""

    kind = "select"
    pick: int

    @property
    def form(self) -> tuple[object, ...]:
        return (self.pick, tuple(sorted(option.id for option in self.choices)))

    def accept(self, raw: object) -> Answer:
        chosen = distinct_ids(raw, self.choices)
        if chosen is None or not 1 <= len(chosen) <= self.pick:
            what = "one" if self.pick == 1 else f"one to {self.pick}"
            raise AnswerRefused(f"Pick {what} of the answers shown.")
        return chosen

    def judge(self, answer: Answer) -> Judgement:
        picked = self.picked(answer)
        reason = next((option.breach for option in picked if option.breach), "")
        if reason:
            return breached(reason, {name: best_level(self.choices, name) for name in self.criteria})
        return Judgement(tuple(self._observe(name, picked) for name in self.criteria))

    def _observe(self, criterion: str, picked: Iterable[Option]) -> Observation:
        best_set = sorted((option.levels[criterion] - 1 for option in self.choices), reverse=True)[: self.pick]
        earned = sum(option.levels[criterion] - 1 for option in picked)
        return scaled(criterion, Fraction(earned, sum(best_set)), best_level(self.choices, criterion))

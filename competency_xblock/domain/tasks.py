"""The kinds of task: what an answer looks like, what it shows, and where it leads.

Each kind is one frozen class below :class:`Task`; the engine, the scoring and the page know only
that base, so a further kind is a further class. Rules: scenario-format sections 3 and 4.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import ClassVar

TEXT_LIMIT = 20_000  # characters of one written answer
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no half of a pair
BEST_LEVEL = 4

Answer = str | list[str] | dict[str, str] | dict[str, int] | None
Decode = Callable[[str], str]


class AnswerRefused(ValueError):
    """The answer does not fit the task. ``str()`` is a sentence for the trainee."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Why an answer attracts, what it overlooks, and what would move it one level up."""

    attracts: str
    overlooks: str
    moves_up: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. ``levels`` maps criterion id to 1..4; ``breach`` says why it is one, or is empty."""

    id: str
    text: str
    feedback: Feedback
    levels: Mapping[str, int] = field(default_factory=dict)
    breach: str = ""
    goto: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one answer showed on one criterion: credit 0..1, level 1..4, and the best level the task offered."""

    criterion: str
    credit: Fraction
    level: int
    offered: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the key says of one answer. ``breach`` is the reason, or empty."""

    observations: tuple[Observation, ...] = ()
    breach: str = ""

    @property
    def credit(self) -> Fraction | None:
        """Mean credit over the task's criteria; None where nothing was judged."""
        if not self.observations:
            return None
        return sum((each.credit for each in self.observations), Fraction(0)) / len(self.observations)


@dataclass(frozen=True, slots=True)
class Words:
    """Word counts asked of a text; 0 = not asked."""

    min: int = 0
    max: int = 0


@dataclass(frozen=True, slots=True)
class Task(ABC):
    """What a trainee does in a scene."""

    kind: ClassVar[str]
    is_written: ClassVar[bool] = False
    needs_rating: ClassVar[bool] = False

    @property
    @abstractmethod
    def criteria(self) -> tuple[str, ...]:
        """Ids of the criteria the task rates."""

    @abstractmethod
    def accept(self, raw: object) -> Answer:
        """The answer in its stored form; :class:`AnswerRefused` where it does not fit."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The options to choose from, as written; empty for written tasks."""
        return ()

    @property
    def is_graded(self) -> bool:
        """Whether answering yields credit."""
        return bool(self.options)

    def judge(self, answer: Answer) -> Judgement:
        """What an accepted answer shows."""
        return Judgement()

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        """The options an accepted answer consists of."""
        return ()

    def goto(self, answer: Answer) -> str:
        """The scene an accepted answer itself leads to, or an empty text."""
        return ""

    def decode(self, raw: object, decode: Decode) -> object:
        """``raw`` with the page's option tokens replaced by option ids; anything malformed is left for accept()."""
        return raw


@dataclass(frozen=True, slots=True)
class OptionTask(Task):
    """A task whose answer consists of options."""

    choices: tuple[Option, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        return self.choices

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(self.choices[0].levels)


@dataclass(frozen=True, slots=True)
class Choose(OptionTask):
    """One option of several."""

    kind = "choose"

    def accept(self, raw: object) -> Answer:
        if not isinstance(raw, str) or _find(self.choices, raw) is None:
            raise AnswerRefused("Choose one of the answers shown.")
        return raw

    def judge(self, answer: Answer) -> Judgement:
        option = self.picked(answer)[0]
        if option.breach:
            return _breached(option, {name: _best(self.choices, name) for name in self.criteria})
        return Judgement(
            tuple(
                Observation(
                    name,
                    Fraction(option.levels[name] - 1, best - 1),
                    option.levels[name],
                    best,
                )
                for name in self.criteria
                for best in (_best(self.choices, name),)
            )
        )

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        return _picked(self.choices, [answer] if isinstance(answer, str) else [])

    def goto(self, answer: Answer) -> str:
        return self.picked(answer)[0].goto

    def decode(self, raw: object, decode: Decode) -> object:
        return decode(raw) if isinstance(raw, str) else raw


@dataclass(frozen=True, slots=True)
class Select(OptionTask):
    """Up to ``pick`` options of several."""

    kind = "select"
    pick: int

    def accept(self, raw: object) -> Answer:
        chosen = _distinct_ids(raw, self.choices)
        if chosen is None or not 1 <= len(chosen) <= self.pick:
            what = "one" if self.pick == 1 else f"one to {self.pick}"
            raise AnswerRefused(f"Pick {what} of the answers shown.")
        return chosen

    def judge(self, answer: Answer) -> Judgement:
        picked = self.picked(answer)
        breached = next((option for option in picked if option.breach), None)
        if breached:
            return _breached(breached, {name: _best(self.choices, name) for name in self.criteria})
        return Judgement(tuple(self._observe(name, picked) for name in self.criteria))

    def _observe(self, criterion: str, picked: Iterable[Option]) -> Observation:
        best_set = sorted((option.levels[criterion] - 1 for option in self.choices), reverse=True)[: self.pick]
        earned = sum(option.levels[criterion] - 1 for option in picked)
        return _scaled(criterion, Fraction(earned, sum(best_set)), _best(self.choices, criterion))

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        return _picked(self.choices, answer if isinstance(answer, list) else [])

    def decode(self, raw: object, decode: Decode) -> object:
        return _decode_list(raw, decode)


@dataclass(frozen=True, slots=True)
class Rank(OptionTask):
    """All options, put in order. ``key`` lists every id once, best first; ``offers`` is the level full credit shows."""

    kind = "rank"
    key: tuple[str, ...]
    rated: tuple[str, ...]
    offers: int = 3

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    def accept(self, raw: object) -> Answer:
        order = _distinct_ids(raw, self.choices)
        if order is None or len(order) != len(self.choices):
            raise AnswerRefused("Put every item in order, each of them once.")
        return order

    def judge(self, answer: Answer) -> Judgement:
        order = answer if isinstance(answer, list) else []
        distance = sum(abs(place - self.key.index(item)) for place, item in enumerate(order))
        credit = 1 - Fraction(distance, len(self.key) ** 2 // 2)
        return Judgement(tuple(_scaled(name, credit, self.offers) for name in self.rated))

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        return _picked(self.choices, answer if isinstance(answer, list) else [])

    def decode(self, raw: object, decode: Decode) -> object:
        return _decode_list(raw, decode)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A sample answer at known levels, shown only after the trainee has rated the own text."""

    levels: Mapping[str, int]
    text: str
    comment: str


@dataclass(frozen=True, slots=True)
class Write(Task):
    """A written answer, rated against the rubric by the writer, then compared with anchors and revised."""

    kind = "write"
    is_written = True
    needs_rating = True
    rated: tuple[str, ...]
    words: Words = Words()
    advice: tuple[str, ...] = ()
    review: str = "self"
    revise: int = 0
    anchors: tuple[Anchor, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    def accept(self, raw: object) -> dict[str, str]:
        if not isinstance(raw, dict) or set(raw) != {"text"}:
            raise AnswerRefused("Write your answer in the text box.")
        return {"text": _text(raw["text"])}

    def accept_rating(self, raw: object) -> dict[str, int]:
        """The writer's own rating: one level 1..4 for each criterion of the task."""
        if not isinstance(raw, dict) or set(raw) != set(self.rated) or not all(map(_is_level, raw.values())):
            raise AnswerRefused("Rate your text on every criterion, from 1 to 4.")
        return {criterion: raw[criterion] for criterion in self.rated}


@dataclass(frozen=True, slots=True)
class Reflect(Task):
    """A note to oneself for the portfolio; never graded."""

    kind = "reflect"
    is_written = True
    words: Words = Words()

    @property
    def criteria(self) -> tuple[str, ...]:
        return ()

    def accept(self, raw: object) -> Answer:
        return _text(raw)


def _text(raw: object) -> str:
    text = UNSTORABLE.sub("", raw) if isinstance(raw, str) else ""
    if not text.strip():
        raise AnswerRefused("Write a few words first.")
    if len(text) > TEXT_LIMIT:
        raise AnswerRefused(
            f"Your text has {len(text):,} characters; the limit is {TEXT_LIMIT:,}. Shorten it and send again."
        )
    return text


def _is_level(raw: object) -> bool:
    return type(raw) is int and 1 <= raw <= BEST_LEVEL


def _find(options: Iterable[Option], option_id: str) -> Option | None:
    return next((option for option in options if option.id == option_id), None)


def _picked(options: Iterable[Option], ids: Collection[str]) -> tuple[Option, ...]:
    by_id = {option.id: option for option in options}
    return tuple(by_id[each] for each in ids if each in by_id)


def _distinct_ids(raw: object, options: Iterable[Option]) -> list[str] | None:
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        return None
    known = {option.id for option in options}
    return list(raw) if len(set(raw)) == len(raw) and known.issuperset(raw) else None


def _decode_list(raw: object, decode: Decode) -> object:
    if not isinstance(raw, list):
        return raw
    return [decode(each) if isinstance(each, str) else each for each in raw]


def _best(options: Iterable[Option], criterion: str) -> int:
    return max(option.levels[criterion] for option in options)


def _scaled(criterion: str, credit: Fraction, top: int) -> Observation:
    return Observation(criterion, credit, floor(1 + (top - 1) * credit), top)


def _breached(option: Option, offered: Mapping[str, int]) -> Judgement:
    observations = tuple(Observation(name, Fraction(0), 1, best) for name, best in offered.items())
    return Judgement(observations, option.breach)

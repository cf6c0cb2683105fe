"""What all kinds of task share: options, what an answer shows, and the base class the engine knows."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any, ClassVar

TEXT_LIMIT = 20_000  # characters of one written answer
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no half of a pair
BEST_LEVEL = 4
OWN_WORDS = "text"  # the key of an answer that holds what the trainee typed

Answer = Any  # as JSON: a text, a list of texts, or a mapping; scenario-format "Answers" has the form of each kind
NameOf = Callable[[str], str]


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
class Task(ABC):
    """What a trainee does in a scene."""

    kind: ClassVar[str]
    needs_rating: ClassVar[bool] = False
    parts: ClassVar[frozenset[str]] = frozenset()  # keys of an answer that are no ids

    @property
    @abstractmethod
    def criteria(self) -> tuple[str, ...]:
        """Ids of the criteria the task rates."""

    @abstractmethod
    def accept(self, raw: object) -> Answer:
        """The answer in its stored form; :class:`AnswerRefused` where it does not fit."""

    @property
    def options(self) -> tuple[Option, ...]:
        """Everything that has a feedback of its own, as written; empty for written tasks."""
        return ()

    @property
    def is_graded(self) -> bool:
        """Whether answering yields credit."""
        return bool(self.options)

    @property
    def takes_text(self) -> bool:
        """Whether an answer may hold the trainee's own words."""
        return False

    @property
    def may_breach(self) -> bool:
        """Whether some answer is a breach."""
        return any(option.breach for option in self.options)

    @property
    def always_leads_on(self) -> bool:
        """Whether every answer has a way on of its own."""
        return False

    @property
    def names(self) -> tuple[str, ...]:
        """Every id of the task that goes to the page, there as a token."""
        return (*(option.id for option in self.options), *self.criteria)

    @property
    def form(self) -> tuple[object, ...]:
        """What must be equal in two versions of a task for its stored answers to fit both, whatever it says."""
        return tuple(sorted((option.id, option.goto) for option in self.options))

    def judge(self, answer: Answer) -> Judgement:
        """What an accepted answer shows."""
        return Judgement()

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        """The options an accepted answer consists of."""
        return ()

    def goto(self, answer: Answer) -> str:
        """The scene an accepted answer itself leads to, or an empty text."""
        return ""

    def decode(self, raw: object, name_of: NameOf) -> object:
        """``raw`` with the page's tokens replaced by ids.

        ``name_of`` gives an empty text for what is no token, so that an id sent as it is comes to nothing; what the
        trainee typed, and anything malformed, is left for :meth:`accept`.
        """
        if isinstance(raw, str):
            return name_of(raw)
        if isinstance(raw, list):
            return [name_of(each) if isinstance(each, str) else each for each in raw]
        if isinstance(raw, dict):
            return {
                key if key in self.parts else name_of(key): self._decode_value(key, value, name_of)
                for key, value in raw.items()
            }
        return raw

    def _decode_value(self, key: str, value: object, name_of: NameOf) -> object:
        typed = key == OWN_WORDS and key in self.parts
        return name_of(value) if isinstance(value, str) and not typed else value


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

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        return those_named(self.choices, [answer] if isinstance(answer, str) else answer)


def written_text(raw: object) -> str:
    """What the trainee typed, without characters that no database takes; refused if empty or too long."""
    text = UNSTORABLE.sub("", raw) if isinstance(raw, str) else ""
    if not text.strip():
        raise AnswerRefused("Write a few words first.")
    if len(text) > TEXT_LIMIT:
        raise AnswerRefused(
            f"Your text has {len(text):,} characters; the limit is {TEXT_LIMIT:,}. Shorten it and send again."
        )
    return text


def is_level(raw: object) -> bool:
    """Whether a part of an answer is a level."""
    return type(raw) is int and 1 <= raw <= BEST_LEVEL


def those_named(options: Iterable[Option], ids: Iterable[str]) -> tuple[Option, ...]:
    """The options with these ids, in the order of the ids."""
    by_id = {option.id: option for option in options}
    return tuple(by_id[each] for each in ids if each in by_id)


def distinct_ids(raw: object, options: Iterable[Option]) -> list[str] | None:
    """``raw`` where it is a list of ids of ``options``, none of them twice; else None."""
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        return None
    known = {option.id for option in options}
    return list(raw) if len(set(raw)) == len(raw) and known.issuperset(raw) else None


def complete(raw: object, ids: Collection[str]) -> dict[str, Any] | None:
    """``raw`` in the order of ``ids`` where it is a mapping that has exactly these; else None."""
    if not isinstance(raw, dict) or raw.keys() != set(ids):
        return None
    return {each: raw[each] for each in ids}


def best_level(options: Iterable[Option], criterion: str) -> int:
    """The highest level any of the options shows."""
    return max(option.levels[criterion] for option in options)


def judge_one(option: Option, among: tuple[Option, ...]) -> Judgement:
    """What one option shows, picked among all of these: credit relative to the best of them."""
    if option.breach:
        return breached(option.breach, {name: best_level(among, name) for name in option.levels})
    return Judgement(
        tuple(
            Observation(name, relative_credit(level, best), level, best)
            for name, level in option.levels.items()
            for best in (best_level(among, name),)
        )
    )


def relative_credit(level: int, best: int) -> Fraction:
    """(level - 1) / (best - 1)."""
    return Fraction(level - 1, best - 1)


def scaled(criterion: str, credit: Fraction, top: int) -> Observation:
    """The observation of a task whose level comes from its credit; full credit shows ``top``."""
    return Observation(criterion, credit, floor(1 + (top - 1) * credit), top)


def breached(reason: str, offered: Mapping[str, int]) -> Judgement:
    """Level 1 and no credit on every criterion. ``offered`` maps criterion to the best level of the task."""
    return Judgement(tuple(Observation(name, Fraction(0), 1, best) for name, best in offered.items()), reason)

"""Tasks in the trainee's own words, and the trainee's own rating. None of them earns credit by the key."""

from collections.abc import Mapping
from dataclasses import dataclass

from .base import OWN_WORDS, Answer, AnswerRefused, NameOf, Task, complete, is_level, written_text


@dataclass(frozen=True, slots=True)
class Words:
    """Word counts asked of a text; 0 = not asked."""

    min: int = 0
    max: int = 0


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
    needs_rating = True
    parts = frozenset({OWN_WORDS})
    rated: tuple[str, ...]
    words: Words = Words()
    advice: tuple[str, ...] = ()
    review: str = "self"
    revise: int = 0
    anchors: tuple[Anchor, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    @property
    def form(self) -> tuple[object, ...]:
        return tuple(sorted(self.rated))

    @property
    def takes_text(self) -> bool:
        return True

    def accept(self, raw: object) -> dict[str, str]:
        if not isinstance(raw, dict) or set(raw) != {OWN_WORDS}:
            raise AnswerRefused("Write your answer in the text box.")
        return {OWN_WORDS: written_text(raw[OWN_WORDS])}

    def accept_rating(self, raw: object) -> dict[str, int]:
        """The writer's own rating: one level 1..4 for each criterion of the task."""
        return _ratings(raw, self.rated, "Rate your text on every criterion, from 1 to 4.")


@dataclass(frozen=True, slots=True)
class Reflect(Task):
    """A note to oneself for the portfolio; never graded."""

    kind = "reflect"
    words: Words = Words()

    @property
    def criteria(self) -> tuple[str, ...]:
        return ()

    @property
    def takes_text(self) -> bool:
        return True

    def accept(self, raw: object) -> Answer:
        return written_text(raw)

    def decode(self, raw: object, name_of: NameOf) -> object:
        return raw


@dataclass(frozen=True, slots=True)
class SelfAssess(Task):
    """The trainee's own level on each of some criteria; never counted."""

    kind = "self-assess"
    rated: tuple[str, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        return self.rated

    @property
    def form(self) -> tuple[object, ...]:
        return tuple(sorted(self.rated))

    def accept(self, raw: object) -> dict[str, int]:
        return _ratings(raw, self.rated, "Place yourself on every criterion, from 1 to 4.")


def _ratings(raw: object, criteria: tuple[str, ...], sentence: str) -> dict[str, int]:
    given = complete(raw, criteria)
    if given is None or not all(map(is_level, given.values())):
        raise AnswerRefused(sentence)
    return given

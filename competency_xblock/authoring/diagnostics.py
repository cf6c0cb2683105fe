"""What a check says: where, how bad, what is wrong, and what to do about it.

The codes themselves, with their explanations, are in ``catalogue``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

LONGEST_GUESS = 80  # characters, and
MOST_GUESSES = 500  # words to choose from: difflib is slow beyond, and nobody means those


class Severity(StrEnum):
    """An error leaves nothing to play; a warning is a judgement that the author may silence with a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands. ``line`` and ``column`` count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake. ``message`` says what is wrong, ``hint`` what to do (it may be empty)."""

    code: str
    severity: Severity
    message: str
    hint: str
    span: Span

    def __str__(self) -> str:
        return f"{self.span} {self.code} {self.message} {self.hint}".rstrip()

    def to_json(self) -> dict[str, str | int]:
        """The same as one flat JSON object."""
        return {
            "path": self.span.path,
            "line": self.span.line,
            "column": self.span.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What reading gave: the value, or None where there are errors; and every diagnostic, in reading order."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, then by code."""
    return tuple(sorted(diagnostics, key=lambda each: (each.span, each.code, each.message)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``Did you mean "x"?`` for the known word nearest to ``word``, or an empty text."""
    guess = nearest(word, known)
    return f'Did you mean "{guess}"?' if guess else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to ``word``, or an empty text where none is near."""
    words = sorted(known)
    if len(word) > LONGEST_GUESS or len(words) > MOST_GUESSES:
        return ""
    return next(iter(get_close_matches(word, words, n=1)), "")


def listed(words: Iterable[str], joint: str = "or") -> str:
    """``"a", "b" or "c"``, in the given order."""
    quoted = [f'"{word}"' for word in words]
    return f" {joint} ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))

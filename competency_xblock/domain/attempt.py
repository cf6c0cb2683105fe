"""An attempt: the list of moves one trainee made in one scenario, and its versioned JSON form.

An attempt **is** its moves. Where the trainee stands, what was shown and what it earned are derived
from them (``engine``, ``scoring``) and never stored in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

FORM = 2  # version of the JSON form; 1 knew no move "hint"
FORMS = (1, FORM)

ANSWER, UNDO, RATE, REVISE, HINT = "answer", "undo", "rate", "revise", "hint"
DOINGS = (ANSWER, UNDO, RATE, REVISE, HINT)


class AttemptUnreadable(ValueError):
    """A stored attempt that is not one, or that a later release wrote."""


@dataclass(frozen=True, slots=True)
class Move:
    """One submitted act. ``seq`` counts from 0; ``request`` is the page's id for it; ``at`` is ISO 8601 in UTC."""

    seq: int
    request: str
    at: str
    scene: str
    do: str
    answer: Any = None

    def to_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "request": self.request,
            "at": self.at,
            "scene": self.scene,
            "do": self.do,
            "answer": self.answer,
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """``n`` counts a learner's attempts at a block from 1; ``scenario`` is the scenario id.

    ``version`` and ``framework`` name the texts it was started with, ``seed`` orders the options.
    ``finished`` is the time of arrival at an end scene, or empty.
    """

    uid: str
    n: int
    scenario: str
    version: str
    framework: str
    seed: str
    started: str
    variant: str = ""
    finished: str = ""
    moves: tuple[Move, ...] = ()

    def with_move(self, move: Move, *, finished: str = "") -> "Attempt":
        """The attempt with one more move; ``finished`` where the move arrived at an end."""
        return replace(self, moves=(*self.moves, move), finished=finished or self.finished)

    def up_to(self, move: Move) -> "Attempt":
        """The attempt as it was right after ``move``."""
        kept = self.moves[: move.seq + 1]
        return replace(
            self,
            moves=kept,
            finished=self.finished if len(kept) == len(self.moves) else "",
        )

    def move_of_request(self, request: str) -> Move | None:
        """The move this request made, if it was received before."""
        return next((move for move in self.moves if move.request == request), None)

    def to_json(self) -> dict[str, Any]:
        """A JSON-safe form that :meth:`from_json` reads back, now and in later releases."""
        return {
            "v": FORM,
            "uid": self.uid,
            "n": self.n,
            "scenario": self.scenario,
            "version": self.version,
            "framework": self.framework,
            "seed": self.seed,
            "variant": self.variant,
            "started": self.started,
            "finished": self.finished or None,
            "moves": [move.to_json() for move in self.moves],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Attempt":
        """The attempt of :meth:`to_json`; :class:`AttemptUnreadable` for anything else."""
        try:
            if raw["v"] not in FORMS:
                raise ValueError(f"form {raw['v']!r} is not known to this release")
            return cls(
                uid=raw["uid"],
                n=raw["n"],
                scenario=raw["scenario"],
                version=raw["version"],
                framework=raw["framework"],
                seed=raw["seed"],
                variant=raw["variant"],
                started=raw["started"],
                finished=raw["finished"] or "",
                moves=tuple(Move(**each) for each in raw["moves"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise AttemptUnreadable(f"A stored attempt cannot be read: {error}.") from error

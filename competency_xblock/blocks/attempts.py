"""A learner's attempts at one block: found, healed, begun and moved on.

The order of writing: first the move goes to the store (one transaction, unique by attempt and number),
then the block's own fields, which are a copy, then the grade. A request that finds the copy behind
heals it. Nothing here renders or scores.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from competency_xblock.domain.attempt import Attempt, AttemptUnreadable, Move
from competency_xblock.domain.engine import Play, PlayBroken, make_move, replay, start
from competency_xblock.domain.scenario import PlayRules
from competency_xblock.domain.scoring import grade

from .compiled import Compiled
from .ports import NO_ROW, MoveTaken, Store

NAMESPACE = uuid.UUID("5c0b6f3e-6a2e-5d0c-9a55-3f3a9a8d6c11")


class State(Protocol):
    """The block's learner fields."""

    attempt: dict[str, Any]
    attempt_row: int
    attempts: int
    grades: list[dict[str, Any]]


class Stale(Exception):
    """The page that sent the request is older than the attempt. ``str()`` is a sentence for the trainee."""


class NoMoreAttempts(Exception):
    """The learner has used all attempts."""


@dataclass(frozen=True)
class Standing:
    """Where a learner stands: the attempt, the text it is played with, and the play derived from both."""

    attempt: Attempt
    compiled: Compiled
    play: Play


@dataclass(frozen=True)
class MoveRequest:
    """A move as the page asks for it. ``decode`` turns the page's tokens into ids once the scene is known."""

    attempt: str
    seen: int
    request: str
    do: str
    answer: object
    decode: Callable[[Standing, object], object]


class Attempts:
    """One learner's attempts at one block."""

    def __init__(self, state: State, store: Store, compiled: Compiled, rules: PlayRules) -> None:
        self.state, self.store, self.compiled, self.rules = (
            state,
            store,
            compiled,
            rules,
        )
        self.outdated = False  # the attempt's scenario was changed, and the text it was played with is not to be had

    @property
    def may_begin(self) -> bool:
        """Whether attempts are left."""
        return self.rules.attempts is None or self.state.attempts < self.rules.attempts

    def current(self, *, heal: bool = True) -> Standing | None:
        """Where the learner stands, or None before the first attempt. Heals fields that lag behind the store."""
        try:
            attempt = self._healed() if heal else self._from_fields()
            return self._standing(attempt) if attempt else None
        except PlayBroken:
            self.outdated = True
            return None

    def begin(self, *, request: str, learner: str, seed: str, now: datetime) -> Standing:
        """A new attempt, or the one under way.

        :class:`NoMoreAttempts` where none is left, :class:`Stale` for a request that began an attempt long over.
        """
        newest = (
            self.store.newest()
        )  # before all else: two requests that start at once must count from the same attempt
        present = self.current()
        uid = uuid.uuid5(NAMESPACE, f"{learner}/{request}").hex
        if present and (not present.attempt.finished or present.attempt.uid == uid):
            return present
        if self.store.knows(uid):
            raise Stale("That attempt is over already. Here is where you are.")
        if self.outdated:
            self.state.attempts = max(0, self.state.attempts - 1)
        if not self.may_begin:
            raise NoMoreAttempts("You have used all your attempts at this exercise.")
        return self._open(uid, seed, now, newest[1].n if newest else 0)

    def move(self, wanted: MoveRequest, now: datetime) -> Standing:
        """Make a move once. The same request gets the same standing again.

        :class:`Stale`, ``MoveRefused`` or ``AnswerRefused`` where it cannot be made.
        """
        standing = self.current(heal=False)
        if standing is None or wanted.seen > len(standing.attempt.moves):
            standing = self.current()
        if standing is None or standing.attempt.uid != wanted.attempt:
            raise Stale("This page belongs to an attempt that is no longer open. Here is where you are.")
        earlier = standing.attempt.move_of_request(wanted.request)
        if earlier:
            return self._as_it_was(standing, earlier)
        if wanted.seen != len(standing.attempt.moves):
            raise Stale("You answered here already, perhaps in another tab. Here is where you are.")
        answer = wanted.decode(standing, wanted.answer)
        attempt, play = make_move(
            standing.compiled.scenario,
            standing.attempt,
            wanted.do,
            answer,
            request=wanted.request,
            at=_iso(now),
            undo_allowed=self.rules.undo,
        )
        try:
            self.store.append(self.state.attempt_row, attempt.moves[-1], finishes=play.finished)
        except MoveTaken:
            return self._lost_the_race(wanted)
        self._keep(attempt, play)
        return Standing(attempt, standing.compiled, play)

    def _lost_the_race(self, wanted: MoveRequest) -> Standing:
        standing = self.current()
        earlier = standing.attempt.move_of_request(wanted.request) if standing else None
        if standing is None or earlier is None:
            raise Stale("You answered here already, perhaps in another tab. Here is where you are.")
        return self._as_it_was(standing, earlier)

    def _as_it_was(self, standing: Standing, move: Move) -> Standing:
        """The standing right after ``move``, as its first answer showed it."""
        attempt = standing.attempt.up_to(move)
        return Standing(attempt, standing.compiled, replay(standing.compiled.scenario, attempt))

    def _open(self, uid: str, seed: str, now: datetime, last: int) -> Standing:
        """The attempt after the ``last``; where another request was first, the one it opened."""
        n = max(self.state.attempts, self.state.attempt.get("n", 0), last) + 1
        attempt = start(
            self.compiled.scenario,
            uid=uid,
            n=n,
            seed=seed,
            version=self.compiled.version,
            framework=self.compiled.framework_name,
            at=_iso(now),
        )
        row, attempt = self.store.open(attempt, self.compiled, now)
        standing = self._standing(attempt)
        self.state.attempt_row = row
        self.state.attempts = self.state.attempts + 1
        self._keep(attempt, standing.play)
        return standing

    def _from_fields(self) -> Attempt | None:
        try:
            return Attempt.from_json(self.state.attempt) if self.state.attempt else None
        except AttemptUnreadable:
            return None

    def _healed(self) -> Attempt | None:
        kept = self._from_fields()
        if not self.store.remembers:
            return kept
        if self.state.attempt_row == NO_ROW:
            return kept or self._orphan()
        stored = self.store.load(self.state.attempt_row)
        if stored is None or (kept and len(stored.moves) <= len(kept.moves)):
            return kept
        self._keep(stored, self._standing(stored).play)
        return stored

    def _orphan(self) -> Attempt | None:
        """An attempt that was stored but never reached the fields: one without a move.

        One with moves was played and then deleted by staff; it stays as history and is not taken up again.
        """
        newest = self.store.newest()
        if newest is None or newest[1].moves:
            return None
        row, attempt = newest
        self.state.attempt_row, self.state.attempts = row, self.state.attempts + 1
        self._keep(attempt, self._standing(attempt).play)
        return attempt

    def _keep(self, attempt: Attempt, play: Play) -> None:
        """Copy the attempt into the fields. New values each time: fields notice only assignment."""
        self.state.attempt = attempt.to_json()
        earned = grade(play)
        if attempt.finished and earned is not None:
            others = [each for each in self.state.grades if each["n"] != attempt.n]
            self.state.grades = [*others, {"n": attempt.n, "grade": float(earned)}]

    def _standing(self, attempt: Attempt) -> Standing:
        """The attempt with the text it fits: the present one while its shape is the same, else the stored one."""
        compiled = self.compiled
        if attempt.version != compiled.version:
            played = self.store.version(attempt.version)
            if played is not None and played.shape != compiled.shape:
                compiled = played
        try:
            return Standing(attempt, compiled, replay(compiled.scenario, attempt))
        except PlayBroken:
            played = self.store.version(attempt.version)
            if played is None or played is compiled:
                raise
            return Standing(attempt, played, replay(played.scenario, attempt))


def _iso(now: datetime) -> str:
    return now.isoformat(timespec="seconds")

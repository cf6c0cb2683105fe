"""A learner's attempts at one block: found, healed, begun, moved on, and rescored.

The order of writing: first the move goes to the store (one transaction, unique by attempt and number),
then the block's own fields, which are a copy, then the grade. A request that finds the copy behind
heals it. Nothing here renders or scores.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Protocol

from competency_xblock.domain.attempt import Attempt, AttemptUnreadable
from competency_xblock.domain.engine import PlayBroken, make_move, start
from competency_xblock.domain.evidence import evidence_of
from competency_xblock.domain.scenario import PlayRules
from competency_xblock.domain.scoring import grade, grade_that_counts
from competency_xblock.domain.shuffle import draw_variant

from .compiled import Compiled
from .ports import NO_ROW, MoveTaken, Store
from .standing import Standing, find_standing

NAMESPACE = uuid.UUID("5c0b6f3e-6a2e-5d0c-9a55-3f3a9a8d6c11")


class State(Protocol):
    """The block's learner fields.

    ``grades`` has for each finished attempt ``n``, ``grade``, ``version`` (the one it is judged by) and ``at`` (when it
    was finished).
    """

    attempt: dict[str, Any]
    attempt_row: int
    attempts: int
    grades: list[dict[str, Any]]
    variants: list[str]


class Stale(Exception):
    """The page that sent the request is older than the attempt. ``str()`` is a sentence for the trainee."""


class NoMoreAttempts(Exception):
    """The learner has used all attempts."""


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
    """One learner's attempts at one block. ``is_late`` says of a time of finishing whether it was past the due date."""

    def __init__(
        self,
        state: State,
        store: Store,
        compiled: Compiled,
        rules: PlayRules,
        is_late: Callable[[datetime], bool] = lambda _finished: False,
    ) -> None:
        self.state, self.store, self.compiled, self.rules, self.is_late = state, store, compiled, rules, is_late
        self.outdated = False  # the attempt's scenario was changed, and the text it was played with is not to be had

    @property
    def may_begin(self) -> bool:
        """Whether attempts are left."""
        return self.rules.attempts is None or self.state.attempts < self.rules.attempts

    def grade_that_counts(self) -> Fraction | None:
        """The grade of this block so far; None where no graded attempt was finished in time."""
        earned = [Fraction(each["grade"]) for each in self.state.grades if self.counts(each)]
        return grade_that_counts(earned, self.rules.counts)

    def counts(self, entry: dict[str, Any]) -> bool:
        """Whether an entry of ``grades`` was finished in time. Asked anew each time: an extension may come later."""
        return not (entry.get("at") and self.is_late(datetime.fromisoformat(entry["at"])))

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
        if newest and present and newest[1].n > present.attempt.n and not newest[1].moves:
            return self._standing(self._take_up(*newest))
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
            return standing.right_after(earlier)
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
            move = attempt.moves[-1]
            facts = evidence_of(standing.play, play, move)
            self.store.append(self.state.attempt_row, move, finishes=play.finished, evidence=facts)
        except MoveTaken:
            return self._lost_the_race(wanted)
        standing = Standing(attempt, standing.compiled, play, standing.compiled)
        if play.finished and attempt.version != standing.key.version:
            self.store.keep_result(self.state.attempt_row, standing.key, play, _iso(now))
        self._keep(standing)
        return standing

    def rescore(self, now: datetime) -> bool:
        """Judge the learner's finished attempts by the present key; whether anything changed.

        Where nothing but the fields is kept, only the present attempt can be judged again; the grades of earlier ones
        stay.
        """
        changed = False
        for row, attempt in self.store.finished() if self.store.remembers else self._present_if_finished():
            entry = self._entry(attempt.n)
            if entry is None or entry.get("version", attempt.version) == self.compiled.version:
                continue
            try:
                standing = find_standing(attempt, self.compiled, self.store.version, self.compiled.version)
            except PlayBroken:
                continue
            self.store.keep_result(row, standing.key, standing.play, _iso(now))
            self._keep_grade(standing)
            changed = True
        return changed

    def _present_if_finished(self) -> list[tuple[int, Attempt]]:
        attempt = self._from_fields()
        return [(NO_ROW, attempt)] if attempt and attempt.finished else []

    def _lost_the_race(self, wanted: MoveRequest) -> Standing:
        standing = self.current()
        earlier = standing.attempt.move_of_request(wanted.request) if standing else None
        if standing is None or earlier is None:
            raise Stale("You answered here already, perhaps in another tab. Here is where you are.")
        return standing.right_after(earlier)

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
            variant=self._draw(seed),
        )
        row, attempt = self.store.open(attempt, self.compiled, now)
        standing = self._standing(attempt)
        self.state.attempt_row = row
        self.state.attempts = self.state.attempts + 1
        if attempt.variant:
            self.state.variants = [*self.state.variants, attempt.variant]
        self._keep(standing)
        return standing

    def _draw(self, seed: str) -> str:
        """The variant of a new attempt; the store knows those of attempts whose fields staff have deleted."""
        names = tuple(self.compiled.scenario.variants)
        if not names:
            return ""
        stored = self.store.variants_drawn()
        return draw_variant(names, self.state.variants if stored is None else stored, seed)

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
        self._keep(self._standing(stored))
        return stored

    def _orphan(self) -> Attempt | None:
        """An attempt that was stored but never reached the fields: one without a move.

        One with moves was played and then deleted by staff; it stays as history and is not taken up again.
        """
        newest = self.store.newest()
        return None if newest is None or newest[1].moves else self._take_up(*newest)

    def _take_up(self, row: int, attempt: Attempt) -> Attempt:
        """Let the fields know of an attempt that another request has stored."""
        self.state.attempt_row, self.state.attempts = row, self.state.attempts + 1
        self._keep(self._standing(attempt))
        return attempt

    def _keep(self, standing: Standing) -> None:
        """Copy the attempt into the fields. New values each time: fields notice only assignment."""
        self.state.attempt = standing.attempt.to_json()
        if standing.attempt.finished:
            self._keep_grade(standing)

    def _keep_grade(self, standing: Standing) -> None:
        earned, n = grade(standing.play), standing.attempt.n
        if earned is None:
            return
        entry = {"n": n, "grade": float(earned), "version": standing.key.version, "at": standing.attempt.finished}
        others = [each for each in self.state.grades if each["n"] != n]
        self.state.grades = sorted([*others, entry], key=lambda each: int(each["n"]))

    def _entry(self, n: int) -> dict[str, Any] | None:
        return next((each for each in self.state.grades if each["n"] == n), None)

    def _standing(self, attempt: Attempt) -> Standing:
        entry = self._entry(attempt.n) if attempt.finished else None
        judged_by = entry.get("version", "") if entry else ""
        return find_standing(attempt, self.compiled, self.store.version, judged_by)


def _iso(now: datetime) -> str:
    return now.isoformat(timespec="seconds")

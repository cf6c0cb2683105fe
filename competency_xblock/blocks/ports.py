"""The one bridge from the blocks to the evidence app, which a host may or may not have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from django.apps import apps

from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.domain.engine import Play
from competency_xblock.domain.evidence import Evidence, judged
from competency_xblock.domain.scoring import grade, judgements

from .compiled import Compiled, Unplayable, compile_scenario
from .objections import Objected

if TYPE_CHECKING:
    from competency_xblock.domain.mastery_evidence import AttemptEvidence
    from competency_xblock.evidence.api import StoredObjection

NO_ROW = 0


class MoveTaken(Exception):
    """Another request has made this move already."""


@dataclass(frozen=True, slots=True)
class PlayedAttempt:
    """An attempt for the eyes of staff. ``results``: revision, version, grade and time of each time it was rescored."""

    learner: str
    attempt: Attempt
    results: tuple[tuple[int, str, Fraction | None, str], ...]


class Store(Protocol):
    """Where attempts are kept besides the block's own fields. ``remembers``: whether anything is kept there."""

    remembers: bool

    def open(self, attempt: Attempt, compiled: Compiled, now: datetime) -> tuple[int, Attempt]:
        """Store a new attempt; its row, and the attempt as it now stands (another request may have been first)."""

    def append(self, row: int, move: Move, *, finishes: bool, evidence: Sequence[Evidence]) -> None:
        """Store a move with what it showed; :class:`MoveTaken` where another request was first."""

    def load(self, row: int) -> Attempt | None:
        """The attempt in ``row``, or None."""

    def newest(self) -> tuple[int, Attempt] | None:
        """The learner's newest attempt here, or None."""

    def knows(self, uid: str) -> bool:
        """Whether an attempt of this uid is stored."""

    def version(self, sha256: str) -> Compiled | None:
        """The scenario as it was in that version, or None."""

    def finished(self) -> tuple[tuple[int, Attempt], ...]:
        """The learner's finished attempts here with their rows, oldest first."""

    def variants_drawn(self) -> list[str] | None:
        """The variants of all attempts here, oldest first; None where they are not kept."""

    def keep_result(self, row: int, key: Compiled, play: Play, at: str) -> None:
        """Store what the attempt in ``row`` comes to, judged by ``key``."""

    def everybody(self) -> Iterator[PlayedAttempt]:
        """All learners' attempts here, for staff."""

    def draft(self) -> tuple[str, str]:
        """Name and text of the learner's draft here; both empty where there is none."""

    def keep_draft(self, name: str, text: str, now: datetime) -> None:
        """Keep this draft in place of the one there was."""

    def object_to(self, row: int, seq: int, scene: str, option: str, reason: str, at: str) -> Objected:
        """Keep an objection to one feedback; the one that is there, where there is one already."""

    def objections(self, row: int) -> dict[tuple[int, str], Objected]:
        """The objections made in the attempt in ``row``, by move and option."""


class FieldsOnly:
    """No evidence app (workbench, preview): the block's fields are all there is."""

    remembers = False

    def open(self, attempt: Attempt, compiled: Compiled, now: datetime) -> tuple[int, Attempt]:
        return NO_ROW, attempt

    def append(self, row: int, move: Move, *, finishes: bool, evidence: Sequence[Evidence]) -> None:
        return None

    def load(self, row: int) -> Attempt | None:
        return None

    def newest(self) -> tuple[int, Attempt] | None:
        return None

    def knows(self, uid: str) -> bool:
        return False

    def version(self, sha256: str) -> Compiled | None:
        return None

    def finished(self) -> tuple[tuple[int, Attempt], ...]:
        return ()

    def variants_drawn(self) -> list[str] | None:
        return None

    def keep_result(self, row: int, key: Compiled, play: Play, at: str) -> None:
        return None

    def everybody(self) -> Iterator[PlayedAttempt]:
        return iter(())

    def draft(self) -> tuple[str, str]:
        return "", ""

    def keep_draft(self, name: str, text: str, now: datetime) -> None:
        return None

    def object_to(self, row: int, seq: int, scene: str, option: str, reason: str, at: str) -> Objected:
        return Objected(reason)

    def objections(self, row: int) -> dict[tuple[int, str], Objected]:
        return {}


class EvidenceStore:
    """The evidence app, for one learner at one block."""

    remembers = True

    def __init__(self, learner_id: int, course_key: str, usage_key: str) -> None:
        self.learner_id, self.course_key, self.usage_key = (
            learner_id,
            course_key,
            usage_key,
        )

    def open(self, attempt: Attempt, compiled: Compiled, now: datetime) -> tuple[int, Attempt]:
        from competency_xblock.evidence import api

        stored = api.open_attempt(
            attempt,
            learner_id=self.learner_id,
            course_key=self.course_key,
            usage_key=self.usage_key,
            version=self._texts(compiled),
            now=now,
        )
        return stored.row, stored.attempt

    def append(self, row: int, move: Move, *, finishes: bool, evidence: Sequence[Evidence]) -> None:
        from competency_xblock.evidence import api

        try:
            stands = (self.learner_id, self.course_key)
            api.append_move(row, move, finishes=finishes, evidence=evidence, stands=stands)
        except api.MoveTaken as error:
            raise MoveTaken(str(error)) from error

    def load(self, row: int) -> Attempt | None:
        from competency_xblock.evidence import api

        stored = api.load_attempt(row, learner_id=self.learner_id)
        return stored.attempt if stored else None

    def newest(self) -> tuple[int, Attempt] | None:
        from competency_xblock.evidence import api

        stored = api.newest_attempt(self.learner_id, self.usage_key)
        return (stored.row, stored.attempt) if stored else None

    def knows(self, uid: str) -> bool:
        from competency_xblock.evidence import api

        return api.has_attempt(uid)

    def version(self, sha256: str) -> Compiled | None:
        from competency_xblock.evidence import api

        texts = api.version_texts(sha256)
        if texts is None:
            return None
        compiled = compile_scenario(texts.source, texts.framework, texts.local)
        return None if isinstance(compiled, Unplayable) else compiled

    def finished(self) -> tuple[tuple[int, Attempt], ...]:
        from competency_xblock.evidence import api

        return tuple((each.row, each.attempt) for each in api.finished_attempts(self.learner_id, self.usage_key))

    def variants_drawn(self) -> list[str] | None:
        from competency_xblock.evidence import api

        return api.variants_drawn(self.learner_id, self.usage_key)

    def keep_result(self, row: int, key: Compiled, play: Play, at: str) -> None:
        from competency_xblock.evidence import api

        api.store_result(
            row,
            version=self._texts(key),
            grade=grade(play),
            judged=judgements(play),
            at=at,
            evidence=[fact for visit in play.answers() for fact in judged(visit)],
        )

    def everybody(self) -> Iterator[PlayedAttempt]:
        from competency_xblock.evidence import api

        for each in api.attempts_at(self.usage_key):
            results = tuple((result.revision, result.version, result.grade, result.at) for result in each.results)
            yield PlayedAttempt(each.learner_name, each.attempt, results)

    def draft(self) -> tuple[str, str]:
        from competency_xblock.evidence import api

        return api.draft_of(self.learner_id, self.usage_key)

    def keep_draft(self, name: str, text: str, now: datetime) -> None:
        from competency_xblock.evidence import api

        api.keep_draft(
            name, text, learner_id=self.learner_id, course_key=self.course_key, usage_key=self.usage_key, now=now
        )

    def object_to(self, row: int, seq: int, scene: str, option: str, reason: str, at: str) -> Objected:
        from competency_xblock.evidence import api

        return _objected(api.object_to(row, seq=seq, scene=scene, option=option, reason=reason, at=at))

    def objections(self, row: int) -> dict[tuple[int, str], Objected]:
        from competency_xblock.evidence import api

        return {(each.seq, each.option): _objected(each) for each in api.objections_in(row)}

    def _texts(self, compiled: Compiled) -> Any:
        from competency_xblock.evidence import api

        return api.VersionTexts(
            compiled.version,
            compiled.scenario.id,
            compiled.source,
            compiled.framework_text,
            compiled.local_text,
        )


@dataclass(frozen=True, slots=True)
class EvidencedAttempt:
    """An attempt with what it showed. ``text`` is the version it was played in, None where that cannot be read.

    ``mastery`` is what the rules of mastery see of it; ``facts`` are those that stand, with the time of each; ``rule``
    is the text of the course's mastery rule.
    """

    usage_key: str
    scenario: str
    n: int
    text: Compiled | None
    mastery: "AttemptEvidence"
    facts: tuple[tuple[Evidence, str], ...]
    rule: str = ""


def learner_evidence(learner_id: int | None, course_key: str) -> tuple[EvidencedAttempt, ...] | None:
    """A learner's attempts in a course with their evidence, oldest first; None where none is kept. Three queries."""
    if not _is_kept(learner_id):
        return None
    from competency_xblock.evidence import api

    stored = api.evidenced_attempts(learner_id, course_key)
    versions = api.versions_texts(each.version for each in stored)
    texts = {name: compile_scenario(each.source, each.framework, each.local) for name, each in versions.items()}
    return tuple(
        EvidencedAttempt(
            usage_key=each.usage_key,
            scenario=each.scenario,
            n=each.n,
            text=text if isinstance(text := texts.get(each.version), Compiled) else None,
            mastery=each.for_mastery(),
            facts=tuple((fact.fact, fact.at) for fact in each.evidence if not fact.is_undone),
            rule=each.rule,
        )
        for each in stored
    )


def store_for(learner_id: int | None, course_key: str, usage_key: str) -> Store:
    """The evidence app where it is installed and the learner is known to the host, else the fields alone."""
    return EvidenceStore(learner_id, course_key, usage_key) if _is_kept(learner_id) else FieldsOnly()


def _objected(stored: "StoredObjection") -> Objected:
    return Objected(stored.reason, tuple((reply.text, reply.change) for reply in stored.replies))


def _is_kept(learner_id: int | None) -> TypeGuard[int]:
    return learner_id is not None and apps.is_installed("competency_xblock.evidence")

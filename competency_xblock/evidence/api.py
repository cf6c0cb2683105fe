"""The only way into the evidence tables, and out of them.

Attempts and moves go in as domain objects and come back as domain objects. Every function is one short
transaction; times are handed in.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from competency_xblock.domain.attempt import Attempt as DomainAttempt
from competency_xblock.domain.attempt import Move as DomainMove

from .models import Attempt, Move, Place, Version

__all__ = [
    "MoveTaken",
    "StoredAttempt",
    "VersionTexts",
    "append_move",
    "has_attempt",
    "load_attempt",
    "newest_attempt",
    "open_attempt",
    "version_texts",
]


class MoveTaken(Exception):
    """Another request has made this move already."""


@dataclass(frozen=True, slots=True)
class VersionTexts:
    """What a version is made of: the scenario's source, its framework excerpt and its local values, as texts."""

    sha256: str
    scenario: str
    source: str
    framework: str
    local: str


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """An attempt and its row, which later moves name."""

    row: int
    attempt: DomainAttempt


def open_attempt(
    attempt: DomainAttempt,
    /,
    *,
    learner_id: int,
    course_key: str,
    usage_key: str,
    version: VersionTexts,
    now: datetime,
) -> StoredAttempt:
    """Store a new attempt, or give back the one that stands there under the same uid or number."""
    with transaction.atomic():
        place = _place(course_key, usage_key)
        stored_version, _ = Version.objects.get_or_create(
            sha256=version.sha256,
            defaults={
                "scenario": version.scenario,
                "source": version.source,
                "framework": version.framework,
                "local": version.local,
                "stored_at": now,
            },
        )
        row, _ = Attempt.objects.get_or_create(
            learner_id=learner_id,
            place=place,
            n=attempt.n,
            defaults={
                "uid": attempt.uid,
                "version": stored_version,
                "framework": attempt.framework,
                "seed": attempt.seed,
                "variant": attempt.variant,
                "started_at": attempt.started,
            },
        )
    return StoredAttempt(row.pk, _to_domain(row))


def append_move(row: int, move: DomainMove, /, *, finishes: bool) -> None:
    """Add a move to the attempt in ``row``. :class:`MoveTaken` where another request was first."""
    try:
        with transaction.atomic():
            Move.objects.create(
                attempt_id=row,
                seq=move.seq,
                request=move.request,
                at=move.at,
                scene=move.scene,
                do=move.do,
                answer=move.answer,
                finishes=finishes,
            )
    except IntegrityError as error:
        raise MoveTaken(f"Move {move.seq} of attempt {row} was made already.") from error


def load_attempt(row: int, /, *, learner_id: int) -> StoredAttempt | None:
    """The learner's attempt in ``row`` with all its moves; None where it is gone or somebody else's."""
    found = Attempt.objects.select_related("version").filter(pk=row, learner_id=learner_id).first()
    return StoredAttempt(found.pk, _to_domain(found)) if found else None


def newest_attempt(learner_id: int, usage_key: str, /) -> StoredAttempt | None:
    """The learner's newest attempt at a block, or None."""
    found = (
        Attempt.objects.select_related("version")
        .filter(learner_id=learner_id, place__usage_sha256=_sha256(usage_key))
        .order_by("-n")
        .first()
    )
    return StoredAttempt(found.pk, _to_domain(found)) if found else None


def has_attempt(uid: str, /) -> bool:
    """Whether an attempt of this uid is stored."""
    return Attempt.objects.filter(uid=uid).exists()


def version_texts(sha256: str, /) -> VersionTexts | None:
    """The texts of a version somebody has played, or None."""
    found = Version.objects.filter(sha256=sha256).first()
    if found is None:
        return None
    return VersionTexts(found.sha256, found.scenario, found.source, found.framework, found.local)


def _place(course_key: str, usage_key: str) -> Place:
    place, _ = Place.objects.get_or_create(
        usage_sha256=_sha256(usage_key),
        defaults={"usage_key": usage_key, "course_key": course_key},
    )
    return place


def _to_domain(row: Attempt) -> DomainAttempt:
    moves = list(row.moves.all())
    return DomainAttempt(
        uid=row.uid,
        n=row.n,
        scenario=row.version.scenario,
        version=row.version.sha256,
        framework=row.framework,
        seed=row.seed,
        started=row.started_at,
        variant=row.variant,
        finished=next((move.at for move in moves if move.finishes), ""),
        moves=tuple(DomainMove(move.seq, move.request, move.at, move.scene, move.do, move.answer) for move in moves),
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

"""Attempts, their moves and results, the versions they were played in, and drafts: written and read.

Inside the evidence app; everybody else goes through ``api``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from competency_xblock.domain.attempt import Attempt as DomainAttempt
from competency_xblock.domain.attempt import Move as DomainMove
from competency_xblock.domain.evidence import Evidence as DomainEvidence

from .facts import store_evidence
from .models import Attempt, Draft, Move, Place, Result, Version, digest
from .standings import course_row, follow, hold

CHUNK = 200  # attempts held in memory at a time
_FINISHED = Exists(Move.objects.filter(attempt=OuterRef("pk"), finishes=True))


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


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What an attempt came to when it was judged again. Revision 0, the first judgement, is never stored."""

    revision: int
    version: str
    grade: Fraction | None
    at: str


@dataclass(frozen=True, slots=True)
class PlayedAttempt:
    """An attempt for the eyes of staff: whose it is, and its results, oldest first."""

    row: int
    learner_id: int
    learner_name: str
    attempt: DomainAttempt
    results: tuple[StoredResult, ...]


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
        stored_version = _version(version, now)
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
    return _stored(row)


def append_move(
    row: int,
    move: DomainMove,
    /,
    *,
    finishes: bool,
    evidence: Sequence[DomainEvidence] = (),
    stands: tuple[int, str] | None = None,
) -> None:
    """Add a move to the attempt in ``row`` with what it showed; at an end the learner's standings follow.

    ``stands``: the learner and the course whose standings those are, where the caller knows them. One transaction.
    :class:`MoveTaken` where another request was first.
    """
    try:
        with transaction.atomic():
            if finishes and stands:
                hold(stands[0])
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
            store_evidence(row, evidence, at=move.at)
            if finishes:
                follow(row, at=move.at, stands=stands)
    except IntegrityError as error:
        raise MoveTaken(f"Move {move.seq} of attempt {row} was made already.") from error


def load_attempt(row: int, /, *, learner_id: int) -> StoredAttempt | None:
    """The learner's attempt in ``row`` with all its moves; None where it is gone or somebody else's."""
    found = Attempt.objects.select_related("version").filter(pk=row, learner_id=learner_id).first()
    return _stored(found) if found else None


def newest_attempt(learner_id: int, usage_key: str, /) -> StoredAttempt | None:
    """The learner's newest attempt at a block, or None."""
    found = _attempts_at(usage_key).filter(learner_id=learner_id).order_by("-n").first()
    return _stored(found) if found else None


def finished_attempts(learner_id: int, usage_key: str, /) -> tuple[StoredAttempt, ...]:
    """The learner's finished attempts at a block, oldest first. Two queries, however many there are."""
    found = _attempts_at(usage_key).filter(learner_id=learner_id)
    return tuple(_stored(row) for row in found.filter(_FINISHED).prefetch_related("moves").order_by("n"))


def variants_drawn(learner_id: int, usage_key: str, /) -> list[str]:
    """The variants of all the learner's attempts at a block, finished or not, oldest first."""
    return list(_attempts_at(usage_key).filter(learner_id=learner_id).order_by("n").values_list("variant", flat=True))


def attempts_at(usage_key: str, /) -> Iterator[PlayedAttempt]:
    """Everybody's attempts at a block, by learner and oldest first. Holds :data:`CHUNK` of them at a time."""
    rows = _attempts_at(usage_key).select_related("learner").prefetch_related("moves", "results")
    rows = rows.order_by("learner_id", "n")
    for row in _in_chunks(
        rows, lambda last: Q(learner_id__gt=last.learner_id) | Q(learner=last.learner_id, n__gt=last.n)
    ):
        results = tuple(_result(each) for each in row.results.all())
        yield PlayedAttempt(row.pk, row.learner_id, row.learner.get_username(), _to_domain(row), results)


def learners_at(usage_key: str, /) -> Iterator[int]:
    """Everybody who has finished an attempt at a block, each once and in order."""
    learners = _attempts_at(usage_key).filter(_FINISHED).order_by("learner_id").values_list("learner_id", flat=True)
    chunk = list(learners.distinct()[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(learners.filter(learner_id__gt=chunk[-1]).distinct()[:CHUNK])


def attempts_of(learner_id: int, /) -> Iterator[tuple[str, str, StoredAttempt]]:
    """All attempts of a learner as course key, usage key and attempt, in the order in which they were begun."""
    rows = Attempt.objects.filter(learner_id=learner_id).select_related("version", "place").prefetch_related("moves")
    for row in _in_chunks(rows.order_by("pk"), lambda last: Q(pk__gt=last.pk)):
        yield row.place.course_key, row.place.usage_key, _stored(row)


def results_of(row: int, /) -> tuple[StoredResult, ...]:
    """What the attempt in ``row`` came to each time it was judged again, oldest first."""
    return tuple(_result(each) for each in Result.objects.filter(attempt_id=row).order_by("revision"))


def store_result(
    row: int,
    /,
    *,
    version: VersionTexts | str,
    grade: Fraction | None,
    judged: list[dict[str, Any]],
    at: str,
    rater: int = 0,
    evidence: Sequence[DomainEvidence] = (),
) -> StoredResult:
    """Add what the attempt in ``row`` comes to now as its next revision, unless its newest result says the same.

    ``evidence`` is what its answers show now, under that revision; the learner's standings follow.

    The texts of the version are stored too where they are given. Of several requests that store the same at once, one
    does; ``IntegrityError`` where there is no such attempt.
    """
    sha256 = version if isinstance(version, str) else version.sha256
    text = "" if grade is None else str(grade)
    newest = _newest_result(row)
    while newest is None or (newest.version, newest.grade, newest.judged) != (sha256, text, judged):
        revision = newest.revision + 1 if newest else 1
        try:
            with transaction.atomic():
                if evidence:
                    hold(Attempt.objects.filter(pk=row).values_list("learner_id", flat=True).first() or 0)
                if isinstance(version, VersionTexts):
                    _version(version, datetime.now(UTC))
                newest = Result.objects.create(
                    attempt_id=row, revision=revision, version=sha256, grade=text, judged=judged, at=at, rater=rater
                )
                if evidence:
                    store_evidence(row, evidence, at=at, revision=revision)
                    follow(row, at=at)
        except IntegrityError:
            newest = _newest_result(row)
            if newest is None or newest.revision < revision:
                raise
    return _result(newest)


def keep_draft(name: str, text: str, /, *, learner_id: int, course_key: str, usage_key: str, now: datetime) -> None:
    """Keep the learner's draft at a block in place of the one there was; an empty text keeps none."""
    drafts = Draft.objects.filter(learner_id=learner_id, place__usage_sha256=digest(usage_key))
    if not text:
        drafts.delete()
    elif not drafts.update(name=name, text=text, saved_at=now):
        with transaction.atomic():
            Draft.objects.update_or_create(
                learner_id=learner_id,
                place=_place(course_key, usage_key),
                defaults={"name": name, "text": text, "saved_at": now},
            )


def draft_of(learner_id: int, usage_key: str, /) -> tuple[str, str]:
    """Name and text of the learner's draft at a block; both empty where there is none."""
    found = Draft.objects.filter(learner_id=learner_id, place__usage_sha256=digest(usage_key)).first()
    return (found.name, found.text) if found else ("", "")


def drafts_of(learner_id: int, /) -> dict[str, tuple[str, str]]:
    """All drafts of a learner, as name and text by usage key."""
    rows = Draft.objects.filter(learner_id=learner_id).values_list("place__usage_key", "name", "text")
    return {usage_key: (name, text) for usage_key, name, text in rows}


def has_attempt(uid: str, /) -> bool:
    """Whether an attempt of this uid is stored."""
    return Attempt.objects.filter(uid=uid).exists()


def version_texts(sha256: str, /) -> VersionTexts | None:
    """The texts of a version somebody has played, or None."""
    found = Version.objects.filter(sha256=sha256).first()
    if found is None:
        return None
    return VersionTexts(found.sha256, found.scenario, found.source, found.framework, found.local)


def versions_texts(sha256s: Iterable[str], /) -> dict[str, VersionTexts]:
    """The texts of these versions by their sha256, as far as they are stored. One query."""
    return {
        row.sha256: VersionTexts(row.sha256, row.scenario, row.source, row.framework, row.local)
        for row in Version.objects.filter(sha256__in=set(sha256s))
    }


def _place(course_key: str, usage_key: str) -> Place:
    new: dict[str, Any] = {
        "usage_key": usage_key,
        "course_key": course_key,
        "course": lambda: course_row(course_key),  # asked for where the place is new, and not otherwise
    }
    place, _ = Place.objects.get_or_create(usage_sha256=digest(usage_key), defaults=new)
    return place


def _version(texts: VersionTexts, now: datetime) -> Version:
    version, _ = Version.objects.get_or_create(
        sha256=texts.sha256,
        defaults={
            "scenario": texts.scenario,
            "source": texts.source,
            "framework": texts.framework,
            "local": texts.local,
            "stored_at": now,
        },
    )
    return version


def _attempts_at(usage_key: str) -> QuerySet[Attempt]:
    return Attempt.objects.filter(place__usage_sha256=digest(usage_key)).select_related("version")


def _in_chunks(rows: QuerySet[Attempt], after: Callable[[Attempt], Q]) -> Iterator[Attempt]:
    """All rows, some at a time and without an open cursor, so that whoever iterates may write meanwhile.

    Database cursors would not do: MariaDB's sends everything at once.
    """
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(after(chunk[-1]))[:CHUNK])


def _newest_result(row: int) -> Result | None:
    return Result.objects.filter(attempt_id=row).order_by("-revision").first()


def _result(row: Result) -> StoredResult:
    return StoredResult(row.revision, row.version, Fraction(row.grade) if row.grade else None, row.at)


def _stored(row: Attempt) -> StoredAttempt:
    return StoredAttempt(row.pk, _to_domain(row))


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

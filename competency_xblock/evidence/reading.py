"""Evidence and standings a page at a time: a learner's own, and a course's for its staff.

A page looks at a bounded number of rows from a place in an index on, so that the last page of millions costs what the
first does. Where a filter lets few of them through, a page is short, and says where the next begins. Inside the
evidence app; everybody else goes through ``api``.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, QuerySet

from .facts import FACT_COLUMNS, StoredEvidence, criterion_hash, stored_fact
from .models import Course, Evidence, Standing, digest

EXAMINED = 5_000  # rows looked at for a page whose filter may refuse most of them

Position = tuple[str, int]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of all. ``after``: the end of the page before; ``since``: ISO 8601 in UTC, to the second.

    ``revisions``: also what a later revision of the same fact has replaced.
    """

    limit: int
    after: Position | None = None
    since: str = ""
    criterion: str = ""
    revisions: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, and where the next page begins. ``after`` None: there is nothing more by now."""

    rows: tuple[Row, ...]
    after: Position | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A fact with where it comes from. ``row`` is its number, ``attempt`` the uid of the attempt."""

    row: int
    learner_id: int
    learner_name: str
    course_key: str
    usage_key: str
    scenario: str
    version: str
    framework: str
    attempt: str
    n: int
    stored: StoredEvidence


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A standing as it is kept, with whose it is. ``level`` 0 = not enough yet; ``value`` by the course's rule."""

    row: int
    learner_id: int
    learner_name: str
    course_key: str
    criterion: str
    written: bool
    level: int
    value: str
    situations: int
    observations: int
    breach: bool
    at: str


def is_known(course_key: str, /) -> bool:
    """Whether anything was ever played in this course."""
    return _course(course_key) is not None


def course_evidence(course_key: str, wanted: Wanted, /) -> Page[EvidenceRow]:
    """A course's evidence by time, of all learners. At most four queries."""
    course = _course(course_key)
    return Page((), None) if course is None else _evidence(Evidence.objects.filter(course_id=course), wanted)


def own_evidence(learner_id: int, attempts: Collection[int], wanted: Wanted, /) -> Page[EvidenceRow]:
    """A learner's evidence by time, from those of their attempts in the rows ``attempts``. At most three queries."""
    mine = Evidence.objects.filter(attempt_id__in=attempts, attempt__learner_id=learner_id)
    return _evidence(mine, wanted) if attempts else Page((), None)


def course_standings(course_key: str, wanted: Wanted, /) -> Page[StandingRow]:
    """A course's standings, of all learners, in the order in which they were first made. Three queries."""
    course = _course(course_key)
    if course is None:
        return Page((), None)
    rows = Standing.objects.filter(course_id=course)
    if wanted.after:
        rows = rows.filter(pk__gt=wanted.after[1])
    most = EXAMINED if wanted.criterion or wanted.since else wanted.limit
    looked_at = rows.order_by("pk").values_list("at", "pk", "criterion_hash")[: most + 1]
    fits = _fits(wanted)
    chosen, after = _cut([((at, pk), fits(at, criterion)) for at, pk, criterion in looked_at], wanted.limit, most)
    found = Standing.objects.filter(pk__in=chosen).order_by("pk")
    named = found.annotate(learner_name=_name("learner"), course_key=F("course__key"))
    return Page(tuple(StandingRow(row=row.pop("pk"), **row) for row in named.values("pk", *_STANDING)), after)


_STANDING = (
    *("learner_id", "learner_name", "course_key", "criterion", "written", "level", "value", "situations"),
    *("observations", "breach", "at"),
)
_PLACE = (
    *("attempt__learner_id", "attempt__place__course_key", "attempt__place__usage_key", "attempt__uid", "attempt__n"),
    *("attempt__version__scenario", "attempt__version__sha256", "attempt__framework"),
)
_SAME_FACT = ("attempt_id", "seq", "criterion_hash", "source", "rater")


def _evidence(rows: QuerySet[Evidence], wanted: Wanted) -> Page[EvidenceRow]:
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.criterion:
        most, fits = EXAMINED, _fits(wanted)
        looked_at = _keys(rows, wanted.after, most + 1, "criterion_hash")
        chosen, after = _cut([((at, pk), fits(at, criterion)) for at, pk, criterion in looked_at], wanted.limit, most)
    else:
        most = wanted.limit
        chosen, after = _cut([(key, True) for key in _keys(rows, wanted.after, most + 1)], wanted.limit, most)
    found = Evidence.objects.filter(pk__in=chosen).order_by("at", "pk")
    if not wanted.revisions:
        same = {name: OuterRef(name) for name in _SAME_FACT}
        found = found.exclude(Exists(Evidence.objects.filter(**same, revision__gt=OuterRef("revision"))))
    named = found.annotate(learner_name=_name("attempt__learner")).values("pk", "learner_name", *FACT_COLUMNS, *_PLACE)
    return Page(tuple(_row(each) for each in named), after)


def _keys(rows: QuerySet[Evidence], after: Position | None, most: int, *more: str) -> list[Any]:
    """The places of the next rows by time, with ``more`` of them; the index alone knows the places.

    Two queries where a page begins in the middle of a second, since no condition on both columns is read from the
    index by every database, and a correction can give many rows one time.
    """
    keys = rows.order_by("at", "pk").values_list("at", "pk", *more)
    if after is None:
        return list(keys[:most])
    at, pk = after
    found = list(keys.filter(at=at, pk__gt=pk)[:most])
    return found + list(keys.filter(at__gt=at)[: most - len(found)]) if len(found) < most else found


def _course(course_key: str) -> int | None:
    return Course.objects.filter(key_sha256=digest(course_key)).values_list("pk", flat=True).first()


def _fits(wanted: Wanted) -> Callable[[str, int], bool]:
    """Whether a row of this time and criterion is wanted."""
    wanted_criterion = criterion_hash(wanted.criterion) if wanted.criterion else None

    def fits(at: str, criterion: int) -> bool:
        return at >= wanted.since and wanted_criterion in (None, criterion)

    return fits


def _cut(looked_at: Sequence[tuple[Position, bool]], limit: int, most: int) -> tuple[list[int], Position | None]:
    """Of rows looked at, up to one more than ``most``, those that fit, up to ``limit``; and where to go on."""
    taken = [position for position, fits in looked_at[:most] if fits]
    if len(taken) > limit:
        return [pk for _at, pk in taken[:limit]], taken[limit - 1]
    return [pk for _at, pk in taken], looked_at[most - 1][0] if len(looked_at) > most else None


def _name(learner: str) -> F:
    return F(f"{learner}__{get_user_model().USERNAME_FIELD}")


def _row(row: dict[str, Any]) -> EvidenceRow:
    return EvidenceRow(
        row=row["pk"],
        learner_id=row["attempt__learner_id"],
        learner_name=row["learner_name"],
        course_key=row["attempt__place__course_key"],
        usage_key=row["attempt__place__usage_key"],
        scenario=row["attempt__version__scenario"],
        version=row["attempt__version__sha256"],
        framework=row["attempt__framework"],
        attempt=row["attempt__uid"],
        n=row["attempt__n"],
        stored=stored_fact(row),
    )

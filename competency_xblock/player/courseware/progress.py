"""How far a learner is, added up for the whole course, the unit opened last, and what is due when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from opaque_keys.edx.keys import UsageKey

from competency_xblock.olx.package import Vertical

from .course import Completes, Definition, LoadedCourse
from .extensions import Extensions
from .models import BlockProgress, LastVisit, digest
from .policies import DUE, due_date, moment
from .results import progress_row


@dataclass(frozen=True, slots=True)
class BlockResult:
    """One block: the grade as it was published, None before the first, and completion from 0 to 1."""

    earned: float | None = None
    possible: float | None = None
    completion: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Several blocks together. ``graded`` of the ``gradable`` ones have a grade; the points are theirs, weighted."""

    completion: float
    earned: float
    possible: float
    graded: int
    gradable: int

    @property
    def score(self) -> float | None:
        """The share earned of what was graded so far, 0 to 1, each block by its weight; None before the first grade."""
        return min(1.0, max(0.0, self.earned / self.possible)) if self.possible else None


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due for one learner. ``extended``: others have another date."""

    at: datetime
    extended: bool

    @property
    def over(self) -> bool:
        return timezone.now() > self.at


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """One learner in one course. Containers are found by url_name; ``resume_vertical`` is None in an empty course.

    ``due`` has the graded sequentials that are due some time.
    """

    blocks: Mapping[UsageKey, BlockResult]
    verticals: Mapping[str, Summary]
    sequentials: Mapping[str, Summary]
    chapters: Mapping[str, Summary]
    course: Summary
    resume_vertical: str | None
    due: Mapping[str, Due]


def learner_progress(user: Any, course: LoadedCourse) -> CourseProgress:
    """All results of a learner with two queries, whatever the size of the course; a third where something is due."""
    rows = BlockProgress.objects.filter(user_id=user.pk).values_list("usage", "earned", "possible", "completion")
    stored = {usage: BlockResult(earned, possible, completion or 0.0) for usage, earned, possible, completion in rows}
    last = LastVisit.objects.filter(key=_visit_key(user, course)).values_list("vertical", flat=True).first()
    blocks = {usage: stored.get(str(usage), BlockResult()) for usage in course.definitions}
    verticals = _summaries("vertical", course, blocks)
    return CourseProgress(
        blocks=blocks,
        verticals=verticals,
        sequentials=_summaries("sequential", course, blocks),
        chapters=_summaries("chapter", course, blocks),
        course=_summary(course.counted(course.usage_key), blocks),
        resume_vertical=_resume(last, course, verticals),
        due=dict(_due_dates(course, Extensions(user.pk))),
    )


def visited(user: Any, course: LoadedCourse, vertical: Vertical) -> None:
    """The learner has opened this unit: remember the place, and complete the blocks in it that ask for no more."""
    now = timezone.now()
    visit = LastVisit(
        key=_visit_key(user, course),
        user_id=user.pk,
        course=str(course.key),
        vertical=vertical.url_name,
        visited_at=now,
    )
    LastVisit.objects.upsert([visit], update=("vertical", "visited_at"))
    seen = course.counted(course.vertical_usage(vertical))
    _complete(user, [each.usage for each in seen if each.completes is Completes.ON_VIEW])


def _due_dates(course: LoadedCourse, extensions: Extensions) -> Iterator[tuple[str, Due]]:
    for usage in course.definitions:
        if usage.block_type == "sequential" and course.inherited(usage, "graded"):
            at = due_date(course, usage, extensions)
            if at is not None:
                yield usage.block_id, Due(at, extended=at != moment(course.inherited(usage, DUE)))


def _complete(user: Any, usages: Iterable[UsageKey]) -> None:
    rows = [progress_row(user.pk, usage, completion=1.0) for usage in usages]
    if not rows:
        return
    keys = [row.key for row in rows]
    done = set(BlockProgress.objects.filter(key__in=keys, completion=1.0).values_list("key", flat=True))
    BlockProgress.objects.upsert([row for row in rows if row.key not in done], update=("completion",))


def _summaries(block_type: str, course: LoadedCourse, blocks: Mapping[UsageKey, BlockResult]) -> Mapping[str, Summary]:
    return {
        usage.block_id: _summary(course.counted(usage), blocks)
        for usage in course.definitions
        if usage.block_type == block_type
    }


def _summary(definitions: Iterable[Definition], blocks: Mapping[UsageKey, BlockResult]) -> Summary:
    """Nothing to complete counts as complete, as in Open edX."""
    counted = tuple(definitions)
    points = [_weighted(each, blocks[each.usage]) for each in counted if each.scored]
    graded = [each for each in points if each is not None]
    return Summary(
        completion=sum(blocks[each.usage].completion for each in counted) / len(counted) if counted else 1.0,
        earned=sum(earned for earned, _ in graded),
        possible=sum(possible for _, possible in graded),
        graded=len(graded),
        gradable=len(points),
    )


def _weighted(definition: Definition, result: BlockResult) -> tuple[float, float] | None:
    """Points as they count in Open edX (``lms/djangoapps/grades/scores.py``): out of ``weight`` where there is one."""
    if result.earned is None or not result.possible:
        return None
    if definition.weight is None:
        return result.earned, result.possible
    return result.earned * definition.weight / result.possible, definition.weight


def _resume(last: str | None, course: LoadedCourse, verticals: Mapping[str, Summary]) -> str | None:
    """The unit opened last; before the first visit, or where it is gone, the first that is not complete."""
    if last in verticals:
        return last
    names = [vertical.url_name for vertical in course.package.verticals()]
    return next((name for name in names if verticals[name].completion < 1), names[0] if names else None)


def _visit_key(user: Any, course: LoadedCourse) -> str:
    return digest(str(user.pk), str(course.key))

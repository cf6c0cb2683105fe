"""Finished attempts judged again by the course as it is now. Nobody plays anything again; old results stay stored."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from opaque_keys.edx.keys import UsageKey

from competency_xblock.evidence import api

from .courseware.content import LoadedCourse, current_course
from .courseware.parsing import block_class
from .courseware.places import NoSuchPlace, find_places
from .courseware.results import stored_grade
from .courseware.runtime import PlayerRuntime

log = logging.getLogger(__name__)

LEARNERS = 200  # held in memory at a time


class Outcome(Enum):
    """What became of one learner's score at one block."""

    CHANGED = auto()
    SAME = auto()  # judged again, and it came to the same score
    UNCHANGED = auto()  # the present key had judged it before
    KEPT = auto()  # nothing is there to be judged again
    FAILED = auto()


@dataclass(slots=True)
class Rescored:
    """One block, and how many learners had which outcome there."""

    usage: str
    counts: dict[Outcome, int]


def scorable_blocks(names: Iterable[str]) -> list[UsageKey]:
    """The blocks of these names that can judge answers again; without names, all of the course.

    NoSuchPlace for a name that names none.
    """
    course = current_course()
    scorable = [usage for usage in course.definitions if _can_rescore(course, usage)]
    wanted: list[UsageKey] = []
    for name in names:
        found = [usage for usage in find_places(course, name) if usage in scorable]
        if not found:
            raise NoSuchPlace(f"{name!r} has no answers that could be judged again. Name an exercise.")
        wanted += found
    return list(dict.fromkeys(wanted)) if wanted else scorable


def rescore_block(usage: UsageKey) -> Rescored:
    """Judge the finished attempts of every learner at a block again, some learners at a time.

    What fails for one learner is in the log and leaves that learner's score as it was.
    """
    course = current_course()
    counts = dict.fromkeys(Outcome, 0)
    for learner in _learners(usage):
        counts[_rescore(course, usage, learner)] += 1
    return Rescored(str(usage), counts)


def _rescore(course: LoadedCourse, usage: UsageKey, learner: Any) -> Outcome:
    before = stored_grade(learner.pk, usage)
    try:
        block: Any = PlayerRuntime(course, learner).get_block(usage)
        if not block.allows_rescore() or not block.has_submitted_answer():
            return Outcome.KEPT
        judged = block.rescore(only_if_higher=False)
        block.save()
    except Exception:
        log.exception("The answers of learner %s at %s could not be judged again.", learner.pk, usage)
        return Outcome.FAILED
    if stored_grade(learner.pk, usage) != before:
        return Outcome.CHANGED
    return Outcome.SAME if judged else Outcome.UNCHANGED


def _can_rescore(course: LoadedCourse, usage: UsageKey) -> bool:
    if course.definitions[usage].problem:
        return False
    block = block_class(usage.block_type)
    return all(callable(getattr(block, name, None)) for name in ("rescore", "allows_rescore", "has_submitted_answer"))


def _learners(usage: UsageKey) -> Iterator[Any]:
    ids = api.learners_at(str(usage))
    while chunk := list(islice(ids, LEARNERS)):
        yield from get_user_model().objects.filter(pk__in=chunk).order_by("pk")

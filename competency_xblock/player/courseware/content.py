"""The course that is played: read from its package when that is new, kept in memory while it is the same."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from competency_xblock.olx.reader import read_package
from competency_xblock.olx.refused import PackageRefused

from .course import LoadedCourse
from .parsing import parse_course

__all__ = ["CourseUnavailable", "LoadedCourse", "current_course"]

log = logging.getLogger(__name__)


class CourseUnavailable(Exception):
    """There is no package that can be played, and there was none before. ``str()`` tells the operator why."""


def current_course() -> LoadedCourse:
    """The course in COMPETENCY_PACKAGE. Costs a look at the file's state, and reading it where that has changed.

    A package that cannot be read is reported in the log once, and the course before it goes on. Raises
    CourseUnavailable where there is none. Each process notices a new package by itself.
    """
    return _shelf.course(Path(settings.COMPETENCY_PACKAGE))


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells one state of a file from another without reading it. All zero where there is no file."""

    path: Path
    modified_ns: int = 0
    size: int = 0
    inode: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What was found at ``stamp``: a course, which may be one from before, or why there is none."""

    stamp: _Stamp
    course: LoadedCourse | None
    why: str = ""


class _Shelf:
    """Holds one course. Threads that come while a new one is read go on with the one before."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._held = _Held(_Stamp(Path()), None)

    def course(self, path: Path) -> LoadedCourse:
        stamp = _stamp(path)
        if self._held.stamp != stamp:
            self._refresh(stamp)
        held = self._held
        if held.course is None:
            raise CourseUnavailable(held.why)
        return held.course

    def _refresh(self, stamp: _Stamp) -> None:
        old = self._held.course if self._held.stamp.path == stamp.path else None
        if not self._reading.acquire(blocking=old is None):
            return
        try:
            if self._held.stamp != stamp:
                self._held = _look(stamp, old)
        finally:
            self._reading.release()


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return _Stamp(path)
    return _Stamp(path, found.st_mtime_ns, found.st_size, found.st_ino)


def _look(stamp: _Stamp, old: LoadedCourse | None) -> _Held:
    try:
        course = parse_course(read_package(stamp.path.read_bytes()))
    except (OSError, PackageRefused) as error:
        why = f"The course package {stamp.path} cannot be used: {error}"
        log.error("%s%s", why, " The course from before goes on." if old else "")
        return _Held(stamp, old, why)
    log.info("Read the course %s from %s.", course.key, stamp.path)
    return _Held(stamp, course)


_shelf = _Shelf()

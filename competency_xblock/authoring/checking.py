"""Which files a path stands for, and every diagnostic of them: what ``competency check`` asks for."""

import os
from collections.abc import Iterator
from pathlib import Path

from .course import Frame, load_course, load_frame, load_scenario_at, load_scenario_file, source_files
from .diagnostics import Diagnostic, in_reading_order
from .places import root_of, shown
from .whole import check_whole


def check_path(path: Path) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a course root, a folder or a file in a course, in reading order.

    Scenarios are checked alone, against framework, local values and static files. Anything below ``course/`` is checked
    with the whole course, because its parts name each other. Files are named relative to the working folder where they
    lie in it. :class:`~.places.NoCourse` where the path is in no course.
    """
    absolute = Path(os.path.normpath(path.absolute()))  # not resolved: a link stands for itself
    root = root_of(absolute)
    inner = absolute.relative_to(root)
    root = shown(root)
    target = root / inner
    if not inner.parts or inner.parts[0] == "course":
        found = _check_course(root)
        return tuple(each for each in found if not inner.parts or Path(each.span.path).is_relative_to(target))
    frame = load_frame(root)
    return in_reading_order((*frame.diagnostics, *_check_scenarios(root, target, frame)))


def _check_course(root: Path) -> tuple[Diagnostic, ...]:
    loaded = load_course(root)
    if loaded.value is None:
        return loaded.diagnostics
    return in_reading_order((*loaded.diagnostics, *check_whole(loaded.value, root)))


def _check_scenarios(root: Path, target: Path, frame: Frame) -> Iterator[Diagnostic]:
    scenarios = root / "scenarios"
    for path in source_files(target) if target.is_dir() else (target,):
        if target.is_relative_to(scenarios):
            yield from load_scenario_at(path, scenarios, frame).diagnostics
        else:
            yield from load_scenario_file(path, frame, expected_id=None).diagnostics

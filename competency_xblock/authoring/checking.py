"""Which files a path stands for, and every diagnostic of them: what ``competency check`` asks for."""

import os
from collections.abc import Iterator
from pathlib import Path

from .course import Frame, load_course, load_frame, load_scenario_at, load_scenario_file, source_files
from .diagnostics import Diagnostic, in_reading_order


class NoCourse(LookupError):
    """A path that belongs to no course. ``str()`` is a sentence for the author."""


def check_path(path: Path) -> tuple[Diagnostic, ...]:
    """Every diagnostic of a course root, a folder or a file in a course, in reading order.

    Scenarios are checked alone, against framework, local values and static files. Anything below ``course/`` is checked
    with the whole course, because its parts name each other. Files are named relative to the working folder where they
    lie in it. :class:`NoCourse` where neither the path nor a folder above it has both ``course/`` and ``scenarios/``.
    """
    absolute = Path(os.path.normpath(path.absolute()))  # not resolved: a link stands for itself
    root = _root_of(absolute)
    inner = absolute.relative_to(root)
    root = _shown(root)
    if not inner.parts:
        return load_course(root).diagnostics
    target = root / inner
    if inner.parts[0] == "course":
        return tuple(each for each in load_course(root).diagnostics if Path(each.span.path).is_relative_to(target))
    frame = load_frame(root)
    return in_reading_order((*frame.diagnostics, *_check_scenarios(root, target, frame)))


def _root_of(path: Path) -> Path:
    for folder in (path, *path.parents):
        if (folder / "course").is_dir() and (folder / "scenarios").is_dir():
            return folder
    raise NoCourse(f'"{path}" is in no course: no folder from there up has both "course" and "scenarios" in it.')


def _shown(root: Path) -> Path:
    here = Path.cwd()
    return root.relative_to(here) if root.is_relative_to(here) else root


def _check_scenarios(root: Path, target: Path, frame: Frame) -> Iterator[Diagnostic]:
    scenarios = root / "scenarios"
    for path in source_files(target) if target.is_dir() else (target,):
        if target.is_relative_to(scenarios):
            yield from load_scenario_at(path, scenarios, frame).diagnostics
        else:
            yield from load_scenario_file(path, frame, expected_id=None).diagnostics

"""Which scenarios some path stands for, read one by one, so that one with mistakes leaves the others."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from competency_xblock.domain.rubric import Framework
from competency_xblock.domain.scenario import Scenario

from .course import Frame, load_frame, load_scenario_at, load_scenario_file, source_files
from .diagnostics import Diagnostic, Severity, in_reading_order
from .places import root_of, shown


@dataclass(frozen=True, slots=True)
class Selected:
    """Scenarios by id, and the mistakes of those that have some. ``whole``: they are all that the course has."""

    framework: Framework | None
    scenarios: Mapping[str, Scenario]
    errors: tuple[Diagnostic, ...]
    whole: bool


def select_scenarios(paths: Iterable[Path]) -> Selected:
    """The scenarios that are files, or lie below folders, of one course; all of them for its root or ``course``.

    :class:`~.places.NoCourse` where a path is in no course, or in another than the first.
    """
    targets = [Path(os.path.normpath(path.absolute())) for path in paths]
    root = root_of(targets[0])
    whole = any(target in (root, root / "course", root / "scenarios") for target in targets)
    frame = load_frame(shown(root))
    found, errors = {}, [each for each in frame.diagnostics if each.severity is Severity.ERROR]
    for target in [root / "scenarios"] if whole else targets:
        root_of(target, expected=root)
        for path in source_files(target) if target.is_dir() else (target,):
            scenario, mistakes = _read(shown(root) / path.relative_to(root), shown(root) / "scenarios", frame)
            errors += mistakes
            if scenario:
                found[scenario.id] = scenario
    return Selected(frame.framework, dict(sorted(found.items())), in_reading_order(errors), whole)


def _read(path: Path, scenarios: Path, frame: Frame) -> tuple[Scenario | None, list[Diagnostic]]:
    if path.is_relative_to(scenarios):
        loaded = load_scenario_at(path, scenarios, frame)
    else:
        loaded = load_scenario_file(path, frame, expected_id=None)
    errors = [each for each in loaded.diagnostics if each.severity is Severity.ERROR]
    return loaded.value.scenario if loaded.value else None, errors

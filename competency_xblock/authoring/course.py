"""Reading a whole course: ``course/`` and ``scenarios/`` below one root."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from competency_xblock.domain.course import Course, Lesson, ScenarioFile
from competency_xblock.domain.rubric import Framework

from .catalogue import Code
from .diagnostics import Diagnostic, Loaded, Severity, in_reading_order
from .files import MAX_STATIC_BYTES, files_below, read_file
from .framework import load_framework
from .lessons import load_lesson
from .loader import load_scenario
from .local import load_local
from .outline import Parts, load_outline
from .reader import is_full_id
from .report import Report
from .scene_reader import AnyCriterion
from .static_files import check_static
from .tree import At

_PAPERS = frozenset(("LICENSE", "README.md"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What every scenario and lesson is checked against; None where it could not be read."""

    framework: Framework | None
    local: Mapping[str, str] | None
    static_names: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def local_names(self) -> frozenset[str] | None:
        """Names that ``{{local.NAME}}`` may use; None leaves them unchecked."""
        return None if self.local is None else frozenset(self.local)


@dataclass(slots=True)
class _Found:
    """Diagnostics of many files."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, path: Path, limit: int | None = None) -> bytes | None:
        report = Report(str(path))
        data = read_file(path, report, limit) if limit else read_file(path, report)
        self.diagnostics.extend(report.diagnostics())
        return data


def load_frame(root: Path) -> Frame:
    """The framework, the local values and the names of the static files of the course at ``root``."""
    found = _Found()
    framework = local = None
    path = root / "course" / "rubric.yaml"
    data = found.read(path)
    if data is not None:
        loaded = load_framework(data, path=str(path))
        framework = loaded.value
        found.diagnostics.extend(loaded.diagnostics)
    path = root / "course" / "local.yaml"
    data = found.read(path)
    if data is not None:
        values = load_local(data, path=str(path))
        local = values.value
        found.diagnostics.extend(values.diagnostics)
    static = root / "course" / "static"
    names = frozenset(path.name for path in files_below(static) if path.parent == static)
    return Frame(framework, local, names, tuple(found.diagnostics))


def load_scenario_file(path: Path, frame: Frame, *, expected_id: str | None) -> Loaded[ScenarioFile]:
    """Read one scenario file, never raising; diagnostics name it as ``path`` is written."""
    report = Report(str(path))
    data = read_file(path, report)
    if data is None:
        return Loaded(None, report.diagnostics())
    criteria = frame.framework or AnyCriterion()
    loaded = load_scenario(
        data,
        criteria,
        path=str(path),
        expected_id=expected_id,
        local_names=frame.local_names,
        static_names=frame.static_names,
    )
    if loaded.value is None:
        return Loaded(None, loaded.diagnostics)
    return Loaded(ScenarioFile(data.decode("utf-8"), loaded.value), loaded.diagnostics)


def source_files(folder: Path) -> Iterator[Path]:
    """Every file below ``folder`` that should be a scenario or a lesson."""
    return (path for path in files_below(folder) if path.name not in _PAPERS)


def _id_by_place(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def _misplaced(path: Path, what: str) -> tuple[Diagnostic, ...]:
    report = Report(str(path))
    hint = "Move or rename the file; AREA and SLUG have small letters, digits and hyphens."
    report.add(Code.ID_AND_PATH, At(0), what, hint)
    return report.diagnostics()


def load_scenario_at(path: Path, scenarios: Path, frame: Frame) -> Loaded[ScenarioFile]:
    """Read a file below ``scenarios/``; its place says which id it must have."""
    scenario_id = _id_by_place(path, scenarios)
    if path.suffix == ".yaml" and is_full_id(scenario_id):
        return load_scenario_file(path, frame, expected_id=scenario_id)
    return Loaded(None, _misplaced(path, "Scenarios lie in scenarios/AREA/SLUG.yaml."))


def load_course(root: Path) -> Loaded[Course]:
    """Read everything below ``root``, never raising; there is a course exactly where no diagnostic is an error.

    Diagnostics name files as ``root`` is written: with ``Path(".")`` they begin with ``course/`` or ``scenarios/``.
    """
    frame = load_frame(root)
    found = _Found(list(frame.diagnostics))
    static = _load_static(root / "course" / "static", found)
    lessons = _load_lessons(root / "course" / "lessons", frame, static, found)
    scenarios = _load_scenarios(root / "scenarios", frame, found)
    outline = None
    path = root / "course" / "outline.yaml"
    data = found.read(path)
    if data is not None:
        areas = [area.id for area in frame.framework.areas] if frame.framework else None
        parts = Parts(scenarios, lessons, areas, static)
        loaded = load_outline(data, path=str(path), parts=parts)
        outline = loaded.value
        found.diagnostics.extend(loaded.diagnostics)
    diagnostics = in_reading_order(found.diagnostics)
    broken = any(each.severity is Severity.ERROR for each in diagnostics)
    if broken or outline is None or frame.framework is None or frame.local is None:
        return Loaded(None, diagnostics)
    course = Course(
        outline=outline,
        framework=frame.framework,
        local=frame.local,
        scenarios={name: value for name, value in scenarios.items() if value is not None},
        lessons={name: value for name, value in lessons.items() if value is not None},
        static=static,
    )
    return Loaded(course, diagnostics)


def _load_static(folder: Path, found: _Found) -> dict[str, bytes]:
    static = {}
    for path in files_below(folder):
        if path.name in _PAPERS:
            continue
        report = Report(str(path))
        if path.parent != folder:
            message = "Static files lie in course/static itself, in no folder below it."
            report.add(Code.STATIC_NAME, At(0), message, "Move it up.")
        data = read_file(path, report, MAX_STATIC_BYTES)
        if data is not None:
            check_static(path.name, data, report)
            static[path.name] = data
        found.diagnostics.extend(report.diagnostics())
    return static


def _load_lessons(folder: Path, frame: Frame, static: Mapping[str, bytes], found: _Found) -> dict[str, Lesson | None]:
    """Lessons by id; None for those that have mistakes, so that the outline may still name them."""
    lessons: dict[str, Lesson | None] = {}
    for path in source_files(folder):
        lesson_id = _id_by_place(path, folder)
        lessons[lesson_id] = None
        if not (path.suffix == ".md" and is_full_id(lesson_id)):
            found.diagnostics.extend(_misplaced(path, "Lessons lie in course/lessons/AREA/SLUG.md."))
            continue
        data = found.read(path)
        if data is None:
            continue
        loaded = load_lesson(
            data, id=lesson_id, path=str(path), local_names=frame.local_names, static_names=static.keys()
        )
        lessons[lesson_id] = loaded.value
        found.diagnostics.extend(loaded.diagnostics)
    return lessons


def _load_scenarios(folder: Path, frame: Frame, found: _Found) -> dict[str, ScenarioFile | None]:
    """Scenarios by id; None for those that have mistakes, so that the outline may still name them."""
    scenarios: dict[str, ScenarioFile | None] = {}
    for path in source_files(folder):
        loaded = load_scenario_at(path, folder, frame)
        scenarios[_id_by_place(path, folder)] = loaded.value
        found.diagnostics.extend(loaded.diagnostics)
    return scenarios

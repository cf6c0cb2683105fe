"""What can be said only of a course as a whole, and only where nothing in it is broken. Judgements, so warnings."""

from collections.abc import Iterator
from pathlib import Path

from competency_xblock.domain.course import Course
from competency_xblock.domain.course_coverage import (
    SCENARIOS,
    SCENARIOS_OF_CORE,
    CourseCoverage,
    course_coverage,
    names_again,
)

from .catalogue import Code
from .diagnostics import Diagnostic, in_reading_order
from .report import Report
from .source import read_tree
from .tree import At, ListNode, MapNode, Node, Place

MOST_PICTURE_BYTES = 300 * 1024
PICTURES = (".svg", ".png", ".jpg", ".webp")


def check_whole(course: Course, root: Path) -> tuple[Diagnostic, ...]:
    """Note what the course offers too seldom or too often, as far as its outline does not allow it."""
    path = root / "course" / "outline.yaml"
    report = Report(str(path))
    outline = _Outline(read_tree(path.read_bytes(), report))
    found = course_coverage(course)
    _check_criteria(found, report)
    _check_cores(found, outline, report)
    for name, scenarios in names_again(course).items():
        message = f'"{name}" comes in {len(scenarios)} scenarios: {", ".join(scenarios)}.'
        report.add(Code.NAME_AGAIN, At(0), message, "Give some of them another name.")
    pictures = [each for name, data in course.static.items() for each in _large(name, data, root)]
    allowed = course.outline.allow
    kept = [each for each in pictures if each.code not in allowed]
    needed = report.silence(allowed) | ({Code.LARGE_PICTURE.id} if len(kept) < len(pictures) else set())
    for code in sorted(allowed.keys() - needed):
        report.add(
            Code.IDLE_ALLOW, outline.allow, f"{code} is allowed and finds nothing here.", "Remove the exception."
        )
    return in_reading_order((*report.diagnostics(), *kept))


def _check_criteria(found: CourseCoverage, report: Report) -> None:
    for criterion in found.course.framework.criteria():
        scenarios = found.offering_all(criterion.id)
        if len(scenarios) < SCENARIOS:
            by = f" ({', '.join(scenarios)})" if scenarios else ""
            message = f"{criterion.id} is offered at all four levels by {len(scenarios)} of {SCENARIOS} scenarios{by}."
            report.add(Code.SELDOM_OFFERED, At(0), message, "Offer it in more, by two tasks or more on every way.")


def _check_cores(found: CourseCoverage, outline: "_Outline", report: Report) -> None:
    for number, module in enumerate(found.course.outline.modules):
        times = {criterion: len(found.observing(criterion, module)) for criterion in found.criteria_of(module)}
        seldom = [f"{criterion} in {many}" for criterion, many in times.items() if many < SCENARIOS_OF_CORE]
        if seldom:
            message = f'The core of "{module.id}" observes, of {SCENARIOS_OF_CORE} scenarios, {", ".join(seldom)}.'
            hint = "Let more of its graded scenarios ask two tasks about each."
            report.add(Code.SELDOM_IN_CORE, outline.module(number), message, hint)


def _large(name: str, data: bytes, root: Path) -> Iterator[Diagnostic]:
    if name.endswith(PICTURES) and len(data) > MOST_PICTURE_BYTES:
        report = Report(str(root / "course" / "static" / name))
        message = f"The picture has {len(data) // 1024} KB."
        report.add(Code.LARGE_PICTURE, At(0), message, f"Save it with at most {MOST_PICTURE_BYTES // 1024}.")
        yield from report.diagnostics()


class _Outline:
    """Places in the outline."""

    def __init__(self, root: Node | None) -> None:
        entries = root.entries if isinstance(root, MapNode) else {}
        modules = entries.get("modules")
        self._modules = modules.items if isinstance(modules, ListNode) else []
        self.allow: Place = entries["allow"].place if "allow" in entries else At(0)

    def module(self, number: int) -> Place:
        return self._modules[number].place

"""What a learner reached, module by module. Values for a template, nothing else."""

from dataclasses import dataclass

from competency_xblock.olx.package import BlockXml, Vertical

from ..courseware.course import LoadedCourse
from ..courseware.progress import BlockResult, CourseProgress
from .outline import Standing, standing


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One graded block. ``score`` is in whole per cents, None before the first grade."""

    title: str
    unit: str
    score: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class ModuleResult:
    number: int
    title: str
    standing: Standing
    exercises: tuple[ExerciseLine, ...]


def module_results(course: LoadedCourse, progress: CourseProgress) -> tuple[ModuleResult, ...]:
    """Every module with its graded blocks, in reading order; modules without any are there too."""
    return tuple(
        ModuleResult(
            number=number,
            title=chapter.display_name,
            standing=standing(progress.chapters[chapter.url_name]),
            exercises=tuple(
                _exercise(block, vertical, progress.blocks[course.usage(block)])
                for sequential in chapter.sequentials
                for vertical in sequential.verticals
                for block in vertical.blocks
                if course.definition(course.usage(block)).scored
            ),
        )
        for number, chapter in enumerate(course.package.chapters, start=1)
    )


def _exercise(block: BlockXml, vertical: Vertical, result: BlockResult) -> ExerciseLine:
    score = round(100 * (result.earned or 0.0) / result.possible) if result.possible else None
    return ExerciseLine(
        title=block.xml.get("display_name") or vertical.display_name,
        unit=vertical.url_name,
        score=score,
        complete=result.completion >= 1,
    )

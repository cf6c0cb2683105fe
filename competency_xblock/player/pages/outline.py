"""The course as a learner sees it: modules and units with how far they are. Values for templates, nothing else."""

from dataclasses import dataclass

from competency_xblock.olx.package import Sequential, Vertical

from ..courseware.course import LoadedCourse
from ..courseware.progress import CourseProgress, Due, Summary
from .about import About, read_overview


@dataclass(frozen=True, slots=True)
class Standing:
    """How far something is: whole per cents; ``score`` is None where nothing has a grade yet."""

    percent: int
    score: int | None
    gradable: bool

    @property
    def state(self) -> str:
        """``new``, ``begun`` or ``done``."""
        return {0: "new", 100: "done"}.get(self.percent, "begun")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a list. ``current`` is the one to go on with, or the one that is open."""

    url_name: str
    title: str
    standing: Standing
    current: bool


@dataclass(frozen=True, slots=True)
class SectionPart:
    """One section; ``due`` where it is graded and has to be done by some time."""

    title: str
    units: tuple[UnitLine, ...]
    due: Due | None


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """One module. ``number`` counts from 1."""

    number: int
    url_name: str
    title: str
    about: About
    standing: Standing
    sections: tuple[SectionPart, ...]

    @property
    def units(self) -> tuple[UnitLine, ...]:
        return tuple(unit for section in self.sections for unit in section.units)

    @property
    def done(self) -> int:
        return sum(unit.standing.state == "done" for unit in self.units)

    @property
    def current(self) -> bool:
        return any(unit.current for unit in self.units)


def standing(summary: Summary) -> Standing:
    """A summary in whole per cents; what is begun never reads 0, what is not complete never 100."""
    return Standing(
        percent=_percent(summary.completion),
        score=None if summary.score is None else round(summary.score * 100),
        gradable=summary.gradable > 0,
    )


def module_cards(course: LoadedCourse, progress: CourseProgress, *, current: str | None) -> tuple[ModuleCard, ...]:
    """Every module, with the unit ``current`` marked."""
    overview = read_overview(course.package.about.get("overview", ""))
    return tuple(
        ModuleCard(
            number=number,
            url_name=chapter.url_name,
            title=chapter.display_name,
            about=overview.modules.get(chapter.display_name, About()),
            standing=standing(progress.chapters[chapter.url_name]),
            sections=tuple(_section(sequential, progress, current) for sequential in chapter.sequentials),
        )
        for number, chapter in enumerate(course.package.chapters, start=1)
    )


def _section(sequential: Sequential, progress: CourseProgress, current: str | None) -> SectionPart:
    units = tuple(_unit(vertical, progress, current) for vertical in sequential.verticals)
    return SectionPart(sequential.display_name, units, progress.due.get(sequential.url_name))


def _unit(vertical: Vertical, progress: CourseProgress, current: str | None) -> UnitLine:
    summary = progress.verticals[vertical.url_name]
    return UnitLine(vertical.url_name, vertical.display_name, standing(summary), vertical.url_name == current)


def _percent(share: float) -> int:
    if share <= 0 or share >= 1:
        return 100 if share >= 1 else 0
    return min(99, max(1, round(share * 100)))

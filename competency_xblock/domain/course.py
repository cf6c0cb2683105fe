"""The course as a whole: its outline, and the parts the outline places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .rubric import Framework
from .scenario import Scenario

SCENARIO = "scenario"
LESSON = "lesson"
PROFILE = "profile"  # of which a course has one at most
DISCUSSION = "discussion"  # the platform's own, where it has one


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A place in a unit: ``kind`` is ``scenario`` or ``lesson``, ``id`` the AREA/SLUG of what stands there.

    The profile has its kind as its id, a discussion an AREA/SLUG of its own.
    """

    kind: str
    id: str

    @property
    def url_name(self) -> str:
        """The name of the block in OLX: the id with ``/`` as ``_``."""
        return self.id.replace("/", "_")


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    title: str
    blocks: tuple[BlockRef, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """``practice``: exercises beside the core of the module, which never count; a section is ``graded`` or that."""

    id: str
    title: str
    graded: bool
    units: tuple[Unit, ...]
    practice: bool = False

    def scenarios(self) -> Iterator[str]:
        """The ids of its scenarios, in reading order."""
        return (block.id for unit in self.units for block in unit.blocks if block.kind == SCENARIO)


@dataclass(frozen=True, slots=True)
class Module:
    id: str
    title: str
    summary: str
    minutes: int
    sections: tuple[Section, ...]
    area: str = ""
    outcomes: tuple[str, ...] = ()

    def core(self) -> tuple[str, ...]:
        """The ids of the scenarios that count, in reading order."""
        return tuple(name for section in self.sections if section.graded for name in section.scenarios())


@dataclass(frozen=True, slots=True)
class Outline:
    """Where everything stands. ``start`` and ``end`` are ISO 8601 times in UTC; ``image`` is a /static/ path."""

    org: str
    course: str
    run: str
    title: str
    language: str
    start: str
    end: str
    image: str
    short_description: str
    overview: str
    modules: tuple[Module, ...]
    allow: Mapping[str, str] = field(default_factory=dict)

    def blocks(self) -> Iterator[BlockRef]:
        """Every block of the course, in reading order."""
        for module in self.modules:
            for section in module.sections:
                for unit in section.units:
                    yield from unit.blocks


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario and the very text it was read from."""

    source: str
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page to read. ``source`` is the whole Markdown file, its first line ``# title``."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that is built into a package. ``static`` maps flat file names to their bytes."""

    outline: Outline
    framework: Framework
    local: Mapping[str, str]
    scenarios: Mapping[str, ScenarioFile]
    lessons: Mapping[str, Lesson]
    static: Mapping[str, bytes]

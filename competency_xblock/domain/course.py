"""The course as a whole: its outline, and the parts the outline places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .rubric import Framework
from .scenario import Scenario

SCENARIO = "scenario"
LESSON = "lesson"
PROFILE = "profile"  # of which a course has one at most


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A place in a unit: ``kind`` is ``scenario`` or ``lesson``, ``id`` the AREA/SLUG of what stands there.

    The profile has its kind as its id.
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
    id: str
    title: str
    graded: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Module:
    id: str
    title: str
    summary: str
    minutes: int
    sections: tuple[Section, ...]
    area: str = ""
    outcomes: tuple[str, ...] = ()


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

"""A course as it is held in memory: its blocks with the content their authors gave them. Never changed once made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from opaque_keys.edx.keys import UsageKey
from opaque_keys.edx.locator import CourseLocator
from xblock.exceptions import NoSuchUsage

from competency_xblock.olx.package import BlockXml, Package, Vertical

from .keys import usage_key


class Completes(Enum):
    """When a block is complete."""

    ON_VIEW = "once its page was opened"
    ON_GRADE = "once it has a grade"
    ITSELF = "when it says so"
    BY_CHILDREN = "with the blocks inside it"
    NEVER = "it does not count"


@dataclass(frozen=True, slots=True)
class Definition:
    """One block. ``problem`` is the sentence that stands in its place where it cannot be shown."""

    usage: UsageKey
    parent: UsageKey | None
    children: tuple[UsageKey, ...]
    completes: Completes
    scored: bool
    weight: float | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LoadedCourse:
    """A package and the blocks its XML was read into.

    ``values`` are content and settings as JSON values, by definition or usage key and name of the field.
    """

    package: Package
    key: CourseLocator
    definitions: Mapping[UsageKey, Definition]
    values: Mapping[tuple[Any, str], Any]

    @property
    def usage_key(self) -> UsageKey:
        """The usage key of the course itself, the root of its blocks."""
        return usage_key(self.key, "course", "course")

    def usage(self, block: BlockXml) -> UsageKey:
        """The usage key of a block of a unit."""
        return usage_key(self.key, block.tag, block.url_name)

    def vertical_usage(self, vertical: Vertical) -> UsageKey:
        """The usage key of a unit."""
        return usage_key(self.key, "vertical", vertical.url_name)

    def definition(self, usage: UsageKey) -> Definition:
        """Raises NoSuchUsage where the course has no such block."""
        try:
            return self.definitions[usage]
        except KeyError as error:
            raise NoSuchUsage(f"There is no block {usage} in this course.") from error

    def lineage(self, usage: UsageKey) -> Iterator[UsageKey]:
        """The block, then those around it from the inside out. Nothing where the course has no such block."""
        definition = self.definitions.get(usage)
        while definition is not None:
            yield definition.usage
            definition = self.definitions.get(definition.parent) if definition.parent else None

    def inherited(self, usage: UsageKey, name: str) -> Any:
        """What the block, or else the nearest around it, says of a policy, as JSON value; None where none does."""
        keys = ((each, name) for each in self.lineage(usage))
        return next((self.values[key] for key in keys if key in self.values), None)

    def vertical(self, url_name: str) -> Vertical:
        """The unit of this name; KeyError where there is none."""
        for vertical in self.package.verticals():
            if vertical.url_name == url_name:
                return vertical
        raise KeyError(url_name)

    def vertical_of(self, url_name: str) -> Vertical:
        """The unit in which anything of this name stands, be it a block, a unit, or the first unit of what holds units.

        KeyError where nothing has the name.
        """
        for chapter in self.package.chapters:
            for sequential in chapter.sequentials:
                for vertical in sequential.verticals:
                    names = {chapter.url_name, sequential.url_name, vertical.url_name}
                    if url_name in names or url_name in self._names_in(self.vertical_usage(vertical)):
                        return vertical
        raise KeyError(url_name)

    def counted(self, usage: UsageKey) -> Iterator[Definition]:
        """The blocks in and below ``usage`` that are completed one by one; a block answers for those inside it."""
        definition = self.definition(usage)
        if definition.completes is Completes.BY_CHILDREN:
            for child in definition.children:
                yield from self.counted(child)
        elif definition.completes is not Completes.NEVER:
            yield definition

    def _names_in(self, usage: UsageKey) -> Iterator[str]:
        for child in self.definitions[usage].children:
            yield child.block_id
            yield from self._names_in(child)

"""A course package as read back from its archive: structure, blocks as XML, and files.

``settings`` of a part are all its attributes and what the policy says of it, as texts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree


@dataclass(frozen=True, slots=True)
class BlockXml:
    """One block of a unit. ``tag`` is its block type; ``xml`` its element, not to be changed."""

    tag: str
    url_name: str
    xml: etree._Element


@dataclass(frozen=True, slots=True)
class Vertical:
    """A unit: the blocks a learner sees on one page."""

    url_name: str
    display_name: str
    blocks: tuple[BlockXml, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sequential:
    """A section; ``format`` names its grader where it is ``graded``."""

    url_name: str
    display_name: str
    graded: bool
    format: str
    verticals: tuple[Vertical, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A module."""

    url_name: str
    display_name: str
    sequentials: tuple[Sequential, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A whole course. ``sha256`` is that of the archive; ``about`` maps names such as ``overview`` to HTML."""

    org: str
    course: str
    run: str
    display_name: str
    language: str
    start: str
    end: str
    chapters: tuple[Chapter, ...]
    grading: Mapping[str, object]
    about: Mapping[str, str]
    static: Mapping[str, bytes]
    sha256: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def verticals(self) -> Iterator[Vertical]:
        """Every unit, in reading order."""
        for chapter in self.chapters:
            for sequential in chapter.sequentials:
                yield from sequential.verticals

"""Reading ``course/outline.yaml``: which lesson and scenario stands where."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from competency_xblock.domain.course import (
    DISCUSSION,
    LESSON,
    PROFILE,
    SCENARIO,
    BlockRef,
    Module,
    Outline,
    Section,
    Unit,
)

from .allow import read_allow
from .catalogue import Code
from .diagnostics import Loaded
from .reader import Keys, Reader
from .report import Report
from .source import read_tree
from .tree import MapNode, Node

STATIC = "/static/"
MOST_MINUTES = 6_000
_ABOUT = ("title", "language", "start", "end", "image", "short_description", "overview")
_HEAD = Keys("the outline", ("format", "org", "course", "run", *_ABOUT, "modules"), ("allow",))
_MODULE = Keys("a module", ("id", "title", "summary", "minutes", "sections"), ("area", "outcomes"))
_SECTION = Keys("a section", ("id", "title", "graded", "units"), ("practice",))
_UNIT = Keys("a unit", ("id", "title", "blocks"))
_KINDS = (LESSON, SCENARIO, DISCUSSION, PROFILE)
_ALLOWABLE = frozenset(code for code in Code if code.may_be_allowed_by_outline)
_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the outline may name: ids of scenarios, lessons and areas, and names of static files.

    ``areas`` None leaves areas unchecked, as does a framework that cannot be read.
    """

    scenarios: Collection[str]
    lessons: Collection[str]
    areas: Collection[str] | None
    static: Collection[str]


def load_outline(text: str | bytes, *, path: str, parts: Parts | None = None) -> Loaded[Outline]:
    """Read the outline. Never raises. Without ``parts`` it is not checked whether what it names is there."""
    report = Report(path)
    root = read_tree(text, report)
    outline = None if root is None else _OutlineReader(report, parts).outline(root)
    return Loaded(None if report.has_errors else outline, report.diagnostics())


class _OutlineReader(Reader):
    __slots__ = ("_ids", "_parts", "_placed")

    def __init__(self, report: Report, parts: Parts | None) -> None:
        super().__init__(report, frozenset())
        self._parts = parts
        self._ids: set[str] = set()
        self._placed: set[BlockRef] = set()

    def outline(self, root: Node) -> Outline | None:
        head = self.mapping(root, _HEAD)
        if head is None:
            return None
        entries = head.entries
        self.format(entries.get("format"))
        start, end = self._time(entries.get("start"), '"start"'), self._time(entries.get("end"), '"end"')
        if start and end and datetime.fromisoformat(end) <= datetime.fromisoformat(start):
            self.report.add(Code.END_BEFORE_START, entries["end"].place, "The course ends before it starts.")
        return Outline(
            org=self._name(entries.get("org"), '"org"'),
            course=self._name(entries.get("course"), '"course"'),
            run=self._name(entries.get("run"), '"run"'),
            title=self.prose(entries.get("title"), '"title"'),
            language=self.language(entries.get("language")),
            start=start,
            end=end,
            image=self._image(entries.get("image")),
            short_description=self.prose(entries.get("short_description"), '"short_description"'),
            overview=self.prose(entries.get("overview"), '"overview"'),
            modules=tuple(self._module(item) for item in self.items(entries.get("modules"), '"modules"')),
            allow=read_allow(self, entries["allow"], _ALLOWABLE) if "allow" in entries else {},
        )

    def _module(self, node: Node) -> Module:
        block = self.mapping(node, _MODULE)
        entries = block.entries if block else {}
        area = self.line(entries["area"], '"area"') if "area" in entries else ""
        areas = self._parts.areas if self._parts else None
        if area and areas is not None and area not in areas:
            message = f'The framework has no area "{area[:60]}".'
            self.report.add(Code.UNKNOWN_AREA, entries["area"].place, message, meant=(area, areas))
        return Module(
            id=self.unique_id(entries.get("id"), "The module id", self._ids),
            title=self.prose(entries.get("title"), "The title of a module"),
            summary=self.prose(entries.get("summary"), "The summary of a module"),
            minutes=self.number(entries.get("minutes"), '"minutes"', 1, MOST_MINUTES),
            sections=tuple(self._section(item) for item in self.items(entries.get("sections"), '"sections"')),
            area=area,
            outcomes=tuple(
                self.prose(item, "An outcome") for item in self.items(entries.get("outcomes"), '"outcomes"')
            ),
        )

    def _section(self, node: Node) -> Section:
        block = self.mapping(node, _SECTION)
        entries = block.entries if block else {}
        graded, practice = (self.yes_no(entries.get(key), f'"{key}"') for key in ("graded", "practice"))
        if graded and practice:
            message = "The section is practice, and graded."
            self.report.add(Code.GRADED_PRACTICE, entries["graded"].place, message, "Write graded: false.")
        return Section(
            id=self.unique_id(entries.get("id"), "The section id", self._ids),
            title=self.prose(entries.get("title"), "The title of a section"),
            graded=graded,
            practice=practice,
            units=tuple(self._unit(item) for item in self.items(entries.get("units"), '"units"')),
        )

    def _unit(self, node: Node) -> Unit:
        block = self.mapping(node, _UNIT)
        entries = block.entries if block else {}
        return Unit(
            id=self.unique_id(entries.get("id"), "The unit id", self._ids),
            title=self.prose(entries.get("title"), "The title of a unit"),
            blocks=tuple(self._block(item) for item in self.items(entries.get("blocks"), '"blocks"')),
        )

    def _block(self, node: Node) -> BlockRef:
        kinds = list(node.entries) if type(node) is MapNode else []
        if type(node) is not MapNode or len(kinds) != 1 or kinds[0] not in _KINDS:
            message = "A block is a lesson, a scenario, a discussion or the profile."
            hint = "Write - lesson: AREA/SLUG, - scenario: AREA/SLUG, - discussion: AREA/SLUG or - profile: true."
            self.report.add(Code.BLOCK_KIND, node.place, message, hint)
            return BlockRef(LESSON, "")
        kind, target = kinds[0], node.entries[kinds[0]]
        if kind == PROFILE:
            return self._profile(target)
        ref = BlockRef(kind, self.full_id(target, f'"{kind}"'))
        if ref.id:
            self._check_placed(ref, target)
        return ref

    def _profile(self, node: Node) -> BlockRef:
        ref = BlockRef(PROFILE, PROFILE)
        if not self.yes_no(node, '"profile"'):
            hint = "Write - profile: true, or remove the line."
            self.report.add(Code.BLOCK_KIND, node.place, "This places no profile.", hint)
        elif ref in self._placed:
            self.report.add(Code.PLACED_TWICE, node.place, "The profile is placed a second time.", "Remove one.")
        self._placed.add(ref)
        return ref

    def _check_placed(self, ref: BlockRef, node: Node) -> None:
        if ref in self._placed:
            message = f'The {ref.kind} "{ref.id}" is placed a second time.'
            self.report.add(Code.PLACED_TWICE, node.place, message, "Remove one of the two.")
        self._placed.add(ref)
        if ref.kind == DISCUSSION:
            return
        known = () if self._parts is None else self._parts.lessons if ref.kind == LESSON else self._parts.scenarios
        if self._parts is not None and ref.id not in known:
            message = f'There is no {ref.kind} "{ref.id}".'
            self.report.add(Code.UNKNOWN_BLOCK, node.place, message, meant=(ref.id, known))

    def _name(self, node: Node | None, what: str) -> str:
        text = self.line(node, what)
        if text and node is not None and not _NAME.fullmatch(text):
            message = f'{what} cannot be "{text[:60]}".'
            self.report.add(Code.BAD_ID, node.place, message, "Use letters, digits, dots, hyphens and underscores.")
        return text

    def _time(self, node: Node | None, what: str) -> str:
        text = self.line(node, what)
        if not text or node is None or _is_utc(text):
            return text
        message = f'{what} cannot be "{text[:60]}".'
        self.report.add(Code.BAD_FORM, node.place, message, "Write a time in UTC, such as 2025-09-01T00:00:00Z.")
        return ""

    def _image(self, node: Node | None) -> str:
        text = self.line(node, '"image"')
        if text and node is not None and not text.startswith(STATIC):
            self.report.add(Code.BAD_FORM, node.place, f'"image" cannot be "{text[:60]}".', "Write /static/NAME.")
        elif text and node is not None and self._parts and text.removeprefix(STATIC) not in self._parts.static:
            message = f'There is no file "{text[:60]}".'
            self.report.add(Code.MISSING_FILE, node.place, message, "Put it into course/static.")
        return text


def _is_utc(text: str) -> bool:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text and time.utcoffset() == timedelta(0) and time.astimezone(UTC) == time

"""Reading ``course/rubric.yaml``: the framework."""

from competency_xblock.domain.rubric import LEVELS, Area, Criterion, Framework, Level

from .catalogue import Code
from .diagnostics import Loaded
from .reader import Keys, Reader
from .report import Report
from .source import read_tree
from .tree import Node, TextNode

_HEAD = Keys("the framework", ("format", "id", "version", "title", "language", "levels", "areas"))
_LEVEL = Keys("a level", ("level", "title", "summary"))
_AREA = Keys("an area", ("id", "title", "summary", "criteria"))
_CRITERION = Keys("a criterion", ("id", "title", "asks", "levels"))
_NUMBERS = tuple(str(level) for level in LEVELS)
_NO_TEXTS = ("", "", "", "")


def load_framework(text: str | bytes, *, path: str) -> Loaded[Framework]:
    """Read a framework. Never raises, whatever the text; there is a value exactly where no diagnostic is an error."""
    report = Report(path)
    root = read_tree(text, report)
    framework = None if root is None else _read(Reader(report, frozenset()), root)
    return Loaded(None if report.has_errors else framework, report.diagnostics())


def _read(reader: Reader, root: Node) -> Framework | None:
    head = reader.mapping(root, _HEAD)
    if head is None:
        return None
    entries = head.entries
    reader.format(entries.get("format"))
    seen: set[str] = set()
    return Framework(
        id=reader.id(entries.get("id"), '"id"'),
        version=reader.line(entries.get("version"), '"version"'),
        title=reader.prose(entries.get("title"), '"title"'),
        language=reader.language(entries.get("language")),
        levels=_read_levels(reader, entries.get("levels")),
        areas=tuple(_read_area(reader, item, seen) for item in reader.items(entries.get("areas"), '"areas"')),
    )


def _read_levels(reader: Reader, node: Node | None) -> tuple[Level, ...]:
    levels = []
    for place, item in enumerate(reader.items(node, '"levels"'), 1):
        block = reader.mapping(item, _LEVEL)
        entries = block.entries if block else {}
        title = reader.prose(entries.get("title"), "The title of a level")
        levels.append(Level(place, title, reader.prose(entries.get("summary"), "The summary of a level")))
        number = entries.get("level")
        if type(number) is TextNode and number.text != str(place):
            message = f'Level {place} is numbered "{number.text[:60]}".'
            reader.report.add(Code.FRAMEWORK_LEVELS, number.place, message, "Number them 1, 2, 3, 4, in that order.")
    if node is not None and levels and len(levels) != len(LEVELS):
        message = f"The framework has {len(levels)} levels."
        reader.report.add(Code.FRAMEWORK_LEVELS, node.place, message, "It needs exactly four.")
    return tuple(levels)


def _read_area(reader: Reader, node: Node, seen: set[str]) -> Area:
    block = reader.mapping(node, _AREA)
    entries = block.entries if block else {}
    area_id = reader.unique_id(entries.get("id"), "The area id", seen)
    return Area(
        id=area_id,
        title=reader.prose(entries.get("title"), "The title of an area"),
        summary=reader.prose(entries.get("summary"), "The summary of an area"),
        criteria=tuple(
            _read_criterion(reader, item, area_id, seen) for item in reader.items(entries.get("criteria"), '"criteria"')
        ),
    )


def _read_criterion(reader: Reader, node: Node, area_id: str, seen: set[str]) -> Criterion:
    block = reader.mapping(node, _CRITERION)
    entries = block.entries if block else {}
    name = reader.unique_id(entries.get("id"), "The criterion id", seen, prefix=f"{area_id}/")
    return Criterion(
        id=f"{area_id}/{name}",
        title=reader.prose(entries.get("title"), "The title of a criterion"),
        asks=reader.prose(entries.get("asks"), '"asks"'),
        descriptors=_read_descriptors(reader, entries.get("levels")),
    )


def _read_descriptors(reader: Reader, node: Node | None) -> tuple[str, str, str, str]:
    if node is None:
        return _NO_TEXTS
    entries = reader.entries(node, '"levels"')
    if not entries:
        return _NO_TEXTS
    if tuple(entries) != _NUMBERS:
        message = "A criterion has exactly the levels 1, 2, 3 and 4, in that order."
        reader.report.add(Code.FRAMEWORK_LEVELS, node.place, message, "Write one text for each.")
        return _NO_TEXTS
    one, two, three, four = (reader.prose(text, "The text of a level") for text in entries.values())
    return one, two, three, four

"""Reading settings: switches, each with its own levels, and what is said of the finished panel."""

from collections.abc import Sequence

from competency_xblock.domain.conditions import Condition
from competency_xblock.domain.tasks import BEST_LEVEL, PreviewLine, Settings, Switch, Task, Whole

from ..catalogue import Code
from ..conditions import NEVER, read_condition
from ..options import (
    MOST_CRITERIA,
    NO_GOTO,
    ReadOption,
    check_count,
    read_name,
    read_options,
    unknown_part,
)
from ..reader import Keys
from ..scene_reader import SceneReader
from ..scoring import check_levels
from ..tree import MapNode, Node

MOST_SWITCHES = 8
_SETTINGS = Keys('"settings"', ("service", "switches"), ("whole", "preview"))
_SWITCH = Keys("a switch", ("id", "text", "first", "values"))
_VALUE = Keys("a value", ("id", "text", "levels", "feedback"), ("breach",), elsewhere=NO_GOTO)
_WHOLE = Keys("a judgement of the whole panel", ("when",), ("breach", "cap"))
_PREVIEW = Keys("a line of the preview", ("who", "sees"), ("when",))


def read_settings(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    block = reader.mapping(node, _SETTINGS)
    if block is None:
        return Settings("", ())
    entries = block.entries
    switches = _read_switches(reader, block)
    return Settings(
        reader.prose(entries.get("service"), '"service"'),
        switches,
        tuple(_read_whole(reader, item) for item in reader.items(entries.get("whole"), '"whole"')),
        tuple(_read_preview(reader, item) for item in reader.items(entries.get("preview"), '"preview"')),
    )


def _read_switches(reader: SceneReader, panel: MapNode) -> tuple[Switch, ...]:
    items = reader.items(panel.entries.get("switches"), '"switches"')
    check_count(reader, panel, "switches", items, "switch", 1, MOST_SWITCHES)
    switches: list[Switch] = []
    seen: set[str] = set()
    rated: set[str] = set()
    widest = 0
    for item in items:
        block = reader.mapping(item, _SWITCH)
        if block is None:
            continue
        name = read_name(reader, block, "switch", seen)
        values = read_options(reader, block, "values", _VALUE, "value")
        check_levels(values, block.key_place("values"), reader.report, f'the switch "{name}"')
        criteria = {criterion for value in values for criterion in value.levels or ()}
        rated |= criteria
        widest = max(widest, len(criteria))
        switches.append(
            Switch(
                name,
                reader.prose(block.entries.get("text"), "The text of a switch"),
                _read_first(reader, block, name, values),
                tuple(value.option for value in values),
            )
        )
    if widest <= MOST_CRITERIA < len(rated):
        message = f"The switches rate {len(rated)} criteria together."
        reader.report.add(Code.CRITERIA_COUNT, panel.key_place("switches"), message, "Rate one to four.")
    return tuple(switches)


def _read_first(reader: SceneReader, switch: MapNode, name: str, values: Sequence[ReadOption]) -> str:
    node = switch.entries.get("first")
    first = reader.line(node, '"first"')
    known = [value.option.id for value in values]
    if node is not None and first and all(known) and known and first not in known:
        message = f'The switch "{name}" begins at "{first[:60]}", which is none of its values.'
        unknown_part(reader, node, message, first, known)
    return first


def _read_whole(reader: SceneReader, node: Node) -> Whole:
    block = reader.mapping(node, _WHOLE)
    if block is None:
        return Whole(NEVER)
    entries = block.entries
    if "breach" in entries and "cap" in entries:
        message = '"cap" has no meaning beside "breach".'
        hint = "A breach counts 0 by itself; remove one of them."
        reader.report.add(Code.MISPLACED_KEY, block.key_place("cap"), message, hint)
    elif not ("breach" in entries or "cap" in entries):
        message = 'A judgement of the whole panel needs "breach" or "cap".'
        reader.report.add(Code.MISSING_KEY, block.place, message, "Say why it is a breach, or which level is the most.")
    return Whole(
        _read_when(reader, entries["when"]) if "when" in entries else NEVER,
        reader.prose(entries["breach"], "The reason of a breach") if "breach" in entries else "",
        reader.number(entries.get("cap"), '"cap"', 1, BEST_LEVEL - 1, BEST_LEVEL),
    )


def _read_preview(reader: SceneReader, node: Node) -> PreviewLine:
    block = reader.mapping(node, _PREVIEW)
    if block is None:
        return PreviewLine("", "")
    entries = block.entries
    return PreviewLine(
        reader.prose(entries.get("who"), '"who"'),
        reader.prose(entries.get("sees"), '"sees"'),
        _read_when(reader, entries["when"]) if "when" in entries else None,
    )


def _read_when(reader: SceneReader, node: Node) -> Condition:
    """A condition that is looked at on the page, before the panel is sent: it can know nothing but the panel."""
    before = len(reader.references)
    condition = read_condition(reader, node)
    inside = []
    for reference in reader.references[before:]:
        if reference.kind == "set" and reference.scene == reader.scene:
            inside.append(reference)
        else:
            message = "A condition within a panel can look at the switches of this panel alone."
            hint = f"Write set: {reader.scene}/SWITCH = VALUE."
            reader.report.add(Code.PANEL_CONDITION, reference.place, message, hint)
    reader.references[before:] = inside
    return condition

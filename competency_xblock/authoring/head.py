"""Reading the head of a scenario: everything that is said of it beside its scenes."""

from dataclasses import replace

from competency_xblock.domain.scenario import ORIENTATIONS, USES, Key, PlayRules, Scenario

from .allow import read_allow
from .catalogue import Code
from .reader import Keys
from .scene_reader import SceneReader
from .tree import MapNode, Node, TextNode

MOST_MINUTES = 240
MOST_ATTEMPTS = 99
MOST_RATERS = 999
WIDEST_SPREAD = 3
HEAD = Keys(
    "a scenario",
    ("format", "id", "title", "area", "language", "summary", "minutes", "use", "key", "start", "scenes"),
    ("orientation", "play", "allow", "variants"),
)
_KEY = Keys('"key"', ("by", "status"), ("raters", "spread"))
_PLAY = Keys('"play"', (), ("feedback", "undo", "attempts", "counts"))
_ALLOWABLE = frozenset(code for code in Code if code.may_be_allowed)


def read_head(reader: SceneReader, head: MapNode, expected_id: str | None) -> Scenario:
    """The scenario as far as its head tells: without scenes and variants."""
    entries = head.entries
    reader.format(entries.get("format"))
    return Scenario(
        id=_read_id(reader, head, expected_id),
        title=reader.prose(entries.get("title"), '"title"'),
        area=reader.id(entries.get("area"), '"area"'),
        language=reader.language(entries.get("language")),
        summary=reader.prose(entries.get("summary"), '"summary"'),
        minutes=reader.number(entries.get("minutes"), '"minutes"', 1, MOST_MINUTES),
        use=reader.word(entries.get("use"), '"use"', USES),
        start=reader.target(entries["start"], "The scenario") if "start" in entries else "",
        scenes={},
        orientation=reader.word(entries.get("orientation"), '"orientation"', ORIENTATIONS),
        key=_read_key(reader, entries["key"]) if "key" in entries else Key(),
        play=_read_play(reader, entries["play"]) if "play" in entries else PlayRules(),
        allow=read_allow(reader, entries["allow"], _ALLOWABLE) if "allow" in entries else {},
    )


def read_differences(reader: SceneReader, scenario: Scenario, variant: MapNode) -> Scenario:
    """The head as one variant has it: what the variant does not give stays as it is."""
    entries = variant.entries
    own = replace(
        scenario,
        title=reader.prose(entries.get("title"), '"title"') or scenario.title,
        summary=reader.prose(entries.get("summary"), '"summary"') or scenario.summary,
        minutes=reader.number(entries.get("minutes"), '"minutes"', 1, MOST_MINUTES, scenario.minutes),
        use=reader.word(entries.get("use"), '"use"', USES, scenario.use),
    )
    return (
        replace(own, start=reader.target(entries["start"], f'The variant "{own.variant}"'))
        if "start" in entries
        else own
    )


def _read_id(reader: SceneReader, head: MapNode, expected: str | None) -> str:
    node, area = head.entries.get("id"), head.entries.get("area")
    scenario_id = reader.full_id(node, '"id"')
    if not scenario_id or node is None:
        return ""
    if expected is not None and scenario_id != expected:
        message = f'The id is "{scenario_id}", and the file is scenarios/{expected}.yaml.'
        reader.report.add(Code.ID_AND_PATH, node.place, message, f"Write id: {expected}, or move the file.")
    own = scenario_id.split("/")[0]
    if type(area) is TextNode and area.text and area.text != own:
        message = f'The area is "{area.text[:60]}", and the id begins with "{own}".'
        reader.report.add(Code.ID_AND_PATH, area.place, message, f"Write area: {own}, or change the id.")
    return scenario_id


def _read_key(reader: SceneReader, node: Node) -> Key:
    block = reader.mapping(node, _KEY)
    if block is None:
        return Key()
    entries = block.entries
    by = reader.word(entries.get("by"), '"by"', ("author", "panel"), "author")
    status = reader.word(entries.get("status"), '"status"', ("provisional", "rated"), "provisional")
    raters = reader.number(entries.get("raters"), '"raters"', 1, MOST_RATERS)
    spread = reader.number(entries.get("spread"), '"spread"', 0, WIDEST_SPREAD)
    if status == "rated":
        for name in sorted({"raters", "spread"} - entries.keys()):
            message = f'A key that is rated needs "{name}".'
            reader.report.add(Code.MISSING_KEY, block.place, message, "Say how many rated it and how far apart.")
    return Key(by, status, raters if "raters" in entries else None, spread if "spread" in entries else None)


def _read_play(reader: SceneReader, node: Node) -> PlayRules:
    block = reader.mapping(node, _PLAY)
    if block is None:
        return PlayRules()
    entries = block.entries
    feedback = reader.word(entries.get("feedback"), '"feedback"', ("at-once", "at-end", "after-due"), "at-once")
    undo = reader.word(entries.get("undo"), '"undo"', ("never", "allowed"), "never") == "allowed"
    counts = reader.word(entries.get("counts"), '"counts"', ("best", "latest", "mean"), "best")
    if undo and feedback == "at-once":
        message = "Undo is allowed while feedback comes at once."
        hint = "Write undo: never, or feedback: at-end."
        reader.report.add(Code.UNDO_SHOWS_KEY, entries["undo"].place, message, hint)
    attempts_node = entries.get("attempts")
    if type(attempts_node) is TextNode and attempts_node.text == "unlimited":
        return PlayRules(feedback, undo, None, counts)
    attempts = reader.number(attempts_node, '"attempts"', 1, MOST_ATTEMPTS, PlayRules().attempts or 1)
    return PlayRules(feedback, undo, attempts, counts)

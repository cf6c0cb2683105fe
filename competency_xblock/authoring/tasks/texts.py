"""Reading write, reflect and self-assess: what trainees say in their own words, and how they place themselves."""

from collections.abc import Iterable

from competency_xblock.domain.advice import ADVICE
from competency_xblock.domain.tasks import Anchor, Reflect, SelfAssess, Task, Words, Write

from ..catalogue import Code
from ..options import read_criteria, read_levels
from ..reader import Keys
from ..scene_reader import SceneReader
from ..tree import MapNode, Node
from .kind import MOST_COUNTED

MOST_REVISIONS = 3
MOST_PLACED = 60  # criteria to place oneself on
EVERY_AREA = "all"
REVIEWS = ("self", "mentor")

_WORDS = Keys("a word count", (), ("min", "max"))
_WRITE = Keys('"write"', ("review", "anchors"), ("words", "advice", "revise"))
_REFLECT = Keys('"reflect"', (), ("words",))
_ANCHOR = Keys("an anchor", ("levels", "text", "comment"))
_SELF_ASSESS = Keys('"self-assess"', (), ("criteria", "area"))


def read_write(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    criteria = read_criteria(reader, scene.entries.get("criteria"))
    block = reader.mapping(node, _WRITE)
    if block is None:
        return Write(criteria or ())
    entries = block.entries
    advice = reader.texts(entries["advice"], '"advice"') if "advice" in entries else ()
    for word in advice:
        reader.allowed(word, entries["advice"], '"advice"', ADVICE)
    return Write(
        criteria or (),
        _read_words(reader, entries.get("words")),
        advice,
        reader.word(entries.get("review"), '"review"', REVIEWS, "self"),
        reader.number(entries.get("revise"), '"revise"', 0, MOST_REVISIONS),
        _read_anchors(reader, entries.get("anchors"), criteria),
    )


def _read_anchors(reader: SceneReader, node: Node | None, criteria: tuple[str, ...] | None) -> tuple[Anchor, ...]:
    anchors = []
    complete = True
    for item in reader.items(node, '"anchors"'):
        block = reader.mapping(item, _ANCHOR)
        if block is None:
            complete = False
            continue
        entries = block.entries
        levels = read_levels(reader, entries["levels"]) if "levels" in entries else None
        complete = complete and levels is not None
        for criterion in levels or ():
            if criteria is not None and criterion not in criteria:
                message = f'The task does not rate "{criterion}".'
                hint = f"It rates {', '.join(criteria)}."
                reader.report.add(Code.ANCHOR_CRITERIA, entries["levels"].place, message, hint)
        text = reader.prose(entries.get("text"), "The text of an anchor")
        anchors.append(Anchor(levels or {}, text, reader.prose(entries.get("comment"), "The comment of an anchor")))
    if node is not None and anchors and complete and not _differ(anchors):
        message = "The anchors show the same level on every criterion."
        reader.report.add(Code.ANCHOR_LEVELS, node.place, message, "Add one of another level.")
    return tuple(anchors)


def _differ(anchors: Iterable[Anchor]) -> bool:
    shown: dict[str, int] = {}
    for anchor in anchors:
        for criterion, level in anchor.levels.items():
            if shown.setdefault(criterion, level) != level:
                return True
    return False


def read_reflect(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    block = reader.mapping(node, _REFLECT)
    return Reflect(_read_words(reader, block.entries.get("words")) if block else Words())


def _read_words(reader: SceneReader, node: Node | None) -> Words:
    block = reader.mapping(node, _WORDS) if node is not None else None
    if block is None:
        return Words()
    least = reader.number(block.entries.get("min"), '"min"', 1, MOST_COUNTED)
    most = reader.number(block.entries.get("max"), '"max"', 1, MOST_COUNTED)
    if least and most and least > most:
        message = f"At least {least} words are more than at most {most}."
        reader.report.add(Code.WORD_LIMITS, block.place, message, "Mend min or max.")
    return Words(least, most)


def read_self_assess(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    block = reader.mapping(node, _SELF_ASSESS)
    if block is None:
        return SelfAssess(())
    entries = block.entries
    if "criteria" in entries and "area" in entries:
        message = '"area" has no meaning beside "criteria".'
        reader.report.add(Code.MISPLACED_KEY, block.key_place("area"), message, "Remove one of them.")
    elif "criteria" not in entries and "area" not in entries:
        message = '"self-assess" needs "criteria" or "area".'
        reader.report.add(Code.MISSING_KEY, block.place, message, "Name criteria, an area, or area: all.")
    elif "area" in entries:
        return SelfAssess(_read_area(reader, entries["area"]))
    return SelfAssess(read_criteria(reader, entries.get("criteria"), MOST_PLACED) or ())


def _read_area(reader: SceneReader, node: Node) -> tuple[str, ...]:
    """The criteria of an area of the framework, or of all; none, without a complaint, where there is no framework."""
    area = reader.line(node, '"area"')
    criteria = [criterion.id for criterion in reader.framework.criteria()]
    areas = list(dict.fromkeys(name.partition("/")[0] for name in criteria))
    if area and criteria and area not in (*areas, EVERY_AREA):
        message = f'The framework has no area "{area[:60]}".'
        reader.report.add(Code.UNKNOWN_AREA, node.place, message, "Or write all.", meant=(area, areas))
    return tuple(name for name in criteria if area in (name.partition("/")[0], EVERY_AREA))

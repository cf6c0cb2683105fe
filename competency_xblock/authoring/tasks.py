"""Reading the task of a scene. One function for each kind, in a registry: another kind is one more entry."""

from collections.abc import Callable, Iterable

from competency_xblock.domain.tasks import Anchor, Choose, Rank, Reflect, Select, Task, Words, Write

from .catalogue import Code
from .options import CHOOSE_OPTION, RANK_ITEM, SELECT_OPTION, read_criteria, read_levels, read_options
from .reader import Keys
from .scene_reader import SceneReader
from .scoring import check_levels, check_ranking
from .tree import MapNode, Node

MOST_PICKED = 2
DEFAULT_OFFER = 3
MOST_REVISIONS = 3
MOST_COUNTED = 10_000  # words; nobody is asked for more
ADVICE = ("greeting", "close", "sentence-length", "question-back", "dates", "personal-data", "blame")
REVIEWS = ("self", "mentor")

_WORDS = Keys("a word count", (), ("min", "max"))
_WRITE = Keys('"write"', ("review", "anchors"), ("words", "advice", "revise"))
_REFLECT = Keys('"reflect"', (), ("words",))
_ANCHOR = Keys("an anchor", ("levels", "text", "comment"))


class Kind:
    """A kind of task: how it is read, and which keys it puts on its scene beside its own."""

    __slots__ = ("optional", "read", "required")

    def __init__(
        self,
        read: Callable[[SceneReader, MapNode, Node], Task],
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> None:
        self.read = read
        self.required = tuple(required)
        self.optional = tuple(optional)


def read_choose(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    options = read_options(reader, scene, "choose", CHOOSE_OPTION)
    check_levels(options, scene, "choose", reader.report)
    return Choose(tuple(read.option for read in options))


def read_select(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    options = read_options(reader, scene, "select", SELECT_OPTION)
    check_levels(options, scene, "select", reader.report)
    pick_node = scene.entries.get("pick")
    pick = reader.number(pick_node, '"pick"', 1, MOST_PICKED)
    if pick_node is not None and pick >= len(options) > 1:
        message = f"{pick} of {len(options)} options may be picked."
        reader.report.add(Code.PICK_ALL, pick_node.place, message, "Add options, or lower pick.")
    return Select(tuple(read.option for read in options), pick)


def read_rank(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    options = read_options(reader, scene, "rank", RANK_ITEM)
    criteria = read_criteria(reader, scene.entries.get("criteria"))
    key = _read_rank_key(reader, scene.entries.get("key"), [read.option.id for read in options])
    if key:
        check_ranking(options, key, reader.report)
    offers = reader.number(scene.entries.get("offers"), '"offers"', 2, 4, DEFAULT_OFFER)
    return Rank(tuple(read.option for read in options), key, criteria or (), offers)


def _read_rank_key(reader: SceneReader, node: Node | None, ids: list[str]) -> tuple[str, ...]:
    before = reader.report.count
    key = reader.texts(node, '"key"')
    if node is None or not key or reader.report.count > before or not all(ids):
        return key
    known, named = set(ids), set(key)
    unknown = [name for name in key if name not in known]
    missing = [name for name in ids if name not in named]
    for name in unknown:
        message = f'The key names "{name[:60]}", which is no item of this ranking.'
        reader.report.add(Code.RANK_KEY, node.place, message, meant=(name, ids))
    if missing and not unknown:
        message = f"The key leaves out {', '.join(missing)}."
        reader.report.add(Code.RANK_KEY, node.place, message, "List every id once, best first.")
    return key


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


KINDS = {
    "choose": Kind(read_choose, (), ("order",)),
    "select": Kind(read_select, ("pick",), ("order",)),
    "rank": Kind(read_rank, ("criteria", "key"), ("order", "offers")),
    "write": Kind(read_write, ("criteria",)),
    "reflect": Kind(read_reflect),
}
LATER_KINDS = ("rate", "sort", "settings", "thread", "self-assess")
"""Kinds of the format that this version does not play."""

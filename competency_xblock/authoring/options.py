"""Reading the options of a task: id, text, levels, breach, feedback, way on."""

from collections.abc import Mapping

from competency_xblock.domain.tasks import Feedback, Option

from .catalogue import Code
from .reader import Keys
from .scene_reader import SceneReader
from .tree import ListNode, MapNode, Node, Place, TextNode

FEWEST, MOST = 2, 8
MOST_WORDS = 120
MOST_CRITERIA = 4
LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}
_PRAISE = ("best", "better", "good", "great", "perfect", "ideal", "optimal", "exemplary", "correct", "right", "level")
_BLAME = ("bad", "worse", "worst", "poor", "wrong", "incorrect", "breach")
_VERDICTS = frozenset((*_PRAISE, *_BLAME))
_FILLERS = frozenset(("the", "a", "an", "answer", "option", "reply", "choice", "one", "end", "ending", "scene", "very"))
_FEEDBACK = Keys('"feedback"', ("attracts", "overlooks"), ("moves-up",))
_LEVELS_ON_TASK = {"levels": "The options of this task have no levels; its key stands on the scene."}
_NO_GOTO = {"goto": "Only options of choose lead on by themselves; put goto on the scene."}
CHOOSE_OPTION = Keys("an option", ("id", "text", "levels", "feedback"), ("breach", "goto"))
SELECT_OPTION = Keys("an option of select", ("id", "text", "levels", "feedback"), ("breach",), elsewhere=_NO_GOTO)
RANK_ITEM = Keys("an item of rank", ("id", "text", "feedback"), elsewhere={**_NO_GOTO, **_LEVELS_ON_TASK})


class ReadOption:
    """An option and the nodes it came from. ``levels`` is None where they could not be read."""

    __slots__ = ("levels", "node", "option")

    def __init__(self, option: Option, node: MapNode, levels: Mapping[str, int] | None) -> None:
        self.option = option
        self.node = node
        self.levels = levels


def read_options(reader: SceneReader, scene: MapNode, kind: str, keys: Keys) -> list[ReadOption]:
    """The options under the key ``kind`` of a scene, each id once; those that are no mapping are left out."""
    items = reader.items(scene.entries[kind], f'"{kind}"')
    if items and not FEWEST <= len(items) <= MOST:
        message = f'"{kind}" has {len(items)} {"option" if len(items) == 1 else "options"}.'
        reader.report.add(Code.OPTION_COUNT, scene.key_place(kind), message, f"Write {FEWEST} to {MOST}.")
    options: list[ReadOption] = []
    seen: set[str] = set()
    for item in items:
        block = reader.mapping(item, keys)
        if block is None:
            continue
        read = _read_option(reader, block)
        name = read.option.id
        if name in seen:
            message = f'The option id "{name}" is used twice in this task.'
            reader.report.add(Code.DUPLICATE_ID, block.entries["id"].place, message, "Give one of them another id.")
        elif name:
            seen.add(name)
        options.append(read)
    return options


def _read_option(reader: SceneReader, block: MapNode) -> ReadOption:
    entries = block.entries
    option_id = reader.id(entries.get("id"), "The option id")
    if option_id:
        check_telling(reader, option_id, entries["id"].place, "option")
    text = reader.prose(entries.get("text"), "The text of an option")
    if len(text) > MOST_WORDS * 2 and len(text.split()) > MOST_WORDS:
        message = f'The option "{option_id}" has {len(text.split())} words.'
        reader.report.add(Code.LONG_OPTION, entries["text"].place, message, f"Use at most {MOST_WORDS}.")
    levels_node = entries.get("levels")
    levels = read_levels(reader, levels_node) if levels_node is not None else None
    goto = entries.get("goto")
    option = Option(
        option_id,
        text,
        _read_feedback(reader, entries.get("feedback")),
        levels or {},
        reader.prose(entries["breach"], "The reason of a breach") if "breach" in entries else "",
        reader.target(goto, f'The option "{option_id}"') if goto is not None else "",
    )
    return ReadOption(option, block, levels)


def check_telling(reader: SceneReader, name: str, place: Place, what: str) -> None:
    """Refuse an id that is nothing but a verdict, such as ``level-4`` or ``the-best-reply``; ``good-luck`` is none."""
    words = {word for word in name.split("-") if word.rstrip("0123456789") not in _FILLERS | {""}}
    if words and all(word.rstrip("0123456789") in _VERDICTS for word in words):
        message = f'The {what} id "{name}" tells how good the answer is.'
        reader.report.add(Code.TELLING_ID, place, message, "Say what happens instead.")


def _read_feedback(reader: SceneReader, node: Node | None) -> Feedback:
    block = reader.mapping(node, _FEEDBACK) if node is not None else None
    if block is None:
        return Feedback("", "")
    entries = block.entries
    moves_up = entries.get("moves-up")
    return Feedback(
        reader.prose(entries.get("attracts"), '"attracts"'),
        reader.prose(entries.get("overlooks"), '"overlooks"'),
        reader.prose(moves_up, '"moves-up"') if moves_up is not None else "",
    )


def read_levels(reader: SceneReader, node: Node) -> dict[str, int] | None:
    """Criterion -> level; None where any of it is not right."""
    levels = {}
    for criterion, value in reader.entries(node, '"levels"').items():
        level = LEVELS.get(value.text) if type(value) is TextNode else None
        if level is None or criterion not in reader.framework:
            _report_levels(reader, node)
            return None
        levels[criterion] = level
    return levels or None


def _report_levels(reader: SceneReader, node: Node) -> None:
    for criterion, place, value in node.located() if type(node) is MapNode else ():
        if type(value) is not TextNode or value.text not in LEVELS:
            message = f'The level for "{criterion[:60]}" is not 1, 2, 3 or 4.'
            reader.report.add(Code.BAD_LEVEL, value.place, message, "Write one whole number.")
        if criterion not in reader.framework:
            reader.unknown_criterion(criterion, place)


def read_criteria(reader: SceneReader, node: Node | None) -> tuple[str, ...] | None:
    """The criteria a task names for itself; None where any of them is not right."""
    before = reader.report.count
    names = reader.texts(node, '"criteria"')
    if type(node) is ListNode and len(names) > MOST_CRITERIA:
        message = f"The task rates {len(names)} criteria."
        reader.report.add(Code.CRITERIA_COUNT, node.place, message, f"Name one to {MOST_CRITERIA}.")
    elif type(node) is ListNode:
        for item in node.items:
            if type(item) is TextNode and item.text in names and item.text not in reader.framework:
                reader.unknown_criterion(item.text, item.place)
    return names if names and reader.report.count == before else None

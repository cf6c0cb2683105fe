"""Reading what a trainee may answer: options, items, values and answers, with levels, breach, feedback and way on."""

from collections.abc import Callable, Mapping

from competency_xblock.domain.tasks import Feedback, Option

from .catalogue import Code
from .reader import Keys
from .scene_reader import SceneReader
from .tree import ListNode, MapNode, Node, Place, TextNode

FEWEST, MOST = 2, 8
MOST_WORDS = 120
MOST_CRITERIA = 4
LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}
NO_GOTO = {"goto": "Only options of choose and answers of thread lead on by themselves; put goto on the scene."}
_PRAISE = ("best", "better", "good", "great", "perfect", "ideal", "optimal", "exemplary", "correct", "right", "level")
_BLAME = ("bad", "worse", "worst", "poor", "wrong", "incorrect", "breach")
_VERDICTS = frozenset((*_PRAISE, *_BLAME))
_FILLERS = frozenset(("the", "a", "an", "answer", "option", "reply", "choice", "one", "end", "ending", "scene", "very"))
_FEEDBACK = Keys('"feedback"', ("attracts", "overlooks"), ("moves-up",))


class ReadOption:
    """An option and the nodes it came from. ``noun`` is what its task calls it; ``levels`` None: not readable."""

    __slots__ = ("levels", "node", "noun", "option")

    def __init__(self, option: Option, node: MapNode, levels: Mapping[str, int] | None, noun: str) -> None:
        self.option = option
        self.node = node
        self.levels = levels
        self.noun = noun

    @property
    def called(self) -> str:
        """What messages call it."""
        return f'the {self.noun} "{self.option.id}"' if self.option.id else f"the {self.noun}"


def read_options(
    reader: SceneReader,
    block: MapNode,
    kind: str,
    keys: Keys | Callable[[Node], Keys],
    noun: str = "option",
    *,
    fewest: int = FEWEST,
    most: int = MOST,
) -> list[ReadOption]:
    """The options under the key ``kind`` of a block, each id once; those that are no mapping are left out.

    ``keys`` may depend on the option. ``noun`` is what the task calls one of them.
    """
    items = reader.items(block.entries.get(kind), f'"{kind}"')
    check_count(reader, block, kind, items, noun, fewest, most)
    options: list[ReadOption] = []
    seen: set[str] = set()
    for item in items:
        node = reader.mapping(item, keys if isinstance(keys, Keys) else keys(item))
        if node is None:
            continue
        read = read_option(reader, node, noun)
        name = read.option.id
        if name in seen:
            message = f'The {noun} id "{name}" is used twice in this task.'
            reader.report.add(Code.DUPLICATE_ID, node.entries["id"].place, message, "Give one of them another id.")
        elif name:
            seen.add(name)
        options.append(read)
    _check_feedback(reader, options)
    return options


def _check_feedback(reader: SceneReader, options: list[ReadOption]) -> None:
    """Note a feedback that says again what another said; one word says too little to be the same."""
    said: dict[str, str] = {}
    for read in options:
        feedback = read.option.feedback
        for part in (feedback.attracts, feedback.overlooks, feedback.moves_up):
            if part in said:
                once = said[part]
                where = f"of {once} and of {read.called}" if once != read.called else f"of {once} twice"
                message = f'"{part[:40]}" stands in the feedback {where}.'
                place = read.node.entries["feedback"].place
                reader.report.add(Code.SAME_FEEDBACK, place, message, "Say what is true of this one alone.")
            elif " " in part:
                said[part] = read.called


def check_count(
    reader: SceneReader, block: MapNode, kind: str, items: list[Node], noun: str, fewest: int, most: int
) -> None:
    """Note a list that has too few or too many items; an empty one was noted when it was read."""
    if items and not fewest <= len(items) <= most:
        message = f'"{kind}" has {len(items)} {noun if len(items) == 1 else noun + "s"}.'
        reader.report.add(Code.OPTION_COUNT, block.key_place(kind), message, f"Write {fewest} to {most}.")


def read_option(reader: SceneReader, block: MapNode, noun: str) -> ReadOption:
    """One option; what its kind does not have stays empty."""
    entries = block.entries
    option_id = reader.id(entries.get("id"), f"The {noun} id")
    if option_id:
        check_telling(reader, option_id, entries["id"].place, noun)
    text = reader.prose(entries.get("text"), f"The {noun} text")
    if len(text) > MOST_WORDS * 2 and len(text.split()) > MOST_WORDS:
        message = f'The {noun} "{option_id}" has {len(text.split())} words.'
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
        reader.target(goto, f'The {noun} "{option_id}"') if goto is not None else "",
    )
    return ReadOption(option, block, levels, noun)


def read_name(reader: SceneReader, block: MapNode, noun: str, seen: set[str]) -> str:
    """The id of a part of a task, such as a bin or a post; used once, and no verdict."""
    node = block.entries.get("id")
    name = reader.unique_id(node, f"The {noun} id", seen)
    if node is not None and name:
        check_telling(reader, name, node.place, noun)
    return name


def check_telling(reader: SceneReader, name: str, place: Place, what: str) -> None:
    """Refuse an id that is nothing but a verdict, such as ``level-4`` or ``the-best-reply``; ``good-luck`` is none."""
    words = {word for word in name.split("-") if word.rstrip("0123456789") not in _FILLERS | {""}}
    if words and all(word.rstrip("0123456789") in _VERDICTS for word in words):
        message = f'The {what} id "{name}" tells how good the answer is.'
        reader.report.add(Code.TELLING_ID, place, message, "Say what happens instead.")


def unknown_part(reader: SceneReader, node: Node, message: str, name: str, known: list[str], hint: str = "") -> None:
    """Note a name of something that the task does not have."""
    reader.report.add(Code.UNKNOWN_PART, node.place, message, hint, meant=(name, known))


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


def read_criteria(reader: SceneReader, node: Node | None, most: int = MOST_CRITERIA) -> tuple[str, ...] | None:
    """The criteria a task names for itself; None where any of them is not right."""
    before = reader.report.count
    names = reader.texts(node, '"criteria"')
    if type(node) is ListNode and len(names) > most:
        message = f"The task rates {len(names)} criteria."
        reader.report.add(Code.CRITERIA_COUNT, node.place, message, f"Name one to {most}.")
    elif type(node) is ListNode:
        for item in node.items:
            if type(item) is TextNode and item.text in names and item.text not in reader.framework:
                reader.unknown_criterion(item.text, item.place)
    return names if names and reader.report.count == before else None

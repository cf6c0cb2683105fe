"""Reading thread: posts, actions, and an answer for each pair of them that has one."""

from collections.abc import Iterable, Sequence

from competency_xblock.domain.tasks import Action, Feedback, Option, Post, Task, Thread, ThreadAnswer

from ..catalogue import Code
from ..options import ReadOption, check_count, read_name, read_option, read_options, unknown_part
from ..reader import Keys
from ..scene_reader import SceneReader
from ..scoring import check_levels
from ..tree import MapNode, Node, TextNode
from .kind import MOST_COUNTED

MOST_POSTS, MOST_ACTIONS, MOST_ANSWERS = 12, 6, 24
_THREAD = Keys('"thread"', ("posts", "actions", "answers", "otherwise"))
_POST = Keys("a post", ("id", "from", "text"), ("role", "at", "reply-to"))
_ACTION = Keys("an action", ("id", "text"))
_FIXED = ("id", "post", "action", "levels", "feedback")
_ANSWER = Keys(
    "an answer",
    (*_FIXED, "text"),
    ("breach", "goto", "free"),
    elsewhere={"words": "Only an answer with free: true is counted in words."},
)
_FREE_ANSWER = Keys(
    "a free answer",
    (*_FIXED, "free"),
    ("breach", "goto", "words"),
    elsewhere={"text": "The trainee writes it. Remove the text, or free: true."},
)
_OTHERWISE = Keys(
    '"otherwise"',
    ("levels", "feedback"),
    ("breach",),
    elsewhere={"goto": "It serves several pairs; put goto on the scene.", "text": "The trainee says nothing there."},
)
_NOTHING = Option("", "", Feedback("", ""))


def read_thread(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    block = reader.mapping(node, _THREAD)
    if block is None:
        return Thread((), (), (), _NOTHING)
    posts, actions = _read_posts(reader, block), _read_actions(reader, block)
    answers = read_options(reader, block, "answers", _keys_of, "answer", fewest=1, most=MOST_ANSWERS)
    otherwise = _read_otherwise(reader, block)
    if otherwise is not None:
        check_levels([*answers, otherwise], block.key_place("answers"), reader.report)
    placed = tuple(_read_place(reader, read, posts, actions) for read in answers)
    _check_free_pairs(reader, placed, answers)
    return Thread(posts, actions, placed, otherwise.option if otherwise else _NOTHING)


def _keys_of(node: Node) -> Keys:
    free = node.entries.get("free") if type(node) is MapNode else None
    return _FREE_ANSWER if type(free) is TextNode and free.text == "true" else _ANSWER


def _read_posts(reader: SceneReader, thread: MapNode) -> tuple[Post, ...]:
    items = reader.items(thread.entries.get("posts"), '"posts"')
    check_count(reader, thread, "posts", items, "post", 1, MOST_POSTS)
    posts: list[Post] = []
    seen: set[str] = set()
    for item in items:
        block = reader.mapping(item, _POST)
        if block is None:
            continue
        entries = block.entries
        reply_to = _read_reply_to(reader, entries.get("reply-to"), posts)
        name = read_name(reader, block, "post", seen)
        posts.append(
            Post(
                name,
                reader.prose(entries.get("from"), '"from"'),
                reader.prose(entries.get("text"), "The text of a post"),
                reader.prose(entries.get("role"), '"role"'),
                reader.prose(entries.get("at"), '"at"'),
                reply_to,
            )
        )
    return tuple(posts)


def _read_reply_to(reader: SceneReader, node: Node | None, earlier: Sequence[Post]) -> str:
    name = reader.line(node, '"reply-to"')
    known = [post.id for post in earlier]
    if node is not None and name and all(known) and name not in known:
        message = f'"{name[:60]}" is no post above this one.'
        unknown_part(reader, node, message, name, known, "A post replies to an earlier one.")
    return name


def _read_actions(reader: SceneReader, thread: MapNode) -> tuple[Action, ...]:
    items = reader.items(thread.entries.get("actions"), '"actions"')
    check_count(reader, thread, "actions", items, "action", 1, MOST_ACTIONS)
    actions: list[Action] = []
    seen: set[str] = set()
    for item in items:
        block = reader.mapping(item, _ACTION)
        if block is not None:
            name = read_name(reader, block, "action", seen)
            actions.append(Action(name, reader.prose(block.entries.get("text"), "The text of an action")))
    return tuple(actions)


def _read_otherwise(reader: SceneReader, thread: MapNode) -> ReadOption | None:
    node = thread.entries.get("otherwise")
    block = reader.mapping(node, _OTHERWISE) if node is not None else None
    return read_option(reader, block, 'answer "otherwise"') if block is not None else None


def _read_place(
    reader: SceneReader, read: ReadOption, posts: Iterable[Post], actions: Iterable[Action]
) -> ThreadAnswer:
    entries = read.node.entries
    return ThreadAnswer(
        read.option,
        _read_name(reader, entries.get("post"), "post", read, [post.id for post in posts]),
        _read_name(reader, entries.get("action"), "action", read, [action.id for action in actions]),
        reader.yes_no(entries.get("free"), '"free"'),
        reader.number(entries.get("words"), '"words"', 1, MOST_COUNTED),
    )


def _read_name(reader: SceneReader, node: Node | None, what: str, read: ReadOption, known: list[str]) -> str:
    name = reader.line(node, f'"{what}"')
    if node is not None and name and known and all(known) and name not in known:
        message = f'The answer "{read.option.id}" names the {what} "{name[:60]}", which this thread does not have.'
        unknown_part(reader, node, message, name, known)
    return name


def _check_free_pairs(reader: SceneReader, answers: Iterable[ThreadAnswer], options: Iterable[ReadOption]) -> None:
    """A free answer stands alone in its pair: its level comes from the pair, not from what is written."""
    taken: dict[tuple[str, str], ThreadAnswer] = {}
    for answer, read in zip(answers, options, strict=True):
        first = taken.setdefault(answer.pair, answer)
        if first is not answer and (first.free or answer.free):
            message = f'The answers "{first.option.id}" and "{answer.option.id}" stand at the same post and action.'
            hint = "A pair with a free answer has no other."
            reader.report.add(Code.FREE_PAIR, read.node.place, message, hint)

"""Reading one scene: what is shown, its task, and where it leads."""

from competency_xblock.domain.scenario import CHANNELS, Message, Route, Scene
from competency_xblock.domain.tasks import Task

from .catalogue import Code
from .conditions import NEVER, read_condition
from .media import read_media
from .options import check_telling
from .reader import Keys
from .scene_reader import SceneReader
from .tasks import KINDS
from .tree import MapNode, Node, Place

_SHOWN = ("channel", "subject", "messages", "media")
_WAYS = ("routes", "goto")
_MESSAGE = Keys("a message", ("from", "text"), ("role", "at", "when"))
_ROUTE = Keys("a route", ("when", "goto"))


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _hints() -> dict[str, str]:
    """For each key that stands only beside a task: a hint that names the kinds."""
    owners: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        for key in (*kind.required, *kind.optional):
            owners.setdefault(key, []).append(name)
    hints = {key: f"It stands only beside {_either(kinds)}." for key, kinds in owners.items()}
    return hints | dict.fromkeys(("ask", "hint"), "It stands only beside a task, such as choose.")


_BESIDE_TASK = _hints()
_IN_VARIANTS = {
    "in": "Differences do not stand inside each other.",
    "options": "It stands only under in, below the name of a variant.",
    "omit": "It stands only under in, below the name of a variant.",
}
_EVERY_KEY = frozenset({*_SHOWN, *_WAYS, *_BESIDE_TASK, *KINDS, "end"})
_ELSEWHERE = {**_BESIDE_TASK, **_IN_VARIANTS}
_END = Keys("an end", ("end", "messages"), _SHOWN, elsewhere=_IN_VARIANTS)
_CONTINUE = Keys("a scene without a task", ("messages",), (*_SHOWN, *_WAYS, "end"), elsewhere=_ELSEWHERE)
_WITH_TASK = {
    name: Keys(
        f"a scene with {name}",
        ("ask", name, *kind.required),
        (*_SHOWN, *_WAYS, "end", "hint", *kind.optional),
        elsewhere=_ELSEWHERE,
    )
    for name, kind in KINDS.items()
}
_ANY = Keys("a scene", (), _EVERY_KEY)


class ReadScene:
    """A scene and how far it was read. No follow-up mistakes are looked for in a part that is not ``clear``."""

    __slots__ = ("node", "place", "scene", "task_clear", "ways_clear")

    def __init__(self, scene: Scene, place: Place, node: Node, *, task_clear: bool, ways_clear: bool) -> None:
        self.scene = scene
        self.place = place
        self.node = node
        self.task_clear = task_clear
        self.ways_clear = ways_clear


def read_scene(reader: SceneReader, name: str, place: Place, node: Node) -> ReadScene:
    """The scene ``name``, whose key stands at ``place``."""
    check_telling(reader, name, place, "scene")
    reader.scene = name
    if type(node) is not MapNode:
        reader.mapping(node, _ANY)
        return ReadScene(Scene(name), place, node, task_clear=False, ways_clear=False)
    entries, report = node.entries, reader.report
    if "end" in entries and reader.yes_no(entries["end"], '"end"'):
        before = report.count
        end = _read_end(reader, name, node)
        return ReadScene(end, place, node, task_clear=True, ways_clear=report.count == before)
    before = report.count
    task = _read_task(reader, name, node)
    task_clear = report.count == before
    before = report.count
    routes = tuple(_read_route(reader, item) for item in reader.items(entries.get("routes"), '"routes"'))
    goto = reader.target(entries["goto"], f'The scene "{name}"') if "goto" in entries else ""
    ways_clear = task_clear and report.count == before
    scene = Scene(
        id=name,
        channel=_read_channel(reader, name, node),
        subject=reader.prose(entries.get("subject"), '"subject"'),
        messages=_read_messages(reader, entries.get("messages")),
        media=read_media(reader, entries.get("media")),
        ask=reader.prose(entries.get("ask"), '"ask"'),
        hint=reader.prose(entries.get("hint"), '"hint"'),
        task=task,
        routes=routes,
        goto=goto,
        as_written="order" in entries and bool(reader.word(entries["order"], '"order"', ("as-written",))),
    )
    return ReadScene(scene, place, node, task_clear=task_clear, ways_clear=ways_clear)


def _read_end(reader: SceneReader, name: str, node: MapNode) -> Scene:
    entries = node.entries
    goes_on = [key for key in entries if key in _EVERY_KEY and key not in _END.known]
    if goes_on:
        message = f'The scene "{name}" is an end and has "{goes_on[0]}".'
        reader.report.add(Code.END_GOES_ON, node.key_place(goes_on[0]), message, "Remove it, or remove end: true.")
    else:
        reader.mapping(node, _END)
    return Scene(
        id=name,
        channel=_read_channel(reader, name, node),
        subject=reader.prose(entries.get("subject"), '"subject"'),
        messages=_read_messages(reader, entries.get("messages")),
        media=read_media(reader, entries.get("media")),
        end=True,
    )


def _read_task(reader: SceneReader, name: str, node: MapNode) -> Task | None:
    entries = node.entries
    kinds = [key for key in entries if key in KINDS]
    if len(kinds) > 1:
        message = f'The scene "{name}" has {len(kinds)} tasks: {", ".join(kinds)}.'
        reader.report.add(Code.SEVERAL_TASKS, node.key_place(kinds[1]), message, "Make a scene of each.")
        return None
    if not kinds:
        _check_keys_without_task(reader, node)
        return None
    reader.mapping(node, _WITH_TASK[kinds[0]])
    return KINDS[kinds[0]].read(reader, node, entries[kinds[0]])


def _check_keys_without_task(reader: SceneReader, node: MapNode) -> None:
    """A misspelt kind of task must not also be told that its ``ask`` stands alone."""
    strange = [(key, place) for key, place, _ in node.located() if key not in _EVERY_KEY and key not in _IN_VARIANTS]
    for key, place in strange:
        reader.unknown_key(key, place, "a scene", _EVERY_KEY)
    if not strange:
        reader.mapping(node, _CONTINUE)


def _read_channel(reader: SceneReader, name: str, node: MapNode) -> str:
    channel = reader.word(node.entries.get("channel"), '"channel"', CHANNELS, "note")
    if "subject" in node.entries and channel != "mail":
        message = f'The scene "{name}" has a subject and is no mail.'
        reader.report.add(Code.MISPLACED_KEY, node.key_place("subject"), message, "Write channel: mail, or remove it.")
    return channel


def _read_messages(reader: SceneReader, node: Node | None) -> tuple[Message, ...]:
    return tuple(_read_message(reader, item) for item in reader.items(node, '"messages"')) if node else ()


def _read_message(reader: SceneReader, node: Node) -> Message:
    block = reader.mapping(node, _MESSAGE)
    if block is None:
        return Message("", "")
    entries = block.entries
    when = entries.get("when")
    return Message(
        reader.prose(entries.get("from"), '"from"'),
        reader.prose(entries.get("text"), "The text of a message"),
        reader.prose(entries.get("role"), '"role"'),
        reader.prose(entries.get("at"), '"at"'),
        read_condition(reader, when) if when is not None else None,
    )


def _read_route(reader: SceneReader, node: Node) -> Route:
    block = reader.mapping(node, _ROUTE)
    entries = block.entries if block else {}
    when, goto = entries.get("when"), entries.get("goto")
    return Route(
        read_condition(reader, when) if when is not None else NEVER,
        reader.target(goto, "A route") if goto is not None else "",
    )


def lacks_way_on(scene: Scene) -> bool:
    """Whether some answer may leave a trainee in the scene for good. Routes do not help: none may hold."""
    if scene.end or scene.goto:
        return False
    return not (scene.task and scene.task.always_leads_on)

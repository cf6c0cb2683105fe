"""Reading the head of a scenario, and everything that can be said only of the whole: ways, ends, references, allow."""

from collections.abc import Collection

from competency_xblock.domain.graph import reachable, tasks_to_end, ways_on
from competency_xblock.domain.scenario import ORIENTATIONS, USES, Key, PlayRules, Scenario

from .catalogue import BY_ID, Code
from .conditions import check_references
from .diagnostics import listed
from .giveaways import check_lengths
from .reader import Keys
from .scene import ReadScene, lacks_way_on, read_scene
from .scene_reader import SceneReader
from .tree import MapNode, Node, TextNode

MOST_MINUTES = 240
MOST_ATTEMPTS = 99
MOST_RATERS = 999
WIDEST_SPREAD = 3
_HEAD = Keys(
    "a scenario",
    ("format", "id", "title", "area", "language", "summary", "minutes", "use", "key", "start", "scenes"),
    ("orientation", "play", "allow"),
    later=("variants",),
)
_KEY = Keys('"key"', ("by", "status"), ("raters", "spread"))
_PLAY = Keys('"play"', (), ("feedback", "undo", "attempts", "counts"))
_ALLOW = Keys("an exception", ("code", "because"))


def read_scenario(reader: SceneReader, root: Node, expected_id: str | None) -> Scenario | None:
    """The scenario, its warnings silenced as it asks; not to be used where the report has errors."""
    head = reader.mapping(root, _HEAD)
    if head is None:
        return None
    entries = head.entries
    reader.format(entries.get("format"))
    scenario_id = _read_id(reader, head, expected_id)
    title = reader.prose(entries.get("title"), '"title"')
    area = reader.id(entries.get("area"), '"area"')
    language = reader.language(entries.get("language"))
    summary = reader.prose(entries.get("summary"), '"summary"')
    minutes = reader.number(entries.get("minutes"), '"minutes"', 1, MOST_MINUTES)
    use = reader.word(entries.get("use"), '"use"', USES)
    orientation = reader.word(entries.get("orientation"), '"orientation"', ORIENTATIONS)
    key = _read_key(reader, entries["key"]) if "key" in entries else Key()
    play = _read_play(reader, entries["play"]) if "play" in entries else PlayRules()
    start = reader.target(entries["start"], "The scenario") if "start" in entries else ""
    scenes = _read_scenes(reader, entries["scenes"]) if "scenes" in entries else {}
    scenario = Scenario(
        id=scenario_id,
        title=title,
        area=area,
        language=language,
        summary=summary,
        minutes=minutes,
        use=use,
        start=start,
        scenes={name: read.scene for name, read in scenes.items()},
        orientation=orientation,
        key=key,
        play=play,
        allow=_read_allow(reader, entries["allow"]) if "allow" in entries else {},
    )
    if scenes:
        _check_scenes(reader, scenario, scenes)
    _silence(reader, scenario, entries.get("allow"))
    return scenario


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


def _read_scenes(reader: SceneReader, node: Node) -> dict[str, ReadScene]:
    scenes: dict[str, ReadScene] = {}
    if type(node) is not MapNode or not node.entries:
        reader.entries(node, '"scenes"')
        return scenes
    for name, place, value in node.located():
        reader.checked_id(name, place, "The scene id")
        scenes[name] = read_scene(reader, name, place, value)
    return scenes


def _check_scenes(reader: SceneReader, scenario: Scenario, scenes: dict[str, ReadScene]) -> None:
    _check_ways(reader, scenario, scenes)
    judged = {name: read.scene if read.task_clear else None for name, read in scenes.items()}
    check_references(reader.references, judged, reader.report)
    check_lengths(scenes.values(), reader.report)


def _check_ways(reader: SceneReader, scenario: Scenario, scenes: dict[str, ReadScene]) -> None:
    """Targets, dead ends, and what nobody reaches; the last only where every way could be read."""
    report = reader.report
    clear = all(read.ways_clear for read in scenes.values()) and bool(scenario.start)
    for target in reader.targets:
        if target.name not in scenes:
            clear = False
            message = f'{target.what} leads to the scene "{target.name[:60]}", which does not exist.'
            report.add(Code.UNKNOWN_SCENE, target.place, message, meant=(target.name, scenes))
    for name, read in scenes.items():
        if read.ways_clear and lacks_way_on(read.scene):
            clear = False
            report.add(Code.NO_WAY_ON, read.place, f'The scene "{name}" may be left without a way on.', "Add goto.")
    if not clear:
        return
    reached, finishing = reachable(scenario), tasks_to_end(scenario)
    trapped = [name for name in scenes if name in reached and name not in finishing]
    if trapped:
        message = f"No end can be reached from {listed(trapped, 'and')}."
        report.add(Code.NO_END, scenes[trapped[0]].place, message, "Lead one of the ways to an end.")
    for name in _first_unreached(scenario, reached):
        if not (trapped and scenario.scenes[name].end):  # that end is what the trapped scenes lack
            message = f'Nobody can reach the scene "{name}".'
            report.add(Code.UNREACHABLE_SCENE, scenes[name].place, message, "Lead to it, or remove it.")


def _first_unreached(scenario: Scenario, reached: Collection[str]) -> list[str]:
    """The unreached scenes to which no other unreached scene leads; one of them where they lead in a circle."""
    lost = [name for name in scenario.scenes if name not in reached]
    led_to = {target for name in lost for target in ways_on(scenario.scenes[name]) if target != name}
    return [name for name in lost if name not in led_to] or lost[:1]


def _read_allow(reader: SceneReader, node: Node) -> dict[str, str]:
    allow: dict[str, str] = {}
    for item in reader.items(node, '"allow"'):
        block = reader.mapping(item, _ALLOW)
        if block is None:
            continue
        code = reader.line(block.entries.get("code"), '"code"')
        because = reader.prose(block.entries.get("because"), '"because"')
        known = BY_ID.get(code)
        if known and known.may_be_allowed:
            allow[code] = because
        elif code:
            what = "cannot be allowed" if known else "is no code of this checker"
            message = f'"{code[:60]}" {what}.'
            reader.report.add(Code.BAD_ALLOW, block.entries["code"].place, message, "Mend what it finds.")
    return allow


def _silence(reader: SceneReader, scenario: Scenario, node: Node | None) -> None:
    needed = reader.report.silence(scenario.allow)
    if node is None or reader.report.has_errors:
        return
    for code in scenario.allow.keys() - needed:
        message = f"{code} is allowed and finds nothing here."
        reader.report.add(Code.IDLE_ALLOW, node.place, message, "Remove the exception.")

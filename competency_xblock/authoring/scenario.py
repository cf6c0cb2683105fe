"""Reading a scenario, and everything that can be said only of the whole: ways, ends, references, variants, allow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from competency_xblock.domain.graph import reachable, tasks_to_end, ways_on
from competency_xblock.domain.scenario import Scenario, Scene

from .catalogue import Code
from .diagnostics import listed
from .giveaways import check_giveaways
from .head import HEAD, read_differences, read_head
from .references import check_references
from .report import Report
from .scene import ReadScene, lacks_way_on, read_scene
from .scene_reader import SceneReader
from .showable import check_showable
from .tree import MapNode, Node
from .variants import in_variant, read_variants, without_variants
from .wording import check_wording


class Reading:
    """One variant as it was read; a scenario without variants has one such reading, without a name.

    ``reached`` are the scenes that can be reached from the start, or None where not every way could be read.
    """

    __slots__ = ("reached", "reader", "scenario", "scenes", "trapped")

    def __init__(self, reader: SceneReader, head: Scenario, scenes: Node) -> None:
        self.reader = reader
        self.scenes = _read_scenes(reader, scenes)
        self.scenario = replace(head, scenes={name: read.scene for name, read in self.scenes.items()})
        self.reached: frozenset[str] | None = None
        self.trapped = False


def read_scenario(reader: SceneReader, root: Node, expected_id: str | None) -> Scenario | None:
    """The scenario, its warnings silenced as it asks; not to be used where the report has errors."""
    head = reader.mapping(root, HEAD)
    if head is None:
        return None
    entries = head.entries
    scenario = read_head(reader, head, expected_id)
    reader.slug = scenario.id.partition("/")[2]
    variants = read_variants(reader, entries.get("variants"))
    scenes = entries.get("scenes")
    if scenes is not None and variants:
        scenario = _read_variants(reader, scenario, scenes, variants)
    elif scenes is not None:
        reading = Reading(reader, scenario, without_variants(reader, scenes, named="variants" in entries))
        _check([reading], reader.report)
        scenario = reading.scenario
    if reader.judging:
        check_wording(list({id(node): node for node in reader.written}.values()), scenario.language, reader.report)
    _silence(reader, scenario, entries.get("allow"))
    return scenario


def _read_variants(reader: SceneReader, head: Scenario, scenes: Node, variants: Mapping[str, MapNode]) -> Scenario:
    readings: dict[str, Reading] = {}
    trees = in_variant(reader, scenes, variants)
    for name, differences in variants.items():
        own = reader.apart()
        readings[name] = Reading(own, read_differences(own, replace(head, variant=name), differences), trees[name])
    _check(list(readings.values()), reader.report)
    reader.report.absorb({name: reading.reader.report for name, reading in readings.items()})
    played = {name: reading.scenario for name, reading in readings.items()}
    return replace(head, scenes=next(iter(played.values())).scenes, variants=played)


def _read_scenes(reader: SceneReader, node: Node) -> dict[str, ReadScene]:
    scenes: dict[str, ReadScene] = {}
    if type(node) is not MapNode or not node.entries:
        reader.entries(node, '"scenes"')
        return scenes
    for name, place, value in node.located():
        reader.checked_id(name, place, "The scene id")
        scenes[name] = read_scene(reader, name, place, value)
    return scenes


def _check(readings: list[Reading], report: Report) -> None:
    """What can be said of all scenes together; ``report`` takes what no single variant can be blamed for."""
    readings = [reading for reading in readings if reading.scenes]
    for reading in readings:
        _check_ways(reading, reading.reader.report)
    _check_reached(readings, report)
    for reading in readings:
        if reading.reader.judging:
            _judge(reading, reading.reader.report)
    check_references([(reading.reader.references, _judged(reading)) for reading in readings], report)


def _judge(reading: Reading, report: Report) -> None:
    """What is a matter of judgement."""
    check_giveaways(reading.scenes.values(), reading.scenario.language, report)
    if reading.reached is not None and not reading.trapped and not report.has_errors:
        check_showable(reading.scenario, reading.scenes, sorted(reading.reached), report)


def _judged(reading: Reading) -> dict[str, Scene | None]:
    return {name: read.scene if read.task_clear else None for name, read in reading.scenes.items()}


def _check_ways(reading: Reading, report: Report) -> None:
    """Targets, dead ends, and scenes that lead to no end; the last only where every way could be read."""
    scenes, scenario = reading.scenes, reading.scenario
    clear = all(read.ways_clear for read in scenes.values()) and bool(scenario.start)
    for target in reading.reader.targets:
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
    reading.reached, finishing = reachable(scenario), tasks_to_end(scenario)
    trapped = [name for name in scenes if name in reading.reached and name not in finishing]
    if trapped:
        reading.trapped = True
        message = f"No end can be reached from {listed(trapped, 'and')}."
        report.add(Code.NO_END, scenes[trapped[0]].place, message, "Lead one of the ways to an end.")


def _check_reached(readings: list[Reading], report: Report) -> None:
    """Scenes that nobody reaches in any variant; left alone where not every way could be read."""
    reached: set[str] = set()
    for reading in readings:
        if reading.reached is None:
            return
        reached |= reading.reached
    trapped = any(reading.trapped for reading in readings)
    for name, read in _first_unreached(readings, reached):
        if not (trapped and read.scene.end):  # that end is what the trapped scenes lack
            message = f'Nobody can reach the scene "{name}".'
            report.add(Code.UNREACHABLE_SCENE, read.place, message, "Lead to it, or remove it.")


def _first_unreached(readings: Iterable[Reading], reached: set[str]) -> list[tuple[str, ReadScene]]:
    """The unreached scenes to which no other unreached scene leads; one of them where they lead in a circle."""
    lost = {name: read for reading in readings for name, read in reading.scenes.items() if name not in reached}
    led_to = {
        target
        for reading in readings
        for name in lost
        for target in ways_on(reading.scenes[name].scene)
        if target != name
    }
    return [(name, read) for name, read in lost.items() if name not in led_to] or list(lost.items())[:1]


def _silence(reader: SceneReader, scenario: Scenario, node: Node | None) -> None:
    needed = reader.report.silence(scenario.allow)
    if node is None or reader.report.has_errors or not reader.judging:
        return
    for code in scenario.allow.keys() - needed:
        message = f"{code} is allowed and finds nothing here."
        reader.report.add(Code.IDLE_ALLOW, node.place, message, "Remove the exception.")

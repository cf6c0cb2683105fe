"""Reading choose and select: options that show levels of their own."""

from competency_xblock.domain.tasks import Choose, Select, Task

from ..catalogue import Code
from ..options import NO_GOTO, read_options
from ..reader import Keys
from ..scene_reader import SceneReader
from ..scoring import check_levels, check_steady
from ..tree import MapNode, Node

MOST_PICKED = 2
_CHOOSE_OPTION = Keys("an option", ("id", "text", "levels", "feedback"), ("breach", "goto"))
_SELECT_OPTION = Keys("an option of select", ("id", "text", "levels", "feedback"), ("breach",), elsewhere=NO_GOTO)


def read_choose(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    options = read_options(reader, scene, "choose", _CHOOSE_OPTION)
    check_levels(options, scene.key_place("choose"), reader.report)
    return Choose(tuple(read.option for read in options))


def read_select(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    options = read_options(reader, scene, "select", _SELECT_OPTION)
    check_levels(options, scene.key_place("select"), reader.report)
    pick_node = scene.entries.get("pick")
    pick = reader.number(pick_node, '"pick"', 1, MOST_PICKED)
    if pick_node is not None and pick >= len(options) > 1:
        message = f"{pick} of {len(options)} options may be picked."
        reader.report.add(Code.PICK_ALL, pick_node.place, message, "Add options, or lower pick.")
    elif pick:
        check_steady(options, pick, scene.key_place("select"), reader.report)
    return Select(tuple(read.option for read in options), pick)

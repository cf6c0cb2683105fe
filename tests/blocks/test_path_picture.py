"""The picture of a path: what was visited, what was not, and what may be named."""

from competency_xblock.blocks.path_picture import MOST_DRAWN, draw
from competency_xblock.domain.scenario import Scene
from tests.builders import a_choice, a_scenario, an_option, every_kind

SCENARIO = a_scenario(
    Scene("question", task=type(a_choice(1, 3))((an_option("a", 1, goto="again"), an_option("b", 3))), goto="thanks"),
    Scene("again", goto="question"),
    Scene("thanks", end=True),
)


def by_scene(picture):
    return {node["scene"]: node for node in picture["nodes"]}


def test_scenes_stand_below_each_other_and_know_when_they_were_visited():
    picture = draw(SCENARIO, ["question", "again", "question", "thanks"], {})
    nodes = by_scene(picture)
    assert {name: node["n"] for name, node in nodes.items()} == {"question": "1, 3", "again": "2", "thanks": "4"}
    assert nodes["question"]["y"] < nodes["again"]["y"]
    assert nodes["thanks"]["kind"] == "end"
    assert all(node["taken"] for node in nodes.values())
    assert all(0 < node["x"] < picture["width"] and 0 < node["y"] < picture["height"] for node in nodes.values())


def test_roads_not_taken_are_drawn_without_a_word():
    picture = draw(SCENARIO, ["question", "thanks"], {"question": "What now?", "thanks": "The end"})
    again = by_scene(picture)["again"]
    assert (again["n"], again["label"], again["taken"]) == ("", "", False)
    assert [link["taken"] for link in picture["links"]].count(True) == 1


def test_ways_taken_lie_on_top_of_the_others():
    links = draw(every_kind(), ["question", "pause", "pick"], {})["links"]
    taken = [link["taken"] for link in links]
    assert taken == sorted(taken) and any(taken) and not all(taken)


def test_a_way_that_the_present_text_lacks_is_drawn_all_the_same():
    assert draw(SCENARIO, ["again", "thanks"], {})["links"][-1]["taken"]


def test_of_a_very_large_scenario_only_the_way_taken_is_drawn():
    names = [f"s{number}" for number in range(MOST_DRAWN + 1)]
    scenes = [Scene(name, goto=after) for name, after in zip(names, [*names[1:], "end"], strict=True)]
    large = a_scenario(*scenes, Scene("end", end=True))
    assert len(draw(large, names[:3], {})["nodes"]) == 3

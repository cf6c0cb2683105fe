"""Ways through a scenario."""

from fractions import Fraction

from competency_xblock.domain.conditions import Visits
from competency_xblock.domain.graph import reachable, tasks_to_end, ways_on
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.tasks import Choose
from tests.builders import a_choice, a_panel, a_scenario, a_thread, an_option, every_kind


def test_ways_on_are_routes_then_options_then_the_last_resort_each_once():
    scene = Scene(
        "s",
        task=Choose((an_option("a", 1, goto="x"), an_option("b", 2, goto="y"))),
        routes=(Route(Visits("s", ">", Fraction(1)), "y"),),
        goto="z",
    )
    assert ways_on(scene) == ("y", "x", "z")


def test_the_answers_of_a_discussion_are_ways_on_too():
    assert ways_on(Scene("s", task=a_thread(goto="x"), goto="z")) == ("x", "z")
    assert ways_on(Scene("s", task=a_panel(), goto="z")) == ("z",)


def test_the_distance_to_the_end_counts_tasks_by_the_shortest_way():
    assert tasks_to_end(every_kind()) == {
        "thanks": 0, "silence": 0, "note": 1, "place": 2, "group": 2, "phone-rings": 2, "panel": 3, "sort": 4,
        "rate": 5, "write": 6, "order": 7, "pick": 8, "pause": 8, "question": 9, "again": 9,
    }  # fmt: skip


def test_a_scene_without_an_end_has_no_distance_and_a_lost_one_is_not_reachable():
    scenario = a_scenario(
        Scene("s", task=a_choice(1, 2), goto="end"),
        Scene("end", end=True),
        Scene("lost", goto="s"),
        Scene("turning", goto="turning"),
    )
    assert "turning" not in tasks_to_end(scenario)
    assert reachable(scenario) == {"s", "end"}, "nothing leads to the lost scene"


def test_a_scene_reached_by_two_ways_is_reached():
    assert reachable(every_kind()) == set(every_kind().scenes)

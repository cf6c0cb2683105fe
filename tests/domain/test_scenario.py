"""What a scenario says of itself."""

import pytest

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.tasks import SelfAssess
from tests.builders import CLARITY, READING, a_choice, a_scenario, an_attempt, answered, every_kind, in_two_variants


def test_criteria_are_listed_once_in_the_order_of_the_file():
    assert every_kind().criteria() == (READING, CLARITY)
    assert in_two_variants().criteria() == (READING, CLARITY), "those of all variants"


def test_where_one_only_places_oneself_a_criterion_is_not_practised():
    asked = a_scenario(
        Scene("s", task=SelfAssess((CLARITY, READING)), goto="t"),
        Scene("t", task=a_choice(1, 2), goto="end"),
        Scene("end", end=True),
    )
    assert asked.criteria() == (CLARITY, READING)
    assert asked.practised() == (READING,)
    assert every_kind().practised() == (READING, CLARITY)


def test_tasks_come_in_the_order_of_the_file_one_variant_after_the_other():
    assert [task.kind for task in every_kind().tasks()] == [
        "choose", "select", "rank", "write", "rate", "sort", "settings", "thread", "self-assess", "reflect",
    ]  # fmt: skip
    assert [len(task.options) for task in in_two_variants().tasks()] == [3, 2]


def test_media_are_listed_once_over_all_scenes_and_variants():
    assert [each.src for each in every_kind().media()] == ["/static/list.svg", "/static/call.mp3"]
    assert [each.src for each in in_two_variants().media()] == ["/static/all.svg"]
    assert in_two_variants().variants["one"].media() == in_two_variants().media()


def test_a_variant_is_a_scenario_of_its_own():
    scenario = in_two_variants()
    assert scenario.in_variant("one").use == "information" and scenario.use == "one-to-one"
    assert every_kind().in_variant("") == every_kind()
    for unknown in ("", "gone"):
        with pytest.raises(KeyError):
            scenario.in_variant(unknown)
    with pytest.raises(KeyError):
        every_kind().in_variant("one")


def test_only_the_trainees_own_messages_are_theirs():
    play = answered(every_kind(), attempt=an_attempt(every_kind()))
    assert [message.is_mine for message in play.messages(play.current)] == [False, True]

"""Which changes an attempt under way survives on the present text."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.conditions import Visits
from competency_xblock.domain.scenario import Route, Scenario, Scene
from competency_xblock.domain.shape import shape
from competency_xblock.domain.tasks import Choose, Reflect
from tests.builders import an_option, every_kind


def changed(scene: str, **values: object) -> Scenario:
    scenario = every_kind()
    return replace(scenario, scenes={**scenario.scenes, scene: replace(scenario.scenes[scene], **values)})


def test_wording_and_levels_may_change_under_an_attempt():
    task = Choose((an_option("d", 2), an_option("a", 4, goto="again"), an_option("b", 3), an_option("c", 1)))
    assert shape(changed("question", task=task, ask="Other words?", hint="")) == shape(every_kind())


@pytest.mark.parametrize(
    "other",
    [
        changed("question", task=Choose((an_option("renamed", 1), an_option("b", 2)))),
        changed("question", task=Reflect()),
        changed("question", task=None),
        changed("question", goto="order"),
        changed("pick", task=replace(every_kind().scenes["pick"].task, pick=1)),
        changed("order", task=replace(every_kind().scenes["order"].task, rated=("online-writing/clarity",))),
        changed("pause", routes=(Route(Visits("pause", ">", Fraction(1)), "order"),)),
        replace(every_kind(), start="pause"),
        replace(every_kind(), scenes={**every_kind().scenes, "new": Scene("new", end=True)}),
    ],
)
def test_ids_kinds_and_targets_may_not(other):
    assert shape(other) != shape(every_kind())

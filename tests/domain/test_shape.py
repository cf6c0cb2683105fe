"""Which changes an attempt under way survives on the present text."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.conditions import Visits
from competency_xblock.domain.scenario import Route, Scenario, Scene
from competency_xblock.domain.shape import shape
from competency_xblock.domain.tasks import Choose, Reflect, SelfAssess, Words
from tests.builders import (
    a_panel,
    a_rank,
    a_rating,
    a_sorting,
    a_text,
    a_thread,
    an_option,
    every_kind,
    in_two_variants,
)


def changed(scene: str, **values: object) -> Scenario:
    scenario = every_kind()
    return replace(scenario, scenes={**scenario.scenes, scene: replace(scenario.scenes[scene], **values)})


def test_wording_and_levels_may_change_under_an_attempt():
    task = Choose((an_option("d", 2), an_option("a", 4, goto="again"), an_option("b", 3), an_option("c", 1)))
    assert shape(changed("question", task=task, ask="Other words?", hint="", media=())) == shape(every_kind())


@pytest.mark.parametrize(
    ("scene", "task"),
    [
        ("order", a_rank("zyx", offers=4)),
        ("write", a_text(revise=0)),
        ("rate", a_rating(offers=2, k=4, l=4, m=4)),
        ("sort", a_sorting("uvw", e="w", f="w", g="w")),
        ("panel", a_panel(phone_breach="It shows numbers.")),
        ("group", a_thread(goto="note", otherwise=an_option("", 4))),
        ("note", Reflect(Words(5, 9))),
    ],
)
def test_the_key_of_any_kind_may_change(scene, task):
    assert shape(changed(scene, task=task)) == shape(every_kind())


def test_the_order_of_the_scenes_in_the_file_may_change():
    scenario = every_kind()
    assert shape(replace(scenario, scenes=dict(reversed(scenario.scenes.items())))) == shape(scenario)


def test_each_variant_has_its_own_shape():
    scenario = in_two_variants()
    many, one = (shape(scenario.in_variant(name)) for name in ("many", "one"))
    assert many != one
    assert shape(replace(scenario, variants={}).in_variant("")) == many, "the text as written"


@pytest.mark.parametrize(
    "other",
    [
        changed("question", task=Choose((an_option("renamed", 1), an_option("b", 2)))),
        changed("question", task=Reflect()),
        changed("question", task=None),
        changed("question", goto="order"),
        changed("pick", task=replace(every_kind().scenes["pick"].task, pick=1)),
        changed("order", task=replace(every_kind().scenes["order"].task, rated=("online-writing/clarity",))),
        changed("write", task=a_text(rated=("online-writing/clarity",))),
        changed("rate", task=a_rating(k=1, l=3)),
        changed("sort", task=a_sorting("vuw", e="u", f="w", g="v")),
        changed("panel", task=replace(a_panel(), switches=a_panel().switches[:1])),
        changed("group", task=a_thread(goto="place")),
        changed("place", task=SelfAssess(("online-writing/reading",))),
        changed("pause", routes=(Route(Visits("pause", ">", Fraction(1)), "order"),)),
        replace(every_kind(), start="pause"),
        replace(every_kind(), scenes={**every_kind().scenes, "new": Scene("new", end=True)}),
    ],
)
def test_ids_kinds_and_targets_may_not(other):
    assert shape(other) != shape(every_kind())

"""When conditions hold, asked of real plays."""

from fractions import Fraction

import pytest

from competency_xblock.domain.conditions import (
    All,
    AnyOf,
    Breached,
    Chose,
    MeanLevel,
    Not,
    SceneCredit,
    SwitchSet,
    Visits,
)
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.tasks import Choose, SelfAssess
from tests.builders import CLARITY, READING, UNDO, a_panel, a_scenario, a_step, a_thread, an_option, answered

LOOP = a_scenario(
    Scene(
        "s",
        task=Choose((an_option("a", 1, goto="s"), an_option("b", 3), an_option("x", 1, breach="It tells."))),
        goto="t",
    ),
    Scene("t", task=Choose((an_option("c", 2), an_option("d", 1))), goto="end"),
    Scene("end", end=True),
)
PANEL = a_scenario(
    Scene("panel", task=a_panel(), routes=(Route(Visits("panel", "<", Fraction(2)), "panel"),), goto="group"),
    Scene("group", task=a_thread(), goto="place"),
    Scene("place", task=SelfAssess((READING,)), goto="end"),
    Scene("end", end=True),
)
OPEN, SHUT = {"phone": "members", "joining": "invited"}, {"phone": "nobody", "joining": "invited"}
SET = answered(PANEL, OPEN, SHUT, a_step("p1", "reply", "scold"), {READING: 2})
FRESH, ONCE, TWICE = answered(LOOP), answered(LOOP, "a"), answered(LOOP, "a", "b")


@pytest.mark.parametrize(
    ("condition", "play", "holds"),
    [
        (Chose("s", "a"), ONCE, True),
        (Chose("s", "a"), TWICE, True),  # on any visit
        (Chose("s", "b"), ONCE, False),
        (Chose("s", "a"), answered(LOOP, "a", UNDO), False),
        (Visits("s", "=", Fraction(1)), FRESH, True),
        (Visits("s", ">", Fraction(1)), ONCE, True),
        (Visits("t", "<", Fraction(1)), ONCE, True),
        (MeanLevel(READING, ">=", Fraction(1)), FRESH, False),  # none observed yet
        (MeanLevel(READING, "=", Fraction(3)), TWICE, True),  # the latest answer of a scene
        (MeanLevel(READING, "=", Fraction(5, 2)), answered(LOOP, "a", "b", "c"), True),
        (MeanLevel(CLARITY, "<=", Fraction(4)), TWICE, False),
        (SceneCredit("s", ">=", Fraction(1)), TWICE, True),
        (SceneCredit("s", "<=", Fraction(0)), ONCE, True),
        (SceneCredit("t", "<", Fraction(1)), TWICE, False),  # not answered
        (Breached("s"), answered(LOOP, "x"), True),
        (Breached("s"), TWICE, False),
        (Breached("t"), TWICE, False),
        (SwitchSet("s", "phone", "members"), TWICE, False),
        (SwitchSet("panel", "phone", "members"), answered(PANEL, OPEN), True),
        (SwitchSet("panel", "phone", "members"), answered(PANEL, OPEN, UNDO), False),
        (SwitchSet("panel", "phone", "members"), SET, False),  # the latest answer of the scene
        (SwitchSet("panel", "phone", "nobody"), SET, True),
        (SwitchSet("panel", "volume", "loud"), SET, False),
        (SwitchSet("place", READING, "2"), SET, False),
        (Chose("group", "scold"), SET, True),
        (Chose("group", "name-it"), SET, False),
        (MeanLevel(READING, "=", Fraction(5, 2)), SET, True),  # 3 and 2: placing oneself shows nothing
        (SceneCredit("place", ">=", Fraction(0)), SET, False),
        (All((Chose("s", "a"), Chose("s", "b"))), TWICE, True),
        (All((Chose("s", "a"), Chose("s", "b"))), ONCE, False),
        (AnyOf((Chose("s", "a"), Chose("s", "b"))), ONCE, True),
        (AnyOf(()), ONCE, False),
        (Not(Chose("s", "b")), ONCE, True),
    ],
)
def test_a_condition_sees_the_moves_made_so_far(condition, play, holds):
    assert condition.holds(play) is holds

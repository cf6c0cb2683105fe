"""A settings panel."""

from dataclasses import replace
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
from competency_xblock.domain.tasks import AnswerRefused, Whole
from tests.builders import CLARITY, READING, a_panel, a_switch, an_option

from .showing import credits, levels

PANEL = a_panel()
AT_RISK = SwitchSet("panel", "phone", "members")
ADDED = SwitchSet("panel", "joining", "added")


def put(phone: str, joining: str) -> dict[str, str]:
    return {"phone": phone, "joining": joining}


@pytest.mark.parametrize(
    ("answer", "credit", "level"),
    [
        (put("nobody", "invited"), {READING: 1, CLARITY: 1}, {READING: (3, 3), CLARITY: (4, 4)}),
        (put("members", "invited"), {READING: Fraction(1, 2), CLARITY: 1}, {READING: (1, 3), CLARITY: (4, 4)}),
        (put("nobody", "added"), {READING: Fraction(3, 4), CLARITY: 0}, {READING: (2, 3), CLARITY: (1, 4)}),
        (put("members", "added"), {READING: Fraction(1, 4), CLARITY: 0}, {READING: (1, 3), CLARITY: (1, 4)}),
    ],
)
def test_switches_earn_their_mean_and_show_their_lowest_level(answer, credit, level):
    assert credits(PANEL, answer) == credit
    assert levels(PANEL, answer) == level


def test_a_panel_offers_what_its_weakest_switch_can_show():
    assert levels(PANEL, put("nobody", "invited"))[READING] == (3, 3)


def test_a_cap_holds_levels_and_credit_down():
    capped = a_panel(Whole(All((Not(AT_RISK), Not(ADDED))), cap=2))
    answer = put("nobody", "invited")
    assert levels(capped, answer) == {READING: (2, 3), CLARITY: (2, 4)}
    # phone 2 of 4 and joining 2 of 3 on reading; joining 2 of 4 on clarity
    assert credits(capped, answer) == {READING: (Fraction(1, 3) + Fraction(1, 2)) / 2, CLARITY: Fraction(1, 3)}
    assert credits(capped, put("nobody", "added")) == credits(PANEL, put("nobody", "added"))


def test_a_cap_lifts_nothing():
    assert levels(a_panel(Whole(AT_RISK, cap=2)), put("members", "added")) == levels(PANEL, put("members", "added"))


def test_a_panel_that_is_a_breach_as_a_whole_counts_nothing():
    task = a_panel(Whole(All((AT_RISK, ADDED)), "Numbers go to strangers."))
    judged = task.judge(put("members", "added"))
    assert judged.breach == "Numbers go to strangers." and judged.credit == 0
    assert levels(task, put("members", "added")) == {READING: (1, 3), CLARITY: (1, 4)}
    assert task.judge(put("members", "invited")).breach == ""


def test_of_the_judgements_of_the_whole_the_first_that_holds_counts():
    capped_first = a_panel(Whole(ADDED, cap=3), Whole(AT_RISK, "Strangers."))
    assert capped_first.judge(put("members", "added")).breach == ""
    assert capped_first.judge(put("members", "invited")).breach == "Strangers."


def test_a_value_that_is_a_breach_is_one_whatever_the_whole_is():
    task = a_panel(Whole(AT_RISK, cap=3), phone_breach="It shows numbers.")
    assert task.judge(put("members", "invited")).breach == "It shows numbers."


def test_a_panel_may_breach_by_a_value_or_as_a_whole():
    assert not PANEL.may_breach and not a_panel(Whole(AT_RISK, cap=2)).may_breach
    assert a_panel(phone_breach="It shows numbers.").may_breach
    assert a_panel(Whole(AT_RISK, "Strangers.")).may_breach


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (SwitchSet("elsewhere", "phone", "members"), True),  # this panel is the only one it knows
        (SwitchSet("panel", "phone", "nobody"), False),
        (SwitchSet("panel", "volume", "loud"), False),
        (AnyOf((AT_RISK, ADDED)), True),
        (Chose("panel", "members"), False),
        (MeanLevel(READING, ">=", Fraction(0)), False),
        (SceneCredit("panel", ">=", Fraction(0)), False),
        (Breached("panel"), False),
        (Visits("panel", "=", Fraction(0)), True),
    ],
)
def test_the_whole_is_seen_through_its_switches_alone(condition, holds):
    whole = a_panel(Whole(condition, "It holds.")).whole_of(put("members", "invited"))
    assert (whole is not None) is holds


@pytest.mark.parametrize("broken", ["everybody", "", None, 1, ["nobody"], "invited"])
def test_a_switch_is_set_to_one_of_its_own_values(broken):
    with pytest.raises(AnswerRefused, match=r"^Set every switch of the panel\.$"):
        PANEL.accept(put(broken, "invited"))


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"phone": "nobody"},
        {"phone": "nobody", "joining": "added", "more": "x"},
        ["nobody", "added"],
        None,
        "nobody",
    ],
)
def test_every_switch_is_set_and_nothing_else(answer):
    with pytest.raises(AnswerRefused, match="Set every switch"):
        PANEL.accept(answer)


def test_a_panel_is_stored_in_the_order_of_its_switches():
    assert list(PANEL.accept({"joining": "added", "phone": "nobody"})) == ["phone", "joining"]


def test_picked_are_the_values_switch_by_switch():
    assert [value.id for value in PANEL.picked(put("nobody", "added"))] == ["nobody", "added"]


def test_two_switches_may_have_values_of_the_same_name():
    on_off = replace(
        PANEL,
        switches=(
            a_switch("tags", an_option("on", 1), an_option("off", 3)),
            a_switch("search", an_option("on", 3), an_option("off", 1)),
        ),
    )
    assert credits(on_off, {"tags": "off", "search": "on"}) == {READING: 1}
    assert credits(on_off, {"tags": "on", "search": "off"}) == {READING: 0}


def test_names_are_switches_and_values():
    assert PANEL.names == ("phone", "joining", "members", "nobody", "added", "invited")
    assert PANEL.criteria == (READING, CLARITY)
    assert [option.id for option in PANEL.options] == ["members", "nobody", "added", "invited"]


@pytest.mark.parametrize(
    "switches",
    [
        PANEL.switches[:1],
        (a_switch("mobile", *PANEL.switches[0].values), PANEL.switches[1]),
        (replace(PANEL.switches[0], values=(*PANEL.switches[0].values, an_option("hosts", 3))), PANEL.switches[1]),
    ],
)
def test_other_switches_or_values_are_another_form(switches):
    assert replace(PANEL, switches=switches).form != PANEL.form


def test_what_the_whole_and_the_preview_say_does_not_change_the_form():
    assert replace(PANEL, whole=(Whole(AT_RISK, "Strangers."),), preview=(), service="Quay").form == PANEL.form
    assert replace(PANEL, switches=tuple(reversed(PANEL.switches))).form == PANEL.form

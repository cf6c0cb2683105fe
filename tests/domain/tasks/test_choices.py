"""Tasks whose options each show levels of their own. The numbers are those of the scoring rules."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.tasks import AnswerRefused, Choose, Select
from tests.builders import CLARITY, READING, a_choice, an_option

from .showing import credits, levels

FOUR = Select((an_option("a", 4), an_option("b", 3), an_option("c", 2), an_option("d", 1)), pick=2)


@pytest.mark.parametrize(("option", "credit"), [("a", 0), ("b", Fraction(1, 3)), ("c", Fraction(2, 3)), ("d", 1)])
def test_with_all_four_levels_a_choice_earns_thirds(option, credit):
    assert credits(a_choice(1, 2, 3, 4), option) == {READING: credit}


def test_a_choice_is_measured_against_its_own_best_but_shows_its_absolute_level():
    task = a_choice(1, 2)
    assert credits(task, "b") == {READING: 1}
    assert levels(task, "b") == {READING: (2, 2)}


def test_a_choice_may_rate_several_criteria_apart():
    task = Choose((an_option("a", {READING: 1, CLARITY: 4}), an_option("b", {READING: 3, CLARITY: 2})))
    assert credits(task, "a") == {READING: 0, CLARITY: 1}
    assert task.judge("b").credit == Fraction(1 + Fraction(1, 3), 2)
    assert task.criteria == (READING, CLARITY)


def test_a_breach_counts_nothing_on_every_criterion_and_says_why():
    bad = an_option("x", {READING: 1, CLARITY: 1}, breach="Names a client.")
    judged = Choose((an_option("a", {READING: 3, CLARITY: 2}), bad)).judge("x")
    assert judged.breach == "Names a client." and judged.credit == 0
    assert [(each.credit, each.level, each.offered) for each in judged.observations] == [(0, 1, 3), (0, 1, 2)]


def test_a_choice_leads_where_its_option_leads():
    task = Choose((an_option("a", 1, goto="x"), an_option("b", 2)))
    assert (task.goto("a"), task.goto("b")) == ("x", "")
    assert not task.always_leads_on
    assert replace(task, choices=(an_option("a", 1, goto="x"), an_option("b", 2, goto="y"))).always_leads_on


def test_a_choice_may_breach_where_one_of_its_options_does():
    assert not a_choice(1, 2).may_breach
    assert Choose((an_option("a", 2), an_option("b", 1, breach="It tells."))).may_breach


@pytest.mark.parametrize(
    ("picked", "credit", "level"),
    [
        (["a", "b"], 1, 4),
        (["b", "a"], 1, 4),
        (["a", "c"], Fraction(4, 5), 3),  # floor(1 + 3 x 4/5)
        (["a"], Fraction(3, 5), 2),  # floor(1 + 3 x 3/5)
        (["b", "c"], Fraction(3, 5), 2),
        (["c"], Fraction(1, 5), 1),
        (["d"], 0, 1),
    ],
)
def test_selecting_earns_against_the_best_set_of_that_size(picked, credit, level):
    assert credits(FOUR, picked) == {READING: credit}
    assert levels(FOUR, picked) == {READING: (level, 4)}


def test_the_best_set_is_taken_for_each_criterion_apart():
    task = Select((an_option("a", {READING: 4, CLARITY: 1}), an_option("b", {READING: 1, CLARITY: 3})), pick=1)
    assert credits(task, ["a"]) == {READING: 1, CLARITY: 0}
    assert levels(task, ["b"]) == {READING: (1, 4), CLARITY: (3, 3)}


def test_one_breach_among_the_picked_is_a_breach_of_the_whole():
    task = Select((an_option("a", 4), an_option("b", 1, breach="It tells."), an_option("c", 2)), pick=2)
    assert task.judge(["a", "b"]).breach == "It tells."
    assert credits(task, ["a", "b"]) == {READING: 0}
    assert levels(task, ["a", "b"]) == {READING: (1, 4)}


@pytest.mark.parametrize("answer", ["z", "", ["a"], None, 1, True, {"a": 1}])
def test_a_choice_is_one_id_of_its_options(answer):
    with pytest.raises(AnswerRefused, match="Choose one"):
        a_choice(1, 2).accept(answer)


@pytest.mark.parametrize(
    "answer", [[], ["a", "b", "c"], ["a", "a"], ["a", "z"], "a", ["a", 1], [["a"]], None, {"a": "b"}, [""]]
)
def test_a_selection_is_a_list_of_different_ids_and_not_too_long(answer):
    with pytest.raises(AnswerRefused, match=r"^Pick one to 2 of the answers shown\.$"):
        FOUR.accept(answer)


def test_where_one_may_be_picked_the_sentence_says_one():
    with pytest.raises(AnswerRefused, match=r"^Pick one of the answers shown\.$"):
        replace(FOUR, pick=1).accept(["a", "b"])


def test_picked_options_come_in_the_order_of_the_answer():
    assert [option.id for option in FOUR.picked(["c", "a"])] == ["c", "a"]
    assert [option.id for option in a_choice(1, 2).picked("b")] == ["b"]


@pytest.mark.parametrize(
    "other",
    [
        replace(FOUR, pick=1),
        replace(FOUR, choices=FOUR.choices[1:]),
        replace(FOUR, choices=(*FOUR.choices, an_option("e", 1))),
    ],
)
def test_a_selection_with_other_options_or_another_number_has_another_form(other):
    assert other.form != FOUR.form


def test_the_order_of_options_and_their_levels_do_not_change_the_form():
    assert replace(FOUR, choices=tuple(an_option(name, 2) for name in "dcba")).form == FOUR.form
    assert a_choice(1, 2).form == a_choice(4, 1).form
    assert a_choice(1, 2).form != Choose((an_option("a", 1, goto="x"), an_option("b", 2))).form

"""One scenario, played by all kinds of trainee, and what is said of it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.conditions import All, Chose
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.simulation import ways
from competency_xblock.domain.simulation.findings import findings
from competency_xblock.domain.simulation.scenario import interval, simulate
from competency_xblock.domain.tasks import Choose, Reflect
from tests.builders import CLARITY, READING, a_choice, a_scenario, an_option, every_kind, in_two_variants

END = Scene("end", end=True)


def in_a_row(*tasks, **scene):
    """A scenario that asks one task after the other."""
    names = [*(f"s{number}" for number in range(len(tasks))), "end"]
    in_order = zip(names, tasks, names[1:], strict=False)
    return a_scenario(*(Scene(name, task=task, goto=goto, **scene) for name, task, goto in in_order), END)


TEXTS = ("Wait.", "Wait a bit.", "Wait a while.", "Wait until somebody calls.")
LATIN = ((1, 2, 3, 4), (2, 3, 4, 1), (3, 4, 1, 2), (4, 1, 2, 3))


def choice(*levels):
    """A choice whose texts are longer from option to option, with these levels."""
    options = zip("abcd", levels, TEXTS, strict=True)
    return Choose(tuple(replace(an_option(name, level), text=text) for name, level, text in options))


FAIR = in_a_row(*(choice(*levels) for levels in LATIN))


def said(scenario):
    return [(each.kind, each.text) for one in simulate(scenario, 1) for each in findings(one)]


def kinds(scenario):
    return {kind for kind, _ in said(scenario)}


def test_equal_seeds_give_equal_figures_and_others_do_not():
    assert simulate(every_kind(), 3) == simulate(every_kind(), 3)
    assert simulate(every_kind(), 3) != simulate(every_kind(), 4)


def test_every_variant_is_simulated():
    assert [one.scenario.variant for one in simulate(in_two_variants(), 1)] == ["many", "one"]


def test_each_level_earns_more_than_the_one_below():
    (one,) = simulate(in_a_row(*[a_choice(1, 2, 3, 4)] * 3), 1)
    assert [one.grades[level] for level in (1, 2, 3, 4)] == [0, Fraction(1, 3), Fraction(2, 3), 1]
    assert one.random.low < Fraction(1, 2) < one.random.high
    assert 0 < one.criteria[0].guessed < Fraction(1, 4)
    assert one.ends == {"end": 1}


def test_tasks_are_counted_on_the_weakest_way():
    """Who answers badly at first meets one more task on clarity, the others none."""
    scenario = a_scenario(
        Scene("s", task=a_choice(1, 2, 3, 4), routes=(Route(Chose("s", "a"), "t"),), goto="end"),
        Scene("t", task=Choose((an_option("a", {CLARITY: 1}), an_option("b", {CLARITY: 2}))), goto="end"),
        END,
    )
    reading, clarity = simulate(scenario, 1)[0].criteria
    assert (reading.criterion, dict(reading.weakest)) == (READING, {1: 1, 2: 1, 3: 1, 4: 1})
    assert (clarity.criterion, dict(clarity.weakest)) == (CLARITY, {1: 0, 2: 0, 3: 0, 4: 0})
    assert reading.shown == {1: 0, 2: 0, 3: 0, 4: 0}, "one task shows nothing"


def test_a_scenario_that_is_fair_is_left_alone():
    assert said(FAIR) == []


def test_where_the_longest_is_the_best_length_is_a_trick_and_gives_the_key_away():
    found = said(in_a_row(*[choice(1, 2, 3, 4)] * 6))
    assert ("giveaway", "On the best way the longest is the best answer in 6 of 6 tasks.") in found
    tricks = [text for kind, text in found if kind == "trick"]
    assert tricks[0].startswith("Always taking the longest gives 1.00, and guessing 0.")


def test_where_the_first_is_the_best_and_options_are_not_shuffled():
    found = said(in_a_row(*[choice(4, 3, 2, 1)] * 6, as_written=True))
    assert ("giveaway", "On the best way what is shown first is the best answer in 6 of 6 tasks.") in found
    assert ("giveaway", "On the best way the shortest is the best answer in 6 of 6 tasks.") in found


def test_a_level_without_an_answer_that_has_it_on_both_criteria():
    options = (
        an_option("a", {READING: 2, CLARITY: 4}),
        an_option("b", {READING: 4, CLARITY: 2}),
        an_option("c", {READING: 1, CLARITY: 1}),
    )
    found = [text for kind, text in said(in_a_row(*[Choose(options)] * 2)) if kind == "steady"]
    assert "On online-writing/reading a trainee who is steadily at level 2 shows 1." in found


def test_an_ending_that_no_answers_lead_to():
    both = Route(All((Chose("s", "a"), Chose("s", "b"))), "gold")
    scenario = a_scenario(
        Scene("s", task=a_choice(1, 2), routes=(both,), goto="end"),
        Scene("gold", goto="rare"),
        Scene("rare", end=True),
        END,
    )
    assert said(scenario)[:2] == [
        ("unreached", 'The scene "gold" is not reached: no answers lead there.'),
        ("unreached", 'The ending "rare" is not reached: no answers lead there.'),
    ]


def test_of_too_many_ways_nobody_who_was_simulated_is_all_that_can_be_said(monkeypatch):
    monkeypatch.setattr(ways, "MOST_STEPS", 1)
    both = Route(All((Chose("s", "a"), Chose("s", "b"))), "gold")
    scenario = a_scenario(Scene("s", task=a_choice(1, 2), routes=(both,), goto="end"), Scene("gold", end=True), END)
    assert said(scenario)[0][1] == 'The ending "gold" is not reached: nobody who was simulated came there.'


def test_scenes_of_other_variants_are_not_missed_in_this_one():
    scenario = in_a_row(a_choice(1, 2))
    scenario = replace(scenario, scenes={**scenario.scenes, "elsewhere": Scene("elsewhere", end=True)})
    assert "unreached" not in kinds(scenario)


def test_trainees_that_go_in_a_circle():
    scene = Scene("s", task=a_choice(1, 2), routes=(Route(Chose("s", "a"), "s"),), goto="end")
    found = [text for kind, text in said(a_scenario(scene, END)) if kind == "endless"]
    assert "20 of 20 trainees (level 1) go in a circle and reach no end." in found


def test_a_scenario_without_a_key_has_no_grades_and_no_findings():
    (one,) = simulate(a_scenario(Scene("s", task=Reflect(), goto="end"), END), 1)
    assert one.random is None
    assert set(one.grades.values()) == {None}
    assert findings(one) == ()


@pytest.mark.parametrize(
    ("grades", "low", "high"),
    [(range(1000), 25, 974), ([3, 1, 2], 1, 3), ([7], 7, 7)],
)
def test_an_interval_leaves_a_fortieth_out_at_either_end(grades, low, high):
    found = interval(map(Fraction, grades))
    assert (found.low, found.high) == (low, high)
    assert found.holds(Fraction(low))
    assert not found.holds(Fraction(high + 1))


def test_of_no_grades_there_is_no_interval():
    assert interval([]) is None

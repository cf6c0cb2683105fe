"""What everybody is offered: on the weakest way that answers take, in the variant that offers least."""

from competency_xblock.domain.conditions import All, Chose
from competency_xblock.domain.scenario import Route, Scene
from competency_xblock.domain.simulation.coverage import coverage, fewest
from competency_xblock.domain.tasks import Reflect
from tests.builders import CLARITY, READING, a_choice, a_scenario, in_two_variants
from tests.domain.simulation.test_scenario import in_a_row

END = Scene("end", end=True)
FOUR = a_choice(1, 2, 3, 4)


def test_two_tasks_offer_every_level_that_both_have():
    (on,) = coverage(in_a_row(FOUR, a_choice(1, 2, 3))).values()
    assert (on.tasks, dict(on.by_level)) == (2, {1: 2, 2: 2, 3: 2, 4: 1})
    assert on.observes
    assert [on.offers(level) for level in (1, 2, 3, 4)] == [True, True, True, False]
    assert not on.offers_all


def test_a_short_cut_is_a_way_too():
    short = Route(Chose("s", "a"), "end")
    scenario = a_scenario(Scene("s", task=FOUR, routes=(short,), goto="t"), Scene("t", task=FOUR, goto="end"), END)
    (on,) = coverage(scenario).values()
    assert (on.tasks, on.observes) == (1, False)


def test_a_short_cut_that_no_answers_take_is_none():
    never = Route(All((Chose("s", "a"), Chose("s", "b"))), "end")
    scenario = a_scenario(Scene("s", task=FOUR, routes=(never,), goto="t"), Scene("t", task=FOUR, goto="end"), END)
    assert fewest(scenario, {"s", "t"}) == 1
    assert coverage(scenario)[READING].offers_all


def test_a_loop_does_not_count_twice():
    back = Route(Chose("s", "a"), "s")
    scenario = a_scenario(Scene("s", task=FOUR, routes=(back,), goto="end"), END)
    assert coverage(scenario)[READING].tasks == 1


def test_the_variant_that_offers_least_decides():
    on = coverage(in_two_variants())
    assert {name: offered.tasks for name, offered in on.items()} == {READING: 0, CLARITY: 0}


def test_a_scenario_without_a_key_offers_nothing():
    assert coverage(a_scenario(Scene("s", task=Reflect(), goto="end"), END)) == {}


def test_of_a_scenario_that_never_ends_nothing_is_met():
    scenario = a_scenario(Scene("s", goto="t"), Scene("t", goto="s"))
    assert fewest(scenario, {"t"}) == 0

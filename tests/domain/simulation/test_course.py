"""Scenarios put together: the grade over all of them, and where each kind of trainee stands."""

from dataclasses import replace

from competency_xblock.domain.simulation.course import course_findings, simulate_course
from competency_xblock.domain.simulation.scenario import simulate
from tests.builders import CLARITY, READING, a_choice, in_two_variants
from tests.domain.simulation.test_scenario import FAIR, choice, in_a_row


def a_course(*scenarios):
    named = {f"online-writing/s{number}": each for number, each in enumerate(scenarios)}
    return {name: simulate(replace(each, id=name), 1) for name, each in named.items()}


def said(course, criteria=(READING,)):
    return [(each.kind, each.text) for each in course_findings(simulate_course(course, criteria, 1))]


def test_three_fair_scenarios_are_enough_to_stand_on():
    course = simulate_course(a_course(FAIR, FAIR, FAIR), [READING], 1)
    assert course_findings(course) == ()
    (standings,) = course.standings
    assert standings.scenarios == 3
    assert standings.guessed < 0.05
    assert {kind: set(shares) for kind, shares in standings.shares.items() if kind != "random"} == {
        1: {1},
        2: {2},
        3: {3},
        4: {4},
    }


def test_equal_seeds_give_equal_courses():
    course = a_course(FAIR, FAIR)
    assert simulate_course(course, [READING], 1) == simulate_course(course, [READING], 1)


def test_two_scenarios_are_not_enough():
    few = "Nobody can stand on online-writing/reading: fewer than 3 scenarios offer it by two tasks. 2 are about it."
    assert said(a_course(FAIR, FAIR)) == [("standing", few)]


def test_a_criterion_without_any_scenario():
    few = "Nobody can stand on online-writing/clarity: fewer than 3 scenarios offer it by two tasks. 0 are about it."
    assert said(a_course(FAIR, FAIR, FAIR), [CLARITY]) == [("standing", few)]


def test_a_course_that_offers_level_three_at_most():
    found = said(a_course(*[in_a_row(*[a_choice(1, 2, 3)] * 3)] * 3))
    assert ("steady", "On online-writing/reading trainees who are steadily at level 4 stand at 3.") in found


def test_two_options_are_too_easy_to_guess():
    found = dict(said(a_course(*[in_a_row(*[a_choice(2, 3, 3)] * 2)] * 3)))
    assert found["guessed"].startswith("On online-writing/reading ")
    assert found["guessed"].endswith(" % of those who guess reach level 3.")


def test_a_trick_that_is_small_in_each_scenario_shows_over_the_course():
    longest_twice = in_a_row(choice(1, 2, 3, 4), choice(1, 2, 3, 4), choice(3, 4, 2, 1), choice(4, 2, 1, 3))
    found = dict(said(a_course(*[longest_twice] * 12)))
    assert found["trick"].startswith("Over the course, always taking the longest gives 0.")


def test_an_empty_course_has_no_grades():
    course = simulate_course({}, [], 1)
    assert course.random is None
    assert course_findings(course) == ()


def test_one_of_several_variants_is_drawn():
    course = simulate_course(a_course(in_two_variants()), [READING, CLARITY], 1)
    assert [each.scenarios for each in course.standings] == [1, 1]

"""Grades and levels of played attempts."""

import json
from fractions import Fraction

import pytest

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.scoring import counted, grade, grade_that_counts, judgements, results, shown
from competency_xblock.domain.tasks import Choose, Observation, Reflect
from tests.builders import CLARITY, READING, UNDO, WHOLE_PATH, a_choice, a_scenario, an_option, answered, every_kind


def test_the_grade_is_the_mean_of_the_credits_of_the_graded_tasks_met():
    play = answered(every_kind(), *WHOLE_PATH)
    # choose 2/3, select 1, rank 1, rate 5/6, sort 5/6, settings 1, thread 2/3; own words and own ratings do not count
    assert grade(play) == (Fraction(2, 3) + 1 + 1 + Fraction(5, 6) + Fraction(5, 6) + 1 + Fraction(2, 3)) / 7


def test_an_unfinished_attempt_has_no_grade():
    assert grade(answered(every_kind(), "d")) is None


def test_an_attempt_without_a_graded_task_has_no_grade():
    only_notes = a_scenario(Scene("s", task=Reflect(), goto="end"), Scene("end", end=True))
    assert grade(answered(only_notes, "A note")) is None


def test_in_a_loop_the_first_answer_counts():
    loop = a_scenario(
        Scene("s", task=Choose((an_option("a", 1, goto="s"), an_option("b", 2))), goto="end"), Scene("end", end=True)
    )
    play = answered(loop, "a", "b")
    assert grade(play) == 0
    assert [visit.nth for visit in counted(play)] == [1]


def test_an_answer_taken_back_does_not_count():
    scenario = a_scenario(Scene("s", task=a_choice(1, 3), goto="t"), Scene("t", task=a_choice(1, 3), goto="end"),
                          Scene("end", end=True))  # fmt: skip
    assert grade(answered(scenario, "a", UNDO, "b", "b")) == 1


def test_results_come_per_criterion_with_the_answers_behind_them():
    reading, clarity = results(answered(every_kind(), *WHOLE_PATH))
    assert (reading.criterion, clarity.criterion) == (READING, CLARITY)
    assert [(each.visit.scene.id, each.observation.level) for each in reading.observed] == [
        ("question", 3), ("pick", 4), ("order", 3), ("rate", 2), ("sort", 2), ("panel", 3), ("group", 3),
    ]  # fmt: skip
    assert [(each.visit.scene.id, each.observation.level) for each in clarity.observed] == [("panel", 4)]


def test_a_breach_is_carried_beside_its_observations():
    scenario = a_scenario(
        Scene("s", task=Choose((an_option("a", 3), an_option("b", 1, breach="It tells."))), goto="end"),
        Scene("end", end=True),
    )
    (result,) = results(answered(scenario, "b"))
    assert result.observed[0].breach == "It tells." and result.shown == 1


def test_what_counts_has_a_form_that_can_be_stored():
    scenario = a_scenario(
        Scene("s", task=Choose((an_option("a", 1, goto="s"), an_option("b", 4), an_option("c", 3))), goto="t"),
        Scene("t", task=Choose((an_option("a", 4), an_option("b", 1, breach="It tells."))), goto="end"),
        Scene("end", end=True),
    )
    kept = judgements(answered(scenario, "c", UNDO, "c", "b"))
    assert kept == [
        {"seq": 2, "scene": "s", "criterion": READING, "credit": "2/3", "level": 3, "offered": 4, "breach": False},
        {"seq": 3, "scene": "t", "criterion": READING, "credit": "0", "level": 1, "offered": 4, "breach": True},
    ]
    assert json.loads(json.dumps(kept)) == kept
    assert [each["seq"] for each in judgements(answered(scenario, "a", "b"))] == [0], "the first answer of a loop"
    assert judgements(answered(scenario)) == []


def test_criteria_without_an_answer_are_left_out():
    assert results(answered(every_kind())) == ()


def observed(level: int, offered: int) -> Observation:
    return Observation(READING, Fraction(0), level, offered)


@pytest.mark.parametrize(
    ("pairs", "level"),
    [
        ([(4, 4), (4, 4)], 4),
        ([(3, 3), (4, 4)], 4),  # the task that offered 3 can say nothing against 4
        ([(3, 4), (4, 4)], 3),
        ([(2, 2), (2, 2)], 2),
        ([(1, 4), (4, 4)], 1),
        ([], 1),
    ],
)
def test_a_level_is_shown_when_no_answer_fell_short_of_it_where_it_was_offered(pairs, level):
    assert shown(observed(*pair) for pair in pairs) == level


@pytest.mark.parametrize(("counts", "value"), [("best", 3), ("latest", 2), ("mean", 2)])
def test_the_attempt_that_counts_is_the_one_the_author_named(counts, value):
    assert grade_that_counts([Fraction(1), Fraction(3), Fraction(2)], counts) == value


def test_without_a_finished_attempt_nothing_counts():
    assert grade_that_counts([], "best") is None

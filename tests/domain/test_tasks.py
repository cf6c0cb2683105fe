"""What answers fit each kind of task, and what they show. The numbers are those of the scoring rules."""

from fractions import Fraction

import pytest

from competency_xblock.domain.tasks import TEXT_LIMIT, AnswerRefused, Choose, Reflect, Select, Task
from tests.builders import CLARITY, READING, a_choice, a_rank, a_text, an_option


def credits(task: Task, answer: object) -> dict[str, Fraction]:
    return {each.criterion: each.credit for each in task.judge(task.accept(answer)).observations}


def levels(task: Task, answer: object) -> dict[str, tuple[int, int]]:
    return {each.criterion: (each.level, each.offered) for each in task.judge(task.accept(answer)).observations}


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
    assert judged.breach == "Names a client."
    assert [(each.credit, each.level, each.offered) for each in judged.observations] == [(0, 1, 3), (0, 1, 2)]


def test_selecting_earns_against_the_best_set_of_that_size():
    task = Select((an_option("a", 4), an_option("b", 3), an_option("c", 1)), pick=2)
    assert credits(task, ["a", "b"]) == {READING: 1}
    assert credits(task, ["a"]) == {READING: Fraction(3, 5)}
    assert levels(task, ["a"]) == {READING: (2, 4)}  # floor(1 + 3 x 3/5)
    assert credits(task, ["c"]) == {READING: 0}


def test_the_best_set_is_taken_for_each_criterion_apart():
    task = Select((an_option("a", {READING: 4, CLARITY: 1}), an_option("b", {READING: 1, CLARITY: 3})), pick=1)
    assert credits(task, ["a"]) == {READING: 1, CLARITY: 0}


def test_one_breach_among_the_picked_is_a_breach_of_the_whole():
    task = Select((an_option("a", 4), an_option("b", 1, breach="It tells."), an_option("c", 2)), pick=2)
    assert task.judge(["a", "b"]).breach == "It tells."
    assert credits(task, ["a", "b"]) == {READING: 0}


def test_ranking_agrees_with_the_published_vector():
    # Five items, key CABED, answer ACBED: the distance is 2 of 12.
    assert credits(a_rank("cabed"), list("acbed")) == {READING: Fraction(10, 12)}


@pytest.mark.parametrize(
    ("order", "offers", "level"),
    [("abc", 3, 3), ("abc", 4, 4), ("bac", 3, 2), ("cba", 3, 1), ("bac", 4, 2), ("abc", 2, 2)],
)
def test_a_rank_shows_the_level_its_credit_reaches(order, offers, level):
    assert levels(a_rank("abc", offers=offers), list(order)) == {READING: (level, offers)}


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        (a_choice(1, 2), "z"),
        (a_choice(1, 2), ["a"]),
        (a_choice(1, 2), None),
        (Select((an_option("a", 2), an_option("b", 1)), pick=1), []),
        (Select((an_option("a", 2), an_option("b", 1)), pick=1), ["a", "b"]),
        (Select((an_option("a", 2), an_option("b", 1), an_option("c", 1)), pick=2), ["a", "a"]),
        (Select((an_option("a", 2), an_option("b", 1)), pick=1), "a"),
        (Select((an_option("a", 2), an_option("b", 1)), pick=1), [1]),
        (a_rank("abc"), ["a", "b"]),
        (a_rank("abc"), ["a", "b", "b"]),
        (a_rank("abc"), ["a", "b", "q"]),
        (a_rank("abc"), {"a": 1}),
        (a_text(), "just text"),
        (a_text(), {"text": "x", "more": 1}),
        (a_text(), {"text": "   "}),
        (a_text(), {"text": 5}),
        (Reflect(), ""),
        (Reflect(), None),
        (Reflect(), "x" * (TEXT_LIMIT + 1)),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_a_sentence(task, answer):
    with pytest.raises(AnswerRefused, match=r"^[A-Z].*\.$"):
        task.accept(answer)


@pytest.mark.parametrize(
    "rating", [None, [], {}, {READING: 5}, {READING: 0}, {READING: True}, {READING: "3"}, {READING: 3, CLARITY: 2}]
)
def test_a_rating_names_every_criterion_once_with_a_level(rating):
    with pytest.raises(AnswerRefused):
        a_text().accept_rating(rating)


def test_characters_no_database_takes_are_dropped_from_texts():
    assert Reflect().accept("one\x00two\ud800three\n") == "onetwothree\n"


def test_written_tasks_earn_nothing_by_themselves():
    assert a_text().judge({"text": "Hello"}).credit is None
    assert Reflect().criteria == ()
    assert not Reflect().is_graded and not a_text().is_graded and a_choice(1, 2).is_graded
    assert a_text().criteria == (READING,)
    assert Reflect().picked("x") == () and Reflect().goto("x") == ""


def test_tokens_become_ids_wherever_an_answer_holds_them():
    names = {"t1": "a", "t2": "b"}.get
    decode = lambda token: names(token, "")  # noqa: E731
    assert a_choice(1, 2).decode("t2", decode) == "b"
    assert a_choice(1, 2).decode(7, decode) == 7
    assert Select((an_option("a", 2), an_option("b", 1)), pick=1).decode(["t1", 3], decode) == ["a", 3]
    assert a_rank("ab").decode(["t2", "t1"], decode) == ["b", "a"]
    assert a_rank("ab").decode("t2", decode) == "t2"
    assert Reflect().decode("t2", decode) == "t2"


def test_picked_options_come_in_the_order_of_the_answer():
    task = a_rank("abc")
    assert [option.id for option in task.picked(["c", "a", "b"])] == ["c", "a", "b"]
    assert task.picked(None) == ()

"""Kinds of trainee: each takes what its description says, whatever the levels are."""

import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.simulation.trainees import BY_NAME, first, longest, meet, most, parts, steady
from competency_xblock.domain.tasks import Bin, Choose, Rank, Rate, Select, Sort
from tests.builders import (
    CLARITY,
    READING,
    a_choice,
    a_panel,
    a_rank,
    a_rating,
    a_sorting,
    a_step,
    a_thread,
    an_item,
    an_option,
)
from tests.domain.strategies import tasks

RNG = random.Random(1)  # noqa: S311


def met(task, **scene):
    return meet(Scene("s", task=task, goto="end", **scene), task, RNG)


def worded(*texts, level=2):
    """Options ``a``, ``b``, ... with these texts."""
    return tuple(replace(an_option(name, level), text=text) for name, text in zip("abcdefgh", texts, strict=False))


@given(tasks(), st.sampled_from(["random", "longest", "first", "most", 1, 2, 3, 4]), st.randoms(use_true_random=False))
def test_whoever_answers_gives_an_answer_that_is_accepted(task, kind, rng):
    assume(task.is_graded)
    reply = (BY_NAME.get(kind) or steady(kind))(met(task), rng)
    assert task.judge(task.accept(reply.answer)) == reply.judgement


def test_the_longest_of_several_texts():
    three = worded("Short.", "The longest of all texts.", "In between.")
    assert longest(met(Choose(three)), RNG).answer == "b"
    assert set(longest(met(Select(three, 2)), RNG).answer) == {"b", "c"}


def test_chance_decides_among_equally_long_texts():
    equal = met(Choose(worded("One.", "Two.", "Three.")))
    assert {BY_NAME["longest"](equal, RNG).answer for _ in range(9)} == {"c"}
    equal = met(Choose(worded("One.", "Two.", "1.")))
    assert {longest(equal, RNG).answer for _ in range(40)} == {"a", "b"}


def test_long_items_come_first_are_rated_high_and_go_into_the_bin_with_the_longest_name():
    items = tuple(replace(an_item(name), text="x" * size) for name, size in (("a", 1), ("b", 9), ("c", 5), ("d", 3)))
    ranked = Rank(items, ("a", "b", "c", "d"), (READING,))
    assert longest(met(ranked), RNG).answer == ["b", "c", "d", "a"]
    rated = Rate(items, dict.fromkeys("abcd", 1), (READING,))
    assert longest(met(rated), RNG).answer == {"a": 1, "b": 4, "c": 3, "d": 2}
    sorted_ = Sort(items, (Bin("x", "Share"), Bin("y", "Verify first")), dict.fromkeys("abcd", "x"), (READING,))
    assert longest(met(sorted_), RNG).answer == dict.fromkeys("abcd", "y")


def test_parts_are_sentences_clauses_and_what_and_adds():
    assert parts("Wait.") == 1
    assert parts("Call, write and wait. Then ask.") == 4
    assert parts("At 16:10 on 3.5. the sand ran out") == 2
    assert parts("") == 0


def test_what_includes_most_need_not_be_the_longest():
    two = Choose(worded("A very long sentence about one single thing only.", "Ask, wait, and call."))
    assert most(met(two), RNG).answer == "b"
    assert longest(met(two), RNG).answer == "a"


def test_what_is_shown_first_is_taken_and_everything_else_left_as_it_stands():
    as_written = met(a_choice(1, 2, 3, 4), as_written=True)
    assert {first(as_written, RNG).answer for _ in range(9)} == {"a"}
    shuffled = met(a_choice(1, 2, 3, 4))
    assert {first(shuffled, RNG).answer for _ in range(60)} == set("abcd")
    assert len(first(met(Select(worded("One.", "Two.", "Three."), 2)), RNG).answer) == 2
    assert first(met(a_rank("cab"), as_written=True), RNG).answer == ["a", "b", "c"]
    assert first(met(a_rating(a=4, b=4)), RNG).answer == {"a": 1, "b": 1}
    assert first(met(a_sorting("xyz", a="z")), RNG).answer == {"a": "x"}
    assert first(met(a_panel()), RNG).answer == {"phone": "members", "joining": "added"}
    assert first(met(a_thread()), RNG).answer == a_step("p1", "reply", "name-it")


def test_who_is_steady_takes_the_highest_answer_not_above_the_level():
    four = met(a_choice(1, 2, 3, 4))
    assert [steady(level)(four, RNG).answer for level in (1, 2, 3, 4)] == ["a", "b", "c", "d"]


def test_an_answer_above_the_level_on_any_criterion_is_above_it():
    options = (an_option("a", {READING: 2, CLARITY: 4}), an_option("b", {READING: 2, CLARITY: 1}))
    assert steady(3)(met(Choose(options)), RNG).answer == "b"


def test_where_every_answer_is_above_the_level_the_lowest_is_taken():
    assert steady(1)(met(a_choice(3, 2, 4)), RNG).answer == "b"

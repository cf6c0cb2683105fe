"""A discussion among people."""

from dataclasses import replace
from fractions import Fraction

import pytest

from competency_xblock.domain.tasks import TEXT_LIMIT, Action, AnswerRefused, Thread, ThreadAnswer
from tests.builders import READING, a_step, a_thread, an_option

from .showing import credits, levels

THREAD = a_thread(goto="close")
OWN = a_step("p2", "private", "check-in", "How are you, Tomas?")


@pytest.mark.parametrize(
    ("answer", "credit", "level"),
    [
        (a_step("p1", "reply", "name-it"), 1, 4),
        (a_step("p1", "reply", "scold"), Fraction(1, 3), 2),
        (OWN, Fraction(2, 3), 3),
        (a_step("p1", "private"), 0, 1),  # otherwise
        (a_step("p2", "reply"), 0, 1),
    ],
)
def test_an_answer_is_scored_like_a_choice(answer, credit, level):
    assert credits(THREAD, answer) == {READING: credit}
    assert levels(THREAD, answer) == {READING: (level, 4)}


def test_otherwise_counts_for_the_best_too():
    task = a_thread(otherwise=an_option("", 3))
    weak = replace(task, answers=tuple(replace(each, option=an_option(each.option.id, 2)) for each in task.answers))
    assert credits(weak, a_step("p1", "reply", "scold")) == {READING: Fraction(1, 2)}
    assert credits(weak, a_step("p2", "reply")) == {READING: 1}
    assert levels(weak, a_step("p1", "reply", "scold")) == {READING: (2, 3)}


def test_doing_nothing_useful_may_be_a_breach():
    task = a_thread(otherwise=an_option("", 1, breach="Somebody is hurt."))
    assert task.judge(a_step("p1", "private")).breach == "Somebody is hurt."
    assert task.judge(a_step("p1", "reply", "scold")).breach == ""
    assert task.may_breach and not THREAD.may_breach


def test_what_a_pair_of_post_and_action_offers():
    assert [each.option.id for each in THREAD.at("p1", "reply")] == ["name-it", "scold"]
    assert THREAD.at("p1", "private") == ()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        None,
        "name-it",
        ["p1", "reply", "name-it"],
        {"post": "p1", "action": "reply", "answer": "name-it"},
        a_step("p1", "reply", "name-it") | {"more": 1},
        a_step("p9", "reply", "name-it"),
        a_step("p1", "shout", "name-it"),
        a_step("", "", "name-it"),
        {"post": None, "action": "reply", "answer": "name-it", "text": None},
        {"post": ["p1"], "action": {"reply": 1}, "answer": "name-it", "text": None},
    ],
)
def test_a_step_names_a_post_and_an_action(answer):
    with pytest.raises(AnswerRefused, match=r"^Choose a post, and what to do there\.$"):
        THREAD.accept(answer)


@pytest.mark.parametrize(
    "answer",
    [
        a_step("p1", "reply"),  # there are two to choose from
        a_step("p1", "reply", "check-in"),  # an answer of another pair
        a_step("p2", "private", None, "Own words, and for nothing."),
        a_step("p1", "reply", "forged"),
        a_step("p1", "private", "name-it"),  # nothing is offered there
        a_step("p1", "private", ""),
        {"post": "p1", "action": "reply", "answer": ["name-it"], "text": None},
    ],
)
def test_a_step_says_what_that_pair_offers(answer):
    with pytest.raises(AnswerRefused, match=r"^Choose what to say there\.$"):
        THREAD.accept(answer)


@pytest.mark.parametrize("text", ["", "  ", None, 3, ["x"], "x" * (TEXT_LIMIT + 1)])
def test_where_own_words_are_asked_for_they_are_needed(text):
    with pytest.raises(AnswerRefused, match=r"^(Write a few words|Your text has 20,001)"):
        THREAD.accept(OWN | {"text": text})


@pytest.mark.parametrize("text", ["", "Some words", 0, False])
def test_where_none_are_asked_for_none_are_taken(text):
    for step in (a_step("p1", "reply", "name-it"), a_step("p1", "private")):
        with pytest.raises(AnswerRefused, match="Nothing is to be written there"):
            THREAD.accept(step | {"text": text})


def test_own_words_are_kept_without_what_no_database_takes():
    assert THREAD.accept(OWN | {"text": "How\x00 are you?"}) == OWN | {"text": "How are you?"}
    assert THREAD.takes_text and not replace(THREAD, answers=THREAD.answers[:2]).takes_text


def test_a_step_leads_where_its_answer_leads():
    assert THREAD.goto(a_step("p1", "reply", "name-it")) == "close"
    assert THREAD.goto(a_step("p1", "reply", "scold")) == "" == THREAD.goto(a_step("p2", "reply"))


def test_it_always_leads_on_where_every_pair_has_answers_and_all_of_them_do():
    one_post = replace(THREAD, posts=THREAD.posts[:1], actions=(Action("reply", "Reply"),))
    ways = tuple(ThreadAnswer(an_option(name, 2, goto="close"), "p1", "reply") for name in ("x", "y"))
    assert replace(one_post, answers=ways).always_leads_on
    assert not replace(one_post, answers=(ways[0], replace(ways[1], option=an_option("y")))).always_leads_on
    assert not replace(THREAD, answers=ways).always_leads_on, "other pairs fall to otherwise"


def test_names_are_posts_actions_and_answers():
    assert THREAD.names == ("p1", "p2", "reply", "private", "name-it", "scold", "check-in")
    assert THREAD.criteria == (READING,)
    assert [option.id for option in THREAD.options] == ["name-it", "scold", "check-in", ""]


def moved(task: Thread, **change: object) -> Thread:
    return replace(task, answers=(replace(task.answers[0], **change), *task.answers[1:]))


@pytest.mark.parametrize(
    "other",
    [
        replace(THREAD, posts=THREAD.posts[:1]),
        replace(THREAD, actions=THREAD.actions[:1]),
        replace(THREAD, answers=THREAD.answers[1:]),
        moved(THREAD, post="p2"),
        moved(THREAD, action="private"),
        moved(THREAD, free=True),
        a_thread(goto="elsewhere"),
    ],
)
def test_other_posts_actions_pairs_or_targets_are_another_form(other):
    assert other.form != THREAD.form


def test_levels_and_the_words_asked_for_may_change():
    assert moved(THREAD, option=an_option("name-it", 1, goto="close"), words=50).form == THREAD.form
    assert replace(THREAD, otherwise=an_option("", 4)).form == THREAD.form


def test_the_order_in_which_posts_actions_and_answers_are_written_does_not_change_the_form():
    turned = replace(THREAD, posts=THREAD.posts[::-1], actions=THREAD.actions[::-1], answers=THREAD.answers[::-1])
    assert turned.form == THREAD.form

"""Tasks in the trainee's own words, and the trainee's own rating."""

from dataclasses import replace

import pytest

from competency_xblock.domain.tasks import TEXT_LIMIT, AnswerRefused, Reflect, SelfAssess
from tests.builders import CLARITY, READING, a_text

PLACE = SelfAssess((READING, CLARITY))
BROKEN_LEVELS = [0, 5, True, 2.0, "3", None, [3]]


@pytest.mark.parametrize("answer", ["just text", {"text": "x", "more": 1}, {}, ["x"], None, {"words": "x"}])
def test_a_written_answer_is_a_text_and_nothing_else(answer):
    with pytest.raises(AnswerRefused, match="in the text box"):
        a_text().accept(answer)


@pytest.mark.parametrize("empty", ["   ", "", "\x00", 5, None, ["x"]])
def test_a_few_words_are_needed(empty):
    for task, answer in ((a_text(), {"text": empty}), (Reflect(), empty)):
        with pytest.raises(AnswerRefused, match="a few words"):
            task.accept(answer)


def test_a_text_may_reach_the_limit_and_not_pass_it():
    assert len(Reflect().accept("x" * TEXT_LIMIT)) == TEXT_LIMIT
    with pytest.raises(AnswerRefused, match=r"20,001 characters; the limit is 20,000\. Shorten it"):
        Reflect().accept("x" * (TEXT_LIMIT + 1))


def test_more_words_than_asked_for_are_kept():
    assert a_text().accept({"text": "word " * 60}) == {"text": "word " * 60}


def test_characters_no_database_takes_are_dropped_from_texts():
    assert Reflect().accept("one\x00two\ud800three\n") == "onetwothree\n"


@pytest.mark.parametrize("rating", [None, [], {}, {READING: 3, CLARITY: 2}, {CLARITY: 3}, {"": 3}])
def test_a_rating_names_every_criterion_once(rating):
    with pytest.raises(AnswerRefused, match="Rate your text on every criterion"):
        a_text().accept_rating(rating)


@pytest.mark.parametrize("broken", BROKEN_LEVELS)
def test_a_rating_is_a_level(broken):
    with pytest.raises(AnswerRefused, match="from 1 to 4"):
        a_text().accept_rating({READING: broken})
    with pytest.raises(AnswerRefused, match=r"^Place yourself on every criterion, from 1 to 4\.$"):
        PLACE.accept({READING: broken, CLARITY: 1})


@pytest.mark.parametrize("answer", [None, [], {}, {READING: 3}, {READING: 3, CLARITY: 2, "more": 1}, "3"])
def test_one_places_oneself_on_every_criterion(answer):
    with pytest.raises(AnswerRefused, match="Place yourself"):
        PLACE.accept(answer)


def test_placing_oneself_is_stored_in_the_order_of_the_criteria():
    assert list(PLACE.accept({CLARITY: 1, READING: 4}).items()) == [(READING, 4), (CLARITY, 1)]


@pytest.mark.parametrize(
    ("task", "answer"),
    [(a_text(), {"text": "Hello"}), (Reflect(), "A note"), (PLACE, {READING: 4, CLARITY: 4})],
)
def test_own_words_and_own_ratings_earn_nothing(task, answer):
    judged = task.judge(task.accept(answer))
    assert judged.credit is None and judged.observations == () and judged.breach == ""
    assert not task.is_graded and not task.may_breach and not task.always_leads_on
    assert task.options == () and task.picked(answer) == () and task.goto(answer) == ""


def test_only_where_own_words_are_asked_for_are_they_taken():
    assert a_text().takes_text and Reflect().takes_text and not PLACE.takes_text


def test_only_a_written_answer_is_rated_by_its_writer():
    assert a_text().needs_rating and not Reflect().needs_rating and not PLACE.needs_rating


def test_criteria_are_the_names_and_make_the_form():
    assert a_text().names == (READING,) and PLACE.names == (READING, CLARITY) and Reflect().names == ()
    assert PLACE.form == SelfAssess((CLARITY, READING)).form != SelfAssess((READING,)).form
    assert a_text().form == a_text(revise=0).form != replace(a_text(), rated=(CLARITY,)).form
    assert Reflect().form == ()

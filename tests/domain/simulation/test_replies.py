"""Every answer to a task: all of them, each once, or a sample that holds the best."""

import json
import random
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from competency_xblock.domain.simulation import replies
from competency_xblock.domain.simulation.replies import DRAWN, how_many, replies_to, unjudged
from competency_xblock.domain.tasks import Choose, Reflect, SelfAssess, Settings, Thread
from tests.builders import (
    READING,
    a_choice,
    a_rank,
    a_rating,
    a_sorting,
    a_switch,
    a_text,
    a_thread,
    an_option,
)
from tests.domain.strategies import an_answer, tasks

RNG = random.Random(1)  # noqa: S311


@given(st.data(), tasks())
def test_whatever_can_be_answered_is_among_the_replies(data, task):
    assume(task.is_graded)
    found = [json.dumps(reply.answer, sort_keys=True) for reply in replies_to(task, RNG).all]
    answer = task.accept(an_answer(data.draw, task))
    if isinstance(answer, dict) and answer.get("text"):
        answer = answer | {"text": replies.SOME_WORDS}
    if isinstance(answer, list) and task.kind == "select":
        found = [json.dumps(sorted(json.loads(each))) for each in found]
        answer = sorted(answer)
    assert json.dumps(answer, sort_keys=True) in found
    assert len(set(found)) == len(found)


@given(tasks())
def test_how_many_is_how_many_there_are(task):
    assume(task.is_graded and not isinstance(task, Thread))
    assert how_many(task) == len(replies_to(task, RNG).all)


def test_each_reply_is_judged_by_the_task():
    found = replies_to(a_choice(1, 3), RNG)
    assert [(each.answer, each.total) for each in found.all] == [("a", 1), ("b", 3)]
    assert found.levels(READING) == {1, 3}
    assert found.levels("privacy/consent") == set()


def test_of_too_many_answers_some_are_drawn_and_the_best_is_there():
    values = [an_option(name, level) for name, level in zip("vwxy", (1, 2, 3, 4), strict=True)]
    many = [
        a_rank("abcdefgh"),
        a_rating(**dict.fromkeys("abcdefgh", 2)),
        a_sorting("xyz", **dict.fromkeys("abcdefgh", "x")),
        Settings("Harbour", tuple(a_switch(name, *values) for name in "abcdefgh")),
    ]
    for task in many:
        found = replies_to(task, random.Random(1))  # noqa: S311
        assert not found.every
        assert len(found.all) == DRAWN + 1
        assert found.all[0].judgement.credit == 1
        assert all(one.judgement == other.judgement for one, other in pairwise([task_reply(task), task_reply(task)]))


def task_reply(task):
    """The same dice draw the same."""
    return replies_to(task, random.Random(7)).all[-1]  # noqa: S311


def test_a_discussion_has_a_reply_for_every_pair_of_post_and_action():
    found = replies_to(a_thread(), RNG).all
    assert [(each.answer["post"], each.answer["action"], each.answer["answer"]) for each in found] == [
        ("p1", "reply", "name-it"),
        ("p1", "reply", "scold"),
        ("p1", "private", None),
        ("p2", "reply", None),
        ("p2", "private", "check-in"),
    ]


def test_what_the_key_does_not_judge_can_be_answered_too():
    for task in (a_text(), Reflect(), SelfAssess((READING,))):
        task.accept(unjudged(task))


def test_a_choice_alone_has_as_many_replies_as_options():
    assert isinstance(a_choice(1, 2, 3), Choose)
    assert how_many(a_choice(1, 2, 3)) == 3

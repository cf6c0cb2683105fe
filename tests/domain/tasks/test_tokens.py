"""What the page sends comes back as ids, for every kind of task: there it knows tokens alone."""

import pytest

from competency_xblock.domain.shuffle import names_by_token, token
from competency_xblock.domain.tasks import AnswerRefused, Reflect, Select, SelfAssess, Task
from tests.builders import CLARITY, READING, a_choice, a_panel, a_rank, a_rating, a_sorting, a_step, a_text, a_thread
from tests.builders import an_option as option

SEED, SCENE = "seed", "s"
SELECT = Select((option("a", 4), option("b", 2), option("c", 1)), pick=2)
TASKS = [
    (a_choice(1, 2), "b"),
    (SELECT, ["c", "a"]),
    (a_rank("abc"), ["c", "a", "b"]),
    (a_rating(a=1, b=4), {"a": 2, "b": 3}),
    (a_rating(text=1, b=4), {"text": 2, "b": 3}),  # an id like any other
    (a_sorting("xy", a="x", b="y"), {"a": "y", "b": "y"}),
    (a_sorting("xy", text="x", b="y"), {"text": "y", "b": "y"}),
    (a_panel(), {"phone": "nobody", "joining": "added"}),
    (a_thread(), a_step("p1", "reply", "scold")),
    (a_thread(), a_step("p2", "reply")),
    (SelfAssess((READING, CLARITY)), {READING: 2, CLARITY: 3}),
]


def known(task: Task) -> dict[str, str]:
    return names_by_token(SEED, SCENE, task.names)


def decoded(task: Task, raw: object) -> object:
    names = known(task)
    return task.decode(raw, lambda each: names.get(each, ""))


def as_sent(task: Task, answer: object) -> object:
    """The answer with a token for every id."""
    if isinstance(answer, str):
        return token(SEED, SCENE, answer) if answer in task.names else answer
    if isinstance(answer, list):
        return [as_sent(task, each) for each in answer]
    if isinstance(answer, dict):
        keys = {name: name if name in task.parts else as_sent(task, name) for name in answer}
        return {keys[name]: as_sent(task, value) for name, value in answer.items()}
    return answer


@pytest.mark.parametrize(("task", "answer"), TASKS)
def test_tokens_become_ids_wherever_an_answer_holds_them(task, answer):
    sent = as_sent(task, answer)
    assert sent != answer
    assert task.accept(decoded(task, sent)) == answer


@pytest.mark.parametrize(("task", "answer"), TASKS)
def test_ids_sent_as_they_are_come_to_nothing(task, answer):
    with pytest.raises(AnswerRefused):
        task.accept(decoded(task, answer))


@pytest.mark.parametrize(("task", "answer"), TASKS)
def test_tokens_of_another_scene_come_to_nothing(task, answer):
    elsewhere = names_by_token(SEED, "other", task.names)
    with pytest.raises(AnswerRefused):
        task.accept(task.decode(as_sent(task, answer), lambda each: elsewhere.get(each, "")))


@pytest.mark.parametrize("raw", [None, 7, True, 1.5])
def test_what_holds_no_names_is_left_for_the_task_to_refuse(raw):
    assert all(decoded(task, raw) is raw for task, _ in TASKS)


def test_of_a_list_only_texts_are_looked_up():
    assert decoded(SELECT, [token(SEED, SCENE, "a"), 3, ["a"]]) == ["a", 3, ["a"]]


def test_what_the_trainee_typed_is_never_looked_up():
    word = token(SEED, SCENE, "p1")
    step = as_sent(a_thread(), a_step("p2", "private", "check-in")) | {"text": word}
    assert decoded(a_thread(), step) == a_step("p2", "private", "check-in", word)
    assert decoded(a_text(), {"text": READING}) == {"text": READING}
    assert decoded(Reflect(), word) == word


def test_a_rating_of_the_own_text_comes_by_tokens_too():
    assert decoded(a_text(), {token(SEED, SCENE, READING): 3}) == {READING: 3}
    with pytest.raises(AnswerRefused):
        a_text().accept_rating(decoded(a_text(), {READING: 3}))

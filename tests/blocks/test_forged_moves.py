"""Forged bodies at every stage of scenarios with every kind of task: a 4xx, a plain sentence, and nothing changed."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Response

from competency_xblock.authoring.tasks import KINDS
from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.requests import BODY_LIMIT
from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.engine import Play, available, replay
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.shuffle import token
from competency_xblock.domain.tasks import TEXT_LIMIT
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND, ITEM_KINDS

READING, CLARITY, DIRECTION = (f"online-writing/{name}" for name in ("reading", "clarity", "direction"))
LETTER = "Dear Noor, the deadline first. What worries you most?"

Step = Callable[[Trainee], Any]


def one(option: str) -> Step:
    return lambda trainee: trainee.choose(option)


def several(*options: str) -> Step:
    return lambda trainee: trainee.move([trainee.token(option) for option in options])


def each(answer: dict[str, str | int], do: str = "answer") -> Step:
    """An answer of ids, or levels, for ids."""
    return lambda trainee: trainee.move(
        {trainee.token(name): trainee.token(to) if isinstance(to, str) else to for name, to in answer.items()}, do
    )


def typed(text: Any, do: str = "answer") -> Step:
    return lambda trainee: trainee.move(text, do)


def stepping_in(post: str, action: str, answer: str, text: str | None = None) -> Step:
    ids = {"post": post, "action": action, "answer": answer}
    return lambda trainee: trainee.move({key: trainee.token(id) for key, id in ids.items()} | {"text": text})


# What is sent, one after the other, on the way through every scene.
WAYS: dict[str, tuple[str, list[Step]]] = {
    "every-kind": (
        EVERY_KIND,
        [
            typed(None),
            one("deadline-first"),
            several("date", "next-step"),
            several("tell", "check", "note"),
            typed({"text": LETTER}),
            each({CLARITY: 3, DIRECTION: 2}, "rate"),
            typed({"text": LETTER}, "revise"),
            typed(None),
            typed("I would ask first."),
        ],
    ),
    "item-kinds": (
        ITEM_KINDS,
        [
            each({"chart": "verify", "fair": "share", "names": "leave"}),
            each({"long": 1, "short": 3}),
            each({"phone": "nobody", "joining": "added"}),
            stepping_in("p2", "private", "check-in", "Tomas, how are you today?"),
            each({READING: 2, CLARITY: 3}),
        ],
    ),
}
STAGES = [(name, stage) for name, (_, steps) in WAYS.items() for stage in range(len(steps) + 1)]


def reach(name: str, stage: int) -> Trainee:
    """A trainee after ``stage`` steps."""
    source, steps = WAYS[name]
    trainee = Trainee(Host(scenario_xml(source)))
    trainee.begin()
    for step in steps[:stage]:
        step(trainee)
    return trainee


def playing(trainee: Trainee) -> tuple[Scenario, Play]:
    block = trainee.host.block()
    compiled = compile_scenario(block.source, block.framework, block.local)
    assert isinstance(compiled, Compiled)
    attempt = Attempt.from_json(block.attempt)
    return compiled.scenario.in_variant(attempt.variant), replay(compiled.scenario, attempt)


def kept(trainee: Trainee) -> tuple[Any, Any]:
    """All that is stored of a learner, and all that was published."""
    return copy.deepcopy((trainee.host.store.db_dict, trainee.host.published))


def refused(reply: Response) -> bool:
    """Whether this is a refusal that a trainee can read."""
    sentence = reply.json["error"] if 400 <= reply.status_int < 500 else ""
    return bool(re.fullmatch(r"[A-Z][^{}<>\[\]\n]{10,160}\.", sentence)) and "Error" not in sentence


def test_the_ways_lead_through_every_kind_the_checker_knows() -> None:
    kinds, finished = set(), []
    for name, stage in STAGES:
        _, play = playing(reach(name, stage))
        kinds |= {visit.scene.task.kind for visit in play.path if visit.scene.task}
        finished.append(play.finished)
    assert kinds == KINDS.keys()
    assert finished.count(True) == len(WAYS), "the last stage of each way is the end"


def wrong_types() -> Iterator[Any]:
    yield from (True, 0, -1, 3.5, 1e308, [], {}, [None], [[]], [{}], [1, 2], {"": ""}, {"a": None}, {"a": [1]})
    yield from ({"text": None}, {"text": 5}, {"text": ["x"]}, {"text": {}}, {"text": " "}, {"text": "x", "more": 1})
    yield from ({"post": None, "action": None, "answer": None, "text": None}, {"post": [], "action": {}, "answer": 0})


def ids_of(scenario: Scenario) -> list[str]:
    tasks = [scene.task for scene in scenario.scenes.values() if scene.task]
    return sorted({*scenario.scenes, *(name for task in tasks for name in task.names)})


def untranslated(names: list[str], scene_names: list[str]) -> Iterator[Any]:
    """Names in every form in which answers come, where the page would have sent tokens."""
    yield names
    yield scene_names
    yield from ([name] for name in names)
    for value in (1, 3, *names[:2]):
        yield dict.fromkeys(names, value)
        yield dict.fromkeys(scene_names, value)
    yield from ({"post": name, "action": name, "answer": name, "text": None} for name in names)


def deep(levels: int) -> Iterator[Any]:
    nested_list: Any = "x"
    nested_dict: Any = "x"
    for _ in range(levels):
        nested_list, nested_dict = [nested_list], {"text": nested_dict}
    yield from (nested_list, nested_dict, {"text": nested_list}, {"post": nested_dict})


def forged_answers(trainee: Trainee) -> Iterator[Any]:
    """Answers that fit no stage of any task."""
    scenario, play = playing(trainee)
    task = play.current.scene.task
    ids, present = ids_of(scenario), list(task.names) if task else []
    seed, others = trainee.host.block().attempt["seed"], scenario.scenes.keys() - {play.current.scene.id}
    elsewhere = [token(seed, other, name) for other in sorted(others) for name in present or ids[:3]]
    yield from wrong_types()
    yield from untranslated(ids, present)
    yield from untranslated(elsewhere, elsewhere)
    yield from deep(200)
    yield {"text": "x" * (TEXT_LIMIT + 1)}
    yield "x" * (TEXT_LIMIT + 1)
    if task is None or task.kind != "reflect" or play.current.answered:  # a note may be any text
        yield from ("x", "", "0" * 16, *ids, *elsewhere)
    if task is not None and not play.finished:
        yield None if not play.current.answered else [None]
        yield {trainee.token(name): 9 for name in task.names} or [9]
        yield [trainee.token(name) for name in task.names for _ in range(2)] or [9]


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_an_answer_that_fits_nothing_is_refused_and_changes_nothing(name: str, stage: int) -> None:
    trainee = reach(name, stage)
    _, play = playing(trainee)
    taken = available(play) & {"hint", "undo"}  # these have no answer, and do not look at one
    before = kept(trainee)
    for answer in forged_answers(trainee):
        for do in {"answer", "rate", "revise", "hint", "undo"} - taken:
            reply = trainee.send(answer, do)
            assert refused(reply), (do, answer, reply.text)
    assert kept(trainee) == before


class Insider(Trainee):
    """Knows the ids, and sends them where the page sends tokens."""

    def __init__(self, other: Trainee) -> None:
        super().__init__(other.host)
        self.uid, self.seen, self.used = other.uid, other.seen, False

    def token(self, name: str) -> str:
        self.used = True
        return name

    def _took(self, response: Response) -> Any:
        return response


@pytest.mark.parametrize("way", WAYS)
def test_the_right_answer_in_ids_in_place_of_tokens_is_refused_and_changes_nothing(way: str) -> None:
    tried = 0
    for stage, step in enumerate(WAYS[way][1]):
        trainee = reach(way, stage)
        before = kept(trainee)
        insider = Insider(trainee)
        reply = step(insider)
        if insider.used:
            tried += 1
            assert refused(reply), (stage, reply.text)
            assert kept(trainee) == before
    assert tried >= 4


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_an_envelope_that_fits_no_page_is_refused_and_changes_nothing(name: str, stage: int) -> None:
    trainee = reach(name, stage)
    before = kept(trainee)
    forged: list[dict[str, Any]] = [
        *({"attempt": value} for value in (None, 5, [], {}, "", "x" * 1000, trainee.uid.upper() + "0")),
        *({"seen": value} for value in (None, "0", True, -1, 0.0, [], trainee.seen + 1, 10**30)),
        *({"request": value} for value in (None, 7, [], "", "x", "<b>12345678</b>", "x" * 65, "request-\n0001")),
        *({"do": value} for value in (None, 1, [], {}, "", "fly", "ANSWER", "__class__", "begin")),
    ]
    for each_forged in forged:
        reply = trainee.send(None, **each_forged)
        assert refused(reply), (each_forged, reply.text)
    assert kept(trainee) == before


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_a_body_that_is_too_large_too_deep_or_no_object_is_refused_and_changes_nothing(name: str, stage: int) -> None:
    trainee = reach(name, stage)
    before = kept(trainee)
    body = {"attempt": trainee.uid, "seen": trainee.seen, "request": "request-forged", "do": "answer"}
    bodies = [
        *(json.dumps(body | {"answer": answer}).encode() for answer in ("x" * 1_000_000, {"text": "x" * 1_000_000})),
        json.dumps(body | {"answer": 0}).encode()[:-2] + b"[" * 60_000 + b"]" * 60_000 + b"}",
        json.dumps(body | {"answer": 0}).encode()[:-2] + b'{"text":' * 12_000 + b"0" + b"}" * 12_001,
        json.dumps(body | {"answer": 0}).encode()[:-2] + b"Infinity}",
        json.dumps(body | {"answer": 0}).encode()[:-2] + b"9" * 5_000 + b"}",
        json.dumps([body]).encode(),
        b"\xff" + json.dumps(body).encode(),
        b" " * (BODY_LIMIT + 1),
    ]
    for handler in ("begin", "move", "hint", "draft"):
        for raw in bodies:
            reply = trainee.host.post(handler, None, raw=raw)
            # To begin asks for nothing but an object with the request's own id.
            fits = handler == "begin" and reply.status_int == 200
            assert fits or refused(reply), (handler, raw[:200], reply.text)
            if fits:
                trainee = reach(name, stage)
                before = kept(trainee)
    assert kept(trainee) == before


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_whatever_json_comes_is_refused_or_is_one_move_that_can_be_played_again(name: str, stage: int) -> None:
    trainee = reach(name, stage)
    scenario, play = playing(trainee)
    before, seen = kept(trainee), trainee.seen
    task = play.current.scene.task
    tokens = st.sampled_from([trainee.token(id) for id in (task.names if task else ())] + ids_of(scenario))
    parts = tokens | st.integers(0, 5) | JSON_VALUES
    answers = (
        JSON_VALUES
        | tokens
        | st.lists(parts, max_size=5)
        | st.dictionaries(tokens, parts, max_size=5)
        | st.fixed_dictionaries({}, optional=dict.fromkeys(("post", "action", "answer", "text"), parts))
    )

    @settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=40)
    @given(answer=answers, do=st.sampled_from(["answer", "answer", "answer", "rate", "revise", "undo", "hint"]))
    def fire(answer: Any, do: str) -> None:
        reply = trainee.send(answer, do)
        if reply.status_int == 200:
            playing(trainee)
            assert reply.json["seen"] == seen + 1
            trainee.host.store.db_dict, trainee.host.published = copy.deepcopy(before)
        else:
            assert refused(reply), (do, answer, reply.text)
            assert kept(trainee) == before

    fire()

"""The sentence why, from stored evidence: for every kind of task, and where what it speaks of is gone."""

import json
from dataclasses import replace

import pytest

from competency_xblock.blocks.why import why
from competency_xblock.domain.engine import Visit
from competency_xblock.domain.evidence import Evidence, judged
from competency_xblock.domain.scenario import Scene
from tests.blocks.situations import CLARITY, compiled
from tests.sample import EVERY_KIND, ITEM_KINDS

EVERY = compiled(EVERY_KIND).scenario.scenes
ITEMS = compiled(ITEM_KINDS).scenario.in_variant("many").scenes
SAFE, OPEN = {"phone": "nobody", "joining": "invited"}, {"phone": "members", "joining": "added"}
STEP = {"post": "p1", "action": "reply", "text": None}


def stored(scene: Scene, answer: object) -> list[Evidence]:
    """What is read back of an answer."""
    task = scene.task
    assert task is not None
    accepted = task.accept(answer)
    facts = judged(Visit(scene, 1, 0, accepted, True, task.judge(accepted)))
    return [replace(each, args=json.loads(json.dumps(each.args))) for each in facts]


@pytest.mark.parametrize(
    ("scene", "answer", "sentence"),
    [
        (EVERY["first-reply"], "deadline-first", "It helps tonight."),
        (EVERY["first-reply"], "links", "The worry."),
        (EVERY["first-reply"], "forward", "Her story goes to people who have no part in it."),
        (EVERY["pick-two"], ["date", "history"], "The hour."),
        (EVERY["order"], ["tell", "check", "note"], "3 of 3 stand where the key has them; "),
        (ITEMS["feed"], {"chart": "share", "fair": "share", "names": "leave"}, "2 of 3 lie where the key has them."),
        (ITEMS["feed"], {"chart": "verify", "fair": "share", "names": "share"}, "This answer crossed a line."),
        (ITEMS["replies"], {"long": 2, "short": 3}, "1 of 2 are rated as the key rates them; "),
        (ITEMS["panel"], SAFE, "Free."),
        (ITEMS["panel"], SAFE | {"phone": "hosts"}, "Need."),
        (ITEMS["panel"], OPEN, "Numbers go to people who never agreed."),
        (ITEMS["discussion"], STEP | {"answer": "scold"}, "Shame."),
        (ITEMS["discussion"], {"post": "p2", "action": "wait", "answer": None, "text": None}, "Hurt."),
    ],
)
def test_every_kind_of_task_says_why(scene, answer, sentence):
    assert why(scene, stored(scene, answer)[0]).startswith(sentence)


def test_a_reason_at_hand_is_the_one_that_is_said():
    fact = stored(ITEMS["feed"], {"chart": "verify", "fair": "share", "names": "share"})[0]
    assert why(ITEMS["feed"], fact, breach="It names people.") == "It names people."


@pytest.mark.parametrize("answer", [SAFE, OPEN])
def test_a_panel_that_rates_a_criterion_no_more_has_nothing_to_say_of_it(answer):
    fact = replace(stored(ITEMS["panel"], answer)[0], criterion=CLARITY, breach=False)
    assert why(ITEMS["panel"], fact) == ""


def test_where_the_scene_is_gone_there_is_no_sentence():
    fact = stored(EVERY["first-reply"], "links")[0]
    assert why(None, fact) == ""
    assert why(EVERY["opening"], fact) == ""
    assert why(ITEMS["discussion"], fact) == ""
    assert why(EVERY["pick-two"], fact) == ""
    assert why(None, replace(fact, breach=True)) == "This answer crossed a line."

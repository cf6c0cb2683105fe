"""A scenario that is changed while a trainee stands in it never breaks the attempt."""

import re

import pytest
from django.contrib.auth import get_user_model

from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND

pytestmark = pytest.mark.django_db

SELECT = EVERY_KIND[EVERY_KIND.index("  pick-two:\n") : EVERY_KIND.index("  order:\n")]
CHANGES = {
    "an option not answered yet renamed": lambda text: text.replace("id: date\n", "id: day\n").replace("/date", "/day"),
    "the option that was picked renamed": lambda text: text.replace("id: deadline-first", "id: dated-first"),
    "the scene removed": lambda text: (
        text.replace(SELECT, "")
        .replace("goto: pick-two", "goto: order")
        .replace("{chose: pick-two/date}", "{visits: order >= 1}")
    ),
    "another kind of task": lambda text: text.replace(
        SELECT, "  pick-two: {ask: Note it., reflect: {}, goto: order}\n"
    ).replace("{chose: pick-two/date}", "{visits: order >= 1}"),
    "the scene that was left removed": lambda text: (
        re.sub(r"  opening:\n.*?  first-reply:", "  first-reply:", text, flags=re.S)
        .replace("start: opening", "start: first-reply")
        .replace("goto: opening\n", "goto: pick-two\n")
    ),
    "the way on changed": lambda text: text.replace("    goto: pick-two\n", "    goto: order\n"),
    "nothing left but a mistake": lambda _text: "format: 1\nid: nonsense\n",
    "nothing left": lambda _text: "",
}


def standing_in_the_second_task(learner=None):
    trainee = Trainee(Host(scenario_xml(EVERY_KIND), learner=learner))
    trainee.begin()
    trainee.move()
    trainee.choose("deadline-first")
    return trainee


def play_on(trainee):
    """To the end, from the tokens of the version that is played."""
    token = trainee_token(trainee)
    page = trainee.move([token("pick-two", "date"), token("pick-two", "next-step")])
    page = trainee.move([token("order", each) for each in ("tell", "check", "note")])
    page = trainee.move({"text": "Dear Noor, the deadline first."})
    levels = {"online-writing/clarity": 3, "online-writing/direction": 2}
    page = trainee.move({token("answer", name): level for name, level in levels.items()}, do="rate")
    page = trainee.move()
    page = trainee.move("I would ask first.")
    return page


def trainee_token(trainee):
    from competency_xblock.domain.shuffle import token

    seed = trainee.host.block().attempt["seed"]
    return lambda scene, name: token(seed, scene, name)


@pytest.mark.parametrize("change", CHANGES)
def test_the_attempt_is_finished_in_the_version_it_was_begun_in(change):
    changed = CHANGES[change](EVERY_KIND)
    assert changed != EVERY_KIND
    trainee = standing_in_the_second_task(get_user_model().objects.create_user("noor").pk)
    trainee.host.replace(scenario_xml(changed))
    assert "Pick the two things" in trainee.host.view().content
    assert play_on(trainee)["finished"]
    (entry,) = trainee.host.block().grades
    assert entry["version"] == trainee.host.block().attempt["version"]
    assert "What you showed" in trainee.host.view().content


@pytest.mark.parametrize("change", CHANGES)
def test_without_stored_versions_nothing_breaks_and_the_trainee_is_told(change):
    trainee = standing_in_the_second_task()
    moves = trainee.host.block().attempt["moves"]
    trainee.host.replace(scenario_xml(CHANGES[change](EVERY_KIND)))
    page = trainee.host.view().content
    goes_on = 'data-seen="2"' in page
    starts_again = 'data-do="begin"' in page and "was changed since you last played" in page
    cannot_be_played = "cannot be played" in page or "has no content" in page
    assert goes_on or starts_again or cannot_be_played
    reply = trainee.send([])
    assert reply.status_int in (400, 409) and reply.json["error"]
    assert trainee.host.block().attempt["moves"] == moves, "what was answered stays on record"


def test_staff_who_have_not_played_see_what_is_wrong_while_a_trainee_plays_on():
    trainee = standing_in_the_second_task(get_user_model().objects.create_user("noor").pk)
    trainee.host.replace(scenario_xml(CHANGES["nothing left but a mistake"](EVERY_KIND)))
    staff = trainee.host.as_learner(get_user_model().objects.create_user("boss").pk)
    staff.staff = True
    assert "CX202" in staff.view().content
    assert "Pick the two things" in trainee.host.view().content


def test_a_variant_that_is_gone_is_played_on_in_the_stored_version():
    from tests.blocks.test_item_kinds import play
    from tests.sample import ITEM_KINDS

    trainee = Trainee(Host(scenario_xml(ITEM_KINDS), learner=get_user_model().objects.create_user("noor").pk))
    trainee.begin()
    drawn = trainee.host.block().attempt["variant"]
    renamed = re.sub(rf"\b{drawn}: \{{", "other: {", ITEM_KINDS).replace(f"      {drawn}:\n", "      other:\n")
    trainee.host.replace(scenario_xml(renamed))
    token = trainee_token(trainee)
    trainee.token = lambda name: token(scene_of(trainee), name)
    assert play(trainee)["finished"]


def scene_of(trainee):
    return ("feed", "replies", "panel", "discussion", "where-am-i")[len(trainee.host.block().attempt["moves"])]

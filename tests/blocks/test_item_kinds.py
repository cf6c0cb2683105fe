"""Rating, sorting, a settings panel, a discussion and self-assessment, played through the handlers of the block."""

import json
import re

import pytest

from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import ITEM_KINDS

READING, CLARITY = "online-writing/reading", "online-writing/clarity"


@pytest.fixture
def trainee():
    trainee = Trainee(Host(scenario_xml(ITEM_KINDS)))
    trainee.begin()
    return trainee


def tokens(trainee, answer):
    """An answer of ids as the page sends it."""
    return {trainee.token(item): trainee.token(given) for item, given in answer.items()}


def sort(trainee, **bins):
    return trainee.move(tokens(trainee, {"chart": "verify", "fair": "share", "names": "leave"} | bins))


def rate(trainee, **levels):
    given = {"long": 1, "short": 3} | levels
    return trainee.move({trainee.token(item): level for item, level in given.items()})


def set_panel(trainee, phone="nobody", joining="invited"):
    return trainee.move(tokens(trainee, {"phone": phone, "joining": joining}))


def step_in(trainee, post="p1", action="reply", answer="name-it", text=None):
    body = {"post": trainee.token(post), "action": trainee.token(action), "text": text}
    return trainee.move(body | {"answer": trainee.token(answer) if answer else None})


def assess(trainee, reading=2, clarity=3):
    return trainee.move({trainee.token(READING): reading, trainee.token(CLARITY): clarity})


def play(trainee):
    for do in (sort, rate, set_panel, step_in):
        do(trainee)
    return assess(trainee)


def test_a_whole_path_earns_full_credit(trainee):
    page = play(trainee)
    assert page["finished"]
    assert trainee.host.published[0] == ("grade", {"value": 1.0, "max_value": 1.0})


def test_sorting_says_of_each_item_where_it_was_put_and_where_the_key_has_it(trainee):
    page = sort(trainee, chart="leave")["html"]
    assert "Leave it" in page and "Look into it" in page and "Trace it." in page


def test_a_breach_by_putting_an_item_somewhere_says_why(trainee):
    assert "never asked" in sort(trainee, names="share")["html"]


def test_rating_shows_both_levels(trainee):
    sort(trainee)
    page = rate(trainee, long=3)["html"]
    assert "Skilled" in page and "Off target" in page


def test_a_panel_is_judged_switch_by_switch_and_as_a_whole(trainee):
    sort(trainee)
    rate(trainee)
    page = set_panel(trainee, "members", "added")["html"]
    assert "people who never agreed" in page and "Strangers." in page
    assert "put in here without a word" in page, "the next scene knows how the panel was left"


def test_a_cap_says_what_the_panel_shows_at_most(trainee):
    sort(trainee)
    rate(trainee)
    assert "Sound start" in set_panel(trainee, "nobody", "added")["html"]


def test_the_preview_rules_go_out_as_tokens_and_hold_no_level(trainee):
    sort(trainee)
    page = rate(trainee)["html"]
    rules = json.loads(re.search(r'data-rules="([^"]*)"', page)[1].replace("&quot;", '"'))
    assert rules[0]["when"] == {"set": [trainee.token("phone"), trainee.token("members")]}
    assert rules[1]["when"] is None
    assert "A member" in page and "never agreed" not in page


def test_own_words_in_a_discussion_are_kept(trainee):
    for do in (sort, rate, set_panel):
        do(trainee)
    step_in(trainee, "p2", "private", "check-in", "Tomas, how are you today?")
    assert "Tomas, how are you today?" in assess(trainee)["html"]


def test_a_step_that_nobody_wrote_an_answer_for_is_judged_by_otherwise(trainee):
    for do in (sort, rate, set_panel):
        do(trainee)
    assert "It may pass." in step_in(trainee, "p2", "wait", None)["html"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"post": "p1", "action": "reply", "answer": "name-it", "text": None},
        {"post": None, "action": None, "answer": None, "text": None},
        {"post": ["x"], "action": {}, "answer": 3, "text": "x"},
        [],
        "reply",
        None,
    ],
)
def test_a_forged_step_is_refused_and_changes_nothing(trainee, body):
    for do in (sort, rate, set_panel):
        do(trainee)
    before = trainee.host.block().attempt
    reply = trainee.send(body)
    assert reply.status_int == 400 and reply.json["error"].endswith(".")
    assert trainee.host.block().attempt == before


@pytest.mark.parametrize("bins", [{"chart": "share"}, {}, {"chart": "share", "fair": "share", "names": "nowhere"}])
def test_a_partial_or_unknown_sorting_is_refused(trainee, bins):
    assert trainee.send(tokens(trainee, bins)).status_int == 400


def test_ids_sent_as_they_are_come_to_nothing(trainee):
    assert trainee.send({"chart": "verify", "fair": "share", "names": "leave"}).status_int == 400


def test_pictures_sounds_and_films_have_their_words(trainee):
    page = trainee.page["html"]
    assert 'alt="A chart without a source."' in page
    assert "Ilse: please look at these." in page
    assert "<track" in page and '"/static/item-kinds-hall.vtt"' in page


def test_the_hint_is_noted_once_and_costs_nothing(trainee):
    sort(trainee)
    trainee.ask_for_hint()
    assert [move["do"] for move in trainee.host.block().attempt["moves"]] == ["answer", "hint"]
    again = trainee.host.post("hint", {"attempt": trainee.uid, "seen": trainee.seen, "request": "request-again"})
    assert again.status_int == 400
    assert "Read them on a phone." in trainee.host.view().content
    rate(trainee)
    set_panel(trainee)
    step_in(trainee)
    assess(trainee)
    assert trainee.host.published[0][1]["value"] == 1.0


def test_a_retake_draws_the_variant_not_played_yet_and_then_starts_over(trainee):
    drawn = []
    for _ in range(4):
        play(trainee)
        drawn.append(trainee.host.block().attempt["variant"])
        trainee.begin()
    assert set(drawn[:2]) == {"many", "one"} == set(drawn[2:])


def test_the_cover_names_what_it_practises_and_not_what_it_asks_to_place_oneself_on():
    page = Host(scenario_xml(ITEM_KINDS)).view().content
    assert "Substance" in page and "Reading the enquiry" in page and "Direction" not in page

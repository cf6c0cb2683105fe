"""Texts begun and not sent: kept for the scene they were begun in, shown again there, and nowhere else."""

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.evidence.models import Draft
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND

pytestmark = pytest.mark.django_db
TEXT = "Dear Noor, what about the deadline?"


def at_the_text(learner=None):
    trainee = Trainee(Host(scenario_xml(EVERY_KIND), learner=learner))
    trainee.begin()
    trainee.move()
    trainee.choose("deadline-first")
    trainee.move([trainee.token("date"), trainee.token("next-step")])
    trainee.move([trainee.token(each) for each in ("tell", "check", "note")])
    return trainee


@pytest.fixture(params=["fields", "evidence"])
def trainee(request):
    learner = get_user_model().objects.create_user("noor").pk if request.param == "evidence" else None
    return at_the_text(learner)


def keep(trainee, text=TEXT, **more):
    body = {"attempt": trainee.uid, "seen": trainee.seen, "request": "request-draft", "text": text}
    return trainee.host.post("draft", body | more)


def test_a_draft_is_there_when_the_page_is_loaded_again(trainee):
    assert keep(trainee).json["saved"] is True
    assert TEXT in trainee.host.view().content


def test_the_newest_draft_replaces_the_one_before(trainee):
    keep(trainee, "First words")
    keep(trainee)
    page = trainee.host.view().content
    assert TEXT in page and "First words" not in page


def test_a_draft_that_was_emptied_is_gone(trainee):
    keep(trainee)
    keep(trainee, "")
    assert TEXT not in trainee.host.view().content


def test_the_advice_panel_comes_back_and_never_grades(trainee):
    page = keep(trainee).json["html"]
    assert "A greeting" in page and "A question back" in page
    assert "level" not in page.lower() and "grade" not in page.lower()


def test_a_draft_of_a_text_that_was_sent_is_not_shown_in_the_next_box(trainee):
    keep(trainee, "Half a thought")
    trainee.move({"text": TEXT})
    levels = {"online-writing/clarity": 3, "online-writing/direction": 2}
    page = trainee.move({trainee.token(name): level for name, level in levels.items()}, do="rate")
    assert "Half a thought" not in page["html"] and "Half a thought" not in trainee.host.view().content


def test_a_hint_does_not_take_the_draft_away(trainee):
    keep(trainee)
    assert TEXT in trainee.host.view().content


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"seen": 0}, 409),
        ({"attempt": "another"}, 409),
        ({"text": 5}, 400),
        ({"text": "x" * 20_001}, 413),
        ({"text": None}, 400),
    ],
)
def test_a_draft_of_another_page_or_of_the_wrong_form_is_refused(trainee, more, status):
    keep(trainee)
    reply = keep(trainee, **more)
    assert reply.status_int == status and reply.json["error"].endswith(".")
    assert TEXT in trainee.host.view().content


def test_there_is_nothing_to_draft_before_the_start_or_where_nothing_is_written():
    host = Host(scenario_xml(EVERY_KIND))
    trainee = Trainee(host)
    assert keep(trainee, attempt="x", seen=0).status_int == 409
    trainee.begin()
    assert keep(trainee).status_int == 409


def test_nobody_sees_the_draft_of_somebody_else():
    noor, ilse = (get_user_model().objects.create_user(name).pk for name in ("noor", "ilse"))
    trainee = at_the_text(noor)
    keep(trainee)
    other = Trainee(trainee.host.as_learner(ilse))
    other.begin()
    assert TEXT not in other.host.view().content


def test_the_texts_of_a_draft_hold_nothing_a_database_refuses(trainee):
    assert keep(trainee, "Dear\x00 Noor\ud800").status_int == 200
    assert "Dear Noor" in trainee.host.view().content


def test_a_learner_has_one_draft_at_a_block():
    trainee = at_the_text(get_user_model().objects.create_user("noor").pk)
    for text in ("one", "two", "three"):
        keep(trainee, text)
    assert Draft.objects.count() == 1

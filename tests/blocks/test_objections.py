""" "I see this differently": taken under feedback that is shown, kept once, answered beside that feedback."""

import re

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.evidence import api, models
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND, SAMPLE_SCENARIO

pytestmark = pytest.mark.django_db

AT_END = SAMPLE_SCENARIO.replace("start: question", "play: {feedback: at-end}\nstart: question")
FORM = re.compile(r'data-do="objection"[^>]* data-of="(\w+)"')


@pytest.fixture
def learner():
    return get_user_model().objects.create_user("noor").pk


@pytest.fixture
def trainee(learner):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    trainee.begin()
    trainee.choose("send-figures")
    return trainee


def tokens(page: str) -> list[str]:
    return list(dict.fromkeys(FORM.findall(page)))


def object_to(trainee: Trainee, token: str, reason: object = "She asked for facts.", **more):
    body = {"attempt": trainee.uid, "seen": trainee.seen, "request": "request-objection"}
    return trainee.host.post("objection", body | {"answer": {"of": token, "reason": reason}} | more)


def test_every_feedback_takes_an_objection(trainee):
    (token,) = tokens(trainee.page["html"])

    taken = object_to(trainee, token, " She asked for\nfacts.\0 ")

    assert taken.status_int == 200 and "She asked for\nfacts." in taken.json["html"]
    stored = models.Objection.objects.get()
    assert (stored.scene, stored.option, stored.seq) == ("question", "send-figures", 0)
    assert stored.reason == "She asked for\nfacts."


def test_it_is_shown_in_place_of_the_form_when_the_page_is_loaded_again(trainee):
    object_to(trainee, tokens(trainee.page["html"])[0])
    page = trainee.host.view().content
    assert "She asked for facts." in page and "Nobody has answered yet." in page
    assert tokens(page) == []


def test_the_same_objection_sent_again_adds_nothing(trainee):
    token = tokens(trainee.page["html"])[0]
    for reason in ("She asked for facts.", "And another thing."):
        assert "She asked for facts." in object_to(trainee, token, reason).json["html"]
    assert models.Objection.objects.count() == 1


def test_the_answer_of_staff_stands_beside_the_feedback_with_what_changed(trainee):
    object_to(trainee, tokens(trainee.page["html"])[0])
    api.reply(
        str(trainee.host.usage),
        variant="",
        scene="question",
        option="send-figures",
        text="You are right.",
        by=trainee.host.learner,
        at="2026-11-27T10:00:00+00:00",
        change={"online-writing/reading": (2, 3)},
    )
    page = trainee.host.view().content
    assert "You are right." in page
    assert "The key was corrected: Reading the enquiry, Skilled instead of Sound start." in page


def test_before_the_feedback_may_be_shown_there_is_nothing_to_object_to(learner):
    trainee = Trainee(Host(scenario_xml(EVERY_KIND), learner=learner))
    trainee.begin()
    trainee.move()
    trainee.choose("links")
    assert tokens(trainee.page["html"]) == []
    from competency_xblock.domain.shuffle import token

    guessed = token(trainee.host.block().attempt["seed"], "first-reply", "objection/1/links")
    assert object_to(trainee, guessed).status_int == 400
    assert not models.Objection.objects.exists()


def test_a_host_that_keeps_nothing_offers_no_objection():
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO)))
    trainee.begin()
    trainee.choose("send-figures")
    assert tokens(trainee.page["html"]) == []
    assert object_to(trainee, "0" * 16).status_int == 400


@pytest.mark.parametrize("reason", ["", " \n\0", "x" * 2001, None, 5, ["a"]])
def test_a_reason_that_is_none_is_refused_with_a_sentence(trainee, reason):
    refused = object_to(trainee, tokens(trainee.page["html"])[0], reason)
    assert refused.status_int == 400 and refused.json["error"].endswith((".", "again."))
    assert not models.Objection.objects.exists()


@pytest.mark.parametrize("answer", [None, "text", {}, {"of": 3, "reason": "x"}, {"of": "f" * 16, "reason": "x"}])
def test_forged_objections_are_refused(trainee, answer):
    refused = object_to(trainee, "", answer=answer)
    assert refused.status_int == 400
    assert not models.Objection.objects.exists()


def test_the_attempt_of_somebody_else_cannot_be_objected_to(trainee):
    ilse = Trainee(trainee.host.as_learner(get_user_model().objects.create_user("ilse").pk))
    ilse.begin()
    ilse.choose("ask-easy")
    ilse.uid = trainee.uid
    assert object_to(ilse, tokens(trainee.page["html"])[0]).status_int == 409
    assert not models.Objection.objects.exists()


def test_an_objection_is_text_and_never_markup(trainee):
    page = object_to(trainee, tokens(trainee.page["html"])[0], "<script>alert(1)</script>").json["html"]
    assert "<script>" not in page and "&lt;script&gt;" in page

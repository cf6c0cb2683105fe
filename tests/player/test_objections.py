"""What staff see of objections, how they answer, and what a corrected key does to those who have played."""

import re

import pytest
from django.test import Client

from competency_xblock.evidence import api, models
from competency_xblock.player.accounts.register import NewAccount, add_account
from tests.blocks.hosting import scenario_xml
from tests.player.conftest import PASSWORD
from tests.player.courseware.packages import an_archive
from tests.player.people import USAGE, Person
from tests.player.test_corrected_key import score_on_the_outline
from tests.sample import SAMPLE_SCENARIO

pytestmark = pytest.mark.django_db

READING, DIRECTION = "online-writing/reading", "online-writing/direction"
WHERE = {"usage": USAGE, "variant": "", "scene": "question", "option": "send-figures"}
REASON = "She asked for figures, and got them."


@pytest.fixture
def package(home, settings):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": scenario_xml(SAMPLE_SCENARIO)}))
    return settings.COMPETENCY_PACKAGE


def somebody(name: str, role: str = "trainee") -> Person:
    return Person(
        add_account(NewAccount(name=name, email=f"{name}@example.org", role=role, password=PASSWORD)), PASSWORD
    )


def played(name: str, option: str, reason: str = "") -> Person:
    person = somebody(name)
    person.begin()
    person.move(answer=("question", option))
    if reason:
        person.object_to("question", 0, option, reason)
    return person


@pytest.fixture
def noor(package):
    return played("noor", "send-figures", REASON)


@pytest.fixture
def mentor(package):
    return somebody("petronella", "mentor")


def page(person: Person) -> str:
    response = person.client.get("/objections/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_staff_read_reasons_by_option_with_counts_and_without_names(noor, mentor):
    played("ilse", "send-figures", "I agree with nobody.")
    played("kim", "send-figures")
    played("lou", "ask-easy")
    text = page(mentor)
    assert "<b>2 objections</b>, chosen 3 of 4 times" in text
    assert REASON in text and "I agree with nobody." in text and "2 wait for an answer." in text
    assert "Give the entry figures of three courses" in text
    assert "noor" not in text and "ilse" not in text
    assert re.search(rf'name="level-{READING}">.*?<option value="2" selected>', text)


def test_an_answer_reaches_those_who_objected(noor, mentor):
    done = mentor.client.post("/objections/", WHERE | {"text": "We see why."}, follow=True)
    assert "Your answer is there for those who objected." in done.content.decode()
    assert "All are answered." in page(mentor)
    assert "We see why." in page(noor)
    assert "We see why." in noor.client.get("/unit/unit/").content.decode()


def test_a_later_objection_waits_again(noor, mentor):
    mentor.client.post("/objections/", WHERE | {"text": "We see why."})
    models.Reply.objects.update(at="2026-01-01T00:00:00+00:00")
    assert "1 waits for an answer." in page(mentor)


def test_correcting_the_key_judges_finished_attempts_again_and_holds_for_later_ones(noor, mentor):
    before = api.version_texts(models.Attempt.objects.get().version.sha256).source
    assert score_on_the_outline(noor.client) == "25"

    done = mentor.client.post(
        "/objections/",
        WHERE | {"text": "You are right.", f"level-{READING}": "3", f"level-{DIRECTION}": "2"},
        follow=True,
    )

    assert "1 score changed" in done.content.decode()
    assert score_on_the_outline(noor.client) == "100"
    text = page(noor)
    assert "You are right." in text
    assert "The key was corrected: Reading the enquiry, Skilled instead of Sound start." in text
    played("ilse", "send-figures")
    assert score_on_the_outline(somebody_again("ilse")) == "100"
    (_, _, stored) = next(iter(api.attempts_of(noor.user.pk)))
    assert api.version_texts(stored.attempt.version).source == before, "what was played stays as it was played"
    revisions = models.Evidence.objects.filter(attempt__learner=noor.user).values_list("criterion", "revision", "level")
    assert set(revisions) == {(READING, 0, 2), (DIRECTION, 0, 1), (READING, 1, 3), (DIRECTION, 1, 2)}
    assert models.Reply.objects.get().change == {READING: [2, 3], DIRECTION: [1, 2]}


def somebody_again(name: str) -> Client:
    client = Client()
    client.post("/account/login/", {"username": name, "password": PASSWORD})
    return client


def test_a_key_that_would_break_the_scenario_is_refused_and_nothing_changes(mentor, package):
    played("lou", "ask-easy", "Too kind.")
    before = package.read_bytes()
    sent = WHERE | {"option": "ask-easy", "text": "Yes.", f"level-{READING}": "1", f"level-{DIRECTION}": "1"}

    refused = mentor.client.post("/objections/", sent)

    assert refused.status_code == 400
    text = refused.content.decode()
    assert (
        "could not be played any more" in text and "moves-up" in text and ">Yes.</textarea>" in text.replace("\n", "")
    )
    assert package.read_bytes() == before and not models.Reply.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{"text": ""}, {"text": "   "}, {"text": "x" * 2001}, {"text": "Yes.", f"level-{READING}": "9"}],
)
def test_what_is_no_answer_is_refused_with_a_sentence(noor, mentor, sent):
    refused = mentor.client.post("/objections/", WHERE | sent)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()
    assert not models.Reply.objects.exists()


def test_what_nobody_objects_to_cannot_be_answered(noor, mentor):
    assert mentor.client.post("/objections/", WHERE | {"option": "ask-easy", "text": "Yes."}).status_code == 404


def test_a_trainee_can_answer_nobody(noor):
    assert noor.client.post("/objections/", WHERE | {"text": "Yes."}).status_code == 403
    assert not models.Reply.objects.exists()


def test_a_scene_that_is_gone_is_still_shown_as_it_was(noor, mentor, package):
    renamed = SAMPLE_SCENARIO.replace("question", "opening")
    package.write_bytes(an_archive({"unit": scenario_xml(renamed)}))
    text = page(mentor)
    assert REASON in text and "Give the entry figures of three courses" in text
    assert f"level-{READING}" not in text and "competency rescore" in text
    assert REASON in page(noor)

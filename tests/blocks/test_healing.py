"""Blocks beside the evidence app: lost writes are found again, changed scenarios break nothing, learners stay apart."""

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.domain.shuffle import token
from competency_xblock.evidence.models import Attempt, Move
from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import EVERY_KIND, SAMPLE_SCENARIO

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return get_user_model().objects.create_user("noor").pk


@pytest.fixture
def trainee(learner):
    trainee = Trainee(Host(scenario_xml(EVERY_KIND), learner=learner))
    trainee.begin()
    return trainee


def lose_the_last_save(host, store_before):
    """What a server leaves that died after the move was stored and before the fields were."""
    host.store.db_dict.clear()
    host.store.db_dict.update(store_before)


def test_a_move_that_was_stored_but_not_saved_is_found_when_the_page_is_loaded_again(trainee):
    before = dict(trainee.host.store.db_dict)
    trainee.move()
    lose_the_last_save(trainee.host, before)
    assert "Which one matters most?" in trainee.host.view().content
    assert len(trainee.host.block().attempt["moves"]) == 1


def test_the_page_that_never_got_its_answer_gets_it_by_sending_again(trainee):
    before = dict(trainee.host.store.db_dict)
    first = trainee.send(request="request-lost")
    lose_the_last_save(trainee.host, before)
    again = trainee.send(request="request-lost")
    assert again.status_int == 200 and again.json["html"] == first.json["html"]
    assert Move.objects.count() == 1


def test_another_tab_that_lost_the_race_is_told_and_shown_where_it_is(trainee):
    before = dict(trainee.host.store.db_dict)
    trainee.send(request="request-tab-one")
    lose_the_last_save(trainee.host, before)  # as the second process saw it when it began
    reply = trainee.send(request="request-tab-two")
    assert reply.status_int == 409 and "Which one matters most?" in reply.json["html"]
    assert Move.objects.count() == 1


def test_a_start_that_was_stored_but_not_saved_is_taken_up(learner):
    host = Host(scenario_xml(SAMPLE_SCENARIO), learner=learner)
    before = dict(host.store.db_dict)
    host.post("begin", {"request": "request-first"})
    lose_the_last_save(host, before)
    assert "Which course is easiest" in host.view().content
    assert Attempt.objects.count() == 1 and host.block().attempts == 1


@pytest.mark.parametrize("request_id", ["request-again", "request-by-another-click"])
def test_a_retake_that_was_stored_but_not_saved_is_taken_up(learner, request_id):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    trainee.begin()
    trainee.choose("ask-easy")
    before = dict(trainee.host.store.db_dict)
    trainee.host.post("begin", {"request": "request-again"})
    lose_the_last_save(trainee.host, before)
    again = trainee.host.post("begin", {"request": request_id})
    assert again.status_int == 200 and "Which course is easiest" in again.json["html"]
    assert Attempt.objects.count() == trainee.host.block().attempts == 2
    trainee.uid, trainee.seen = trainee.host.block().attempt["uid"], 0
    trainee.choose("ask-easy")
    assert [each["n"] for each in trainee.host.block().grades] == [1, 2]


def test_state_deleted_by_staff_starts_afresh_and_keeps_the_old_rows_as_history(trainee):
    trainee.move()
    for key in [key for key in trainee.host.store.db_dict if key.user_id is not None]:
        del trainee.host.store.db_dict[key]
    assert 'data-do="begin"' in trainee.host.view().content
    trainee.begin()
    assert list(Attempt.objects.order_by("n").values_list("n", flat=True)) == [1, 2]
    assert trainee.host.block().attempts == 1


def test_an_answer_of_an_attempt_deleted_meanwhile_is_refused(trainee):
    trainee.move()
    for key in [key for key in trainee.host.store.db_dict if key.user_id is not None]:
        del trainee.host.store.db_dict[key]
    reply = trainee.send()
    assert reply.status_int == 409 and "error" in reply.json


def test_an_attempt_goes_on_with_the_text_it_was_started_on_when_the_scenario_was_rebuilt(trainee):
    trainee.move()
    renamed = EVERY_KIND.replace("pick-two", "pick-again").replace("deadline-first", "date-first")
    trainee.host.replace(scenario_xml(renamed))
    assert "Which one matters most?" in trainee.host.view().content
    seed = trainee.host.block().attempt["seed"]
    page = trainee.move(token(seed, "first-reply", "deadline-first"))
    assert "Pick the two things to tell her first." in page["html"]


def test_a_reworded_scenario_is_shown_in_its_new_words(trainee):
    trainee.move()
    trainee.host.replace(scenario_xml(EVERY_KIND.replace("Which one matters most?", "Which one is the most urgent?")))
    assert "most urgent" in trainee.host.view().content


def test_two_learners_never_see_each_others_attempts(trainee):
    trainee.move()
    other = get_user_model().objects.create_user("ilse").pk
    stranger = Trainee(trainee.host.as_learner(other))
    assert 'data-do="begin"' in stranger.host.view().content
    stranger.begin()
    forged = stranger.host.post(
        "move", {"attempt": trainee.uid, "seen": 1, "request": "request-forged", "do": "answer", "answer": None}
    )
    assert forged.status_int == 409 and "Which one matters most?" not in forged.text
    assert Attempt.objects.count() == 2


def test_a_grade_that_was_not_published_is_published_when_the_report_is_seen(learner):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    trainee.begin()
    trainee.choose("ask-easy")
    trainee.host.published.clear()  # as if the server had died before it sent them
    trainee.host.view()
    assert [event for event, _ in trainee.host.published] == ["grade", "completion"]
    trainee.host.view()
    assert len(trainee.host.published) == 2, "and only once"


def test_the_request_that_began_an_attempt_long_over_begins_no_other(learner):
    trainee = Trainee(Host(scenario_xml(SAMPLE_SCENARIO), learner=learner))
    for request in ("request-first", "request-second"):
        trainee.host.post("begin", {"request": request})
        trainee.uid, trainee.seen = trainee.host.block().attempt["uid"], 0
        trainee.choose("ask-easy")
    again = trainee.host.post("begin", {"request": "request-first"})
    assert again.status_int == 409 and "over already" in again.json["error"]
    assert Attempt.objects.count() == 2 and trainee.host.block().attempts == 2

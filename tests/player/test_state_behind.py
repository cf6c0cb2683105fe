"""The player's copy of an attempt, behind the tables or deleted by staff, on whichever database it is."""

import json
from typing import Any

import pytest
from django.test import Client

from competency_xblock.domain.shuffle import token
from competency_xblock.evidence import api
from competency_xblock.evidence.models import Evidence, Standing
from competency_xblock.player.courseware.models import BlockProgress, FieldValue
from tests.blocks.situations import CLARITY, READING, block, compiled, situation, usage_key
from tests.player.conftest import PASSWORD
from tests.player.courseware.packages import an_archive
from tests.player.people import Person

SOURCE = situation("behind", READING, CLARITY, tasks=2, play="{attempts: unlimited}")
USAGE = usage_key(compiled(SOURCE))
OFFERS_A_START = 'data-do="begin"'


@pytest.fixture
def person(home, settings, trainee) -> Person:
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": block(SOURCE)}))
    return Person(trainee, PASSWORD, USAGE)


def state() -> dict[str, Any]:
    rows = FieldValue.objects.filter(place=USAGE, scope="user_state")
    return {name: json.loads(value) for name, value in rows.values_list("field", "value")}


def put_back(rows: list[FieldValue]) -> None:
    """What a server leaves that died before it saved the fields."""
    FieldValue.objects.all().delete()
    FieldValue.objects.bulk_create(rows)


def page(client: Client) -> str:
    answer = client.get("/unit/unit/")
    assert answer.status_code == 200
    return answer.content.decode()


def newest() -> dict[str, Any]:
    return list(api.attempts_of(FieldValue.objects.values_list("user_id", flat=True)[0]))[-1][2].attempt.to_json()


def test_a_state_that_lags_is_healed_by_the_page_and_goes_on_from_there(person):
    person.begin()
    before = list(FieldValue.objects.all())
    person.move(answer=("t1", "o3"))
    put_back(before)
    assert "number 2" in page(person.client)
    assert state()["attempt"] == newest() and len(newest()["moves"]) == 1
    person.move(answer=("t2", "o2"))
    assert state()["attempt"] == newest() and newest()["finished"]


def test_a_state_that_lags_is_healed_by_the_same_request_sent_again(person):
    person.begin()
    before = list(FieldValue.objects.all())
    person.move(answer=("t1", "o3"))
    rows = Evidence.objects.count()
    put_back(before)
    stored = api.newest_attempt(person.user.pk, USAGE)
    (move,) = stored.attempt.moves
    body = {"attempt": stored.attempt.uid, "seen": 0, "request": move.request, "do": "answer"}
    body["answer"] = token(stored.attempt.seed, "t1", "o3")
    answer = person.client.post(f"/xblock/{USAGE}/handler/move", body, "application/json")
    assert answer.status_code == 200 and "number 2" in answer.json()["html"]
    assert state()["attempt"] == newest()
    assert Evidence.objects.count() == rows == 2


def test_a_grade_that_was_not_published_is_published_when_the_page_is_looked_at(person):
    person.begin()
    person.move(answer=("t1", "o4"))
    before = list(FieldValue.objects.all())
    person.move(answer=("t2", "o4"))
    BlockProgress.objects.all().delete()
    put_back(before)
    page(person.client)
    assert BlockProgress.objects.filter(usage=USAGE).values_list("earned", "possible", "completion").get() == (1, 1, 1)
    assert [each["n"] for each in state()["grades"]] == [1]


def test_a_retake_that_was_stored_but_not_saved_is_taken_up(person):
    person.begin()
    person.move(answer=("t1", "o4"))
    person.move(answer=("t2", "o4"))
    before = list(FieldValue.objects.all())
    person.begin()
    put_back(before)
    person.begin()
    assert state()["attempt"] == newest() and newest()["n"] == 2
    assert state()["attempts"] == 2 == len(list(api.attempts_of(person.user.pk)))


def test_a_state_deleted_by_staff_starts_afresh_and_leaves_rows_and_profile_as_they_were(person):
    person.begin()
    person.move(answer=("t1", "o4"))
    person.move(answer=("t2", "o4"))
    rows, standings = Evidence.objects.count(), list(Standing.objects.values_list("criterion", "observations"))
    FieldValue.objects.all().delete()
    assert OFFERS_A_START in page(person.client)
    assert Evidence.objects.count() == rows
    assert list(Standing.objects.values_list("criterion", "observations")) == standings
    person.begin()
    first, second = [stored.attempt for _, _, stored in api.attempts_of(person.user.pk)]
    assert (first.n, second.n) == (1, 2) and first.uid != second.uid
    assert state()["attempt"] == second.to_json() and state()["attempts"] == 1

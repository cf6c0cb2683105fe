"""What is stored about a learner, given out, erased and expired: the tables alone, some attempts at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.domain.evidence import Evidence
from competency_xblock.evidence import api, models, privacy

from .test_api import ATTEMPT, NOW, PLACE, a_move, opened

pytestmark = pytest.mark.django_db

FACT = Evidence(seq=0, scene="question", criterion="online-writing/reading", level=3, offered=4)


@pytest.fixture(autouse=True)
def chunks_of_two(monkeypatch):
    monkeypatch.setattr(privacy, "CHUNK", 2)


@pytest.fixture
def learner():
    return get_user_model().objects.create_user("noor").pk


def played(learner: int, n: int, *, days_ago: int = 0, **place: str) -> int:
    """A finished attempt of one move with one fact; its row."""
    at = (NOW - timedelta(days=days_ago)).isoformat(timespec="seconds")
    stored = opened(learner, replace(ATTEMPT, uid=f"{learner}-{n}-{len(place)}", n=n, started=at), **place)
    api.append_move(stored.row, replace(a_move(), at=at), finishes=True, evidence=(FACT,))
    return stored.row


def test_all_attempts_are_told_in_the_order_in_which_they_were_begun(learner):
    for n in range(1, 6):
        played(learner, n)
    played(get_user_model().objects.create_user("ilse").pk, 1)
    rows = list(api.everything_about(learner))
    assert [row["n"] for kind, row in rows if kind == "attempts"] == [1, 2, 3, 4, 5]
    assert [kind for kind, _ in rows] == ["attempts"] * 5 + ["standings"]
    assert rows[0][1]["evidence"][0]["criterion"] == FACT.criterion


def test_erasing_counts_what_it_removed_and_leaves_what_is_nobodys(learner):
    for n in range(1, 4):
        played(learner, n)
    api.keep_draft("here", "A text", learner_id=learner, now=NOW, **PLACE)
    row = models.Attempt.objects.values_list("pk", flat=True)[0]
    api.object_to(row, seq=0, scene="question", option="a", reason="I differ.", at=NOW.isoformat())
    counts = {
        "attempts": 3,
        "moves": 3,
        "evidence": 3,
        "results": 0,
        "standings": 1,
        "drafts": 1,
        "objections": 1,
        "ratings": 0,
    }
    assert api.erase(learner) == counts
    assert list(api.everything_about(learner)) == []
    assert models.Place.objects.count() == models.Version.objects.count() == 1


def test_what_is_too_old_goes_some_at_a_time_and_the_host_is_told_where_nothing_is_left(learner):
    other = get_user_model().objects.create_user("ilse").pk
    for n in range(1, 6):
        played(learner, n, days_ago=40)
    played(other, 1, days_ago=40)
    kept = played(other, 2, days_ago=3)
    told = []

    counts = api.expire(None, NOW - timedelta(days=30), at=NOW.isoformat(), forget=told.extend)

    assert (counts["attempts"], counts["moves"], counts["evidence"]) == (6, 6, 6)
    assert set(told) == {(learner, PLACE["usage_key"])}
    assert list(models.Attempt.objects.values_list("pk", flat=True)) == [kept]
    standing = models.Standing.objects.get()
    assert (standing.learner_id, standing.observations) == (other, 1)


def test_an_old_attempt_with_a_new_move_is_kept_to_the_second(learner):
    row = played(learner, 1, days_ago=30)
    moment = NOW - timedelta(days=30)
    assert api.expire(None, moment, at=NOW.isoformat())["attempts"] == 0
    assert api.expire(None, moment + timedelta(seconds=1), at=NOW.isoformat())["attempts"] == 1
    assert not models.Attempt.objects.filter(pk=row).exists()


def test_only_the_course_named_is_expired_and_old_drafts_with_it(learner):
    elsewhere = {"course_key": "course-v1:O+D+R", "usage_key": "block-v1:O+D+R+type@competency_scenario+block@s"}
    for place in ({}, elsewhere):
        played(learner, 1, days_ago=40, **place)
        played(learner, 2, days_ago=1, **place)
        old = NOW - timedelta(days=40)
        api.keep_draft("here", "A text", learner_id=learner, now=old, **(PLACE | place))
    counts = api.expire(PLACE["course_key"], NOW - timedelta(days=30), at=NOW.isoformat())
    assert (counts["attempts"], counts["drafts"]) == (1, 1)
    assert models.Draft.objects.get().place.course_key == elsewhere["course_key"]

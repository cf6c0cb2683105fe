"""The evidence tables through their only door. Runs on whichever database the suite is pointed at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.evidence import api

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
AT = NOW.isoformat(timespec="seconds")
TEXTS = api.VersionTexts("ab" * 32, "online-writing/sample", "source: é 😀\n", '{"id": "f"}', "")
PLACE = {"course_key": "course-v1:O+C+R", "usage_key": "block-v1:O+C+R+type@competency_scenario+block@s"}
ATTEMPT = Attempt("u1", 1, "online-writing/sample", "ab" * 32, "f@1", "seed", AT)


@pytest.fixture
def learner():
    return get_user_model().objects.create_user("noor").pk


def opened(learner, attempt=ATTEMPT, **place):
    return api.open_attempt(attempt, learner_id=learner, version=TEXTS, now=NOW, **(PLACE | place))


def a_move(seq=0, answer="ask-easy", request="request-1"):
    return Move(seq, request, AT, "question", "answer", answer)


def test_an_attempt_comes_back_as_it_went_in(learner):
    stored = opened(learner)
    assert stored.attempt == ATTEMPT
    assert api.load_attempt(stored.row, learner_id=learner) == stored
    assert api.newest_attempt(learner, PLACE["usage_key"]) == stored


@pytest.mark.parametrize("answer", ["ask-easy", ["a", "b"], {"text": "Dear Noor 😀\n"}, {"x": 3}, None])
def test_moves_come_back_in_order_with_their_answers(learner, answer):
    stored = opened(learner)
    moves = [a_move(0, answer), a_move(1, None, "request-2")]
    api.append_move(stored.row, moves[0], finishes=False)
    api.append_move(stored.row, moves[1], finishes=True)
    loaded = api.load_attempt(stored.row, learner_id=learner)
    assert loaded.attempt == replace(ATTEMPT, moves=tuple(moves), finished=AT)


def test_of_two_requests_only_one_makes_a_move(learner):
    stored = opened(learner)
    api.append_move(stored.row, a_move(request="request-1"), finishes=False)
    with pytest.raises(api.MoveTaken):
        api.append_move(stored.row, a_move(request="request-2"), finishes=False)
    assert len(api.load_attempt(stored.row, learner_id=learner).attempt.moves) == 1


def test_of_two_tabs_that_start_at_once_both_get_the_first_attempt(learner):
    first = opened(learner)
    assert opened(learner, replace(ATTEMPT, uid="u2")) == first


def test_attempts_of_others_and_elsewhere_stay_apart(learner):
    other = get_user_model().objects.create_user("ilse").pk
    stored = opened(learner)
    assert opened(other, replace(ATTEMPT, uid="u2")).row != stored.row
    assert opened(learner, replace(ATTEMPT, uid="u3"), usage_key=PLACE["usage_key"].upper()).row != stored.row
    assert api.load_attempt(stored.row, learner_id=other) is None
    assert api.newest_attempt(other, "elsewhere") is None


def test_a_versions_texts_are_stored_once_and_unchanged(learner):
    opened(learner)
    opened(learner, replace(ATTEMPT, uid="u2", n=2))
    assert api.version_texts(TEXTS.sha256) == TEXTS
    assert api.version_texts("cd" * 32) is None


def test_a_move_of_an_attempt_that_is_gone_is_refused(learner, transactional_db):
    with pytest.raises(api.MoveTaken):
        api.append_move(999_999, a_move(), finishes=False)

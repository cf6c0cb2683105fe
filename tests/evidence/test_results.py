"""What attempts came to when they were judged again, and everybody's attempts, through the only door."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.evidence import api, attempts
from competency_xblock.evidence.models import Result, Version

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
AT = NOW.isoformat(timespec="seconds")
TEXTS = api.VersionTexts("ab" * 32, "online-writing/sample", "source: é 😀\n", '{"id": "f"}', "")
CORRECTED = api.VersionTexts("cd" * 32, "online-writing/sample", "source: corrected\n", '{"id": "f"}', "")
COURSE = "course-v1:O+C+R"
HERE = "block-v1:O+C+R+type@competency_scenario+block@s"
ELSEWHERE = "block-v1:O+C+R+type@competency_scenario+block@t"
JUDGED = [
    {
        "seq": 0,
        "scene": "question",
        "criterion": "privacy/consent",
        "credit": "1/2",
        "level": 2,
        "offered": 4,
        "breach": False,
    }
]


def account(name):
    return get_user_model().objects.create_user(name).pk


@pytest.fixture
def learner():
    return account("noor")


def played(learner, n=1, *, usage_key=HERE, moves=1, finishes=True, variant=""):
    attempt = Attempt(f"u-{learner}-{n}-{usage_key[-1]}", n, TEXTS.scenario, TEXTS.sha256, "f@1", "seed", AT, variant)
    stored = api.open_attempt(
        attempt, learner_id=learner, course_key=COURSE, usage_key=usage_key, version=TEXTS, now=NOW
    )
    for seq in range(moves):
        move = Move(seq, f"request-{seq}", AT, "question", "answer", "a")
        api.append_move(stored.row, move, finishes=finishes and seq == moves - 1)
    return stored.row


def rescored(row, **more):
    return api.store_result(row, **({"version": CORRECTED, "grade": Fraction(3, 4), "judged": JUDGED, "at": AT} | more))


def test_an_attempt_nobody_judged_again_has_no_results(learner):
    assert api.results_of(played(learner)) == ()


def test_a_result_comes_back_as_it_went_in_and_its_version_with_it(learner):
    row = played(learner)
    stored = rescored(row)
    assert stored == api.StoredResult(1, CORRECTED.sha256, Fraction(3, 4), AT)
    assert api.results_of(row) == (stored,)
    assert api.version_texts(CORRECTED.sha256) == CORRECTED
    kept = Result.objects.get()
    assert (kept.judged, kept.rater) == (JUDGED, 0)


@pytest.mark.parametrize(
    "grade", [None, Fraction(0), Fraction(1), Fraction(2, 3), Fraction(10**100 + 1, 3 * 10**100)], ids=str
)
def test_grades_stay_exact(learner, grade):
    row = played(learner)
    rescored(row, grade=grade)
    assert [result.grade for result in api.results_of(row)] == [grade]


def test_a_version_known_already_is_named_by_its_sha256(learner):
    row = played(learner)
    assert rescored(row, version=TEXTS.sha256).version == TEXTS.sha256
    assert Version.objects.count() == 1


def test_the_same_again_writes_nothing(learner):
    row = played(learner)
    first = rescored(row)
    assert rescored(row, at="2026-11-23T08:00:00+00:00") == first
    assert api.results_of(row) == (first,)


@pytest.mark.parametrize(
    "change", [{"version": TEXTS}, {"grade": Fraction(1, 2)}, {"grade": None}, {"judged": []}], ids=str
)
def test_what_differs_is_added_and_nothing_is_changed(learner, change):
    row = played(learner)
    first = rescored(row)
    second = rescored(row, **change)
    assert second.revision == 2
    assert api.results_of(row) == (first, second)


def test_going_back_to_an_older_key_is_a_further_revision(learner):
    row = played(learner)
    grades = [Fraction(1, 2), Fraction(3, 4), Fraction(1, 2)]
    for grade in grades:
        rescored(row, grade=grade)
    assert [(each.revision, each.grade) for each in api.results_of(row)] == list(enumerate(grades, start=1))


def test_a_result_costs_few_statements(learner):
    row = played(learner)
    rescored(row)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rescored(row)
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_the_result_of_an_attempt_that_is_gone_is_refused(transactional_db):
    with pytest.raises(IntegrityError):
        rescored(999_999)
    assert not Result.objects.exists()


def at_once(*tasks):
    """Run each task in a thread of its own; all have read the newest result before one may write."""
    together, errors = threading.Barrier(len(tasks)), []
    read = attempts._newest_result
    first_look = threading.local()

    def read_together(row):
        found = read(row)
        if not getattr(first_look, "done", False):
            first_look.done = True
            together.wait(30)
        return found

    def run(task):
        try:
            task()
        except Exception as error:  # noqa: BLE001 (the test shows it)
            errors.append(error)
        finally:
            connection.close()

    attempts._newest_result = read_together
    try:
        threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        attempts._newest_result = read
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_of_two_that_store_the_same_at_once_one_does(transactional_db):
    row = played(account("noor"))
    at_once(lambda: rescored(row), lambda: rescored(row))
    assert [result.revision for result in api.results_of(row)] == [1]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_store_different_results_at_once_both_are_kept(transactional_db):
    row = played(account("noor"))
    at_once(lambda: rescored(row), lambda: rescored(row, grade=Fraction(1, 2)))
    results = api.results_of(row)
    assert [result.revision for result in results] == [1, 2]
    assert {result.grade for result in results} == {Fraction(1, 2), Fraction(3, 4)}


def test_finished_attempts_come_oldest_first_in_two_queries(learner):
    rows = [played(learner, n) for n in range(1, 6)]
    played(learner, 6, finishes=False)
    played(learner, 7, moves=0)
    played(learner, 1, usage_key=ELSEWHERE)
    played(account("ilse"))
    with CaptureQueriesContext(connection) as queries:
        found = api.finished_attempts(learner, HERE)
    assert [stored.row for stored in found] == rows
    assert all(stored.attempt.finished and stored.attempt.moves for stored in found)
    assert len(queries) == 2


def test_variants_drawn_are_those_of_all_attempts_oldest_first(learner):
    for n, variant in ((2, "b"), (1, "a"), (3, "a")):
        played(learner, n, variant=variant, finishes=n != 3)
    played(account("ilse"), variant="c")
    assert api.variants_drawn(learner, HERE) == ["a", "b", "a"]
    assert api.variants_drawn(learner, ELSEWHERE) == []


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(attempts, "CHUNK", 3)


@pytest.mark.usefixtures("small_chunks")
def test_everybodys_attempts_at_a_block_come_by_learner_with_names_and_results(learner):
    ilse = account("ilse")
    expected = [(who, n) for who in (learner, ilse) for n in range(1, 5)]
    rows = {(who, n): played(who, n) for who, n in reversed(expected)}
    played(ilse, 1, usage_key=ELSEWHERE)
    result = rescored(rows[learner, 2])
    found = list(api.attempts_at(HERE))
    assert [(each.learner_id, each.attempt.n) for each in found] == expected
    assert [each.row for each in found] == [rows[key] for key in expected]
    assert {each.learner_name for each in found} == {"noor", "ilse"}
    assert [each.results for each in found] == [(result,) if key == (learner, 2) else () for key in expected]


@pytest.mark.usefixtures("small_chunks")
def test_the_number_of_queries_follows_the_chunks_not_the_attempts(learner):
    for n in range(1, 9):
        rescored(played(learner, n))
    with CaptureQueriesContext(connection) as queries:
        assert len(list(api.attempts_at(HERE))) == 8
    assert (
        len(queries) == 3 * 3 + 1
    )  # attempts, moves and results of three chunks, and a look at whether there are more


@pytest.mark.usefixtures("small_chunks")
def test_somebody_may_write_while_the_attempts_are_read(learner):
    for n in range(1, 9):
        played(learner, n)
    for each in api.attempts_at(HERE):
        rescored(each.row)
    assert Result.objects.count() == 8


@pytest.mark.usefixtures("small_chunks")
def test_all_attempts_of_a_learner_come_with_where_they_were_made(learner):
    played(account("ilse"))
    rows = [played(learner, n, usage_key=where) for n in (1, 2) for where in (HERE, ELSEWHERE)]
    found = list(api.attempts_of(learner))
    assert [stored.row for _, _, stored in found] == rows
    assert [usage for _, usage, _ in found] == [HERE, ELSEWHERE] * 2
    assert {course for course, _, _ in found} == {COURSE}
    assert all(len(stored.attempt.moves) == 1 for _, _, stored in found)


def test_an_attempt_read_from_a_list_equals_the_one_read_alone(learner):
    row = played(learner)
    alone = api.load_attempt(row, learner_id=learner)
    assert api.finished_attempts(learner, HERE) == (alone,)
    assert [each.attempt for each in api.attempts_at(HERE)] == [alone.attempt]
    assert [stored for _, _, stored in api.attempts_of(learner)] == [alone]
    assert replace(alone.attempt, moves=()).finished == AT


@pytest.mark.usefixtures("small_chunks")
def test_those_who_have_finished_an_attempt_come_once_each(learner):
    others = [account(f"learner-{number}") for number in range(7)]
    for who in (learner, *others):
        for n in (1, 2):
            played(who, n)
    played(account("begun"), finishes=False)
    played(account("elsewhere"), usage_key=ELSEWHERE)
    assert list(api.learners_at(HERE)) == [learner, *others]
    assert list(api.learners_at("nowhere")) == []


def test_all_drafts_of_a_learner_come_by_place(learner):
    ilse = account("ilse")
    for who, where, text in ((learner, HERE, "Dear"), (learner, ELSEWHERE, "Hello"), (ilse, HERE, "Hi")):
        api.keep_draft(f"name of {text}", text, learner_id=who, course_key=COURSE, usage_key=where, now=NOW)
    assert api.drafts_of(learner) == {HERE: ("name of Dear", "Dear"), ELSEWHERE: ("name of Hello", "Hello")}

"""What staff read of a course: mentors with names, authors without, nobody else anything."""

import json

import pytest

from competency_xblock.evidence import models
from tests.blocks.situations import CLARITY, READING, play
from tests.rest.conftest import CASES, COURSE, asking

STANDINGS, EVIDENCE = f"/courses/{COURSE}/standings", f"/courses/{COURSE}/evidence"
BOTH = [STANDINGS, EVIDENCE]
UNKNOWN = "course-v1:Org+Nothing+Run"


@pytest.fixture(autouse=True)
def played(noor, ilse):
    for day, case in enumerate(CASES):
        play(noor.user.pk, case, 2, 3, day=day, own={READING: 4})
    play(ilse.user.pk, CASES[0], 4, 4, day=9, own={READING: 1})


@pytest.mark.parametrize("address", BOTH)
def test_mentors_read_everybody_by_name(mentor, address):
    assert {row["learner"]["name"] for row in mentor.rows(address, limit=3)} == {"noor", "ilse"}


@pytest.mark.parametrize("address", BOTH)
def test_authors_read_the_same_rows_without_names(mentor, author, address):
    with_names, without = mentor.rows(address), author.rows(address, limit=2)
    assert {row["learner"]["name"] for row in without} == {None}
    for row in with_names:
        row["learner"]["name"] = None
    assert without == with_names
    assert "noor" not in json.dumps(without)


def test_what_stands_for_a_learner_is_the_same_in_every_answer_and_another_in_every_course(author, noor):
    play(noor.user.pk, CASES[0], 2, 3, day=20, own={READING: 4}, course_key="course-v1:Org+Other+Run")

    ids = {row["learner"]["id"] for address in BOTH for row in author.rows(address)}
    elsewhere = {row["learner"]["id"] for row in author.rows("/courses/course-v1:Org+Other+Run/evidence")}

    assert len(ids) == 2
    assert len(elsewhere) == 1
    assert not ids & elsewhere
    assert str(noor.user.pk) not in ids


def test_standings_say_where_everybody_stands(mentor):
    rows = {(row["learner"]["name"], row["criterion"]): row for row in mentor.rows(STANDINGS)}
    assert rows.keys() == {(name, criterion) for name in ("noor", "ilse") for criterion in (READING, CLARITY)}
    noor = rows["noor", CLARITY]
    assert (noor["level"], noor["of"], noor["situations"], noor["observations"]) == (2, "choices", 4, 8)
    assert rows["ilse", CLARITY]["level"] is None
    assert noor["course"] == COURSE


@pytest.mark.parametrize("address", BOTH)
def test_filters_go_together_with_pages(mentor, address):
    rows = mentor.rows(address, criterion=CLARITY, since="2026-09-05T00:00:00Z", limit=1)
    assert {(row["learner"]["name"], row["criterion"]) for row in rows} == {("ilse", CLARITY)}


def test_who_judged_has_a_name_of_the_same_kind(author, mentor, noor):
    fact = models.Evidence.objects.filter(source=models.Evidence.KEY).first()
    models.Evidence.objects.filter(pk=fact.pk).update(source=models.Evidence.MENTOR, rater=mentor.user.pk)

    (rated,) = (row for row in author.rows(EVIDENCE) if row["source"] == "mentor")
    own = next(row for row in noor.rows(f"{EVIDENCE}/me") if row["id"] == fact.pk)

    assert len(rated["rater"]) == 16
    assert rated["rater"] != rated["learner"]["id"]
    assert own["rater"] is None


@pytest.mark.parametrize("address", BOTH)
def test_trainees_are_refused_without_hearing_whether_there_is_such_a_course(noor, address):
    known, unknown = noor.get(address), noor.get(address.replace(COURSE, UNKNOWN))
    assert (known.status_code, unknown.status_code) == (403, 403)
    assert known.content == unknown.content
    assert noor.get(address, limit="x").status_code == 403


@pytest.mark.parametrize("address", [*BOTH, f"{STANDINGS}/me", f"{EVIDENCE}/me"])
def test_visitors_are_refused_and_not_sent_to_a_login(visitor, address):
    for each in (address, address.replace(COURSE, UNKNOWN)):
        response = visitor.get(each)
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Session"
        assert response["Content-Type"] == "application/json"
        assert response.json().keys() == {"error"}


@pytest.mark.parametrize("address", [*BOTH, f"{STANDINGS}/me", f"{EVIDENCE}/me"])
@pytest.mark.parametrize("key", [UNKNOWN, "nonsense", "course-v1:%00", "Org", "%ff"])
def test_a_course_that_is_not_there_is_not_found(mentor, address, key):
    response = mentor.get(address.replace(COURSE, key))
    assert response.status_code == 404
    assert "course" in response.json()["error"]


@pytest.mark.parametrize("address", [*BOTH, f"{STANDINGS}/me", f"{EVIDENCE}/me", "/openapi.json", "/nothing/here"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_done_but_reading(mentor, visitor, address, method):
    for who in (mentor, visitor):
        response = getattr(who.client, method)(f"/api/competency/v1{address}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", BOTH)
def test_head_and_options_are_answered_like_get(mentor, noor, address):
    head = mentor.client.head(f"/api/competency/v1{address}")
    assert (head.status_code, head.content) == (200, b"")
    options = mentor.client.options(f"/api/competency/v1{address}")
    assert (options.status_code, options["Allow"], options.content) == (204, "GET, HEAD, OPTIONS", b"")
    assert noor.client.options(f"/api/competency/v1{address}").status_code == 403


def test_other_addresses_hold_nothing(noor, visitor):
    for who in (noor, visitor):
        for address in ("/", "/courses", f"/courses/{COURSE}", f"{STANDINGS}/1", f"{STANDINGS}/me/"):
            response = who.get(address)
            assert response.status_code == 404
            assert response["Content-Type"] == "application/json"


def test_answers_are_json_and_never_kept_whatever_a_program_would_rather_have(mentor, visitor, noor):
    for who, address in ((mentor, EVIDENCE), (mentor, "/openapi.json"), (noor, EVIDENCE), (visitor, EVIDENCE)):
        response = who.client.get(f"/api/competency/v1{address}", headers={"accept": "text/html"})
        assert response["Content-Type"] == "application/json"
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"limit": "0"}, "“limit” has to be a whole number from 1 to 200."),
        ({"limit": "201"}, "“limit” has to be a whole number from 1 to 200."),
        ({"limit": "ten"}, "“limit” has to be a whole number from 1 to 200."),
        ({"limit": "٣"}, "“limit” has to be a whole number from 1 to 200."),
        ({"limit": ["1", "2"]}, "“limit” is given more than once. Give it once."),
        ({"criterion": ""}, "“criterion” has to be the id of one, like online-writing/clarity."),
        ({"criterion": "a/b\0"}, "“criterion” has to be the id of one, like online-writing/clarity."),
        ({"since": "yesterday"}, "“since” has to be a time with its zone, like 2026-11-27T18:00:00Z. "),
        ({"since": "2026-11-27T18:00:00"}, "“since” has to be a time with its zone, like 2026-11-27T18:00:00Z. "),
        ({"since": "0001-01-01T00:00:00+23:59"}, "“since” has to be a time with its zone"),
        ({"after": "x"}, "“after” has to be taken from “next” of the page before, as it stands there."),
        ({"after": "é"}, "“after” has to be taken from “next” of the page before, as it stands there."),
        ({"after": "MSAnIE9SIDE9MQ"}, "“after” has to be taken from “next” of the page before, as it stands there."),
        ({"learner": "1"}, "There is no parameter “learner” here. Those there are: after, criterion, limit, "),
        ({"format": "html"}, "There is no parameter “format” here."),
    ],
)
@pytest.mark.parametrize("address", BOTH)
def test_a_parameter_that_makes_no_sense_is_named_with_what_to_do(mentor, address, parameters, sentence):
    response = mentor.get(address, **parameters)
    assert response.status_code == 400
    assert response.json()["error"].startswith(sentence)


def test_revisions_are_newest_or_all(mentor):
    response = mentor.get(EVIDENCE, revisions="some")
    assert (response.status_code, response.json()["error"]) == (400, "“revisions” has to be “newest” or “all”.")
    assert mentor.get(STANDINGS, revisions="all").status_code == 400


def test_the_next_page_is_asked_for_with_the_same_filter(mentor):
    page = mentor.ok(EVIDENCE, limit=2, criterion=READING)
    assert page["next"].startswith(f"http://testserver/api/competency/v1{EVIDENCE}?")
    assert mentor.ok(page["next"])["results"][0]["criterion"] == READING
    assert len(mentor.ok(page["next"])["results"]) == 2


def test_a_page_costs_the_same_whatever_there_is(mentor, django_assert_num_queries):
    for n in range(10):
        learner = asking(f"learner-{n}")
        for day, case in enumerate(CASES):
            play(learner.user.pk, case, 2, 3, day=day, own={READING: 4})
    for address in BOTH:
        for parameters in ({"limit": 1}, {"limit": 50}, {"criterion": CLARITY, "since": "2026-09-02T00:00:00Z"}):
            # session, user and role; course, numbers of the rows, rows
            with django_assert_num_queries(6):
                assert mentor.ok(address, **parameters)["results"]


def test_without_a_course_package_it_says_so(mentor, settings, tmp_path, caplog):
    settings.COMPETENCY_PACKAGE = tmp_path / "nothing.tar.gz"
    for address in (*BOTH, f"{EVIDENCE}/me"):
        response = mentor.get(address)
        assert response.status_code == 503
        assert response.json() == {"error": "The server cannot answer at the moment. Please ask again later."}
    assert "nothing.tar.gz" in caplog.text

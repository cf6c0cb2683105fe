"""All that is held about a person: told in full, erased without a trace in any table, removed when its time is over."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from competency_xblock.cli import main
from competency_xblock.evidence import api
from competency_xblock.evidence import models as evidence
from competency_xblock.player.accounts.register import NewAccount, add_account
from competency_xblock.player.courseware.models import FieldValue
from competency_xblock.player.rows import all_models
from tests.blocks.hosting import scenario_xml
from tests.blocks.test_portfolio import DIARY
from tests.player.conftest import PASSWORD
from tests.player.courseware.packages import an_archive
from tests.player.people import USAGE, Person

SECRET, OTHERS_SECRET = "zebra-quilt-1867", "walrus-kite-2291"
LESSON = '<competency_lesson url_name="reading"><source>Read this.</source></competency_lesson>'
SECTION = 'graded="true" format="Practice" due="2999-12-01T12:00:00Z"'
CORRECTED = (
    DIARY.replace("levels: {online-writing/reading: 3}", "levels: {online-writing/reading: 0}", 1)
    .replace("levels: {online-writing/reading: 2}", "levels: {online-writing/reading: 3}", 1)
    .replace("levels: {online-writing/reading: 0}", "levels: {online-writing/reading: 2}", 1)
    .replace("overlooks: She waits.", "overlooks: She waits., moves-up: Add one.")
)
# Names nobody else has, and a number that stands nowhere by chance.
NAME, EMAIL, NUMBER = "noorjehan", "noorjehan@example.org", 740_019_283


def put_in_place(settings, source: str) -> None:
    units = {"unit": scenario_xml(source), "lesson": LESSON}
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive(units, section=SECTION))


def competency(*arguments: str) -> Result:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == 0, done.output
    return done


def fill_every_table(name: str, secret: str) -> Person:
    """Do everything that leaves a trace: fail to log in, get more time, play, begin again, write a draft, read."""
    user = get_user_model().objects.get(username=name)
    Client().post("/account/login/", {"username": name, "password": "wrong"})
    competency("extend", name, "s1", "2999-12-24")
    person = Person(user, PASSWORD)
    Client().post("/account/login/", {"username": name, "password": "wrong"})
    person.play_diary(secret)
    person.object_to("question", 0, "ask-easy", f"I differ {secret}")
    person.play_diary(secret, to_the_end=False)
    for address in ("/unit/unit/", "/unit/lesson/", "/portfolio/"):
        assert person.client.get(address).status_code == 200
    return person


@pytest.fixture
def people(home, settings, db) -> tuple[Person, Person]:
    """Noorjehan, and Ilse who did the same; each has rated the other, as reviewers will."""
    home.mkdir()
    put_in_place(settings, DIARY)
    noor = add_account(NewAccount(name=NAME, email=EMAIL, password=PASSWORD))
    get_user_model().objects.filter(pk=noor.pk).delete()
    noor.pk = NUMBER
    noor.save(force_insert=True)
    noor.groups.set(Group.objects.filter(name="trainee"))
    add_account(NewAccount(name="ilse", email="ilse@example.org", password=PASSWORD))
    both = fill_every_table(NAME, SECRET), fill_every_table("ilse", OTHERS_SECRET)
    put_in_place(settings, CORRECTED)
    assert "2 rescored" in (said := competency("rescore").output), said
    for person, rater in (both, both[::-1]):
        fact = evidence.Evidence.objects.filter(attempt__learner=person.user, source=evidence.Evidence.KEY).first()
        for source in (evidence.Evidence.MENTOR, evidence.Evidence.PEER):
            fact.pk, fact.source, fact.rater = None, source, rater.user.pk
            fact.save(force_insert=True)
        place = {"variant": "", "scene": "question", "option": "ask-easy"}
        api.reply(USAGE, **place, text="I see why.", by=rater.user.pk, at="2026-01-02T03:04:05+00:00")
    return both


def every_row() -> dict[str, list[list[str]]]:
    """Every table of the database, as the database itself lists them, with every value as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            found[table] = [
                [f"{name}={value}" for name, value in zip(names, row, strict=True)] for row in cursor.fetchall()
            ]
    for session in Session.objects.all():  # signed and packed: looked at as what it says
        found["django_session"].append([f"{name}={value}" for name, value in session.get_decoded().items()])
    return found


def traces(*needles: str) -> dict[str, list[str]]:
    """Where any of these texts stands, in whatever column of whatever table."""
    return {
        table: hits
        for table, rows in every_row().items()
        if (hits := [value for row in rows for value in row if any(needle in value.lower() for needle in needles)])
    }


def rows_of_others(person: Person) -> dict[str, list[list[str]]]:
    """All rows but those that name ``person`` and those that hang on an attempt of theirs."""
    attempts = {str(pk) for pk in evidence.Attempt.objects.filter(learner=person.user).values_list("pk", flat=True)}
    marks = {f"{column}={person.user.pk}" for column in ("user_id", "learner_id", "_auth_user_id")}
    marks |= {
        f"session_key={each.pk}"
        for each in Session.objects.all()
        if each.get_decoded()["_auth_user_id"] == str(person.user.pk)
    }
    kept = {}
    for table, rows in every_row().items():
        own = {f"attempt_id={pk}" for pk in attempts} | marks
        if table == "competency_evidence_attempt":
            own |= {f"id={pk}" for pk in attempts}
        if table == "auth_user":
            own.add(f"id={person.user.pk}")
        kept[table] = [row for row in rows if own.isdisjoint(row)]
    return kept


def test_everything_a_person_does_is_somewhere_and_the_scan_finds_it(people):
    found = traces(SECRET, str(NUMBER), NAME)
    for model in (
        *(evidence.Attempt, evidence.Move, evidence.Draft, evidence.Standing, evidence.Evidence),
        *(evidence.Objection, evidence.Reply),
        *(FieldValue, get_user_model(), Session),
    ):
        assert model._meta.db_table in found, model
    empty = {label for label, model in all_models(apps).items() if not model._base_manager.exists() and "." in label}
    # The one relation of accounts that nothing here uses.
    assert empty == {"auth.group_permissions", "auth.user_user_permissions"}


def test_after_erasing_the_account_no_table_holds_any_trace(people):
    noor, _ = people

    page = noor.client.post("/account/erase/", {"password": PASSWORD, "account": "on"})

    assert page.status_code == 200
    assert "Your account is closed and removed" in page.content.decode()
    assert page["Clear-Site-Data"] == '"storage"'
    assert traces(SECRET, str(NUMBER), NAME, EMAIL) == {}
    assert noor.client.get("/account/").status_code == 302


def test_erasing_leaves_every_row_of_others_as_it_was(people):
    noor, ilse = people
    before = rows_of_others(noor)
    tries = before.pop("accounts_logintry")

    noor.client.post("/account/erase/", {"password": PASSWORD, "account": "on"})

    after = every_row()
    assert len(after.pop("accounts_logintry")) == len(tries) - 1
    changed = {}
    for table, rows in before.items():
        if rows != after[table]:
            changed[table] = [(old, new) for old, new in zip(rows, after[table], strict=True) if old != new]
    # Noorjehan's ratings of Ilse and answers to her stay, by somebody who is nobody; not one other byte is different.
    assert set(changed) == {"competency_evidence_evidence", "competency_evidence_reply"}
    for old, new in changed["competency_evidence_reply"]:
        assert [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]] == [
            (f"by_id={NUMBER}", "by_id=None")
        ]
    for old, new in changed["competency_evidence_evidence"]:
        assert [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]] == [
            (f"rater={NUMBER}", next(value for value in new if value.startswith("rater=")))
        ]
    assert OTHERS_SECRET in ilse.client.get("/portfolio/").content.decode()


def test_erasing_can_leave_the_account(people):
    noor, _ = people

    page = noor.client.post("/account/erase/", {"password": PASSWORD}).content.decode()

    assert "Your account stays" in page
    found = traces(SECRET, str(NUMBER), NAME)
    assert set(found) == {"auth_user", "auth_user_groups", "django_session"}
    assert get_user_model().objects.get(pk=NUMBER).email == EMAIL
    noor.play_diary("again")  # and the course can be begun anew
    assert "Your account stays" in noor.client.post("/account/erase/", {"password": PASSWORD}).content.decode()


@pytest.mark.parametrize("given", [{}, {"password": ""}, {"password": "wrong", "account": "on"}])
def test_without_the_password_nothing_is_erased(people, given):
    noor, _ = people
    before = every_row()

    page = noor.client.post("/account/erase/", given)

    assert page.status_code == 200
    assert "Clear-Site-Data" not in page
    after = every_row()
    for table in before.keys() - {"accounts_logintry"}:
        assert after[table] == before[table]


def test_passwords_cannot_be_tried_without_end(people):
    noor, _ = people
    pages = [noor.client.post("/account/erase/", {"password": f"wrong-{n}"}) for n in range(8)]
    assert pages[-1].status_code == 429
    assert noor.client.post("/account/erase/", {"password": PASSWORD}).status_code == 429
    assert traces(SECRET)


def test_looking_at_the_page_erases_nothing(people):
    noor, _ = people
    before = every_row()
    assert "cannot be taken back" in noor.client.get("/account/erase/").content.decode()
    assert every_row() == before


def test_an_operator_erases_a_person_and_is_told_how_much(people):
    done = competency("user", "erase", NAME.upper())
    assert f"The account {NAME} is gone" in done.output
    assert "Attempts" in done.output and "Backups" in done.output
    assert traces(SECRET, str(NUMBER), NAME, EMAIL) == {}


def test_an_operator_can_leave_the_account(people):
    assert "the account stays" in competency("user", "erase", NAME, "--keep-account").output
    assert set(traces(SECRET, str(NUMBER))) == {"auth_user", "auth_user_groups", "django_session"}


def test_nobody_of_that_name_is_a_clean_refusal(people):
    done = CliRunner().invoke(main, ["user", "erase", "nobody"])
    assert (done.exit_code, done.stderr) == (1, 'Error: there is no account "nobody".\n')


def test_the_download_holds_everything_and_nothing_of_others(people):
    noor, _ = people
    response = noor.client.get("/account/data.json")
    assert response["Content-Disposition"] == 'attachment; filename="everything.json"'
    text = response.getvalue().decode()
    told = json.loads(text)
    assert told["account"]["email"] == EMAIL
    assert told["account"]["role"] == "trainee"
    finished, under_way = told["attempts"]
    moves = list(evidence.Move.objects.filter(attempt__learner=noor.user).order_by("pk"))
    assert [move["answer"] for attempt in (finished, under_way) for move in attempt["moves"]] == [
        move.answer for move in moves
    ]
    assert len(finished["evidence"]) == evidence.Evidence.objects.filter(attempt__uid=finished["uid"]).count()
    assert {fact["reason"] for fact in finished["evidence"]} >= {"options", "own-rating"}
    assert [result["revision"] for result in finished["results"]] == [1]
    assert told["standings"] and told["drafts"][0]["text"] == f"I will {SECRET}"
    (objection,) = told["objections"]
    assert (objection["reason"], objection["option"]) == (f"I differ {SECRET}", "ask-easy")
    assert [reply["text"] for reply in told["replies"]] == ["I see why."]
    assert [row["due"] for row in told["extensions"]] == ["2999-12-24T23:59:59+00:00"]
    assert len(told["fields"]) == FieldValue.objects.filter(user=noor.user).count()
    assert told["visits"] and told["progress"] and told["portfolio"]["entries"]
    assert OTHERS_SECRET not in text and "ilse" not in text.replace("Ilse", "")


def test_the_download_does_not_give_the_key_away_before_the_end(people):
    noor, _ = people
    told = json.loads(noor.client.get("/account/data.json").getvalue())
    under_way = told["attempts"][1]
    assert {fact["source"] for fact in under_way["evidence"]} == {"self"}
    assert "when the attempt is finished" in under_way["evidence_withheld"]
    assert told["attempts"][0]["evidence_withheld"] == ""


def test_a_person_who_did_nothing_gets_a_file_too(trainee_client):
    told = json.loads(trainee_client.get("/account/data.json").getvalue())
    assert told["account"]["name"] == "noor"
    assert told["attempts"] == told["fields"] == told["drafts"] == []


def age(person: Person, attempt: int, days: int) -> None:
    """Let an attempt, counted from 0 by this learner, have been played so many days ago."""
    row = evidence.Attempt.objects.filter(learner=person.user).order_by("n")[attempt]
    then = timezone.now() - timedelta(days=days)
    at = then.isoformat(timespec="seconds")
    evidence.Attempt.objects.filter(pk=row.pk).update(started_at=at)
    row.moves.update(at=at)
    evidence.Draft.objects.filter(learner=person.user).update(saved_at=then)


def test_what_is_older_than_the_retention_period_goes_and_the_rest_stays(people):
    noor, ilse = people
    age(noor, 0, 400)
    standings = evidence.Standing.objects.filter(learner=noor.user).count()

    done = competency("expire", "--older-than", "365")

    assert "Attempts in which nothing was done for 365 days are gone." in done.output
    left = [attempt.attempt.n for _, _, attempt in api.attempts_of(noor.user.pk)]
    assert left == [2]
    assert evidence.Standing.objects.filter(learner=noor.user).count() < standings
    assert evidence.Attempt.objects.filter(learner=ilse.user).count() == 2
    assert noor.client.get("/unit/unit/").status_code == 200  # what is under way goes on
    noor.move(answer="To the end.")
    assert evidence.Standing.objects.filter(learner=noor.user).exists()


def test_when_all_attempts_at_an_exercise_are_too_old_its_copies_go_too(people):
    noor, _ = people
    before = rows_of_others(noor)
    for number in (0, 1):
        age(noor, number, 400)

    competency("expire", "--older-than", "365", "--course", "course-v1:Org+Course+Run")

    assert traces(SECRET) == {}
    assert not FieldValue.objects.filter(user=noor.user, place=USAGE).exists()
    assert not evidence.Standing.objects.filter(learner=noor.user).exists()
    after = rows_of_others(noor)
    assert after == before
    noor.play_diary("again")
    assert "again" in noor.client.get("/portfolio/").content.decode()


def test_another_course_is_left_alone(people):
    noor, _ = people
    age(noor, 0, 400)
    competency("expire", "--older-than", "365", "--course", "course-v1:Org+Other+Run")
    assert evidence.Attempt.objects.filter(learner=noor.user).count() == 2


def test_the_setting_says_how_long_where_no_option_does(people, settings):
    noor, _ = people
    age(noor, 0, 31)
    settings.COMPETENCY_RETENTION_DAYS = 30
    competency("expire")
    assert evidence.Attempt.objects.filter(learner=noor.user).count() == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "COMPETENCY_RETENTION_DAYS"),
        (["--older-than", "0"], "1<=x<=36500"),
        (["--older-than", "3", "--course", "mine"], "no key of a course"),
    ],
)
def test_slips_of_the_operator_remove_nothing(people, arguments, why):
    done = CliRunner().invoke(main, ["expire", *arguments])
    assert done.exit_code == 2
    assert why in done.stderr
    assert traces(SECRET)


def test_two_raters_of_one_answer_can_both_be_erased(people):
    _, ilse = people
    fact = evidence.Evidence.objects.filter(attempt__learner=ilse.user, source=evidence.Evidence.PEER).get()
    third = get_user_model().objects.create_user("third")
    fact.pk, fact.rater = None, third.pk
    fact.save(force_insert=True)
    assert api.erase(NUMBER)["ratings"] == 3
    assert api.erase(third.pk)["ratings"] == 1
    assert evidence.Evidence.objects.filter(attempt__learner=ilse.user, source=evidence.Evidence.PEER).count() == 2


def test_erasing_again_finds_nothing(people):
    assert sum(api.erase(NUMBER).values()) > 0
    assert sum(api.erase(NUMBER).values()) == 0

"""The portfolio page: one's own work and nobody else's, every text as it was typed, and two files to keep."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competency_xblock.blocks.portfolio import MOST_SECONDS
from competency_xblock.evidence import api
from competency_xblock.player.pages.portfolio import portfolio_of
from competency_xblock.player.pages.templatetags.marks import duration, moment
from tests.blocks.hosting import scenario_xml
from tests.blocks.test_portfolio import DIARY, MOVES, attempt_after, compiled
from tests.player.courseware.packages import an_archive

COURSE_KEY = "course-v1:Org+Course+Run"
PLACE = f"block-v1:{COURSE_KEY.removeprefix('course-v1:')}+type@competency_scenario+block@sample"
NASTY = "</div><script>alert('é 😀')</script> & <b>\"bold\"</b>\n{{ local.helpline }} {% now 'Y' %}\nline three"


@pytest.fixture
def diary_course(home, settings):
    """A course of the one scenario that asks for texts."""
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": scenario_xml(DIARY)}))


def keep(user: User, moves=MOVES, *, n: int = 1, version: str = "", seconds: int = 60) -> None:
    """Store an attempt as if the learner had played it."""
    text = compiled()
    attempt = attempt_after(*moves, n=n, seconds=seconds)
    stored = api.open_attempt(
        replace(attempt, uid=f"{user.pk}-{n}", version=version or text.version),
        learner_id=user.pk,
        course_key=COURSE_KEY,
        usage_key=PLACE,
        version=api.VersionTexts(
            version or text.version,
            text.scenario.id,
            "" if version else text.source,
            text.framework_text,
            text.local_text,
        ),
        now=datetime.now(UTC),
    )
    for move in attempt.moves:
        api.append_move(stored.row, move, finishes=move.seq == len(attempt.moves) - 1 and bool(attempt.finished))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str = "/portfolio/") -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def other(db) -> User:
    return User.objects.create_user("ilse")


def test_the_page_shows_own_texts_with_revision_rating_and_samples(diary_course, trainee):
    keep(trainee)
    shown = page(trainee)
    assert 'href="/portfolio/" aria-current="page"' in shown
    for words in (
        "A long evening",
        "Write two sentences to Noor.",
        "First version",
        "Revision 1",
        "Dear Noor, second",
        "Clarity and structure: 2 Sound start",
        "2 samples you compared it with",
        "Call 0800 111.",
        "A note to yourself",
        "I will ask first.",
        "Time spent: 7 min",
        "a pause of more than 15 minutes as 15 minutes",
    ):
        assert words in unescape(shown), words
    assert "not finished" not in shown


def test_an_empty_portfolio_says_how_it_fills(diary_course, trainee):
    shown = page(trainee)
    assert "There is nothing here yet." in shown
    assert "portfolio.json" not in shown


def test_an_attempt_without_a_text_counts_its_time(diary_course, trainee):
    keep(trainee, MOVES[:1], seconds=2 * MOST_SECONDS)
    shown = page(trainee)
    assert "Time spent: 15 min" in shown
    assert "You have not written anything yet" in shown


def test_what_is_under_way_is_marked_and_what_was_begun_is_shown(diary_course, trainee):
    keep(trainee, MOVES[:2])
    assert "not finished" in page(trainee)


@pytest.mark.parametrize("address", ["/portfolio/", "/portfolio/portfolio.html", "/portfolio/portfolio.json"])
def test_nobody_sees_the_work_of_others(diary_course, trainee, other, address):
    keep(trainee)
    api.keep_draft(
        "name", "Secret", learner_id=trainee.pk, course_key=COURSE_KEY, usage_key=PLACE, now=datetime.now(UTC)
    )
    staff = User.objects.create_user("mentor", is_staff=True)
    for user in (other, staff):
        shown = page(user, address)
        assert "Dear Noor" not in shown
        assert "Secret" not in shown
        assert "noor" not in shown.replace("noor@", "")


@pytest.mark.parametrize("address", ["/portfolio/", "/portfolio/portfolio.html", "/portfolio/portfolio.json"])
def test_without_an_account_there_is_none(diary_course, db, address):
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", ["/portfolio/", "/portfolio/portfolio.html"])
def test_texts_are_shown_as_they_were_typed_and_never_as_markup(diary_course, trainee, address):
    moves = [MOVES[0], ("answer", {"text": NASTY}), *MOVES[2:-1], ("answer", NASTY)]
    keep(trainee, moves)
    shown = page(trainee, address)
    assert "<script>alert" not in shown
    assert "<b>" not in shown
    texts = [unescape(words) for words in re.findall(r'<div class="words"[^>]*>(.*?)</div>', shown, re.DOTALL)]
    assert texts[0] == texts[-1] == NASTY


def test_the_file_for_programs_says_all_of_it_exactly(diary_course, trainee):
    keep(trainee, [MOVES[0], ("answer", {"text": NASTY}), *MOVES[2:]])
    keep(trainee, MOVES[:2], n=2)
    response = client_of(trainee).get("/portfolio/portfolio.json")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="portfolio.json"'
    exported = json.loads(response.content)
    assert exported.pop("learner") == "noor"
    assert datetime.fromisoformat(exported.pop("made")).tzinfo
    assert exported == json.loads(json.dumps(portfolio_of(trainee).to_json()))
    texts = [text for entry in exported["entries"] for piece in entry["pieces"] for text in piece["texts"]]
    assert NASTY in texts


def test_the_file_to_read_stands_alone(diary_course, trainee):
    keep(trainee)
    response = client_of(trainee).get("/portfolio/portfolio.html")
    assert response["Content-Disposition"] == 'attachment; filename="portfolio.html"'
    shown = response.content.decode()
    assert "<script" not in shown
    assert "src=" not in shown
    assert "href=" not in shown
    assert "<details open>" in shown


def test_there_are_no_other_files(diary_course, trainee):
    assert client_of(trainee).get("/portfolio/portfolio.csv").status_code == 404


def test_where_the_scenario_is_gone_the_texts_are_still_there(home, trainee):
    keep(trainee, version="ef" * 32)
    shown = unescape(page(trainee))
    assert "The exercise it was written in is no longer in the course." in shown
    assert "Dear Noor, second" in shown


def test_where_its_version_is_gone_the_text_of_now_says_what_was_asked(diary_course, trainee):
    keep(trainee, version="ef" * 32)
    assert "Write two sentences to Noor." in page(trainee)


def test_more_attempts_at_one_exercise_cost_no_more_statements(diary_course, trainee):
    client = client_of(trainee)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/portfolio/")
        return len(queries)

    keep(trainee)
    few = statements()
    for n in range(2, 8):
        keep(trainee, n=n)
    assert statements() == few


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 min"), (1, "1 min"), (3599, "1 h 0 min"), (3600, "1 h 0 min"), (5460, "1 h 31 min")]
)
def test_time_is_said_in_hours_and_minutes(seconds, words):
    assert duration(seconds) == words


def test_no_time_is_no_moment():
    assert moment("") is None

"""Two tabs, two server processes, one attempt: of two answers to a scene one counts, whichever database it is."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from competency_xblock.authoring.course import load_course
from competency_xblock.evidence.models import Attempt, Evidence, Move, Standing
from competency_xblock.olx.archive import pack
from competency_xblock.olx.writer import write_course
from competency_xblock.player.courseware.models import BlockProgress
from tests.blocks.situations import READING, block, compiled, situation, usage_key
from tests.player.courseware.packages import an_archive
from tests.player.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


ROOT = Path(__file__).parents[2]
USAGE = (
    "block-v1:CareerCompetency+SMG101+2026+type@competency_scenario+block@online-writing_five-questions-before-midnight"
)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The shipped course, built."""
    file = tmp_path_factory.mktemp("shipped") / "course.tar.gz"
    file.write_bytes(pack(write_course(load_course(ROOT).value)))
    return file


@pytest.fixture
def newcomer(trainee, package, settings):
    """A session that has begun nothing yet, and where to begin."""
    settings.COMPETENCY_PACKAGE = package
    client = Client()
    client.force_login(trainee)
    return {
        "url": reverse("courseware:handler", args=[USAGE, "begin"]),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "database": str(connection.settings_dict["NAME"]),
        "package": str(package),
    }


def test_two_tabs_that_start_at_the_same_time_get_one_attempt(newcomer):
    requests = [{"request": f"request-tab-{number}"} for number in range(2)]
    (first, one), (second, other) = race(requests, **newcomer, storing="open")
    assert (first, second) == (200, 200)
    assert one["html"] == other["html"]
    assert Attempt.objects.count() == 1


@pytest.fixture
def tab(trainee, package, settings):
    """What both tabs know: where moves go and with which session, the attempt, and two answers to its first scene."""
    settings.COMPETENCY_PACKAGE = package
    client = Client()
    client.force_login(trainee)
    begin = reverse("courseware:handler", args=[USAGE, "begin"])
    page = client.post(begin, {"request": "request-begin"}, content_type="application/json").json()["html"]
    attempt = re.search(r'data-attempt="(\w+)"', page)[1]
    options = re.findall(r'type="checkbox" [^>]*value="(\w+)"', page)
    place = {
        "url": reverse("courseware:handler", args=[USAGE, "move"]),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "database": str(connection.settings_dict["NAME"]),
        "package": str(package),
    }
    return place, {"attempt": attempt, "seen": 0, "do": "answer"}, [[option] for option in options]


def test_of_two_different_answers_at_the_same_time_one_counts_and_the_other_is_told(tab):
    place, move, options = tab
    requests = [move | {"request": f"request-tab-{number}", "answer": options[number]} for number in range(2)]
    replies = sorted(race(requests, **place), key=lambda reply: reply[0])
    assert [status for status, _ in replies] == [200, 409]
    assert Move.objects.count() == 1
    (_, counted), (_, refused) = replies
    assert refused["seen"] == counted["seen"] == 1
    assert "already" in refused["error"]


def test_a_double_click_that_reaches_two_processes_counts_once_and_both_get_the_answer(tab):
    place, move, options = tab
    request = move | {"request": "request-clicked-twice", "answer": options[0]}
    (first, one), (second, other) = race([request, request], **place)
    assert (first, second) == (200, 200)
    assert one["html"] == other["html"]
    assert Move.objects.count() == 1
    facts = Evidence.objects.values_list("seq", "criterion")
    assert len(facts) == len(set(facts)) > 0


def test_the_last_answer_sent_twice_at_the_same_time_counts_once_with_standings_and_grade(trainee, home, settings):
    home.mkdir()
    source = situation("short", READING, tasks=1)
    usage = usage_key(compiled(source))
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": block(source)}))
    client = Client()
    client.force_login(trainee)
    begin = reverse("courseware:handler", args=[usage, "begin"])
    page = client.post(begin, {"request": "request-begin"}, content_type="application/json").json()["html"]
    request = {
        "attempt": re.search(r'data-attempt="(\w+)"', page)[1],
        "seen": 0,
        "do": "answer",
        "answer": re.search(r'type="radio" [^>]*value="(\w+)"', page)[1],
        "request": "request-clicked-twice",
    }
    (first, one), (second, other) = race(
        [request, request],
        url=reverse("courseware:handler", args=[usage, "move"]),
        session=client.cookies[settings.SESSION_COOKIE_NAME].value,
        database=str(connection.settings_dict["NAME"]),
        package=str(settings.COMPETENCY_PACKAGE),
    )
    assert (first, second) == (200, 200)
    assert one["finished"] and other["finished"]
    assert Move.objects.count() == Evidence.objects.count() == Standing.objects.count() == 1
    assert BlockProgress.objects.filter(usage=usage).values_list("completion", flat=True).get() == 1

"""What a trainee reads about what is stored before they play for the first time."""

import html
import re

import pytest
from django.contrib.auth import get_user_model

from tests.blocks.hosting import Host, Trainee, scenario_xml
from tests.sample import SAMPLE_SCENARIO


@pytest.fixture
def host(db) -> Host:
    return Host(scenario_xml(SAMPLE_SCENARIO), learner=get_user_model().objects.create_user("noor").pk)


def notice(host: Host) -> str:
    """The words of the notice; empty where there is none."""
    found = re.search(r'<details class="small kept">(.*?)</details>', host.view().content, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[1])) if found else ""


def test_before_the_first_play_it_says_what_why_how_long_and_who_sees_it(host):
    text = notice(host)
    for word in ("What", "Why", "How long", "Who sees it", "As your programme has set it.", "have it erased"):
        assert word in text
    assert "All about what is stored" not in text


def test_it_is_there_before_the_start_and_not_during_play(host):
    Trainee(host).begin()
    assert notice(host) == ""


def test_where_nobody_can_be_told_apart_it_is_there_too():
    assert "Who sees it" in notice(Host(scenario_xml(SAMPLE_SCENARIO)))


@pytest.mark.parametrize("staff", [False, True])
def test_below_an_exercise_names_are_for_those_who_teach(host, staff):
    Trainee(host).begin()
    boss = host.as_learner(get_user_model().objects.create_user("boss").pk)
    boss.staff = True
    boss.role = "staff" if staff else "author"
    page = boss.view().content
    assert ("noor" in page) is staff
    assert ("Learner 1" in page) is not staff


def test_a_host_that_names_no_role_shows_no_names(host):
    Trainee(host).begin()
    boss = host.as_learner(get_user_model().objects.create_user("boss").pk)
    boss.staff, boss.role = True, None
    assert "noor" not in boss.view().content

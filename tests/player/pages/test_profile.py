"""The profile page: one's own standing and nobody else's, every sentence as text, and two files to keep."""

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from competency_xblock.blocks.profile_files import COLUMNS
from tests.blocks.situations import CLARITY, READING, block, play, profile_block, situation
from tests.player.courseware.packages import an_archive
from tests.sample import sample_framework

ADDRESSES = ["/profile/", "/profile/profile.json", "/profile/profile.csv"]
NASTY = "1 < 2 & 'so' > {% now 'Y' %}"
SCRIPT = "<script>alert(1)</script> {{ x }}"
CASES = [situation(f"case-{n}", READING, own=(READING,)) for n in range(3)]
NEXT = situation("next", READING, CLARITY, title="The next one", use="exploration")


def put(settings, *blocks: str, **options) -> None:
    settings.COMPETENCY_PACKAGE.parent.mkdir(exist_ok=True)
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": "".join(blocks)}, **options))


@pytest.fixture
def in_course(home, settings):
    put(settings, *map(block, (*CASES, NEXT)))


@pytest.fixture
def other(db) -> User:
    return User.objects.create_user("ilse")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(user: User, address: str = "/profile/") -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def rows(user: User) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(user, "/profile/profile.csv").removeprefix("\ufeff"))))


def test_it_is_found_by_the_navigation_and_says_not_enough_yet(in_course, trainee):
    page = get(trainee)
    assert 'href="/profile/" aria-current="page">Profile</a>' in page
    shown = words(page)
    assert "0 of 2 criteria have a level by now. They rest on 0 situations." in shown
    assert "Not enough yet" in shown
    assert "3 more situations are needed before there is a level." in shown
    assert "The next one" in shown
    assert "level 0" not in shown


def test_after_three_situations_the_level_is_there_with_all_behind_it(in_course, trainee):
    for day, case in enumerate(CASES):
        play(trainee.pk, case, 2, 3, day=day, own={READING: 4})
    page = get(trainee)
    shown = words(page)
    for sentence in (
        "1 of 2 criteria have a level by now. They rest on 3 situations.",
        "Sound start level 2 of 4",
        "It leaves out what level 3 sees.",
        "It leaves out what level 4 sees.",
        "You see yourself 2 levels above what your answers show.",
        "For level 3, Skilled, 4 more situations that show it are enough.",
        "after “Case 2” : Sound start (2)".replace("” :", "”:"),
        "Its use is new to you on this: Exploring together.",
    ):
        assert sentence in shown, sentence
    assert page.count('href="/jump_to_id/online-writing_case-0"') == 1
    assert 'href="/jump_to_id/online-writing_next"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {name[1:] for name in re.findall(r'href="(#[^"]+)"', page)} <= set(ids)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_sees_what_others_showed(in_course, trainee, other, address):
    play(trainee.pk, CASES[0], 2, 3, own={READING: 4})
    for user in (other, User.objects.create_user("mentor", is_staff=True)):
        shown = get(user, address)
        assert "It leaves out" not in shown
        assert "noor" not in shown
        assert "You see yourself one" not in shown
    assert "It leaves out" in get(trainee, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_an_account_there_is_none(in_course, db, address):
    assert Client().get(address).status_code == 302


def test_there_are_no_other_files_and_nothing_but_reading(in_course, trainee):
    assert client_of(trainee).get("/profile/profile.html").status_code == 404
    assert all(client_of(trainee).post(address).status_code == 405 for address in ADDRESSES)


def test_texts_of_authors_are_never_markup_or_templates(home, settings, trainee):
    nasty = situation("nasty", READING, title=json.dumps(NASTY), feedback=NASTY)
    framework = sample_framework()
    area = framework.areas[0]
    criteria = tuple(replace(each, title=SCRIPT, asks=SCRIPT, descriptors=(SCRIPT,) * 4) for each in area.criteria)
    framework = replace(framework, areas=(replace(area, title=SCRIPT, criteria=criteria),))
    related = {"id": 'x"><script>', "title": SCRIPT, "criteria": [READING], "use": SCRIPT}
    put(settings, block(nasty), profile_block(related, framework=framework))
    for day in range(3):
        play(trainee.pk, nasty.replace("online-writing/nasty", f"online-writing/nasty-{day}"), 2, 3, day=day)
    page = get(trainee)
    assert "<script>alert" not in page
    assert 'x"><script>' not in page
    assert SCRIPT in unescape(page)
    assert NASTY in unescape(page)


def test_the_json_file_says_all_of_it(in_course, trainee):
    play(trainee.pk, CASES[0], 2, 3, own={READING: 4})
    response = client_of(trainee).get("/profile/profile.json")
    assert response["Content-Type"].startswith("application/json")
    assert response["Content-Disposition"] == 'attachment; filename="profile.json"'
    exported = json.loads(response.content)
    assert (exported["learner"], exported["v"]) == ("noor", 1)
    (reading, _clarity) = exported["areas"][0]["criteria"]
    assert reading["choices"]["level_title"] == "Not enough yet"
    assert reading["choices"]["situations"][0]["observations"][0]["why"] == "It leaves out what level 3 sees."
    assert reading["own"][0]["level"] == 4


def test_the_csv_file_has_a_row_for_each_fact(in_course, trainee):
    play(trainee.pk, CASES[0], 2, 3, own={READING: 4})
    response = client_of(trainee).get("/profile/profile.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="profile.csv"'
    found = rows(trainee)
    assert tuple(found[0]) == COLUMNS
    assert [(row["kind"], row["level"]) for row in found if row["criterion"] == READING] == [
        ("standing", ""),
        ("situation", "2"),
        ("answer", "2"),
        ("answer", "3"),
        ("own rating", "4"),
    ]
    assert [row["kind"] for row in found if row["criterion"] == CLARITY] == ["standing"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_of_the_csv_is_a_formula(home, settings, trainee, sign):
    nasty = situation("nasty", READING, title=json.dumps(f"{sign}1+1"), feedback=f"{sign}HYPERLINK(1)")
    put(settings, block(nasty))
    play(trainee.pk, nasty, 2, 3)
    cells = [cell for row in rows(trainee) for cell in row.values()]
    assert f"'{sign}1+1" in cells
    assert f"'{sign}HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_it_costs_no_more_than_six_statements_whatever_the_history(
    home, settings, trainee, django_assert_max_num_queries
):
    cases = [situation(f"long-{n}", READING, CLARITY, own=(READING,)) for n in range(60)]
    put(settings, *map(block, cases), section='due="2040-01-01T00:00:00Z"')
    for day, case in enumerate(cases):
        play(trainee.pk, case, 2 + day % 3, 3, day=day, own={READING: 3})
    client = client_of(trainee)
    for address in ADDRESSES:
        with django_assert_max_num_queries(6 + 2):  # those of the session and the user
            assert client.get(address).status_code == 200
    assert "They rest on 60 situations." in words(get(trainee))


def test_levels_wait_where_the_course_lets_them_wait(home, settings, trainee):
    secret = situation("secret", READING, play="{feedback: after-due}")
    put(settings, block(secret), section='due="2040-01-01T00:00:00Z"')
    play(trainee.pk, secret, 2, 3)
    shown = words(get(trainee))
    assert "Shown later, as your course has set it: Secret" in shown
    assert "It leaves out" not in shown
    put(settings, block(secret), section='due="2020-01-01T00:00:00Z"', title="Another title")
    assert "It leaves out what level 3 sees." in words(get(trainee))


def test_what_was_left_before_its_end_gives_no_key_away(home, settings, trainee):
    left = situation("left", READING, play="{feedback: at-end}")
    put(settings, block(left))
    play(trainee.pk, left, 2)
    assert "It leaves out" not in words(get(trainee))


def test_a_profile_block_in_the_course_brings_the_whole_rubric_and_what_to_play(home, settings, trainee):
    related = {"id": "online-writing/other", "title": "Another", "criteria": [READING], "use": "information"}
    put(settings, block(CASES[0]), profile_block(related))
    shown = words(get(trainee))
    assert "0 of 5 criteria" in shown
    assert "Another" in shown
    unit = words(get(trainee, "/unit/unit/"))
    assert "0 of 5 criteria" in unit


def test_in_a_course_without_scenarios_it_says_how_it_fills(home, settings, trainee):
    put(settings, '<html url_name="h"/>')
    shown = get(trainee)
    assert "There is nothing here yet." in shown
    assert "profile.csv" not in shown
    assert client_of(trainee).get("/profile/profile.csv").status_code == 404


def test_evidence_stays_where_the_scenario_has_left_the_course(home, settings, trainee):
    put(settings, '<html url_name="h"/>')
    play(trainee.pk, CASES[0], 2, 3)
    assert "It leaves out what level 3 sees." in words(get(trainee))

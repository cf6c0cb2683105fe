import re
from dataclasses import replace
from itertools import pairwise

import pytest
from django.test import Client

from competency_xblock.olx.archive import pack
from competency_xblock.olx.writer import write_course
from competency_xblock.player.courseware.content import current_course
from competency_xblock.player.courseware.models import BlockProgress
from competency_xblock.player.courseware.results import progress_row
from competency_xblock.player.installation import install_package
from tests.olx.courses import sample_course
from tests.player.courseware.packages import an_archive


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def finish(trainee, url_name: str, **grade: float) -> None:
    """All blocks of a unit are complete, with this grade."""
    course = current_course()
    rows = [progress_row(trainee.pk, course.usage(block), completion=1.0) for block in course.vertical(url_name).blocks]
    for row in rows:
        for name, value in grade.items():
            setattr(row, name, value)
    BlockProgress.objects.bulk_create(rows)


def test_the_outline_tells_all_modules_and_where_to_begin(trainee_client):
    page = text(trainee_client, "/")

    assert re.search(r"<h1[^>]*>Social media &amp; guidance</h1>", page)
    assert re.findall(r"<h2 id=[^>]*>([^<]+)</h2>", page) == ["Start here", "Online writing"]
    assert "Practise before you need it." in page
    assert "answer" in page
    assert "Begin here" in page
    assert 'class="button" href="/unit/u-start/"' in page
    assert "0 of 5 units done" in page


def test_the_outline_leads_back_to_where_somebody_was(trainee_client):
    text(trainee_client, "/unit/u-warm/")

    page = text(trainee_client, "/")

    assert "Go on where you were" in page
    assert 'class="button" href="/unit/u-warm/"' in page


def test_the_outline_shows_how_far_somebody_is(trainee_client, trainee):
    finish(trainee, "u-start")
    finish(trainee, "u-late", earned=0.5, possible=1.0)

    page = text(trainee_client, "/")

    assert 'aria-label="100 % done"' in page
    assert 'aria-label="25 % done"' in page
    assert "2 of 5 units done" in page
    assert "score so far 50 %" in page


def test_the_outline_says_when_all_is_done(trainee_client, trainee):
    for name in ("u-start", "u-late", "u-warm", "u-long", "u-end"):
        finish(trainee, name)

    assert "You have done it all" in text(trainee_client, "/")


def test_nobody_sees_what_others_did(trainee_client, django_user_model):
    finish(django_user_model.objects.create(username="other"), "u-late", earned=1, possible=1)

    assert "score so far" not in text(trainee_client, "/")


def test_a_unit_has_its_blocks_and_their_files(trainee_client):
    page = text(trainee_client, "/unit/u-start/")

    assert '<h1 dir="auto">Unit u-start</h1>' in page
    assert "A tab, " in page
    assert 'data-block-type="competency_lesson"' in page
    assert len(re.findall(r'<link rel="stylesheet" href="/xblock/resource/competency_lesson/[^"]+"', page)) == 1
    assert page.index("/xblock/resource/competency_lesson/") < page.index("courseware/runtime.js")
    assert 'lang="en" dir="ltr"' in page


def test_a_unit_whose_only_block_says_its_title_does_not_show_it_twice(trainee_client, settings, home):
    lesson = '<competency_lesson url_name="a" display_name="Unit same"><source># Unit same</source></competency_lesson>'
    install_package(an_archive({"same": lesson}), settings.COMPETENCY_PACKAGE)

    assert '<h1 dir="auto" class="quiet">Unit same</h1>' in text(trainee_client, "/unit/same/")


def test_a_course_from_right_to_left_is_shown_so(trainee_client, settings, home):
    course = sample_course()
    arabic = replace(course, outline=replace(course.outline, language="ar"))
    install_package(pack(write_course(arabic)), settings.COMPETENCY_PACKAGE)

    assert '<div class="blocks" lang="ar" dir="rtl">' in text(trainee_client, "/unit/u-start/")


def test_an_empty_course_says_so(trainee_client, settings, home):
    course = sample_course()
    install_package(
        pack(write_course(replace(course, outline=replace(course.outline, modules=())))), settings.COMPETENCY_PACKAGE
    )

    assert "There is nothing in this course yet." in text(trainee_client, "/")
    assert "There is nothing in this course yet." in text(trainee_client, "/results/")


@pytest.mark.parametrize("address", ["/", "/unit/u-start/", "/unit/u-late/", "/results/", "/account/", "/privacy/"])
def test_no_page_needs_what_the_content_policy_forbids(trainee_client, address):
    page = text(trainee_client, address)

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert re.findall(r'<script(?![^>]* src=)(?! type="json/)[^>]*>', page) == []
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_units_lead_to_each_other_across_modules(trainee_client):
    first, middle, last = (text(trainee_client, f"/unit/{name}/") for name in ("u-start", "u-late", "u-end"))

    assert re.search(r'class="after" href="/unit/u-late/".*?Next module: Online writing', first, re.DOTALL)
    assert 'class="before"' not in first
    assert 'class="before" href="/unit/u-start/"' in middle
    assert 'class="after" href="/unit/u-warm/"' in middle
    assert 'class="after" href="/results/"' in last


def test_the_steps_of_a_unit_are_those_of_its_module(trainee_client, trainee):
    finish(trainee, "u-late")

    steps = re.findall(r'<a class="(new|begun|done)" href="/unit/([^/]+)/"', text(trainee_client, "/unit/u-warm/"))

    assert steps == [("done", "u-late"), ("new", "u-warm"), ("new", "u-long"), ("new", "u-end")]


def test_results_are_told_by_module_and_exercise(trainee_client, trainee):
    finish(trainee, "u-late", earned=2.5, possible=5)
    finish(trainee, "u-warm", earned=1, possible=1)

    page = text(trainee_client, "/results/")

    assert page.count("not finished") == 1
    assert '<span class="score">50 %</span>' in page
    assert '<span class="score">100 %</span>' in page
    assert "Nothing in this module is graded." in page


def test_a_new_course_in_place_does_not_lose_a_learner(trainee_client, settings, home, sample_package, tmp_path):
    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)
    text(trainee_client, "/unit/u-warm/")

    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)

    assert 'class="button" href="/unit/u-warm/"' in text(trainee_client, "/")


def test_headings_go_down_one_by_one(trainee_client):
    for address in ("/", "/unit/u-late/", "/results/", "/privacy/", "/account/"):
        levels = [int(level) for level in re.findall(r"<h([1-6])", text(trainee_client, address))]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_outline_costs_few_queries_whatever_the_size_of_the_course(trainee_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        trainee_client.get("/")


def test_pages_are_only_looked_at(trainee_client):
    for address in ("/", "/unit/u-late/", "/results/", "/privacy/"):
        assert trainee_client.post(address).status_code == 405

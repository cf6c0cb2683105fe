"""Course settings and grading, as Open edX wants them."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_xblock.domain.course import Module, Outline, Section
from competency_xblock.olx.policies import grading_policy, policy

from .courses import sample_outline


def graded(*titles: str, sections: int = 1) -> Outline:
    modules = tuple(
        Module(f"m{place}", title, "", 10, tuple(Section(f"s{place}-{n}", "S", True, ()) for n in range(sections)))
        for place, title in enumerate(titles)
    )
    return replace(sample_outline(), modules=modules)


def test_settings_are_keyed_by_the_run_and_offer_our_blocks_in_studio():
    found = policy(sample_outline())["course/2026"]
    assert found["advanced_modules"] == ["competency_scenario", "competency_lesson"]
    assert found["course_image"] == "course-image.png"
    assert found["tabs"][0]["type"] == "courseware"


@pytest.mark.parametrize(
    "written", ["2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00", "2026-01-01"]
)
def test_dates_are_utc_in_the_form_of_open_edx(written):
    assert policy(replace(sample_outline(), start=written))["course/2026"]["start"] == "2026-01-01T00:00:00Z"


def test_module_without_graded_sections_has_no_grader():
    assert [each["type"] for each in grading_policy(sample_outline())["GRADER"]] == ["Online writing"]


def test_grader_expects_as_many_assignments_as_there_are_graded_sections():
    (grader,) = grading_policy(graded("Privacy", sections=4))["GRADER"]
    assert (grader["min_count"], grader["drop_count"], grader["short_label"]) == (4, 0, "P")


def test_practice_does_not_count():
    (module,) = graded("Privacy", sections=2).modules
    practice = Section("more", "More to practise on", False, (), practice=True)
    outline = replace(sample_outline(), modules=(replace(module, sections=(*module.sections, practice)),))
    (grader,) = grading_policy(outline)["GRADER"]
    assert grader["min_count"] == 2


@settings(deadline=None)
@given(st.integers(1, 40))
def test_weights_are_whole_hundredths_that_add_up(count):
    graders = grading_policy(graded(*(f"Module {number}" for number in range(count))))["GRADER"]
    weights = [each["weight"] for each in graders]
    assert math.isclose(sum(weights), 1, abs_tol=1e-9)
    assert all(math.isclose(weight * 100, round(weight * 100)) for weight in weights)
    assert max(weights) - min(weights) < 0.0101


def test_modules_of_one_title_share_a_grader():
    (grader,) = grading_policy(graded("Practice", "Practice"))["GRADER"]
    assert (grader["type"], grader["min_count"], grader["weight"]) == ("Practice", 2, 1)


def test_course_without_grades_still_has_a_grader():
    (grader,) = grading_policy(replace(sample_outline(), modules=()))["GRADER"]
    assert (grader["type"], grader["weight"]) == ("Social media & guidance", 1)

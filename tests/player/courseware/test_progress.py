"""Results add up to a course; the place is remembered."""

from typing import Any

import pytest

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.models import BlockProgress, LastVisit
from competency_xblock.player.courseware.parsing import parse_course
from competency_xblock.player.courseware.progress import BlockResult, learner_progress, visited
from competency_xblock.player.courseware.runtime import PlayerRuntime

from .packages import a_package


@pytest.fixture
def graded() -> LoadedCourse:
    return parse_course(
        a_package(
            {
                "read": '<counter url_name="page"/><uncounted url_name="aside"/><nothing url_name="gone"/>',
                "do": '<exercise url_name="light" weight="1"/><exercise url_name="heavy" weight="3"/>',
                "more": '<own url_name="own"/><box url_name="box"><exercise url_name="in"/></box>',
                "empty": "",
            }
        )
    )


def _publish(
    course: LoadedCourse, user: Any, name: str, value: float, possible: float = 1, block_type: str = "exercise"
):
    runtime = PlayerRuntime(course, user)
    block = runtime.get_block(usage_key(course.key, block_type, name))
    runtime.publish(block, "grade", {"value": value, "max_value": possible})


def test_before_anything_was_done(graded: LoadedCourse, learner: Any):
    progress = learner_progress(learner, graded)
    assert progress.course.completion == 0
    assert (progress.course.score, progress.course.graded, progress.course.gradable) == (None, 0, 3)
    assert progress.verticals["empty"].completion == 1
    assert progress.blocks[usage_key(graded.key, "exercise", "light")] == BlockResult()
    assert progress.resume_vertical == "read"


def test_scores_are_weighted_among_what_has_a_grade(graded: LoadedCourse, learner: Any):
    _publish(graded, learner, "light", 1)
    assert learner_progress(learner, graded).course.score == 1
    _publish(graded, learner, "heavy", 5, 10)
    progress = learner_progress(learner, graded)
    assert progress.verticals["do"].score == pytest.approx((1 + 1.5) / 4)
    assert (progress.course.graded, progress.course.gradable) == (2, 3)
    assert (progress.course.earned, progress.course.possible) == (2.5, 4)
    assert progress.blocks[usage_key(graded.key, "exercise", "heavy")] == BlockResult(5, 10, 1)


def test_without_a_weight_points_count_as_they_are(graded: LoadedCourse, learner: Any):
    _publish(graded, learner, "own", 2, 8, "own")
    assert (learner_progress(learner, graded).course.earned, learner_progress(learner, graded).course.possible) == (
        2,
        8,
    )


def test_a_score_stays_between_nothing_and_all(graded: LoadedCourse, learner: Any):
    _publish(graded, learner, "light", 7, 1)
    assert learner_progress(learner, graded).verticals["do"].score == 1


def test_completion_is_the_share_of_what_counts(graded: LoadedCourse, learner: Any):
    _publish(graded, learner, "light", 0)
    progress = learner_progress(learner, graded)
    assert progress.verticals["do"].completion == 0.5
    # page, light, heavy, own, box; not what is excluded, missing, or inside the box
    assert progress.sequentials["s1"].completion == progress.chapters["c1"].completion == progress.course.completion
    assert progress.course.completion == pytest.approx(1 / 5)


def test_opening_a_unit_completes_what_asks_for_no_more(graded: LoadedCourse, learner: Any):
    visited(learner, graded, graded.vertical("read"))
    progress = learner_progress(learner, graded)
    assert progress.verticals["read"].completion == 1
    assert BlockProgress.objects.count() == 1
    for unit in ("do", "more"):
        visited(learner, graded, graded.vertical(unit))
    progress = learner_progress(learner, graded)
    assert (progress.verticals["do"].completion, progress.verticals["more"].completion) == (0, 0.5)


def test_opening_a_unit_again_writes_only_the_place(graded: LoadedCourse, learner: Any, django_assert_num_queries: Any):
    with django_assert_num_queries(3):
        visited(learner, graded, graded.vertical("read"))
    with django_assert_num_queries(2):
        visited(learner, graded, graded.vertical("read"))
    with django_assert_num_queries(1):
        visited(learner, graded, graded.vertical("do"))


def test_opening_a_unit_leaves_a_grade_alone(learner: Any):
    course = parse_course(a_package({"unit": '<counter url_name="a"/>'}))
    _publish(course, learner, "a", 1, 2, "counter")
    visited(learner, course, course.vertical("unit"))
    assert list(BlockProgress.objects.values_list("earned", "possible", "completion")) == [(1, 2, 1)]


def test_the_unit_opened_last_is_where_to_go_on(graded: LoadedCourse, learner: Any, other_learner: Any):
    for unit in ("more", "do"):
        visited(learner, graded, graded.vertical(unit))
    assert learner_progress(learner, graded).resume_vertical == "do"
    assert learner_progress(other_learner, graded).resume_vertical == "read"
    assert str(LastVisit.objects.get()) == f"do by learner {learner.pk}"


def test_where_that_unit_is_gone_the_first_open_one_is(graded: LoadedCourse, learner: Any):
    visited(learner, graded, graded.vertical("read"))
    visited(learner, graded, graded.vertical("more"))
    changed = parse_course(
        a_package({"read": '<counter url_name="page"/>', "do": '<exercise url_name="light"/>', "new": ""})
    )
    assert learner_progress(learner, changed).resume_vertical == "do"


def test_when_all_is_done_one_starts_at_the_front(learner: Any):
    assert learner_progress(learner, parse_course(a_package({"a": "", "b": ""}))).resume_vertical == "a"
    assert learner_progress(learner, parse_course(a_package({}))).resume_vertical is None


def test_a_whole_course_costs_two_queries(learner: Any, django_assert_num_queries: Any):
    units = {f"u{n}": f'<exercise url_name="e{n}"/><counter url_name="c{n}"/>' for n in range(60)}
    course = parse_course(a_package(units))
    with django_assert_num_queries(2):
        progress = learner_progress(learner, course)
    assert len(progress.verticals) == 60


def test_names_that_differ_only_in_case_have_results_of_their_own(learner: Any):
    course = parse_course(a_package({"unit": '<exercise url_name="Same"/><exercise url_name="same"/>'}))
    _publish(course, learner, "Same", 1)
    _publish(course, learner, "same", 0)
    blocks = learner_progress(learner, course).blocks
    assert [blocks[usage_key(course.key, "exercise", name)].earned for name in ("Same", "same")] == [1, 0]

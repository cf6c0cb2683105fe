"""Policies reach blocks as in Open edX: a block's own, else those around it; a learner's extensions come first."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.extensions import extend, take_back
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.models import Extension
from competency_xblock.player.courseware.parsing import parse_course
from competency_xblock.player.courseware.policies import due_date
from competency_xblock.player.courseware.runtime import PlayerRuntime

from .packages import a_package

TASK = '<exercise url_name="task"/>'
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 8, 12, tzinfo=UTC)
LATEST = datetime(2026, 12, 24, 12, tzinfo=UTC)


def course_of(blocks: str = TASK, **options: Any) -> LoadedCourse:
    return parse_course(a_package({"unit": blocks}, **options))


def block_of(course: LoadedCourse, user: Any = None, name: str = "task", block_type: str = "exercise") -> Any:
    """The block as a new request sees it."""
    return PlayerRuntime(course, user or AnonymousUser()).get_block(usage_key(course.key, block_type, name))


def test_a_block_of_which_nothing_is_said_has_the_defaults_of_open_edx():
    block = block_of(course_of())
    assert (block.graded, block.due, block.graceperiod, block.self_paced) == (False, None, None, False)
    assert (block.showanswer, block.show_correctness) == ("finished", "always")
    assert block.start == datetime(2030, 1, 1, tzinfo=UTC)
    assert block.format is None
    assert block.close_date is None
    assert not block.is_past_due()
    assert not block.has_deadline_passed()


@pytest.mark.parametrize("around", ["course", "chapter", "section", "unit"])
def test_what_is_said_around_a_block_holds_for_it(around: str):
    said = (
        'graded="true" due="2026-12-01T12:00:00Z" graceperiod="1 day 2 hours" start="2026-11-01T00:00:00Z" '
        'showanswer="never" show_correctness="past_due" self_paced="true"'
    )
    block = block_of(course_of(**{around: said}))
    assert (block.graded, block.due, block.graceperiod) == (True, NOON, timedelta(days=1, hours=2))
    assert (block.showanswer, block.show_correctness, block.self_paced) == ("never", "past_due", True)
    assert block.start == datetime(2026, 11, 1, tzinfo=UTC)
    assert block.close_date == NOON + timedelta(days=1, hours=2)


def test_the_nearest_says_it():
    course = course_of(
        '<exercise url_name="own" due="2026-12-24T12:00:00+00:00"/><exercise url_name="task"/>',
        chapter='due="2026-11-01T00:00:00Z" graded="true"',
        section='due="2026-12-01T12:00:00Z"',
    )
    assert block_of(course, name="own").due == LATEST
    assert block_of(course).due == NOON
    assert block_of(course).graded is True


def test_a_block_may_say_that_it_is_not_graded_and_not_due():
    course = course_of(
        '<exercise url_name="task" graded="false" due="null"/>', section='graded="true" due="2026-12-01T12:00:00Z"'
    )
    assert (block_of(course).graded, block_of(course).due) == (False, None)


def test_the_format_stays_with_the_sequence_that_has_it():
    course = course_of(section='format="Practice" graded="true"')
    assert block_of(course).format is None
    assert block_of(course, name="s1", block_type="sequential").format == "Practice"


def test_policies_are_read_from_the_policy_file_too():
    course = course_of(policy={"course/Run": {"self_paced": True, "showanswer": "never", "due": None}})
    assert (block_of(course).self_paced, block_of(course).showanswer) == (True, "never")


def test_what_studio_quotes_is_read():
    assert block_of(course_of(section='due="&quot;2026-12-01T13:00:00+01:00&quot;"')).due == NOON


@pytest.mark.parametrize("attribute", ['due="soon"', 'graceperiod="a while"', 'start="2026-13-01"'])
def test_what_cannot_be_read_is_left_out_and_logged(attribute: str, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        block = block_of(course_of(f'<exercise url_name="task" {attribute}/>'))
    assert (block.due, block.graceperiod, block.start.year) == (None, None, 2030)
    assert "cannot be read" in caplog.text


def test_a_field_of_a_blocks_own_is_left_alone(learner: Any):
    course = course_of('<own_due url_name="task" due="whenever"/>', section='due="2026-12-01T12:00:00Z"')
    extend(learner.pk, usage_key(course.key, "sequential", "s1"), LATER)
    assert block_of(course, learner, block_type="own_due").due == "whenever"
    other = course_of('<own_due url_name="task"/>', section='due="2026-12-01T12:00:00Z"')
    assert block_of(other, learner, block_type="own_due").due == "never"


def test_a_block_closes_when_it_is_due_else_with_the_course():
    ended = 'end="2020-01-01T00:00:00Z" graceperiod="1 day"'
    block = block_of(course_of(course=ended))
    assert block.close_date == datetime(2020, 1, 2, tzinfo=UTC)
    assert block.is_past_due()
    assert block.has_deadline_passed()
    assert not block_of(course_of(course=ended, section='due="2999-01-01T00:00:00Z"')).is_past_due()
    assert block_of(course_of(course='end="some day"')).close_date is None


def test_at_ones_own_pace_no_deadline_passes():
    block = block_of(course_of(section='due="2020-01-01T00:00:00Z" self_paced="true"'))
    assert block.is_past_due()
    assert not block.has_deadline_passed()


DUE = {"section": 'due="2026-12-01T12:00:00Z"'}


def test_an_extension_at_a_sequence_holds_for_what_is_in_it_and_for_nobody_else(learner: Any, other_learner: Any):
    course = course_of('<exercise url_name="task" due="2026-11-30T12:00:00Z"/>', **DUE)
    extend(learner.pk, usage_key(course.key, "sequential", "s1"), LATER)
    assert block_of(course, learner).due == LATER
    assert block_of(course, learner, "s1", "sequential").due == LATER
    assert block_of(course, other_learner).due == datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert block_of(course).due == datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_of_two_extensions_the_nearer_holds(learner: Any):
    course = course_of('<exercise url_name="task"/><exercise url_name="other"/>', **DUE)
    extend(learner.pk, usage_key(course.key, "exercise", "task"), LATEST)
    extend(learner.pk, usage_key(course.key, "sequential", "s1"), LATER)
    assert block_of(course, learner).due == LATEST
    assert block_of(course, learner, "other").due == LATER


def test_an_extension_given_again_replaces_the_first_and_can_be_taken_back(learner: Any):
    course = course_of(**DUE)
    place = usage_key(course.key, "exercise", "task")
    extend(learner.pk, place, LATER)
    extend(learner.pk, place, LATEST)
    assert Extension.objects.count() == 1
    assert block_of(course, learner).due == LATEST
    assert take_back(learner.pk, place)
    assert not take_back(learner.pk, place)
    assert block_of(course, learner).due == NOON


def test_an_extension_of_what_is_no_longer_due_says_nothing(learner: Any):
    course = course_of()
    extend(learner.pk, usage_key(course.key, "exercise", "task"), LATER)
    assert block_of(course, learner).due is None


def test_a_due_date_costs_no_statement_beside_the_learners_state(learner: Any):
    course = course_of(**DUE)
    extend(learner.pk, usage_key(course.key, "sequential", "s1"), LATER)
    block = block_of(course, learner)
    block.count = 3
    block.save()
    block = block_of(course, learner)
    with CaptureQueriesContext(connection) as queries:
        assert (block.count, block.due, block.graded) == (3, LATER, False)
    assert len(queries) == 1


def test_a_due_date_asked_for_first_costs_one_statement(learner: Any):
    course = course_of(**DUE)
    block = block_of(course, learner)
    with CaptureQueriesContext(connection) as queries:
        assert (block.due, block.close_date) == (NOON, NOON)
    assert len(queries) == 1


def test_a_due_date_asked_for_first_is_not_asked_for_again(learner: Any):
    course = course_of(**DUE)
    block = block_of(course, learner)
    block.count = 3
    block.save()
    block = block_of(course, learner)
    with CaptureQueriesContext(connection) as queries:
        assert (block.due, block.count) == (NOON, 3)
    assert len(queries) == 2


def test_where_nothing_is_due_nobody_asks_for_extensions(learner: Any):
    block = block_of(course_of(section='graded="true"'), learner)
    with CaptureQueriesContext(connection) as queries:
        assert (block.due, block.graded, block.is_past_due()) == (None, True, False)
    assert len(queries) == 0


def test_extensions_are_read_anew_in_each_request(learner: Any):
    course = course_of(**DUE)
    assert block_of(course, learner).due == NOON
    extend(learner.pk, usage_key(course.key, "unit", "unit"), LATER)  # no such part of the course: says nothing
    assert block_of(course, learner).due == NOON
    extend(learner.pk, usage_key(course.key, "vertical", "unit"), LATER)
    assert block_of(course, learner).due == LATER


def test_a_container_may_be_asked_without_making_blocks(learner: Any):
    course = course_of(**DUE)
    place = usage_key(course.key, "sequential", "s1")
    extend(learner.pk, place, LATER)
    runtime = PlayerRuntime(course, learner)
    assert due_date(course, place, runtime.extensions) == LATER
    assert due_date(course_of(), place, runtime.extensions) is None

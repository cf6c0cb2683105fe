"""`competency extend`: more time for one learner, with every slip answered by a sentence."""

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competency_xblock.cli import main
from competency_xblock.player.backup import make_backup
from competency_xblock.player.courseware.content import current_course
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.models import Extension
from competency_xblock.player.courseware.runtime import PlayerRuntime
from competency_xblock.player.deadlines import read_moment
from competency_xblock.player.restore import restore_backup
from tests.blocks.hosting import scenario_xml
from tests.player.courseware.packages import an_archive
from tests.sample import SAMPLE_SCENARIO

LESSONS = {
    "first": '<competency_lesson url_name="writing_one"><source>One</source></competency_lesson>',
    "second": '<competency_lesson url_name="two" due="2999-12-05T00:00:00Z"><source>Two</source></competency_lesson>',
}
SECTION = 'graded="true" format="Practice" due="2999-12-01T12:00:00Z"'


@pytest.fixture
def due_course(home, settings):
    """A course whose one section is due on 1 December 2999."""
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive(LESSONS, section=SECTION))
    return current_course()


def extend(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["extend", *arguments])


def due(course, user, name="writing_one"):
    return PlayerRuntime(course, user).get_block(usage_key(course.key, "competency_lesson", name)).due


def outline(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


@pytest.mark.parametrize("place", ["s1", "block-v1:Org+Course+Run+type@sequential+block@s1", "c1", "course"])
def test_more_time_is_given_at_a_sequence_and_all_inside_it(due_course, trainee, place):
    done = extend("Noor", place, "2999-12-24")
    assert done.exit_code == 0, done.output
    assert "noor has until 2999-12-24 23:59 UTC at block-v1:Org+Course+Run+" in done.output
    assert due(due_course, trainee) == due(due_course, trainee, "two") == datetime(2999, 12, 24, 23, 59, 59, tzinfo=UTC)


def test_more_time_at_a_scenario_is_given_by_its_id(due_course, trainee):
    done = extend("noor", "writing/one", "2999-12-24T18:00+01:00")
    assert "until 2999-12-24 17:00 UTC" in done.output
    assert "for everybody else it is due at 2999-12-01 12:00 UTC" in done.output
    assert due(due_course, trainee) == datetime(2999, 12, 24, 17, tzinfo=UTC)
    assert due(due_course, trainee, "two") == datetime(2999, 12, 5, tzinfo=UTC)


def test_more_time_can_be_taken_back_once(due_course, trainee):
    extend("noor", "s1", "2999-12-24")
    done, again = extend("noor", "s1", "--remove"), extend("noor", "s1", "--remove")
    assert (done.exit_code, again.exit_code) == (0, 1)
    assert "the date of all others holds again" in done.output
    assert "noor has no due date of their own at" in again.stderr
    assert due(due_course, trainee) == datetime(2999, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("nobody", "s1", "2999-12-24"), 1, 'there is no account "nobody".'),
        (("noor", "s2", "2999-12-24"), 1, "There is nothing named 's2' in the course course-v1:Org+Course+Run."),
        (
            ("noor", "block-v1:Org+Course+Run+type@sequential+block@s2", "2999-12-24"),
            1,
            "There is nothing named 'block-v1:Org+Course+Run+type@sequential+block@s2'",
        ),
        (("noor", "s1", "2999-12-01T12:00"), 1, "is due at 2999-12-01 12:00 UTC for everybody. Give a later date."),
        (("noor", "s1", "Friday"), 2, "'Friday' is no date. Write it as 2026-12-24"),
        (("noor", "s1", "9999-12-31T23:59-14:00"), 2, "is no date"),
        (("noor", "s1"), 2, "Give either a date or --remove."),
        (("noor", "s1", "2999-12-24", "--remove"), 2, "Give either a date or --remove."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(due_course, trainee, arguments, code, why):
    done = extend(*arguments)
    assert done.exit_code == code
    assert why in done.stderr
    assert not Extension.objects.exists()


def test_a_name_of_several_parts_is_asked_back(home, settings, trainee):
    home.mkdir()
    twice = {"same": '<competency_lesson url_name="same"><source>One</source></competency_lesson>'}
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive(twice, section=SECTION))
    done = extend("noor", "same", "2999-12-24")
    assert done.exit_code == 1
    assert "names several parts of the course. Say which: block-v1:" in done.stderr


def test_where_nothing_is_due_there_is_nothing_to_extend(home, settings, trainee):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"first": LESSONS["first"]}))
    done = extend("noor", "s1", "2999-12-24")
    assert done.exit_code == 1
    assert "has no due date, nor has anything inside it" in done.stderr


def test_a_sequence_without_a_date_can_be_extended_for_what_is_due_inside_it(home, settings, trainee):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive(LESSONS))
    assert extend("noor", "s1", "2999-12-24").exit_code == 0
    assert due(current_course(), trainee, "two") == datetime(2999, 12, 24, 23, 59, 59, tzinfo=UTC)
    assert due(current_course(), trainee) is None


@pytest.mark.django_db
def test_without_a_course_there_is_nothing_to_extend(home):
    done = extend("noor", "s1", "2999-12-24")
    assert (done.exit_code, "There is no course at" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-24", datetime(2026, 12, 24, 23, 59, 59, tzinfo=UTC)),
        ("2026-12-24T18:00", datetime(2026, 12, 24, 18, tzinfo=UTC)),
        ("2026-12-24 18:00", datetime(2026, 12, 24, 18, tzinfo=UTC)),
        ("2026-12-24T18:00:00Z", datetime(2026, 12, 24, 18, tzinfo=UTC)),
        ("2026-12-24T18:00+02:00", datetime(2026, 12, 24, 16, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_utc_unless_they_say_otherwise(text, moment):
    assert read_moment(text) == moment


def test_the_outline_shows_when_a_graded_section_is_due_for_this_learner(due_course, trainee):
    page = outline(trainee)
    assert "Due <time" in page
    assert "Sun 1 Dec 2999, 12:00" in page
    assert "your own date" not in page
    extend("noor", "s1", "2999-12-24")
    page = outline(trainee)
    assert "Tue 24 Dec 2999, 23:59" in page
    assert "your own date" in page


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ('graded="true" due="2020-12-01T12:00:00Z"', "Was due <time"),
        ('graded="false" due="2020-12-01T12:00:00Z"', ""),
        ('graded="true"', ""),
    ],
)
def test_the_outline_shows_no_date_where_none_matters(home, settings, trainee, section, shown):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive(LESSONS, section=section))
    page = outline(trainee)
    assert (shown or "<main") in page
    assert ("<time" in page) == bool(shown)


@pytest.mark.django_db(transaction=True)
def test_a_backup_carries_extensions(due_course, trainee, tmp_path):
    extend("noor", "s1", "2999-12-24")
    kept = list(Extension.objects.values())
    make_backup(tmp_path / "backup.tar.gz")
    extend("noor", "s1", "--remove")
    restore_backup(tmp_path / "backup.tar.gz", force=True)
    assert list(Extension.objects.values()) == kept


APART = re.compile(r'^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET )|FROM ["`](django_session|auth_user)["`]')
SCENARIO = "block-v1:Org+Course+Run+type@competency_scenario+block@sample"


@pytest.mark.parametrize("section", ["", 'graded="true" due="2999-12-01T12:00:00Z"'])
def test_an_answer_that_ends_an_attempt_costs_eight_statements_at_most_also_where_something_is_due(
    home, settings, trainee, section
):
    home.mkdir()
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": scenario_xml(SAMPLE_SCENARIO)}, section=section))
    if section:
        extend("noor", "s1", "2999-12-24")
    client = Client()
    client.force_login(trainee)
    begin, move = (reverse("courseware:handler", args=[SCENARIO, name]) for name in ("begin", "move"))
    page = client.post(begin, {"request": "request-begin"}, "application/json").json()["html"]
    answer = {
        "attempt": re.search(r'data-attempt="(\w+)"', page)[1],
        "answer": re.search(r'type="radio" [^>]*value="(\w+)"', page)[1],
        "seen": 0,
        "request": "request-move",
        "do": "answer",
    }
    with CaptureQueriesContext(connection) as queries:
        done = client.post(move, answer, "application/json")
    assert done.json()["finished"]
    counted = [query["sql"] for query in queries.captured_queries if not APART.search(query["sql"])]
    assert len(counted) <= 8, counted  # see decision 17

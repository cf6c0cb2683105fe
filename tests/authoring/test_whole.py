"""The shipped course as a whole: nothing is offered too seldom, nothing comes again too often."""

from pathlib import Path

from competency_xblock.authoring.checking import check_path

ROOT = Path(__file__).parents[2]


def test_the_shipped_course_needs_no_word() -> None:
    assert [str(each) for each in check_path(ROOT)] == []

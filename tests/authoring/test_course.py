"""A course folder becomes a course; the shipped one without a word."""

import os
import re
from pathlib import Path

import pytest

from competency_xblock.authoring.checking import check_path
from competency_xblock.authoring.course import load_course
from competency_xblock.domain.course import DISCUSSION, PROFILE, BlockRef, Course
from competency_xblock.domain.graph import tasks_to_end
from tests.sample import SAMPLE_SCENARIO

from .case_files import course_files, write_files

ROOT = Path(__file__).parents[2]


def load(root: Path) -> Course:
    loaded = load_course(root)
    assert loaded.diagnostics == ()
    assert loaded.value is not None
    return loaded.value


def test_the_parts_of_a_course(tmp_path: Path) -> None:
    write_files(tmp_path, course_files())
    course = load(tmp_path)
    assert list(course.outline.blocks()) == [
        BlockRef("lesson", "start/welcome"),
        BlockRef("scenario", "online-writing/sample"),
    ]
    assert course.scenarios["online-writing/sample"].source == SAMPLE_SCENARIO
    assert course.scenarios["online-writing/sample"].scenario.title == "A late question"
    assert course.lessons["start/welcome"].title == "Welcome"
    assert course.lessons["start/welcome"].source == "# Welcome\n\nRing {{local.helpline}}.\n"
    assert course.local == {"helpline": "your helpline"}
    assert course.static == {"course-image.png": b"PNG"}
    assert "online-writing/reading" in course.framework


def test_a_course_that_is_written_and_placed_nowhere_is_still_read(tmp_path: Path) -> None:
    second = SAMPLE_SCENARIO.replace("online-writing/sample", "online-writing/second")
    write_files(tmp_path, {**course_files(), "scenarios/online-writing/second.yaml": second})
    assert set(load(tmp_path).scenarios) == {"online-writing/sample", "online-writing/second"}


def test_files_are_named_as_the_root_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {**course_files(), "course/lessons/start/welcome.md": "Welcome\n"})
    monkeypatch.chdir(tmp_path)
    assert [each.span.path for each in load_course(Path()).diagnostics] == ["course/lessons/start/welcome.md"]


def test_a_warning_leaves_the_course(tmp_path: Path) -> None:
    write_files(tmp_path, {**course_files(), "course/local.yaml": "helpline:\n"})
    loaded = load_course(tmp_path)
    assert loaded.value is not None
    assert [each.code for each in loaded.diagnostics] == ["CX516"]


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    loaded = load_course(tmp_path)
    assert loaded.value is None
    assert [(each.span.path, each.code) for each in loaded.diagnostics] == [
        (str(tmp_path / "course" / name), "CX114") for name in ("local.yaml", "outline.yaml", "rubric.yaml")
    ]


def test_a_scenario_checked_alone_misses_its_files_too(tmp_path: Path) -> None:
    name = "scenarios/online-writing/sample.yaml"
    media = '    media: [{image: "/static/sample-list.svg", alt: A list.}]\n    ask: What should'
    scenario = SAMPLE_SCENARIO.replace("    ask: What should", media, 1)
    write_files(tmp_path, {**course_files(), name: scenario})
    for path in (tmp_path, tmp_path / name):
        assert [(each.code, each.span.path) for each in check_path(path)] == [("CX507", str(tmp_path / name))]
    (tmp_path / "course/static/sample-list.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert check_path(tmp_path) == check_path(tmp_path / name) == ()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write_files(tmp_path, course_files())
    os.mkfifo(tmp_path / "scenarios" / "online-writing" / "pipe.yaml")
    assert [each.code for each in load_course(tmp_path).diagnostics] == ["CX114"]


def test_folders_that_link_to_each_other_are_not_followed(tmp_path: Path) -> None:
    write_files(tmp_path, course_files())
    (tmp_path / "scenarios" / "online-writing" / "loop").symlink_to(tmp_path / "scenarios")
    load(tmp_path)


def test_no_way_through_a_shipped_story_has_fewer_than_three_tasks() -> None:
    """Own ratings before and after a module, and the plan of one's own at the end, are no stories."""
    others = re.compile(r"/(where-you-(start|are-now)|capstone-)")
    stories = {name: file for name, file in load(ROOT).scenarios.items() if not others.search(name)}
    assert len(stories) == 53
    can_be_skipped = {"facilitation/twenty-past-one", "online-writing/not-about-courses"}  # about safety
    for name, file in stories.items():
        if name in can_be_skipped:
            continue
        for variant in file.scenario.variants or ("",):
            played = file.scenario.in_variant(variant)
            assert tasks_to_end(played)[played.start] >= 3, (name, variant)


def test_the_shipped_course_is_clean() -> None:
    course = load(ROOT)
    placed = {block.id for block in course.outline.blocks() if block.kind not in (PROFILE, DISCUSSION)}
    assert placed == course.scenarios.keys() | course.lessons.keys()

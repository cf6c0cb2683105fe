"""The files of a package. ``GOLDEN=write`` writes the golden folder anew; review what changed."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from competency_xblock.domain.course import Course, Section
from competency_xblock.domain.rubric import Framework
from competency_xblock.olx.archive import pack
from competency_xblock.olx.block_xml import ProfileXml, read_lesson, read_profile, read_scenario, write_profile
from competency_xblock.olx.writer import write_course

from .courses import AWKWARD_SOURCE, LATE, LONG, START, WARM, a_scenario_file, a_unit, sample_course, sample_outline

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]


def golden_files() -> dict[str, bytes]:
    return {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in GOLDEN.rglob("*") if path.is_file()}


def block(files: dict[str, bytes], unit: str) -> etree._Element:
    return etree.fromstring(files[f"course/vertical/{unit}.xml"])[0]


def many_scenarios(count: int):
    """A course of one module with ``count`` scenarios that all rate the same criterion, in the order s0, s1, ..."""
    ids = [f"online-writing/s{number}" for number in range(count)]
    course, outline = sample_course(), sample_outline()
    units = tuple(a_unit(f"u{number}", ("scenario", id)) for number, id in enumerate(ids))
    section = replace(outline.modules[1].sections[0], units=units)
    modules = (replace(outline.modules[1], sections=(section,)),)
    files = {id: a_scenario_file(id, "online-writing/reading") for id in ids}
    return replace(course, outline=replace(outline, modules=modules), scenarios=files)


def test_sample_course_is_written_as_the_golden_package():
    files = write_course(sample_course())
    if os.environ.get("GOLDEN") == "write":
        for path, content in files.items():
            target = GOLDEN / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    golden = golden_files()
    assert sorted(files) == sorted(golden)
    for path, content in files.items():
        assert content == golden[path], path


@pytest.mark.parametrize(("seed", "umask"), [("0", 0o022), ("1", 0o077)])
def test_another_process_builds_the_same_bytes(seed, umask):
    import hashlib

    told = subprocess.run(
        [sys.executable, "-m", "tests.olx.courses"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        umask=umask,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == hashlib.sha256(pack(write_course(sample_course()))).hexdigest()


def test_sources_stand_in_the_package_unchanged():
    course, files = sample_course(), write_course(sample_course())
    assert read_lesson(block(files, "u-start")).source == AWKWARD_SOURCE == course.lessons[START].source
    for unit, id in (("u-late", LATE), ("u-long", LONG), ("u-warm", WARM)):
        assert read_scenario(block(files, unit)).source == course.scenarios[id].source


def test_scenario_carries_only_the_criteria_it_rates_and_the_local_values_it_names():
    read = read_scenario(block(write_course(sample_course()), "u-long"))
    criteria = [each["id"] for area in json.loads(read.framework_json)["areas"] for each in area["criteria"]]
    assert criteria == ["online-writing/reading", "online-writing/clarity"]
    assert read.local == {"helpline": "the <helpline>"}


def test_block_without_local_names_has_no_local_element():
    assert block(write_course(sample_course()), "u-late").find("local") is None


def test_related_scenarios_share_criteria():
    files = write_course(sample_course())
    assert json.loads(read_scenario(block(files, "u-late")).related) == [
        {"id": LONG, "title": "Title of long", "criteria": ["online-writing/reading"]}
    ]
    assert read_scenario(block(files, "u-warm")).related == ""


def test_related_scenarios_are_at_most_six_and_start_after_the_present_one():
    files = write_course(many_scenarios(9))
    related = json.loads(read_scenario(block(files, "u6")).related)
    assert [each["id"][-2:] for each in related] == ["s7", "s8", "s0", "s1", "s2", "s3"]


def with_a_profile() -> Course:
    """The sample course, its last section with the profile."""
    course = sample_course()
    *before, last = course.outline.modules
    more = Section("profile-section", "You", False, (a_unit("u-profile", ("profile", "profile")),))
    last = replace(last, sections=(*last.sections, more))
    return replace(course, outline=replace(course.outline, modules=(*before, last)))


def test_the_profile_holds_the_whole_rubric_and_every_scenario():
    course = with_a_profile()
    files = write_course(course)
    read = read_profile(block(files, "u-profile"))
    assert (read.url_name, read.display_name) == ("profile", "Unit u-profile")
    assert Framework.from_json(json.loads(read.framework_json)) == course.framework
    assert json.loads(read.scenarios)[0] == {
        "id": LATE,
        "title": course.scenarios[LATE].scenario.title,
        "criteria": ["online-writing/reading"],
        "use": course.scenarios[LATE].scenario.use,
    }
    assert [each["id"] for each in json.loads(read.scenarios)] == [LATE, WARM, LONG]


def test_only_a_course_with_a_profile_asks_for_its_block():
    def modules(course: Course) -> list[str]:
        policy = json.loads(write_course(course)["course/policies/2026/policy.json"])
        return policy["course/2026"]["advanced_modules"]

    assert modules(with_a_profile()) == [*modules(sample_course()), "competency_profile"]


def test_a_profile_without_scenarios_has_none():
    node = etree.Element("block")
    write_profile(ProfileXml("profile", "Mine", "", ""), node)
    assert [child.tag for child in node] == []


def test_a_discussion_is_the_platforms_own_block_found_under_module_and_unit():
    course = sample_course()
    module = course.outline.modules[0]
    unit = a_unit("u-talk", ("lesson", START), ("discussion", "orientation/talk"))
    module = replace(module, sections=(Section("talk", "Talk", False, (unit,)),))
    files = write_course(
        replace(course, outline=replace(course.outline, modules=(module, *course.outline.modules[1:])))
    )
    node = etree.fromstring(files["course/vertical/u-talk.xml"])[1]
    assert (node.tag, dict(node.attrib)) == (
        "discussion",
        {
            "url_name": "orientation_talk",
            "display_name": "Unit u-talk",
            "discussion_id": "orientation_talk",
            "discussion_category": module.title,
            "discussion_target": "Unit u-talk",
        },
    )


def test_graded_sequential_names_its_grader():
    files = write_course(sample_course())
    grading = json.loads(files["course/policies/2026/grading_policy.json"])
    graded = etree.fromstring(files["course/sequential/play.xml"])
    assert (graded.get("graded"), graded.get("format")) == ("true", grading["GRADER"][0]["type"])
    assert "graded" not in etree.fromstring(files["course/sequential/end.xml"]).attrib


def test_overview_fills_local_values_as_plain_text():
    overview = write_course(sample_course())["course/about/overview.html"].decode()
    assert "<strong>midnight</strong>" in overview
    assert "the &lt;helpline&gt;" in overview
    assert "ask <em>back</em>" in overview


def test_every_path_lies_in_one_folder_and_static_is_flat():
    files = write_course(sample_course())
    assert {path.split("/")[0] for path in files} == {"course"}
    assert [path for path in files if "/static/" in path] == ["course/static/course-image.png", "course/static/map.svg"]

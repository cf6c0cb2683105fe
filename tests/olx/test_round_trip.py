"""The shipped course, written and read back: the largest fixture there is."""

from pathlib import Path

import pytest

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.course import DISCUSSION, LESSON, SCENARIO, Course
from competency_xblock.domain.rubric import Framework
from competency_xblock.olx.archive import pack
from competency_xblock.olx.block_xml import read_lesson, read_scenario
from competency_xblock.olx.package import Package
from competency_xblock.olx.parsing import parse_json_object
from competency_xblock.olx.reader import read_package
from competency_xblock.olx.writer import write_course


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load_course(Path(__file__).parents[2])
    assert loaded.value is not None, "\n".join(map(str, loaded.diagnostics))
    return loaded.value


@pytest.fixture(scope="module")
def package(course) -> Package:
    return read_package(pack(write_course(course)))


def test_outline_comes_back(course, package):
    outline = course.outline
    assert (package.org, package.course, package.run) == (outline.org, outline.course, outline.run)
    assert [(each.url_name, each.display_name) for each in package.chapters] == [
        (each.id, each.title) for each in outline.modules
    ]
    assert [[(block.tag, block.url_name) for block in unit.blocks] for unit in package.verticals()] == [
        [(ref.kind if ref.kind == DISCUSSION else f"competency_{ref.kind}", ref.url_name) for ref in unit.blocks]
        for module in outline.modules
        for section in module.sections
        for unit in section.units
    ]


def test_sources_are_those_of_the_files(course, package):
    blocks = {block.url_name: block.xml for unit in package.verticals() for block in unit.blocks}
    for ref in course.outline.blocks():
        if ref.kind == SCENARIO:
            assert read_scenario(blocks[ref.url_name]).source == course.scenarios[ref.id].source
        elif ref.kind == LESSON:
            assert read_lesson(blocks[ref.url_name]).source == course.lessons[ref.id].source


def test_each_scenario_carries_the_criteria_it_rates(course, package):
    for unit in package.verticals():
        for block in unit.blocks:
            if block.tag == "competency_scenario":
                read = read_scenario(block.xml)
                framework = Framework.from_json(parse_json_object(read.framework_json.encode(), "framework"))
                scenario = next(each.scenario for each in course.scenarios.values() if each.source == read.source)
                assert {each.id for each in framework.criteria()} == set(scenario.criteria())


def test_files_come_back(course, package):
    assert package.static == course.static

"""Blocks read their XML once; what goes wrong stays with the block."""

import logging
from typing import Any

import pytest
from lxml import etree
from xblock.exceptions import NoSuchUsage

from competency_xblock.player.courseware.course import Completes, LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.parsing import NOT_INSTALLED, UNREADABLE, parse_course

from .packages import a_package


def _course(blocks: str) -> LoadedCourse:
    return parse_course(a_package({"unit": blocks}))


def _usage(course: LoadedCourse, block_type: str, name: str) -> Any:
    return usage_key(course.key, block_type, name)


def _unit_children(course: LoadedCourse) -> list[str]:
    unit = course.definition(_usage(course, "vertical", "unit"))
    return [f"{child.block_type}/{child.block_id}" for child in unit.children]


def test_content_and_settings_are_kept_by_what_they_belong_to():
    course = _course('<counter url_name="a" label="L" text="T"/>')
    usage = _usage(course, "counter", "a")
    kept = {
        (place.block_type, name): value for (place, name), value in course.values.items() if "counter" in str(place)
    }
    assert kept == {
        ("counter", "label"): "L",
        ("counter", "text"): "T",
        ("counter", "parent"): course.definition(usage).parent,
    }


def test_the_tree_goes_from_the_course_to_nested_blocks():
    course = _course('<box url_name="b"><counter url_name="in"/><counter/></box>')
    box = course.definition(_usage(course, "box", "b"))
    assert [child.block_type for child in box.children] == ["counter", "counter"]
    assert box.children[0] == _usage(course, "counter", "in")
    assert course.definition(box.children[1]).parent == box.usage
    above = []
    at = box.parent
    while at:
        above.append(at.block_type)
        at = course.definition(at).parent
    assert above == ["vertical", "sequential", "chapter", "course"]
    assert course.usage_key.block_id == "course"


def test_a_block_type_that_is_not_installed_gets_a_sentence(caplog: pytest.LogCaptureFixture):
    course = _course('<counter url_name="a"/><nothing url_name="b">text</nothing><counter url_name="c"/>')
    assert _unit_children(course) == ["counter/a", "nothing/b", "counter/c"]
    assert course.definition(_usage(course, "nothing", "b")).problem == NOT_INSTALLED
    assert "The block type nothing of block-v1:Org+Course+Run+type@nothing+block@b is not installed." in caplog.text


def test_the_platforms_discussion_says_how_to_do_without_it_and_is_nothing_to_complete(
    caplog: pytest.LogCaptureFixture,
):
    definition = (course := _course('<discussion url_name="talk"/>')).definition(_usage(course, "discussion", "talk"))
    assert "study alone" in definition.problem and definition.completes is Completes.NEVER
    assert caplog.text == ""


def test_a_block_that_cannot_be_read_gets_a_sentence_and_the_log_the_reason(caplog: pytest.LogCaptureFixture):
    course = _course('<unparsable url_name="a"/><counter url_name="c"/>')
    definition = course.definition(_usage(course, "unparsable", "a"))
    assert definition.problem == UNREADABLE
    assert definition.completes is Completes.NEVER
    assert "ValueError: cannot be read" in caplog.text
    assert _unit_children(course) == ["unparsable/a", "counter/c"]


def test_what_stood_in_a_block_that_cannot_be_read_is_forgotten():
    course = _course('<box url_name="b" size="no number"><counter url_name="in"/></box>')
    assert course.definition(_usage(course, "box", "b")).problem == UNREADABLE
    with pytest.raises(NoSuchUsage):
        course.definition(_usage(course, "counter", "in"))


def test_a_broken_block_inside_another_leaves_the_other_whole():
    course = _course('<box url_name="b"><nothing url_name="x"/><counter url_name="in"/></box>')
    box = course.definition(_usage(course, "box", "b"))
    assert not box.problem
    assert [course.definition(child).problem for child in box.children] == [NOT_INSTALLED, ""]


def test_a_tag_that_fits_no_key_gets_a_sentence():
    course = _course('<x:odd xmlns:x="urn:x" url_name="o"/>')
    [child] = course.definition(_usage(course, "vertical", "unit")).children
    assert course.definition(child).problem == NOT_INSTALLED


def test_the_course_file_cannot_say_what_a_learner_did(caplog: pytest.LogCaptureFixture):
    course = _course('<counter url_name="a" count="7"/>')
    assert not any(name == "count" for _, name in course.values)
    assert "count of block-v1:Org+Course+Run+type@counter+block@a is not content" in caplog.text


def test_settings_of_asides_in_an_export_do_not_become_blocks():
    course = _course(
        '<box url_name="b" xblock-family="xblock.v1"><note xblock-family="xblock_asides.v1"/>'
        '<counter url_name="in" xblock-family="xblock.v1"/></box>'
    )
    box = course.definition(_usage(course, "box", "b"))
    assert (box.problem, box.children) == ("", (_usage(course, "counter", "in"),))


def test_a_block_may_read_and_take_back_what_it_has_saved():
    course = _course('<second_thoughts url_name="a" label="no" text="yes"/>')
    assert {name: value for (_, name), value in course.values.items() if value in ("no", "yes")} == {"text": "yes"}


def test_the_package_is_left_as_it_was():
    package = a_package({"unit": '<box url_name="b" xblock-family="xblock.v1"><counter/></box>'})
    node = next(package.verticals()).blocks[0].xml
    before = etree.tostring(node)
    parse_course(package)
    assert etree.tostring(node) == before


@pytest.mark.parametrize(
    ("xml", "completes", "scored", "weight"),
    [
        ('<counter url_name="a"/>', Completes.ON_VIEW, False, None),
        ('<exercise url_name="a" weight="2.5"/>', Completes.ON_GRADE, True, 2.5),
        ('<own url_name="a"/>', Completes.ITSELF, True, None),
        ('<uncounted url_name="a"/>', Completes.NEVER, False, None),
        ('<vertical url_name="a" display_name="In"/>', Completes.BY_CHILDREN, False, None),
    ],
)
def test_how_a_block_counts_is_known(xml: str, completes: Completes, scored: bool, weight: float | None):
    course = _course(xml)
    [child] = course.definition(_usage(course, "vertical", "unit")).children
    definition = course.definition(child)
    assert (definition.completes, definition.scored, definition.weight) == (completes, scored, weight)


def test_blocks_find_no_addresses_and_no_learner_while_they_are_read(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    for block_type in ("asks_handler", "asks_file", "asks_resource", "publishes"):
        course = _course(f'<{block_type} url_name="a"/>')
        assert course.definition(_usage(course, block_type, "a")).problem == UNREADABLE
    assert caplog.text.count("NotImplementedError: A course that is being read has no") == 4

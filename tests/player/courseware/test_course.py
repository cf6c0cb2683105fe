"""Finding one's way in a course."""

import pytest
from xblock.exceptions import NoSuchUsage

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.parsing import parse_course

from .packages import a_package


@pytest.fixture
def nested() -> LoadedCourse:
    inner = '<vertical url_name="inner" display_name="I"><counter url_name="in"/><uncounted url_name="no"/></vertical>'
    box = '<box url_name="box"><counter url_name="deep"/></box>'
    return parse_course(
        a_package({"first": '<counter url_name="one"/>', "second": inner + box + '<nothing url_name="x"/>'})
    )


def test_a_block_of_the_package_has_a_usage_key(nested: LoadedCourse):
    [block] = nested.vertical("first").blocks
    assert nested.usage(block) == usage_key(nested.key, "counter", "one")
    assert nested.usage(block) in nested.definitions


def test_a_unit_is_found_by_its_name(nested: LoadedCourse):
    assert nested.vertical("second").display_name == "Unit second"
    with pytest.raises(KeyError):
        nested.vertical("third")


@pytest.mark.parametrize(
    ("name", "unit"),
    [("c1", "first"), ("s1", "first"), ("second", "second"), ("one", "first"), ("in", "second"), ("deep", "second")],
)
def test_anything_leads_to_a_unit(nested: LoadedCourse, name: str, unit: str):
    assert nested.vertical_of(name).url_name == unit


def test_an_unknown_name_leads_nowhere(nested: LoadedCourse):
    with pytest.raises(KeyError):
        nested.vertical_of("elsewhere")


def test_an_unknown_block_is_none(nested: LoadedCourse):
    with pytest.raises(NoSuchUsage, match="There is no block"):
        nested.definition(usage_key(nested.key, "counter", "elsewhere"))


def test_containers_count_by_what_is_in_them_and_blocks_answer_for_theirs(nested: LoadedCourse):
    counted = [each.usage.block_id for each in nested.counted(nested.usage_key)]
    assert counted == ["one", "in", "box"]

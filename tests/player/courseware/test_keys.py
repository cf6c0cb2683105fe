"""Names and keys as Open edX makes them."""

import pytest
from lxml import etree
from opaque_keys.edx.keys import AsideUsageKey, DefinitionKey, UsageKey
from opaque_keys.edx.locator import CourseLocator
from xblock.exceptions import NoSuchUsage

from competency_xblock.player.courseware.keys import CourseIds, definition_key, name_of, usage_key

COURSE = CourseLocator("Org", "Course", "Run")


def _name(xml: str, *taken: str) -> str:
    return name_of(etree.fromstring(xml), set(taken))


def test_a_usage_key_is_that_of_open_edx():
    assert str(usage_key(COURSE, "acid", "a")) == "block-v1:Org+Course+Run+type@acid+block@a"


def test_characters_no_key_may_have_become_underscores():
    assert usage_key(COURSE, "acid", "a b/c").block_id == "a_b_c"


def test_the_url_name_names_a_block():
    assert _name('<acid url_name="a" name="b"/>') == "a"


def test_without_url_name_the_name_or_the_title_does():
    assert _name('<acid name="b c" display_name="d"/>') == "b_c"
    assert _name('<acid display_name="Some title"/>') == "Some_title"


def test_without_any_name_the_content_does():
    first = _name("<acid/>")
    assert first == _name("<acid/>")
    assert first.startswith("acid_")
    assert first != _name("<acid size='2'/>")


def test_a_taken_name_is_made_different():
    assert _name('<acid url_name="a"/>', "a").startswith("acid_a_")


def test_blocks_that_are_the_same_to_the_letter_get_different_names():
    first = _name("<acid/>")
    second = _name("<acid/>", first)
    assert second not in (first, _name("<acid/>", first, second))


def test_each_usage_has_a_definition_key_of_its_own():
    one, two = (definition_key(usage_key(COURSE, "acid", name)) for name in ("a", "A"))
    assert isinstance(one, DefinitionKey)
    assert one.block_type == "acid"
    assert one != two


def test_keys_of_asides_can_be_read_again_from_their_text():
    usage = usage_key(COURSE, "acid", "a")
    ids = CourseIds({usage})
    definition, aside = ids.create_aside(ids.get_definition_id(usage), usage, "note")
    again = UsageKey.from_string(str(aside))
    assert isinstance(again, AsideUsageKey)
    assert ids.get_block_type(ids.get_definition_id(usage)) == "acid"
    assert ids.get_usage_id_from_aside(again) == usage
    assert ids.get_aside_type_from_usage(again) == "note"
    assert ids.get_aside_type_from_definition(definition) == "note"
    assert ids.get_definition_id_from_aside(definition) == definition_key(usage)


def test_a_course_that_is_played_gets_no_new_blocks():
    ids = CourseIds(set())
    with pytest.raises(NotImplementedError):
        ids.create_definition("acid")
    with pytest.raises(NotImplementedError):
        ids.create_usage(definition_key(usage_key(COURSE, "acid", "a")))


def test_a_usage_of_another_course_has_no_definition():
    with pytest.raises(NoSuchUsage):
        CourseIds(set()).get_definition_id(usage_key(COURSE, "acid", "a"))

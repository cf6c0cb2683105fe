"""Our blocks as XML: everything that goes in comes out, and junk never raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from competency_xblock.olx.block_xml import (
    LessonXml,
    ScenarioXml,
    framework_json,
    read_lesson,
    read_scenario,
    write_lesson,
    write_scenario,
)
from tests.sample import sample_framework

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
TEXTS = st.text(st.one_of(CHARACTERS, st.sampled_from("\t\n\r \U0001f30d]>&<\"'-")))
OPTION = "http://code.edx.org/xblock/option"
# The parsers of Open edX: for course imports, for libraries, and ours.
PARSERS = [
    etree.XMLParser(remove_blank_text=True, remove_comments=True, dtd_validation=False, load_dtd=False),
    etree.XMLParser(strip_cdata=False),
    etree.XMLParser(),
]


def scenario_node(xml: ScenarioXml) -> etree._Element:
    node = etree.Element("unknown_root")
    write_scenario(xml, node)
    return node


def lesson_node(xml: LessonXml) -> etree._Element:
    node = etree.Element("unknown_root")
    write_lesson(xml, node)
    return node


def through_a_file(node: etree._Element, parser: etree.XMLParser) -> etree._Element:
    vertical = etree.Element("vertical")
    vertical.append(node)
    return etree.fromstring(etree.tostring(vertical, pretty_print=True, encoding="utf-8"), parser)[0]


@settings(deadline=None)
@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3), st.sampled_from(PARSERS))
def test_texts_come_back_unchanged(source, title, local, parser):
    scenario = ScenarioXml(url_name="a_b", display_name=title, source=source, local=local, related=title)
    assert read_scenario(through_a_file(scenario_node(scenario), parser)) == scenario
    lesson = LessonXml(url_name="a_b", display_name=title, source=source, local=local)
    assert read_lesson(through_a_file(lesson_node(lesson), parser)) == lesson


def test_everything_a_scenario_has_comes_back():
    scenario = ScenarioXml(
        url_name="privacy_late",
        display_name="Late",
        source="format: 1\n",
        framework_json=framework_json(sample_framework()),
        local={"helpline": "the line"},
        related='[{"id": "a/b"}]',
        settings={"attempts_allowed": "2", "weight": "1.5"},
        extra_attributes={"from-the-future": "1", "graded": "true"},
        extra_elements=("<notes>\n  <note by='x'>kept</note>\n</notes>".replace("'", '"'),),
    )
    node = scenario_node(scenario)
    assert read_scenario(node) == scenario
    again = scenario_node(read_scenario(node))
    assert etree.tostring(again) == etree.tostring(node)


def test_equal_blocks_are_written_alike_whatever_the_order_of_their_parts():
    one = LessonXml(local={"a": "1", "b": "2"}, extra_attributes={"x": "1", "y": "2"})
    other = LessonXml(local={"b": "2", "a": "1"}, extra_attributes={"y": "2", "x": "1"})
    assert etree.tostring(lesson_node(one)) == etree.tostring(lesson_node(other))


def test_framework_element_names_id_and_version():
    node = scenario_node(ScenarioXml(framework_json=framework_json(sample_framework())))
    assert dict(node.find("framework").attrib) == {"id": "sample", "version": "1.0"}


def test_framework_text_is_canonical_json():
    text = framework_json(sample_framework())
    assert json.loads(text) == sample_framework().to_json()
    assert text.startswith('{\n "format": 1,')


@pytest.mark.parametrize(
    "olx",
    [
        "<b><source># Hi\nthere &lt;\n</source></b>",
        "<b><source><![CDATA[# Hi\nthere <\n]]></source></b>",
        "<b><source># Hi\n<!-- aside --><![CDATA[there <]]>\n</source></b>",
        "<b source='# Hi&#10;there &lt;&#10;'/>",
        f"<b><o:source xmlns:o='{OPTION}'># Hi\nthere &lt;\n</o:source></b>",
        "<b>\n# Hi\nthere &lt;\n</b>",
        "<b><![CDATA[\n# Hi\nthere <\n\n]]></b>",
        "<b><!-- by hand -->\n# Hi\nthere &lt;\n<framework/></b>",
    ],
)
@pytest.mark.parametrize("parser", PARSERS)
def test_source_is_read_in_every_form_people_and_tools_write(olx, parser):
    node = etree.fromstring(olx, parser)
    assert read_scenario(node).source == read_lesson(node).source == "# Hi\nthere <\n"


def test_family_is_not_kept_as_an_unknown_attribute():
    node = etree.fromstring("<b url_name='x' xblock-family='xblock.v1' schema_version='7' odd='1'/>")
    assert read_scenario(node).extra_attributes == {"odd": "1"}
    assert read_lesson(node).extra_attributes == {"odd": "1"}


def test_aside_is_left_to_the_runtime():
    node = etree.fromstring("<b><source>x</source><acid_aside xblock-family='xblock_asides.v1'/><odd/></b>")
    assert read_scenario(node).extra_elements == ("<odd/>",)


def test_unknown_element_keeps_its_namespace_and_loses_its_tail():
    node = etree.fromstring("<b xmlns:n='urn:n'><n:odd a='1'>x</n:odd> tail </b>")
    kept = read_lesson(node).extra_elements
    assert kept == ('<n:odd xmlns:n="urn:n" a="1">x</n:odd>',)
    assert lesson_node(LessonXml(extra_elements=kept)).find("{urn:n}odd").text == "x"


@pytest.mark.parametrize("junk", ["not json", "[1]", "null", "", "[" * 100_000])
def test_local_values_that_are_none_are_kept_as_they_are(junk):
    node = etree.fromstring("<b/>")
    etree.SubElement(node, "local").text = junk
    read = read_scenario(node)
    assert read.local == {}
    assert scenario_node(read).findtext("local") == junk


def test_local_values_after_junk_are_found():
    read = read_lesson(etree.fromstring('<b><local>junk</local><local>{"a": 1}</local></b>'))
    assert (read.local, read.extra_elements) == ({"a": "1"}, ("<local>junk</local>",))


def test_junk_json_is_kept_as_text():
    node = etree.fromstring("<b related='oops'><framework id='x'>{not json</framework></b>")
    read = read_scenario(node)
    assert (read.related, read.framework_json) == ("oops", "{not json")
    assert scenario_node(read).findtext("framework") == "{not json"


@pytest.mark.parametrize(
    "olx", ["<b/>", "<b><source/></b>", "<b>  \n </b>", "<b><framework/><local/></b>", "<b><?pi x?><!-- c --></b>"]
)
def test_missing_parts_are_empty(olx):
    node = etree.fromstring(olx)
    assert read_scenario(node).source == read_lesson(node).source == ""


@settings(deadline=None)
@given(
    st.recursive(
        st.sampled_from(["x", "<source>s</source>", "<!-- c -->", "<?p i?>", "<local>{}</local>", "<![CDATA[<]]>"]),
        lambda inner: st.lists(inner, max_size=4).map(lambda parts: f"<source odd='1'>{''.join(parts)}</source>"),
        max_leaves=12,
    )
)
def test_any_element_is_read_and_settles_after_one_writing(inner):
    node = etree.fromstring(f"<b related='x' source='y'>{inner}</b>")
    once = scenario_node(read_scenario(node))
    assert etree.tostring(scenario_node(read_scenario(once))) == etree.tostring(once)
    assert read_lesson(node).source == read_scenario(node).source


def test_characters_xml_cannot_hold_are_left_out_of_an_export():
    node = scenario_node(ScenarioXml(source="a\0b\ud800c\ufffed", display_name="\x07Bell"))
    assert (node.findtext("source"), node.get("display_name")) == ("abcd", "Bell")


def test_extra_element_broken_by_hand_does_not_stop_an_export():
    node = lesson_node(LessonXml(source="x", extra_elements=("<broken", "<ok/>")))
    assert [child.tag for child in node] == ["source", "ok"]

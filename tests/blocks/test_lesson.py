"""The lesson block."""

from lxml import etree

from competency_xblock.blocks.lesson import CompetencyLessonBlock
from tests.blocks.hosting import Host

XML = (
    '<competency_lesson url_name="four-ways" display_name="Four ways" future="kept">'
    "<source># Four ways\n\nOne **way** at {{local.helpline}}. &lt;script&gt;alert(1)&lt;/script&gt;\n</source>"
    '<local>{"helpline": "116 123"}</local>'
    "</competency_lesson>"
)


def test_the_page_shows_title_and_text_once_with_local_facts_filled_in():
    page = Host(XML, CompetencyLessonBlock).view().content
    assert page.count("Four ways") == 1
    assert "<strong>way</strong> at 116 123" in page
    assert "<script" not in page and "&lt;script&gt;" in page


def test_reading_to_the_end_completes_the_lesson():
    host = Host(XML, CompetencyLessonBlock)
    assert host.post("read", {}).json == {"read": True}
    assert host.published == [("completion", {"completion": 1.0})]
    assert host.block().was_read
    assert "data-read>" in host.view().content, "and says so when it is opened again"


def test_only_json_is_taken_as_a_sign_of_reading():
    host = Host(XML, CompetencyLessonBlock)
    assert host.post("read", None, raw=b"[]").status_int == 400
    assert host.published == []


def test_what_is_written_to_olx_is_what_was_read():
    node = etree.Element("x")
    Host(XML, CompetencyLessonBlock).block().add_xml_to_node(node)
    written = etree.tostring(node, encoding="unicode").replace(' schema_version="1"', "")
    assert etree.canonicalize(written) == etree.canonicalize(XML)


def test_a_lesson_of_junk_is_an_empty_page_and_no_failure():
    assert Host("<competency_lesson><local>no json</local></competency_lesson>", CompetencyLessonBlock).view().content

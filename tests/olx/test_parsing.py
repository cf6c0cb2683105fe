"""XML and JSON from strangers."""

import pytest

from competency_xblock.olx.parsing import decode, parse_json_object, parse_xml
from competency_xblock.olx.refused import PackageRefused

LAUGHS = """<!DOCTYPE v [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><v display_name="&b;">&b;</v>"""


def refusal(data: bytes) -> str:
    with pytest.raises(PackageRefused) as refused:
        parse_xml(data, "course/x.xml")
    assert refused.value.file == "course/x.xml"
    return str(refused.value).removeprefix("course/x.xml: ")


@pytest.mark.parametrize(
    "document",
    [
        LAUGHS,
        f"<?xml version='1.0'?>\n<!-- a comment -->\n {LAUGHS}",
        f"\ufeff{LAUGHS}",
        '<!DOCTYPE v SYSTEM "file:///etc/passwd"><v/>',
        '<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]><v>&x;</v>',
        '<!DOCTYPE v [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><v/>',
        "<!DOCTYPE html><html/>",
    ],
)
def test_doctype_is_refused_before_anything_is_parsed(document):
    assert refusal(document.encode()) == "This file has a DOCTYPE, which could smuggle in other files. Remove it."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_doctype_in_another_encoding_does_not_slip_through(encoding):
    assert "not UTF-8" in refusal(f"<?xml version='1.0' encoding='{encoding}'?>{LAUGHS}".encode(encoding))


def test_declared_encoding_cannot_hide_a_doctype():
    hidden = "<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE v SYSTEM 'file:///etc/passwd'+AD4-<v/>"
    assert "not well-formed" in refusal(hidden.encode())


def test_undeclared_entity_is_refused():
    assert "not well-formed" in refusal(b"<v>&secret;</v>")


def test_doctype_inside_a_text_is_a_text():
    assert parse_xml(b"<v><![CDATA[<!DOCTYPE html>]]></v>", "x").text == "<!DOCTYPE html>"


@pytest.mark.parametrize("document", [b"", b"<v>", b"<v></w>", b"v", b"<v>\x01</v>", b"<v/><v/>"])
def test_broken_xml_is_refused(document):
    assert refusal(document).startswith("This file is not well-formed XML: ")


def test_byte_that_is_no_utf8_is_named():
    assert refusal(b"<v>\xe9</v>") == "This file is not UTF-8 text: byte 3 does not fit."


def test_absurd_depth_is_refused():
    assert "not well-formed" in refusal(b"<v>" * 5000 + b"</v>" * 5000)


def test_comments_and_instructions_leave_one_text_behind():
    root = parse_xml("\ufeff<?xml version='1.0'?><v>a<!-- c -->b<?pi?><![CDATA[c]]></v>".encode(), "x")
    assert (root.text, len(root)) == ("abc", 0)


@pytest.mark.parametrize("data", [b"", b"{", b"{'a': 1}", b"[" * 200_000, b'{"a": 1}}'])
def test_broken_json_is_refused_with_the_file(data):
    with pytest.raises(PackageRefused, match=r"^policies/x.json: This file is not valid JSON"):
        parse_json_object(data, "policies/x.json")


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"x"'])
def test_json_other_than_an_object_is_refused(data):
    with pytest.raises(PackageRefused, match=r"^policies/x.json: This file must hold a JSON object"):
        parse_json_object(data, "policies/x.json")


def test_byte_order_mark_is_no_part_of_a_text():
    assert decode("\ufeffHi".encode(), "x") == "Hi"
    assert parse_json_object("\ufeff{}".encode(), "x") == {}


@pytest.mark.parametrize(
    "document",
    [
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": NaN}',
        b'{"a": 1e999, "b": Infinity}',
        b'{"a": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_json_that_python_would_stumble_over_is_refused(document):
    with pytest.raises(PackageRefused, match="not valid JSON"):
        parse_json_object(document, "policies/2026/policy.json")

"""A package read back: our own, one as Studio exports it, and ones that must be refused."""

import hashlib
import json
from pathlib import Path

import pytest

from competency_xblock.olx.archive import pack
from competency_xblock.olx.block_xml import read_lesson, read_scenario
from competency_xblock.olx.reader import PackageRefused, read_package
from competency_xblock.olx.writer import write_course

from .courses import AWKWARD_SOURCE, LATE, START, sample_course

STUDIO = Path(__file__).parent / "studio"
MINIMAL = {
    "c/course.xml": '<course url_name="r" org="o" course="c"/>',
    "c/course/r.xml": '<course><chapter url_name="ch"/></course>',
    "c/chapter/ch.xml": '<chapter display_name="Ch"><sequential url_name="s"/></chapter>',
    "c/sequential/s.xml": '<sequential display_name="S"><vertical url_name="v"/></sequential>',
    "c/vertical/v.xml": '<vertical display_name="V"><mine url_name="m">text</mine></vertical>',
}


def a_package(**changes: str | bytes | None) -> bytes:
    """The minimal package, with other files by path; None takes a file away."""
    files = {**MINIMAL, **{f"c/{path}": content for path, content in changes.items()}}
    return pack({path: _bytes(content) for path, content in files.items() if content is not None})


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def studio_export() -> bytes:
    return pack(
        {path.relative_to(STUDIO).as_posix(): path.read_bytes() for path in STUDIO.rglob("*") if path.is_file()}
    )


def refusal(data: bytes) -> str:
    with pytest.raises(PackageRefused) as refused:
        read_package(data)
    return str(refused.value)


def test_sample_course_comes_back_whole():
    data = pack(write_course(sample_course()))
    package = read_package(data)
    assert (package.org, package.course, package.run) == ("Guidance", "SMG101", "2026")
    assert (package.display_name, package.language) == ("Social media & guidance", "en")
    assert (package.start, package.end) == ("2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z")
    assert [chapter.display_name for chapter in package.chapters] == ["Start here", "Online writing"]
    play, more, end = package.chapters[1].sequentials
    assert (play.url_name, play.display_name, play.graded, play.format) == (
        "play",
        "Play first",
        True,
        "Online writing",
    )
    assert (more.graded, end.graded, end.format) == (True, False, "")
    assert [vertical.url_name for vertical in package.verticals()] == ["u-start", "u-late", "u-warm", "u-long", "u-end"]
    assert package.grading["GRADE_CUTOFFS"] == {"Pass": 0.5}
    assert set(package.about) == {"overview", "short_description"}
    assert package.static == sample_course().static
    assert package.sha256 == hashlib.sha256(data).hexdigest()


def test_sources_come_back_byte_for_byte():
    blocks = {
        each.url_name: each
        for unit in read_package(pack(write_course(sample_course()))).verticals()
        for each in unit.blocks
    }
    assert blocks["online-writing_late"].tag == "competency_scenario"
    assert read_scenario(blocks["online-writing_late"].xml).source == sample_course().scenarios[LATE].source
    assert (
        read_lesson(blocks["orientation_start"].xml).source == AWKWARD_SOURCE == sample_course().lessons[START].source
    )


def test_export_of_studio_is_read():
    package = read_package(studio_export())
    assert (package.display_name, package.start) == ("Guidance online", "2026-02-01T09:00:00Z")
    (chapter,) = package.chapters
    assert [(each.display_name, each.graded, each.format) for each in chapter.sequentials] == [
        ("Renamed by the policy", True, "Homework"),
        ("Inline", False, ""),
    ]
    (first, alone), (inline,) = (each.verticals for each in chapter.sequentials)
    assert [(block.tag, block.url_name) for block in first.blocks] == [
        ("html", "welcome"),
        ("competency_lesson", "orientation_start"),
        ("poll", "p1"),
        ("problem", "quiz"),
    ]
    assert first.blocks[0].xml.text == "<p>Welcome <em>all</em>.</p>\n"
    assert "filename" not in first.blocks[0].xml.attrib
    assert first.blocks[1].xml.get("xblock-family") == "xblock.v1"
    assert read_lesson(first.blocks[1].xml).source == "# Start\n"
    assert first.blocks[3].xml.find("multiplechoiceresponse") is not None
    assert (alone.display_name, alone.blocks[0].tag) == ("A video alone", "video")
    assert (inline.display_name, inline.blocks[0].xml.findtext("p")) == ("Inline unit", "Hi")
    assert package.static == {"images_map.svg": b"<svg/>\n"}


def test_course_at_the_top_of_the_archive_is_read():
    files = {path.removeprefix("c/"): content.encode() for path, content in MINIMAL.items()}
    assert [block.tag for unit in read_package(pack(files)).verticals() for block in unit.blocks] == ["mine"]


def test_folder_named_course_inside_the_course_is_not_taken_for_it():
    package = read_package(
        a_package(
            **{
                "course.xml": '<course url_name="course" org="o" course="c"/>',
                "course/course.xml": MINIMAL["c/course/r.xml"],
            }
        )
    )
    assert package.run == "course"
    assert len(package.chapters) == 1


def test_everything_inline_in_course_xml_is_read():
    inline = """<course url_name="r" org="o" course="c" display_name="Inline"><wiki slug="w"/><chapter url_name="ch">
      <sequential url_name="s" graded="True"><vertical url_name="v"><mine url_name="m"/></vertical></sequential>
    </chapter></course>"""
    package = read_package(pack({"course.xml": inline.encode()}))
    (sequential,) = package.chapters[0].sequentials
    assert (package.display_name, sequential.display_name, sequential.graded) == ("Inline", "s", True)
    assert sequential.verticals[0].blocks[0].url_name == "m"


def test_unknown_block_without_content_is_kept():
    (unit,) = read_package(a_package(**{"vertical/v.xml": '<vertical><new_kind url_name="n"/></vertical>'})).verticals()
    assert (unit.display_name, unit.blocks[0].tag) == ("v", "new_kind")


def test_files_that_systems_leave_behind_are_not_taken_in():
    package = read_package(
        a_package(**{"static/.DS_Store": "x", "static/._a.svg": "x", "static/a.svg~": "x", "static/a.svg": "x"})
    )
    assert package.static == {"a.svg": b"x"}


def test_package_without_policies_has_none():
    package = read_package(a_package())
    assert (package.grading, package.language, package.start, package.display_name) == ({}, "", "", "c")


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("course.xml", None, "The package has no course.xml, so it is no course."),
        ("course.xml", "<library/>", "c/course.xml: This file must hold a <course>, not a <library>."),
        ("course.xml", '<course org="o" course="c"/>', "c/course.xml: The url_name of the <course> must be one word"),
        (
            "course.xml",
            '<course url_name="r" org="o o" course="c"/>',
            "c/course.xml: The org of the <course> must be one",
        ),
        ("course/r.xml", None, "c/course/r.xml: This file is missing; another file of the package points to it."),
        ("vertical/v.xml", None, "c/vertical/v.xml: This file is missing"),
        ("chapter/ch.xml", "<sequential/>", "c/chapter/ch.xml: This file must hold a <chapter>, not a <sequential>."),
        ("chapter/ch.xml", '<chapter><problem url_name="p"/></chapter>', "c/chapter/ch.xml: A <chapter> holds sequent"),
        ("vertical/v.xml", "<vertical><mine>x</mine></vertical>", "c/vertical/v.xml: A <mine> needs a url_name"),
        (
            "vertical/v.xml",
            '<vertical><mine url_name="a b">x</mine></vertical>',
            "c/vertical/v.xml: A <mine> needs a url",
        ),
        (
            "vertical/v.xml",
            '<vertical><mine url_name="m">x</mine><mine url_name="m">y</mine></vertical>',
            'c/vertical/v.xml: There are two <mine> with the url_name "m". Rename one of them.',
        ),
        ("vertical/v.xml", "<!DOCTYPE v><vertical/>", "c/vertical/v.xml: This file has a DOCTYPE"),
        ("vertical/v.xml", "<vertical>&x;</vertical>", "c/vertical/v.xml: This file is not well-formed XML"),
        ("policies/r/policy.json", "{oops}", "c/policies/r/policy.json: This file is not valid JSON"),
        ("policies/r/policy.json", "[]", "c/policies/r/policy.json: This file must hold a JSON object"),
        ("policies/r/policy.json", '{"chapter/ch": 1}', 'c/policies/r/policy.json: The entry "chapter/ch" must be an'),
        ("policies/r/grading_policy.json", "", "c/policies/r/grading_policy.json: This file is not valid JSON"),
        ("about/overview.html", b"\xff", "c/about/overview.html: This file is not UTF-8 text"),
    ],
)
def test_bad_package_is_refused_with_file_and_reason(path, content, reason):
    assert refusal(a_package(**{path: content})).startswith(reason)


def test_value_of_the_policy_wins_over_the_attribute():
    policy = {"vertical/v": {"display_name": "From the policy"}, "course/r": {"display_name": None, "start": 2026}}
    package = read_package(a_package(**{"policies/r/policy.json": json.dumps(policy)}))
    assert [unit.display_name for unit in package.verticals()] == ["From the policy"]
    assert (package.display_name, package.start) == ("c", "2026")


def test_title_in_quotation_marks_is_a_title():
    package = read_package(a_package(**{"course/r.xml": """<course display_name='"Yes" and "no"'/>"""}))
    assert package.display_name == '"Yes" and "no"'


def test_archive_that_is_none_is_refused():
    assert refusal(b"hello") == "The package is neither a .tar.gz nor a .zip archive."

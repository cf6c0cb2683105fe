"""A small course as domain objects: what the tests of this folder write, compare and read back."""

import hashlib
import sys
from dataclasses import replace

from competency_xblock.domain.course import BlockRef, Course, Lesson, Module, Outline, ScenarioFile, Section, Unit
from competency_xblock.domain.scenario import Scene
from competency_xblock.olx.archive import pack
from competency_xblock.olx.writer import write_course
from tests.builders import CLARITY, READING, a_choice, a_scenario, an_option
from tests.sample import sample_framework

RELATIONSHIP = "online-writing/relationship"
LATE = "online-writing/late"
LONG = "online-writing/long"
WARM = "online-writing/warm"
START = "orientation/start"
LATE_SOURCE = """\
format: 1
id: online-writing/late
start: question
scenes:
  question:
    channel: chat
    messages:
      - {from: Noor, role: student, at: "Tue 23:40", text: Which course is easiest to get into?}
"""
AWKWARD_SOURCE = '# Start\n\n\tA tab, <b>a tag</b>, ]]> & "quotes", an emoji 🌍.\n\nRing {{local.helpline}}.  \n\n'


def a_scenario_file(scenario_id: str, *criteria: str, source: str = "") -> ScenarioFile:
    """A scenario that rates these criteria. The text need not be its own: OLX never looks into it."""
    options = tuple(an_option(name, dict.fromkeys(criteria, level)) for level, name in enumerate("abc", 1))
    scenario = a_scenario(
        Scene("question", ask="What?", task=replace(a_choice(1, 2), choices=options), goto="close"),
        Scene("close", end=True),
        id=scenario_id,
        title=f"Title of {scenario_id.rpartition('/')[2]}",
    )
    return ScenarioFile(source or f"format: 1\nid: {scenario_id}\n", scenario)


def a_unit(unit_id: str, *blocks: tuple[str, str]) -> Unit:
    return Unit(unit_id, f"Unit {unit_id}", tuple(BlockRef(kind, id) for kind, id in blocks))


def sample_outline() -> Outline:
    writing = (
        Section(
            "play", "Play first", True, (a_unit("u-late", ("scenario", LATE)), a_unit("u-warm", ("scenario", WARM)))
        ),
        Section("more", "More", True, (a_unit("u-long", ("scenario", LONG)),)),
        Section("end", "At the end", False, (a_unit("u-end", ("lesson", "online-writing/end")),)),
    )
    return Outline(
        org="Guidance",
        course="SMG101",
        run="2026",
        title="Social media & guidance",
        language="en",
        start="2026-01-01T00:00:00Z",
        end="2036-01-01T02:00:00+02:00",
        image="/static/course-image.png",
        short_description="Practise *before* you need it.",
        overview="A question arrives at **midnight**.\n\nThe number is {{local.helpline}}.",
        modules=(
            Module(
                "orientation",
                "Start here",
                "How it works.",
                20,
                (Section("first", "First steps", False, (a_unit("u-start", ("lesson", START)),)),),
            ),
            Module("writing", "Online writing", "Answering.", 60, writing, "online-writing", ("answer", "ask *back*")),
        ),
    )


def sample_course() -> Course:
    """Two modules, three scenarios of which two share a criterion, two lessons, local values and files."""
    return Course(
        outline=sample_outline(),
        framework=sample_framework(),
        local={"helpline": "the <helpline>", "unused": "never"},
        scenarios={
            LATE: a_scenario_file(LATE, READING, source=LATE_SOURCE),
            LONG: a_scenario_file(
                LONG, READING, CLARITY, source="format: 1\ntext: {{local.helpline}}, {{local.other}}\n"
            ),
            WARM: a_scenario_file(WARM, RELATIONSHIP),
        },
        lessons={
            START: Lesson(START, "Start", AWKWARD_SOURCE),
            "online-writing/end": Lesson("online-writing/end", "End", "# End\n\n![A map](/static/map.svg)\n"),
        },
        static={"map.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>\n", "course-image.png": b"\x89PNG\r\n\x1a\n"},
    )


if __name__ == "__main__":
    sys.stdout.write(hashlib.sha256(pack(write_course(sample_course()))).hexdigest())

"""Evidence as people leave it: small scenarios, and attempts at them stored by the evidence app's own door."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.domain.attempt import ANSWER
from competency_xblock.domain.engine import make_move, replay, start
from competency_xblock.domain.evidence import evidence_of
from competency_xblock.domain.rubric import Framework
from competency_xblock.evidence import api
from competency_xblock.olx import block_xml
from competency_xblock.olx.block_xml import framework_json
from tests.sample import sample_framework

COURSE_KEY = "course-v1:Org+Course+Run"
READING, RELATION, CLARITY = "online-writing/reading", "online-writing/relationship", "online-writing/clarity"
FIRST = datetime(2026, 9, 1, 18, 0, tzinfo=UTC)
LEVELS = (1, 2, 3, 4)


def situation(
    slug: str,
    *criteria: str,
    title: str = "",
    use: str = "one-to-one",
    tasks: int = 2,
    own: Sequence[str] = (),
    play: str = "{}",
    breach: str = "",
    feedback: str = "",
) -> str:
    """A scenario whose tasks each offer the levels 1 to 4 on these criteria, by options ``o1`` to ``o4``."""
    scenes = [
        f"""  t{n}:
    ask: What do you do, number {n}?
    choose:{"".join(_option(level, criteria, breach, feedback) for level in LEVELS)}
    goto: {f"t{n + 1}" if n < tasks else "own" if own else "close"}
"""
        for n in range(1, tasks + 1)
    ]
    if own:
        named = ", ".join(own)
        scenes.append(
            f"  own:\n    ask: Where do you see yourself?\n    self-assess: {{criteria: [{named}]}}\n    goto: close\n"
        )
    return f"""\
format: 1
id: online-writing/{slug}
title: {title or slug.replace("-", " ").capitalize()}
area: online-writing
language: en
summary: Somebody writes.
minutes: 5
use: {use}
key: {{by: author, status: provisional}}
play: {play}
start: t1
scenes:
{"".join(scenes)}  close: {{end: true, messages: [{{from: Noor, text: Thank you.}}]}}
"""


def _option(level: int, criteria: Iterable[str], breach: str, feedback: str) -> str:
    levels = ", ".join(f"{name}: {level}" for name in criteria)
    crossed = f"\n        breach: {breach}" if breach and level == 1 else ""
    up = "" if level == max(LEVELS) else f", moves-up: Look for level {level + 1}."
    attracts = feedback or f"It helps, as level {level} does."
    overlooks = feedback or f"It leaves out what level {level + 1} sees."
    return f"""
      - id: o{level}
        text: An answer of level {level}.
        levels: {{{levels}}}{crossed}
        feedback: {{attracts: "{attracts}", overlooks: "{overlooks}"{up}}}"""


def compiled(source: str, framework: Framework | None = None) -> Compiled:
    found = compile_scenario(source, framework_json(framework or sample_framework()), "")
    assert isinstance(found, Compiled), found.diagnostics
    return found


def usage_key(source: Compiled, course_key: str = COURSE_KEY) -> str:
    name = source.scenario.id.replace("/", "_")
    return f"block-v1:{course_key.removeprefix('course-v1:')}+type@competency_scenario+block@{name}"


def block(source: str, framework: Framework | None = None, **settings: str) -> str:
    """The element of a scenario block that plays this text."""
    text = compiled(source, framework)
    node = etree.Element("block")
    excerpt = framework_json((framework or sample_framework()).excerpt(text.scenario.criteria()))
    name = text.scenario.id.replace("/", "_")
    block_xml.write_scenario(block_xml.ScenarioXml(name, text.scenario.title, source, excerpt, settings=settings), node)
    return etree.tostring(node, encoding="unicode")


def profile_block(*related: dict[str, Any], framework: Framework | None = None) -> str:
    """The element of a profile block with the whole rubric."""
    node = etree.Element("block")
    scenarios = json.dumps(related) if related else ""
    text = framework_json(framework or sample_framework())
    block_xml.write_profile(block_xml.ProfileXml("profile", "Your profile", text, scenarios), node)
    return etree.tostring(node, encoding="unicode")


def play(
    learner_id: int,
    source: str | Compiled,
    *answers: Any,
    day: int = 0,
    n: int = 1,
    course_key: str = COURSE_KEY,
    framework: Framework | None = None,
    own: Mapping[str, int] | None = None,
) -> None:
    """Play a scenario through the evidence app: options ``o3`` by their level 3, then the own rating."""
    text = source if isinstance(source, Compiled) else compiled(source, framework)
    at = FIRST + timedelta(days=day)
    attempt = start(
        text.scenario,
        uid=f"{learner_id}-{text.scenario.id}-{n}-{day}",
        n=n,
        seed="seed",
        version=text.version,
        framework=text.framework_name,
        at=at.isoformat(timespec="seconds"),
    )
    texts = api.VersionTexts(text.version, text.scenario.id, text.source, text.framework_text, text.local_text)
    stored = api.open_attempt(
        attempt,
        learner_id=learner_id,
        course_key=course_key,
        usage_key=usage_key(text, course_key),
        version=texts,
        now=at,
    )
    moves = [f"o{answer}" if isinstance(answer, int) else answer for answer in answers] + ([own] if own else [])
    for number, answer in enumerate(moves, start=1):
        before = replay(text.scenario, attempt)
        when = (at + timedelta(minutes=number)).isoformat(timespec="seconds")
        request = f"request-{number:04d}"
        attempt, after = make_move(text.scenario, attempt, ANSWER, answer, request=request, at=when, undo_allowed=False)
        move = attempt.moves[-1]
        api.append_move(stored.row, move, finishes=after.finished, evidence=evidence_of(before, after, move))

"""The course and the learners of the scale benchmark: what one of them does in it, played by the player's own code."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from itertools import count
from typing import Any

from bench import story
from competency_xblock.blocks.compiled import Compiled, compile_scenario
from competency_xblock.blocks.ports import EvidenceStore
from competency_xblock.blocks.sample import FRAMEWORK
from competency_xblock.domain.attempt import ANSWER, Attempt
from competency_xblock.domain.engine import Play, make_move, replay, start
from competency_xblock.domain.evidence import Evidence, evidence_of
from competency_xblock.olx.archive import pack

SCENARIOS, SCENES = 5, 10
ROWS_OF_A_LEARNER = SCENARIOS * SCENES * 2  # every answer shows something on two criteria
COURSE_KEY = "course-v1:Bench+S1+run"
CRITERIA = tuple(f"online-writing/criterion-{n}" for n in range(SCENARIOS))
FIRST = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
KEY_LINE = "        levels: {online-writing/reading: "


@dataclass(frozen=True)
class Turn:
    """A move ready to be stored: where it goes, what it shows, and whether it ends the attempt."""

    store: EvidenceStore
    row: int
    attempt: Attempt
    finishes: bool
    evidence: tuple[Evidence, ...]

    def take(self) -> None:
        """Store it as the player does."""
        self.store.append(self.row, self.attempt.moves[-1], finishes=self.finishes, evidence=self.evidence)


def play_everything(learner_id: int, taste: int) -> None:
    """All scenarios of the course, once and to the end; ``taste`` decides what is answered."""
    for number in range(SCENARIOS):
        for turn in turns(learner_id, number, n=1, taste=taste):
            turn.take()


def turns(learner_id: int, number: int, *, n: int, taste: int) -> Iterator[Turn]:
    """The moves of a new attempt at scenario ``number``, each made ready once the one before was taken."""
    text = scenario(number)
    store = EvidenceStore(learner_id, COURSE_KEY, usage_key(number))
    began = FIRST + timedelta(days=7 * n + number)
    attempt = start(
        text.scenario,
        uid=f"{learner_id}-{number}-{n}",
        n=n,
        seed="seed",
        version=text.version,
        framework=text.framework_name,
        at=_at(began, 0),
    )
    row, attempt = store.open(attempt, text, began)
    for made in count(1):
        before = replay(text.scenario, attempt)
        if before.finished:
            return
        option = _option(before, taste + number + made)
        attempt, after = make_move(
            text.scenario,
            attempt,
            ANSWER,
            option,
            request=f"request-{made:04d}",
            at=_at(began, made),
            undo_allowed=False,
        )
        facts = tuple(evidence_of(before, after, attempt.moves[-1]))
        yield Turn(store, row, attempt, after.finished, facts)


def package() -> bytes:
    """The course as an archive that the player installs."""
    blocks = "".join(
        f'<competency_scenario url_name="scale-{number}" display_name="Scenario {number}">'
        f"<source>{escape(source(number))}</source>"
        f'<framework id="sample" version="1.0">{escape(rubric())}</framework></competency_scenario>'
        for number in range(SCENARIOS)
    )
    course = (
        '<course display_name="Scale"><chapter url_name="module" display_name="Module">'
        '<sequential url_name="section" display_name="Section">'
        f'<vertical url_name="unit" display_name="Unit">{blocks}</vertical></sequential></chapter></course>'
    )
    return pack(
        {
            "course/course.xml": b'<course org="Bench" course="S1" url_name="run"/>',
            "course/course/run.xml": course.encode(),
            "course/policies/run/policy.json": b"{}",
            "course/policies/run/grading_policy.json": b"{}",
        }
    )


def usage_key(number: int) -> str:
    return f"block-v1:Bench+S1+run+type@competency_scenario+block@scale-{number}"


@cache
def scenario(number: int) -> Compiled:
    compiled = compile_scenario(source(number), rubric(), "")
    assert isinstance(compiled, Compiled), compiled
    return compiled


def source(number: int) -> str:
    """The story of the other benchmarks, its answers rated on two criteria."""
    one, other = CRITERIA[number], CRITERIA[(number + 1) % SCENARIOS]
    lines = story.as_source(SCENES, slug=f"scale-{number}").splitlines()
    for place, line in enumerate(lines):
        if line.startswith(KEY_LINE):
            level = line.removeprefix(KEY_LINE)[0]
            lines[place] = f"        levels: {{{one}: {level}, {other}: {level}}}"
    return "\n".join(lines) + "\n"


@cache
def rubric() -> str:
    framework: dict[str, Any] = json.loads(json.dumps(FRAMEWORK))
    (area,) = framework["areas"]
    (known,) = area["criteria"]
    area["criteria"] = [known | {"id": name} for name in CRITERIA]
    return json.dumps(framework)


def _option(play: Play, taste: int) -> str:
    return f"{play.current.scene.id}-{'abc'[taste % story.CHOICES]}"


def _at(began: datetime, minutes: int) -> str:
    return (began + timedelta(minutes=minutes)).isoformat(timespec="seconds")

"""A small course whose scenarios are soon over, so that every kind of request is often the one under way."""

from dataclasses import dataclass

from competency_xblock.blocks.compiled import Compiled
from tests.blocks import situations
from tests.player.courseware.packages import an_archive

READING, CLARITY = situations.READING, situations.CLARITY
PLAY = "{feedback: at-once, undo: never, attempts: unlimited, counts: best}"
TASKS = 3


@dataclass(frozen=True)
class Exercise:
    """One scenario: where it is played, and its text."""

    usage: str
    text: Compiled
    element: str


def exercises() -> tuple[Exercise, ...]:
    """Three scenarios on the same two criteria: enough for a level."""
    sources = [
        situations.situation(f"fault-{n}", READING, CLARITY, tasks=TASKS, play=PLAY, title=f"Fault {n}")
        for n in range(3)
    ]
    texts = [(source, situations.compiled(source)) for source in sources]
    return tuple(Exercise(situations.usage_key(text), text, situations.block(source)) for source, text in texts)


def package() -> bytes:
    """The course as an archive."""
    return an_archive({f"u{n}": each.element for n, each in enumerate(exercises())})

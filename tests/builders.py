"""Builders of domain objects: each gives something valid, and takes what a test cares about."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.conditions import MeanLevel
from competency_xblock.domain.engine import Play, make_move, replay, start
from competency_xblock.domain.scenario import Message, Route, Scenario, Scene
from competency_xblock.domain.tasks import Anchor, Choose, Feedback, Option, Rank, Reflect, Select, Words, Write

READING = "online-writing/reading"
CLARITY = "online-writing/clarity"
FEEDBACK = Feedback("It draws.", "It misses.", "It would take this.")
AT = "2026-11-22T20:00:00+00:00"


def an_option(id: str, level: int | Mapping[str, int] = 1, **more: Any) -> Option:
    levels = {READING: level} if isinstance(level, int) else level
    return Option(id, f"Text of {id}", FEEDBACK, levels, **more)


def a_choice(*levels: int, **options: Any) -> Choose:
    """``a_choice(1, 3)``: options ``a`` and ``b`` of these levels on one criterion."""
    return Choose(tuple(an_option(name, level) for name, level in zip("abcdefgh", levels, strict=False)))


def a_rank(key: str, *, offers: int = 3) -> Rank:
    """``a_rank("cab")``: items named by their letters, in alphabetical order, with this key."""
    items = tuple(Option(letter, f"Item {letter}", FEEDBACK) for letter in sorted(key))
    return Rank(items, tuple(key), (READING,), offers)


def a_text(*, revise: int = 1, rated: tuple[str, ...] = (READING,)) -> Write:
    return Write(
        rated=rated,
        words=Words(5, 50),
        revise=revise,
        anchors=(Anchor({READING: 2}, "Short.", "Brief."), Anchor({READING: 3}, "Warm.", "Better.")),
    )


def a_scenario(*scenes: Scene, **head: Any) -> Scenario:
    """A scenario that starts with the first of ``scenes``."""
    defaults: dict[str, Any] = {
        "id": "online-writing/example",
        "title": "Example",
        "area": "online-writing",
        "language": "en",
        "summary": "An example.",
        "minutes": 5,
        "use": "one-to-one",
        "start": scenes[0].id,
        "scenes": {scene.id: scene for scene in scenes},
    }
    return Scenario(**(defaults | head))


def every_kind() -> Scenario:
    """All kinds of task, a detour for weak answers, a loop, and two endings."""
    return a_scenario(
        Scene(
            "question",
            ask="What do you answer?",
            hint="Look twice.",
            messages=(Message("Noor", "Hello?", role="student"), Message("me", "One moment.")),
            task=Choose((an_option("a", 1, goto="again"), an_option("b", 2), an_option("c", 3), an_option("d", 4))),
            goto="pause",
        ),
        Scene("again", goto="question"),
        Scene("pause", goto="pick"),
        Scene(
            "pick",
            ask="Pick two.",
            task=Select((an_option("p", 4), an_option("q", 3), an_option("r", 2), an_option("s", 1)), pick=2),
            goto="order",
        ),
        Scene("order", ask="What first?", task=a_rank("xyz"), goto="write"),
        Scene("write", ask="Write to Noor.", task=a_text(), goto="note"),
        Scene(
            "note",
            ask="And at work?",
            task=Reflect(Words(0, 100)),
            routes=(Route(MeanLevel(READING, ">=", Fraction(3)), "thanks"),),
            goto="silence",
        ),
        Scene("thanks", end=True, messages=(Message("Noor", "Thank you."),)),
        Scene("silence", end=True),
    )


def an_attempt(scenario: Scenario, **more: Any) -> Attempt:
    defaults = {"uid": "u1", "n": 1, "seed": "seed", "version": "v1", "framework": "sample@1.0", "at": AT}
    return start(scenario, **(defaults | more))


def answered(scenario: Scenario, *answers: Any, attempt: Attempt | None = None, undo_allowed: bool = True) -> Play:
    """The play after these answers. A dict of levels is a rating, ``UNDO`` and ``Revised`` what they say."""
    attempt = attempt or an_attempt(scenario)
    for answer in answers:
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        attempt, _ = make_move(
            scenario, attempt, do, value, request=f"r{len(attempt.moves)}", at=AT, undo_allowed=undo_allowed
        )
    return replay(scenario, attempt)


UNDO = ("undo", None)
WHOLE_PATH: tuple[Any, ...] = (
    "c",
    None,
    ["p", "q"],
    ["x", "y", "z"],
    {"text": "Dear Noor, I hear you."},
    ("rate", {READING: 3}),
    ("revise", {"text": "Dear Noor, tell me more."}),
    None,
    "I would ask first.",
)

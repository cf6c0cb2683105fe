"""Builders of domain objects: each gives something valid, and takes what a test cares about."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.conditions import All, MeanLevel, SwitchSet
from competency_xblock.domain.engine import Play, make_move, replay, start
from competency_xblock.domain.scenario import Media, Message, Route, Scenario, Scene
from competency_xblock.domain.tasks import (
    Action,
    Anchor,
    Bin,
    Choose,
    Feedback,
    Option,
    Post,
    PreviewLine,
    Rank,
    Rate,
    Reflect,
    Select,
    SelfAssess,
    Settings,
    Sort,
    Switch,
    Thread,
    ThreadAnswer,
    Whole,
    Words,
    Write,
)

READING = "online-writing/reading"
CLARITY = "online-writing/clarity"
FEEDBACK = Feedback("It draws.", "It misses.", "It would take this.")
AT = "2026-11-22T20:00:00+00:00"


def an_option(id: str, level: int | Mapping[str, int] = 1, **more: Any) -> Option:
    levels = {READING: level} if isinstance(level, int) else level
    return Option(id, f"Text of {id}", FEEDBACK, levels, **more)


def an_item(id: str) -> Option:
    """An item of a task whose key says what it is: it has no levels of its own."""
    return Option(id, f"Item {id}", FEEDBACK)


def a_choice(*levels: int, **options: Any) -> Choose:
    """``a_choice(1, 3)``: options ``a`` and ``b`` of these levels on one criterion."""
    return Choose(tuple(an_option(name, level) for name, level in zip("abcdefgh", levels, strict=False)))


def a_rank(key: str, *, offers: int = 3) -> Rank:
    """``a_rank("cab")``: items named by their letters, in alphabetical order, with this key."""
    return Rank(tuple(an_item(letter) for letter in sorted(key)), tuple(key), (READING,), offers)


def a_rating(offers: int = 3, **key: int) -> Rate:
    """``a_rating(a=1, b=4)``: items ``a`` and ``b`` with these levels as their key."""
    return Rate(tuple(an_item(name) for name in key), key, (READING,), offers)


def a_sorting(
    bins: str,
    *,
    offers: int = 3,
    neighbours: Fraction | int = 0,
    breaches: Mapping[str, Mapping[str, str]] | None = None,
    **key: str,
) -> Sort:
    """``a_sorting("xyz", a="x", b="z")``: bins named by their letters, items ``a`` and ``b``, and where they belong."""
    return Sort(
        tuple(an_item(name) for name in key),
        tuple(Bin(letter, f"Bin {letter}") for letter in bins),
        key,
        (READING,),
        offers,
        Fraction(neighbours),
        breaches or {},
    )


def a_switch(id: str, *values: Option) -> Switch:
    """A switch that stands at the first of these values."""
    return Switch(id, f"Switch {id}", values[0].id, values)


def a_panel(*whole: Whole, phone_breach: str = "") -> Settings:
    """``phone`` rates reading up to 4; ``joining`` reading up to 3 and clarity up to 4. Both start at the worst."""
    return Settings(
        "Harbour",
        (
            a_switch("phone", an_option("members", 1, breach=phone_breach), an_option("nobody", 4)),
            a_switch(
                "joining",
                an_option("added", {READING: 2, CLARITY: 1}),
                an_option("invited", {READING: 3, CLARITY: 4}),
            ),
        ),
        whole,
        (PreviewLine("A parent", "Every number", SwitchSet("panel", "phone", "members")), PreviewLine("A host", "All")),
    )


def a_thread(*, otherwise: Option | None = None, goto: str = "") -> Thread:
    """Posts ``p1`` and ``p2``; two answers to reply with at ``p1``, own words in private at ``p2``."""
    return Thread(
        (Post("p1", "Ilse", "Useless.", at="09:02"), Post("p2", "Tomas", "I study it.", reply_to="p1")),
        (Action("reply", "Reply"), Action("private", "Write privately")),
        (
            ThreadAnswer(an_option("name-it", 4, goto=goto), "p1", "reply"),
            ThreadAnswer(an_option("scold", 2), "p1", "reply"),
            ThreadAnswer(an_option("check-in", 3), "p2", "private", free=True, words=80),
        ),
        otherwise or an_option("", 1),
    )


def a_step(post: str, action: str, answer: str | None = None, text: str | None = None) -> dict[str, str | None]:
    """An answer to :func:`a_thread`."""
    return {"post": post, "action": action, "answer": answer, "text": text}


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
    """All kinds of task, a hint, media, a detour for weak answers, a loop, one for a switch, and two endings."""
    at_risk = SwitchSet("panel", "phone", "members")
    return a_scenario(
        Scene(
            "question",
            ask="What do you answer?",
            hint="Look twice.",
            messages=(Message("Noor", "Hello?", role="student"), Message("me", "One moment.")),
            media=(Media("image", "/static/list.svg", alt="A list."),),
            task=Choose((an_option("a", 1, goto="again"), an_option("b", 2), an_option("c", 3), an_option("d", 4))),
            goto="pause",
        ),
        Scene("again", goto="question"),
        Scene("pause", goto="pick", media=(Media("audio", "/static/call.mp3", transcript="It is urgent."),)),
        Scene(
            "pick",
            ask="Pick two.",
            task=Select((an_option("p", 4), an_option("q", 3), an_option("r", 2), an_option("s", 1)), pick=2),
            goto="order",
        ),
        Scene("order", ask="What first?", task=a_rank("xyz"), goto="write"),
        Scene("write", ask="Write to Noor.", task=a_text(), goto="rate"),
        Scene("rate", ask="How good is each?", task=a_rating(k=1, l=3, m=4), goto="sort"),
        Scene(
            "sort",
            ask="Where does each belong?",
            task=a_sorting(
                "uvw", neighbours=Fraction(1, 2), breaches={"f": {"u": "It names clients."}}, e="u", f="w", g="v"
            ),
            goto="panel",
        ),
        Scene(
            "panel",
            channel="settings",
            ask="Set up the group.",
            task=a_panel(Whole(All((at_risk, SwitchSet("panel", "joining", "added"))), "Numbers go to strangers.")),
            routes=(Route(at_risk, "phone-rings"),),
            goto="group",
        ),
        Scene("phone-rings", goto="group"),
        Scene(
            "group",
            channel="group",
            ask="Where do you step in?",
            messages=(Message("Ilse", "I got three calls.", when=at_risk),),
            task=a_thread(goto="note"),
            goto="place",
        ),
        Scene("place", ask="Where do you see yourself?", task=SelfAssess((READING, CLARITY)), goto="note"),
        Scene(
            "note",
            ask="And at work?",
            task=Reflect(Words(0, 100)),
            routes=(Route(MeanLevel(READING, ">=", Fraction(5, 2)), "thanks"),),
            goto="silence",
        ),
        Scene("thanks", end=True, messages=(Message("Noor", "Thank you."),)),
        Scene("silence", end=True),
    )


def in_two_variants() -> Scenario:
    """``many``: the text as written. ``one``: other words, an option less, another level, another criterion."""
    many = a_scenario(
        Scene("s", task=a_choice(1, 2, 4), media=(Media("image", "/static/all.svg", alt="All."),), goto="end"),
        Scene("end", end=True),
        variant="many",
    )
    one = replace(
        many,
        use="information",
        variant="one",
        scenes={
            **many.scenes,
            "s": replace(
                many.scenes["s"],
                ask="And for one?",
                task=Choose((an_option("a", {CLARITY: 1}), an_option("b", {CLARITY: 3}))),
            ),
        },
    )
    return replace(many, variant="", variants={"many": many, "one": one})


def an_attempt(scenario: Scenario, **more: Any) -> Attempt:
    defaults = {"uid": "u1", "n": 1, "seed": "seed", "version": "v1", "framework": "sample@1.0", "at": AT}
    return start(scenario, **(defaults | more))


def answered(scenario: Scenario, *answers: Any, attempt: Attempt | None = None, undo_allowed: bool = True) -> Play:
    """The play after these answers; of a pair the first part says what is done: ``UNDO``, ``("rate", {...})``."""
    attempt = attempt or an_attempt(scenario)
    for answer in answers:
        do, value = answer if isinstance(answer, tuple) else ("answer", answer)
        attempt, _ = make_move(
            scenario, attempt, do, value, request=f"r{len(attempt.moves)}", at=AT, undo_allowed=undo_allowed
        )
    return replay(scenario, attempt)


UNDO = ("undo", None)
HINT = ("hint", None)
WHOLE_PATH: tuple[Any, ...] = (
    "c",
    None,
    ["p", "q"],
    ["x", "y", "z"],
    {"text": "Dear Noor, I hear you."},
    ("rate", {READING: 3}),
    ("revise", {"text": "Dear Noor, tell me more."}),
    None,
    {"k": 1, "l": 4, "m": 4},
    {"e": "u", "f": "v", "g": "v"},
    {"phone": "nobody", "joining": "invited"},
    a_step("p2", "private", "check-in", "How are you, Tomas?"),
    {READING: 3, CLARITY: 2},
    "I would ask first.",
)

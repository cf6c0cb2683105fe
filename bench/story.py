"""One story of any length, told to both blocks: the same words, the same number of choices, the same ways on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from competency_xblock.blocks.sample import FRAMEWORK

CHOICES = 3
FRAMEWORK_JSON = json.dumps(FRAMEWORK, ensure_ascii=False)
OPENING = "A pupil writes at ten in the evening and asks which course would take somebody like them"
ANSWERS = (
    "Name the course that took everybody last year and send the link along with it",
    "Send the entry figures of all nine courses and ask whether anything else is needed",
    "Ask what would make a course the right one before any course is named at all",
)


@dataclass(frozen=True)
class Step:
    """One scene: what is said, what may be answered, and where all of it leads."""

    name: str
    said: str
    ask: str
    answers: tuple[str, ...]
    leads_to: str


def steps(scenes: int) -> Iterator[Step]:
    """A story of ``scenes`` decisions, one after the other; the last leads to ``end``."""
    for number in range(1, scenes + 1):
        yield Step(
            name=f"scene-{number}",
            said=f"{OPENING}, for the {number}. time.",
            ask=f"What should you answer to message {number}?",
            answers=tuple(f"{answer}, as in message {number}." for answer in ANSWERS),
            leads_to=f"scene-{number + 1}" if number < scenes else "end",
        )


def as_source(scenes: int, slug: str = "story") -> str:
    """The story as a scenario file."""
    lines = [
        "format: 1",
        f"id: online-writing/{slug}",
        "title: A long evening",
        "area: online-writing",
        "language: en",
        "summary: Questions come in until late.",
        "minutes: 10",
        "use: one-to-one",
        "key: {by: author, status: provisional}",
        "play: {feedback: at-once, undo: never, attempts: unlimited, counts: best}",
        "start: scene-1",
        "scenes:",
    ]
    for step in steps(scenes):
        lines += [f"  {step.name}:", "    channel: chat", "    messages:"]
        lines += [f'      - {{from: Noor, text: "{step.said}"}}', f"    ask: {step.ask}", "    choose:"]
        for place, answer in enumerate(step.answers):
            lines += [f"      - id: {step.name}-{'abc'[place]}", f"        text: {answer}"]
            lines += [f"        levels: {{online-writing/reading: {place + 1}}}", "        feedback:"]
            lines += ["          attracts: It answers at once.", "          overlooks: The reason she asks."]
            lines += ["          moves-up: Find out what she needs."] if place < CHOICES - 1 else []
        lines += [f"    goto: {step.leads_to}"]
    lines += ["  end:", "    end: true", "    channel: chat", "    messages:", "      - {from: Noor, text: Thank you.}"]
    return "\n".join(lines) + "\n"


def as_our_block(scenes: int) -> str:
    """The story as our block's XML."""
    return (
        f'<competency_scenario url_name="story-{scenes}" display_name="A long evening">'
        f"<source>{escape(as_source(scenes))}</source>"
        f'<framework id="sample" version="1.0">{escape(FRAMEWORK_JSON)}</framework>'
        "</competency_scenario>"
    )


def as_branching_block(scenes: int) -> str:
    """The story as the XML of branching-xblock, with its scoring switched on."""
    nodes = {
        step.name: _node(
            step.name,
            f"<p>Noor: {step.said}</p><p>{step.ask}</p>",
            [
                {"text": answer, "target_node_id": step.leads_to, "score": place * 50 // scenes}
                for place, answer in enumerate(step.answers)
            ],
        )
        for step in steps(scenes)
    }
    nodes["end"] = _node("end", "<p>Noor: Thank you.</p>", [])
    data = json.dumps({"nodes": nodes, "start_node_id": "scene-1"})
    return (
        '<branching_xblock display_name="A long evening" enable_scoring="true" '
        f'scenario_data="{escape(data, quote=True)}"/>'
    )


def _node(name: str, content: str, choices: list[dict[str, object]]) -> dict[str, object]:
    texts = "left_image_url", "right_image_url", "left_image_alt_text", "right_image_alt_text", "hint", "transcript_url"
    media = {"type": "", "url": "", "alt": ""}
    node = {"id": name, "content": content, "media": media, "overlay_text": False, "choices": choices}
    return dict.fromkeys(texts, "") | node

"""What became of an answer: each part of it in words, and where that may be shown what the key says of it."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from competency_xblock.domain.engine import Visit
from competency_xblock.domain.tasks import (
    Feedback,
    Option,
    Rank,
    Rate,
    Reflect,
    Settings,
    Sort,
    Thread,
    Write,
)

from .objections import WHOLE, Objections, names_in
from .rendering import Texts
from .standing import Standing

Part = dict[str, Any]


def answered(
    standing: Standing, visit: Visit, texts: Texts, *, feedback: bool, objections: Objections | None = None
) -> dict[str, Any]:
    """An answer that was given, with the feedback on it where that may be shown.

    ``objections`` None: the host has nobody who would read them.
    """
    task = visit.scene.task
    parts = [_part(option, texts, feedback=feedback) for option in visit.picked()]
    whole = ""
    if isinstance(task, Rank):
        for place, part in enumerate(parts, start=1):
            part["place"] = place
    elif isinstance(task, Rate):
        _add_ratings(standing, visit, task, parts, feedback=feedback)
    elif isinstance(task, Sort):
        _add_bins(visit, task, texts, parts, feedback=feedback)
    elif isinstance(task, Settings):
        whole = _add_switches(standing, visit, task, texts, parts, feedback=feedback)
    elif isinstance(task, Thread):
        _add_step(visit, task, texts, parts)
    if objections and feedback:
        for part, name in zip(parts, names_in(visit), strict=True):
            part["objection"] = objections.about(visit, name)
    return {
        "ask_html": texts.inline(visit.scene.ask),
        "kind": task.kind if task else "",
        "channel": visit.scene.channel,
        "answer": parts,
        "whole_html": whole,
        "whole_objection": objections.about(visit, WHOLE) if objections and whole else None,
        "whole_breach": bool(whole) and bool(visit.judgement.breach),
        "text": latest_text(visit),
    }


def latest_text(visit: Visit) -> str:
    """What the trainee wrote, in its last revision; empty for answers without own words."""
    if visit.revisions:
        return visit.revisions[-1]
    if isinstance(visit.scene.task, Write | Thread) and isinstance(visit.answer, dict):
        return str(visit.answer.get("text") or "")
    if isinstance(visit.scene.task, Reflect) and isinstance(visit.answer, str):
        return visit.answer
    return ""


def levels_of(standing: Standing, rating: dict[str, int]) -> list[dict[str, Any]]:
    """Criterion titles with their levels, in words."""
    rows = []
    for name, level in rating.items():
        criterion = standing.criterion(name)
        if criterion:
            title = standing.compiled.framework.level(level).title
            rows.append({"title": criterion.title, "level": level, "level_title": title})
    return rows


def feedback_parts(feedback: Feedback, texts: Texts) -> dict[str, Any]:
    """The three parts of a feedback as HTML."""
    return {
        "attracts_html": texts.inline(feedback.attracts),
        "overlooks_html": texts.inline(feedback.overlooks),
        "moves_up_html": texts.inline(feedback.moves_up),
    }


def _part(option: Option, texts: Texts, *, feedback: bool) -> Part:
    return {
        "html": texts.html(option.text),
        "place": None,
        "given_html": "",
        "keyed_html": "",
        "same": False,
        "breach_html": texts.inline(option.breach) if feedback else "",
        "feedback": feedback_parts(option.feedback, texts) if feedback else None,
        "objection": None,
    }


def _add_ratings(standing: Standing, visit: Visit, task: Rate, parts: list[Part], *, feedback: bool) -> None:
    framework = standing.compiled.framework
    for item, part in zip(task.choices, parts, strict=True):
        given, keyed = visit.answer[item.id], task.key[item.id]
        part["given_html"] = framework.level(given).title
        if feedback:
            part |= {"keyed_html": framework.level(keyed).title, "same": given == keyed}


def _add_bins(visit: Visit, task: Sort, texts: Texts, parts: list[Part], *, feedback: bool) -> None:
    bins = {bin.id: texts.inline(bin.text) for bin in task.bins}
    for item, part in zip(task.choices, parts, strict=True):
        given, keyed = visit.answer[item.id], task.key[item.id]
        part["given_html"] = bins[given]
        if feedback:
            part |= {
                "keyed_html": bins[keyed],
                "same": given == keyed,
                "breach_html": texts.inline(task.breach(item.id, given)),
            }


def _add_switches(
    standing: Standing, visit: Visit, task: Settings, texts: Texts, parts: list[Part], *, feedback: bool
) -> str:
    """Each part says which switch it set; gives the sentence about the panel as a whole."""
    for switch, part in zip(task.switches, parts, strict=True):
        part |= {
            "html": texts.html(switch.text),
            "given_html": texts.inline(switch.value(visit.answer[switch.id]).text),
        }
    whole = task.whole_of(visit.answer)
    if whole is None or not feedback:
        return ""
    if whole.breach:
        return texts.inline(whole.breach)
    return format_html(
        _("Taken together, these settings show no more than “{level}”, whatever each of them does."),
        level=standing.compiled.framework.level(whole.cap).title,
    )


def _add_step(visit: Visit, task: Thread, texts: Texts, parts: list[Part]) -> None:
    post = next(each for each in task.posts if each.id == visit.answer["post"])
    action = next(each for each in task.actions if each.id == visit.answer["action"])
    for part in parts:
        part["given_html"] = format_html(
            _("{action}, at what {person} wrote"), action=texts.inline(action.text), person=texts.inline(post.sender)
        )
        part["html"] = part["html"] or texts.html(action.text)

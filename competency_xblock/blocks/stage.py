"""What the page shows of an attempt: the present scene, and the answer before it with its feedback.

Only what the trainee may see goes in: the present scene's texts, and feedback on options that were picked.
No level, credit, target or later scene. The shapes are those the templates under ``templates/`` take.
"""

from typing import Any

from django.utils.translation import gettext as _

from competency_xblock.domain.engine import Play, Visit, available
from competency_xblock.domain.scenario import Message, Scene
from competency_xblock.domain.shuffle import in_order, token
from competency_xblock.domain.tasks import (
    Feedback,
    Option,
    Rank,
    Reflect,
    Select,
    Task,
    Write,
)

from .attempts import Standing
from .rendering import Texts, initials, tone

CHANNEL_LABELS = {
    "chat": "Chat",
    "mail": "Mail",
    "feed": "Feed",
    "group": "Group",
    "profile": "Profile",
    "settings": "Settings",
    "note": "Note",
}


def stage(
    standing: Standing,
    *,
    dom: str,
    feedback: bool,
    undo_allowed: bool,
    can_retake: bool,
    notice: str = "",
) -> dict[str, Any]:
    """The context of ``stage.html``, report left out. ``feedback``: whether it may be shown by now."""
    play, attempt = standing.play, standing.attempt
    texts = Texts(standing.compiled.local)
    doings = available(play, undo_allowed=undo_allowed)
    return {
        "dom": dom,
        "uid": attempt.uid,
        "seen": len(attempt.moves),
        "finished": play.finished,
        "progress": progress(standing),
        "notice": notice,
        "before": _before(play, texts, feedback=feedback),
        "can_undo": "undo" in doings,
        "scene": _scene(standing, texts),
        "report": None,
        "can_retake": can_retake,
    }


def progress(standing: Standing) -> dict[str, Any]:
    """How far along: answered tasks against the least number still to come."""
    play = standing.play
    if play.finished:
        return {"percent": 100, "label": _("Finished")}
    done = sum(1 for visit in play.answers() if visit.left)
    rest = max(1, standing.compiled.tasks_to_end.get(play.current.scene.id, 1))
    label = _("Step %(step)s of about %(steps)s") % {
        "step": done + 1,
        "steps": done + rest,
    }
    return {"percent": round(100 * done / (done + rest)), "label": label}


def answered(visit: Visit, texts: Texts, *, feedback: bool) -> dict[str, Any]:
    """An answer that was given, with the feedback on it where that may be shown."""
    task = visit.scene.task
    ranked = isinstance(task, Rank)
    return {
        "ask_html": texts.inline(visit.scene.ask),
        "kind": task.kind if task else "",
        "channel": visit.scene.channel,
        "answer": [
            _picked(option, texts, place=place if ranked else None, feedback=feedback)
            for place, option in enumerate(visit.picked(), start=1)
        ],
        "text": latest_text(visit),
    }


def latest_text(visit: Visit) -> str:
    """What the trainee wrote in a written task, in its last revision; empty for other kinds."""
    if visit.revisions:
        return visit.revisions[-1]
    if isinstance(visit.scene.task, Write) and isinstance(visit.answer, dict):
        return str(visit.answer.get("text", ""))
    if isinstance(visit.scene.task, Reflect) and isinstance(visit.answer, str):
        return visit.answer
    return ""


def feedback_parts(feedback: Feedback, texts: Texts) -> dict[str, Any]:
    """The three parts of a feedback as HTML."""
    return {
        "attracts_html": texts.inline(feedback.attracts),
        "overlooks_html": texts.inline(feedback.overlooks),
        "moves_up_html": texts.inline(feedback.moves_up),
    }


def _before(play: Play, texts: Texts, *, feedback: bool) -> dict[str, Any] | None:
    if play.current.answered or len(play.path) < 2 or not play.path[-2].answered:
        return None
    return answered(play.path[-2], texts, feedback=feedback)


def _picked(option: Option, texts: Texts, *, place: int | None, feedback: bool) -> dict[str, Any]:
    return {
        "html": texts.html(option.text),
        "place": place,
        "breach_html": texts.inline(option.breach) if feedback else "",
        "feedback": feedback_parts(option.feedback, texts) if feedback else None,
    }


def _scene(standing: Standing, texts: Texts) -> dict[str, Any]:
    visit = standing.play.current
    scene = visit.scene
    messages = _messages(standing.play.messages(visit), texts)
    return {
        "channel": scene.channel,
        "channel_label": _(CHANNEL_LABELS[scene.channel]),
        "subject": scene.subject,
        "messages": messages,
        "people": list({message["from"]: message for message in messages}.values()),
        "ask_html": texts.inline(scene.ask),
        "hint": bool(scene.hint),
        "hint_html": "",
        "end": scene.end,
        "task": _task(standing, visit, texts),
    }


def _messages(messages: tuple[Message, ...], texts: Texts) -> list[dict[str, Any]]:
    """Messages with what their bubbles need; ``first`` opens a run of one sender."""
    shown = []
    previous = None
    for message in messages:
        name = _("You") if message.is_mine else message.sender
        shown.append(
            {
                "from": name,
                "initials": initials(name),
                "tone": tone(message.sender),
                "role": message.role,
                "at": message.at,
                "html": texts.html(message.text),
                "mine": message.is_mine,
                "first": message.sender != previous,
            }
        )
        previous = message.sender
    return shown


def _task(standing: Standing, visit: Visit, texts: Texts) -> dict[str, Any] | None:
    task = visit.scene.task
    if task is None:
        return None
    if isinstance(task, Write):
        return _writing(standing, visit, task, texts)
    if isinstance(task, Reflect):
        return {"kind": task.kind, "words": _words(task)}
    context: dict[str, Any] = {
        "kind": task.kind,
        "options": _options(standing, visit.scene, texts),
    }
    if isinstance(task, Select):
        context["pick"] = task.pick
    return context


def _options(standing: Standing, scene: Scene, texts: Texts) -> list[dict[str, Any]]:
    seed = standing.attempt.seed
    return [
        {"token": token(seed, scene.id, option.id), "html": texts.html(option.text)} for option in in_order(scene, seed)
    ]


def _writing(standing: Standing, visit: Visit, task: Write, texts: Texts) -> dict[str, Any]:
    common = {"kind": task.kind, "words": _words(task), "text": latest_text(visit)}
    if not visit.answered:
        return common | {
            "phase": "answer",
            "criteria": _criteria(standing, visit, task),
        }
    if not visit.rating:
        return common | {"phase": "rate", "criteria": _criteria(standing, visit, task)}
    return common | {
        "phase": "compare",
        "rating": levels_of(standing, visit.rating),
        "anchors": [
            {
                "html": texts.html(anchor.text),
                "comment_html": texts.inline(anchor.comment),
                "levels": levels_of(standing, dict(anchor.levels)),
            }
            for anchor in task.anchors
        ],
        "may_revise": len(visit.revisions) < task.revise,
        "mentor": task.review == "mentor",
    }


def levels_of(standing: Standing, rating: dict[str, int]) -> list[dict[str, Any]]:
    """Criterion titles with their levels, in words."""
    framework = standing.compiled.framework
    return [
        {
            "title": framework.criterion(name).title,
            "level": level,
            "level_title": framework.level(level).title,
        }
        for name, level in rating.items()
    ]


def _criteria(standing: Standing, visit: Visit, task: Task) -> list[dict[str, Any]]:
    framework, seed = standing.compiled.framework, standing.attempt.seed
    return [
        {
            "token": token(seed, visit.scene.id, name),
            "title": framework.criterion(name).title,
            "asks": framework.criterion(name).asks,
            "descriptors": [
                {
                    "level": level.level,
                    "title": level.title,
                    "text": framework.criterion(name).descriptor(level.level),
                }
                for level in framework.levels
            ],
        }
        for name in task.criteria
    ]


def _words(task: Write | Reflect) -> dict[str, int]:
    return {"min": task.words.min, "max": task.words.max}

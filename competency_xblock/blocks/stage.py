"""What the page shows of an attempt: the present scene, and the answer before it with its feedback.

Only what the trainee may see goes in: the present scene's texts, and feedback on options that were picked.
No level, credit, target or later scene. The shapes are those the templates under ``templates/`` take; what a task
needs is in ``task_context``, what became of an answer in ``answered``.
"""

from typing import Any

from django.utils.translation import gettext as _

from competency_xblock.domain.engine import Play, available
from competency_xblock.domain.scenario import Media, Message
from competency_xblock.domain.shuffle import token
from competency_xblock.domain.tasks import Thread

from .answered import answered
from .objections import Objections
from .rendering import Texts, initials, tone
from .standing import Standing
from .task_context import task_context

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
    draft: str = "",
    arrived: bool = False,
    objections: Objections | None = None,
) -> dict[str, Any]:
    """The context of ``stage.html``, report left out.

    ``feedback``: whether it may be shown by now; ``draft``: a text begun in this scene and not sent yet;
    ``arrived``: whether the move just made led here, so that messages may come one after another.
    """
    play, attempt = standing.play, standing.attempt
    texts = Texts(standing.compiled.local)
    doings = available(play, undo_allowed=undo_allowed)
    return {
        "dom": dom,
        "uid": attempt.uid,
        "seen": len(attempt.moves),
        "draft": draft_name(standing),
        "finished": play.finished,
        "progress": progress(standing),
        "notice": notice,
        "before": _before(standing, texts, feedback=feedback, objections=objections),
        "can_undo": "undo" in doings,
        "scene": _scene(standing, texts, draft, arrived=arrived),
        "report": None,
        "can_retake": can_retake,
    }


def progress(standing: Standing) -> dict[str, Any]:
    """How far along: answered tasks against the least number still to come."""
    play = standing.play
    if play.finished:
        return {"percent": 100, "label": _("Finished")}
    done = sum(1 for visit in play.answers() if visit.left)
    rest = max(1, standing.tasks_left)
    label = _("Step %(step)s of about %(steps)s") % {
        "step": done + 1,
        "steps": done + rest,
    }
    return {"percent": round(100 * done / (done + rest)), "label": label}


def draft_name(standing: Standing) -> str:
    """What a text begun at this point is kept under: the same until it is sent, whatever hints are asked for."""
    visit = standing.play.current
    return token(standing.attempt.seed, visit.scene.id, f"draft/{visit.nth}/{visit.answered}/{len(visit.revisions)}")


def _before(
    standing: Standing, texts: Texts, *, feedback: bool, objections: Objections | None
) -> dict[str, Any] | None:
    play: Play = standing.play
    if play.current.answered or len(play.path) < 2 or not play.path[-2].answered:
        return None
    return answered(standing, play.path[-2], texts, feedback=feedback, objections=objections)


def _scene(standing: Standing, texts: Texts, draft: str, *, arrived: bool) -> dict[str, Any]:
    visit = standing.play.current
    scene = visit.scene
    messages = _messages(standing.play.messages(visit), texts)
    people = {message["from"]: message for message in messages}
    if isinstance(scene.task, Thread):
        people |= {post.sender: person(post.sender) for post in scene.task.posts if post.sender not in people}
    return {
        "channel": scene.channel,
        "channel_label": _(CHANNEL_LABELS[scene.channel]),
        "subject": scene.subject,
        "messages": messages,
        "media": [_media(each, texts) for each in scene.media],
        "people": list(people.values()),
        "paced": arrived and scene.channel == "chat" and not visit.answered and not visit.hinted,
        "ask_html": texts.inline(scene.ask),
        "hint": bool(scene.hint),
        "hint_html": texts.html(scene.hint) if visit.hinted else "",
        "end": scene.end,
        "task": task_context(standing, visit, texts, draft),
    }


def person(name: str) -> dict[str, Any]:
    """Somebody as an avatar shows them."""
    return {"from": name, "initials": initials(name), "tone": tone(name), "mine": False, "role": "", "at": ""}


def _media(media: Media, texts: Texts) -> dict[str, Any]:
    return {
        "kind": media.kind,
        "src": media.src,
        "alt": media.alt,
        "transcript_html": texts.html(media.transcript),
        "captions": media.captions,
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

"""What the template of each kind of task needs: texts and tokens, never a level, a key or a way on."""

import json
from collections.abc import Callable
from typing import Any

from competency_xblock.domain.conditions import All, AnyOf, Condition, Not, SwitchSet
from competency_xblock.domain.engine import Visit
from competency_xblock.domain.shuffle import in_order, names_by_token, token
from competency_xblock.domain.tasks import (
    Choose,
    Option,
    Rank,
    Rate,
    Reflect,
    Select,
    SelfAssess,
    Settings,
    Sort,
    Thread,
    Words,
    Write,
)
from competency_xblock.domain.tasks.panel import PanelFacts

from .advice import advice_context, advice_note
from .answered import latest_text, levels_of
from .rendering import Texts, initials, tone
from .standing import Standing

DEEPEST = 3  # replies to replies are set in no further than this, or a phone has no room left for them
PUBLIC = frozenset({"feed", "group", "profile"})


def task_context(standing: Standing, visit: Visit, texts: Texts, draft: str) -> dict[str, Any] | None:
    """The context of the task's template; None where the scene has no task."""
    task = visit.scene.task
    if task is None:
        return None
    context = _Context(standing, visit, texts, draft)
    return {"kind": task.kind} | _KINDS[type(task)](context, task)


def advice_for(standing: Standing, text: str) -> list[dict[str, Any]]:
    """What the advice panel says of a text for the present scene; empty where the task asks for no advice."""
    scene = standing.play.current.scene
    if not isinstance(scene.task, Write):
        return []
    language = standing.compiled.scenario.language
    return advice_context(text, scene.task.advice, language=language, public=scene.channel in PUBLIC)


def decode(standing: Standing, answer: object) -> object:
    """The page's answer with its tokens turned into ids; what is no token comes to nothing."""
    scene = standing.play.current.scene
    if scene.task is None:
        return answer
    known = names_by_token(standing.attempt.seed, scene.id, scene.task.names)
    return scene.task.decode(answer, lambda token: known.get(token, ""))


class _Context:
    """One visit on its way to the page."""

    def __init__(self, standing: Standing, visit: Visit, texts: Texts, draft: str) -> None:
        self.standing, self.visit, self.texts, self.draft = standing, visit, texts, draft

    def token(self, name: str) -> str:
        return token(self.standing.attempt.seed, self.visit.scene.id, name)

    def options(self) -> list[dict[str, Any]]:
        return [self.option(each) for each in in_order(self.visit.scene, self.standing.attempt.seed)]

    def option(self, option: Option) -> dict[str, Any]:
        return {"token": self.token(option.id), "html": self.texts.html(option.text)}

    def phrase(self, id: str, text: str) -> dict[str, Any]:
        return {"token": self.token(id), "html": self.texts.inline(text)}

    def criteria(self, names: tuple[str, ...]) -> list[dict[str, Any]]:
        framework = self.standing.compiled.framework
        return [
            {
                "token": self.token(name),
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
            for name in names
        ]


def _choose(context: _Context, task: Choose) -> dict[str, Any]:
    return {"options": context.options()}


def _select(context: _Context, task: Select) -> dict[str, Any]:
    return {"options": context.options(), "pick": task.pick}


def _rank(context: _Context, task: Rank) -> dict[str, Any]:
    return {"options": context.options()}


def _rate(context: _Context, task: Rate) -> dict[str, Any]:
    levels = context.standing.compiled.framework.levels
    return {"items": context.options(), "levels": [{"level": each.level, "title": each.title} for each in levels]}


def _sort(context: _Context, task: Sort) -> dict[str, Any]:
    return {"items": context.options(), "bins": [context.phrase(each.id, each.text) for each in task.bins]}


def _settings(context: _Context, task: Settings) -> dict[str, Any]:
    first = PanelFacts({switch.id: switch.first for switch in task.switches})
    return {
        "service": context.texts.inline(task.service),
        "switches": [
            context.phrase(switch.id, switch.text)
            | {
                "first": context.token(switch.first),
                "values": [context.phrase(value.id, value.text) for value in switch.values],
            }
            for switch in task.switches
        ],
        "preview": [
            {
                "who": context.texts.inline(line.who),
                "sees": context.texts.inline(line.sees),
                "shown": line.when is None or line.when.holds(first),
            }
            for line in task.preview
        ],
        "rules": json.dumps([{"when": _rule(context, line.when)} for line in task.preview]),
    }


def _rule(context: _Context, when: Condition | None) -> Any:
    """A condition on the panel as the page's script reads it."""
    if isinstance(when, SwitchSet):
        return {"set": [context.token(when.switch), context.token(when.value)]}
    if isinstance(when, All | AnyOf):
        name = "all" if isinstance(when, All) else "any"
        return {name: [_rule(context, each) for each in when.conditions]}
    if isinstance(when, Not):
        return {"not": _rule(context, when.condition)}
    return None


def _thread(context: _Context, task: Thread) -> dict[str, Any]:
    by_id = {post.id: post for post in task.posts}
    depth: dict[str, int] = {}
    posts = []
    for post in task.posts:
        depth[post.id] = min(depth.get(post.reply_to, -1) + 1, DEEPEST)
        answered_post = by_id.get(post.reply_to)
        posts.append(
            {
                "token": context.token(post.id),
                "from": post.sender,
                "initials": initials(post.sender),
                "tone": tone(post.sender),
                "role": post.role,
                "at": post.at,
                "html": context.texts.html(post.text),
                "reply_to": answered_post.sender if answered_post else "",
                "depth": depth[post.id],
            }
        )
    return {
        "posts": posts,
        "actions": [context.phrase(action.id, action.text) for action in task.actions],
        "answers": [
            context.option(answer.option)
            | {
                "post": context.token(answer.post),
                "action": context.token(answer.action),
                "free": answer.free,
                "words": answer.words,
            }
            for answer in task.answers
        ],
        "text": context.draft,
    }


def _write(context: _Context, task: Write) -> dict[str, Any]:
    visit, standing = context.visit, context.standing
    common = {"words": _words(task.words)}
    if not visit.answered:
        return common | {
            "phase": "answer",
            "text": context.draft,
            "criteria": context.criteria(task.rated),
            "advice": advice_for(standing, context.draft),
            "advice_note": advice_note(),
        }
    if not visit.rating:
        return common | {"phase": "rate", "text": latest_text(visit), "criteria": context.criteria(task.rated)}
    return common | {
        "phase": "compare",
        "text": latest_text(visit),
        "begun": context.draft,
        "rating": levels_of(standing, visit.rating),
        "anchors": [
            {
                "html": context.texts.html(anchor.text),
                "comment_html": context.texts.inline(anchor.comment),
                "levels": levels_of(standing, dict(anchor.levels)),
            }
            for anchor in task.anchors
        ],
        "may_revise": len(visit.revisions) < task.revise,
        "mentor": task.review == "mentor",
    }


def _reflect(context: _Context, task: Reflect) -> dict[str, Any]:
    return {"words": _words(task.words), "text": context.draft}


def _self_assess(context: _Context, task: SelfAssess) -> dict[str, Any]:
    return {"criteria": context.criteria(task.rated)}


def _words(words: Words) -> dict[str, int]:
    return {"min": words.min, "max": words.max}


_KINDS: dict[type, Callable[[_Context, Any], dict[str, Any]]] = {
    Choose: _choose,
    Select: _select,
    Rank: _rank,
    Rate: _rate,
    Sort: _sort,
    Settings: _settings,
    Thread: _thread,
    Write: _write,
    Reflect: _reflect,
    SelfAssess: _self_assess,
}

"""The report after an attempt's end: what was shown at which level and why, the path, and what to play next."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from competency_xblock.domain.engine import Visit
from competency_xblock.domain.scoring import CriterionResult, Observed, grade, results
from competency_xblock.domain.tasks import Rank, Write

from .attempts import Standing
from .path_picture import draw
from .rendering import Texts
from .stage import answered, latest_text, levels_of

LABEL_LENGTH = 46  # characters beside a node of the path
PER_CENT = 100


@dataclass(frozen=True)
class Related:
    """Another scenario of the course that rates some of the same criteria."""

    id: str
    title: str
    criteria: tuple[str, ...]

    @property
    def href(self) -> str:
        return f"/jump_to_id/{self.id.replace('/', '_')}"


def related_from(text: str) -> tuple[Related, ...]:
    """The scenarios named in a block's ``related`` attribute; none where it is empty or not what build wrote."""
    try:
        return tuple(
            Related(str(each["id"]), str(each["title"]), tuple(map(str, each["criteria"])))
            for each in json.loads(text or "[]")
        )
    except (KeyError, TypeError, ValueError):
        return ()


def report(
    standing: Standing,
    *,
    feedback: bool,
    can_retake: bool,
    related: tuple[Related, ...],
) -> dict[str, Any]:
    """The context of ``report.html``. ``feedback``: whether the reasons may be shown by now."""
    texts = Texts(standing.compiled.local)
    found = results(standing.play)
    return {
        "criteria": [_criterion(standing, result, texts, feedback=feedback) for result in found],
        "own": _own_ratings(standing),
        "path": draw([_node(visit, texts) for visit in standing.play.path]),
        "texts": [
            {"ask_html": texts.inline(visit.scene.ask), "text": latest_text(visit)}
            for visit in standing.play.answers()
            if latest_text(visit)
        ],
        "grade": _per_cent(grade(standing.play)),
        "key_note": _key_note(standing),
        "related": _suggest(standing, found, related),
        "can_retake": can_retake,
    }


def _criterion(standing: Standing, result: CriterionResult, texts: Texts, *, feedback: bool) -> dict[str, Any]:
    framework = standing.compiled.framework
    criterion = framework.criterion(result.criterion)
    return {
        "title": criterion.title,
        "area_title": next(area.title for area in framework.areas if criterion in area.criteria),
        "shown": result.shown,
        "shown_title": framework.level(result.shown).title,
        "descriptor": criterion.descriptor(result.shown),
        "next": criterion.descriptor(result.shown + 1) if result.shown < len(framework.levels) else "",
        "observations": [_observation(standing, each, texts, feedback=feedback) for each in result.observed],
    }


def _observation(standing: Standing, observed: Observed, texts: Texts, *, feedback: bool) -> dict[str, Any]:
    visit, seen = observed.visit, observed.observation
    step = answered(visit, texts, feedback=feedback)
    return {
        "ask_html": step["ask_html"],
        "level": seen.level,
        "level_title": standing.compiled.framework.level(seen.level).title,
        "offered": seen.offered,
        "breach": bool(observed.breach),
        "why_html": _why(observed, texts) if feedback else "",
        "answer_html": step["answer"][0]["html"] if len(step["answer"]) == 1 else "",
        "feedback": step["answer"][0]["feedback"] if len(step["answer"]) == 1 else None,
    }


def _why(observed: Observed, texts: Texts) -> str:
    """One sentence for the level of an answer."""
    if observed.breach:
        return texts.inline(observed.breach)
    visit = observed.visit
    if isinstance(visit.scene.task, Rank):
        return _why_rank(visit, visit.scene.task)
    picked = visit.picked()
    if not picked:
        return ""
    level, offered = observed.observation.level, observed.observation.offered
    weakest = min(picked, key=lambda option: option.levels.get(observed.observation.criterion, 0))
    return texts.inline(weakest.feedback.attracts if level >= offered else weakest.feedback.overlooks)


def _why_rank(visit: Visit, task: Rank) -> str:
    order = visit.answer if isinstance(visit.answer, list) else []
    in_place = sum(1 for given, keyed in zip(order, task.key, strict=False) if given == keyed)
    return _(
        "%(in_place)s of %(items)s stand where the key has them; the nearer the others are, the more they count."
    ) % {
        "in_place": in_place,
        "items": len(task.key),
    }


def _own_ratings(standing: Standing) -> list[dict[str, Any]]:
    return [
        rated
        for visit in standing.play.answers()
        if isinstance(visit.scene.task, Write)
        for rated in levels_of(standing, visit.rating)
    ]


def _node(visit: Visit, texts: Texts) -> dict[str, Any]:
    scene = visit.scene
    words = scene.ask or scene.subject or (scene.messages[0].text if scene.messages else scene.id)
    return {
        "label": texts.plain(words, LABEL_LENGTH),
        "kind": "end" if scene.end else "scene",
        "breach": bool(visit.judgement.breach),
    }


def _suggest(
    standing: Standing, found: tuple[CriterionResult, ...], related: tuple[Related, ...]
) -> list[dict[str, Any]]:
    """Up to two scenarios, first those that practise what was shown lowest here."""
    framework = standing.compiled.framework
    suggestions: list[dict[str, Any]] = []
    for result in sorted(found, key=lambda each: each.shown):
        for other in related:
            if result.criterion in other.criteria and all(other.href != each["href"] for each in suggestions):
                title = framework.criterion(result.criterion).title
                because = _("It practises %(criterion)s again, in another situation.") % {"criterion": title}
                suggestions.append({"title": other.title, "href": other.href, "because": because})
                break
    return suggestions[:2]


def _key_note(standing: Standing) -> str:
    key = standing.compiled.scenario.key
    if key.status == "provisional":
        return _("The levels here were set by the author and are provisional. You may see an answer differently.")
    return _("The levels here were rated by a panel of %(raters)s practitioners.") % {
        "raters": key.raters or _("several")
    }


def _per_cent(earned: Fraction | None) -> str:
    return "" if earned is None else f"{round(earned * PER_CENT)} %"

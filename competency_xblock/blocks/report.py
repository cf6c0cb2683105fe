"""The report after an attempt's end: what was shown at which level and why, the path, and what to play next."""

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from competency_xblock.domain.engine import Visit
from competency_xblock.domain.evidence import judged
from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.scoring import CriterionResult, Observed, grade, results
from competency_xblock.domain.tasks import SelfAssess, Write

from .answered import answered, latest_text, levels_of
from .objections import Objections
from .path_picture import draw
from .rendering import Texts
from .standing import Standing
from .why import why

LABEL_LENGTH = 46  # characters beside a node of the path
PER_CENT = 100


@dataclass(frozen=True)
class Related:
    """Another scenario of the course that rates some of the same criteria."""

    id: str
    title: str
    criteria: tuple[str, ...]
    use: str = ""

    @property
    def href(self) -> str:
        return f"/jump_to_id/{self.id.replace('/', '_')}"


def related_from(text: str) -> tuple[Related, ...]:
    """The scenarios named in a block's OLX; none where it is empty or not what build wrote."""
    try:
        return tuple(
            Related(str(each["id"]), str(each["title"]), tuple(map(str, each["criteria"])), str(each.get("use", "")))
            for each in json.loads(text or "[]")
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


@dataclass(frozen=True)
class Shown:
    """What a report may show by now, and what it has to say of other attempts.

    ``reasons``: levels and why; ``roads``: names of scenes the attempt did not come to; ``grade``: the grade alone.
    """

    reasons: bool
    roads: bool
    grade: bool
    history: tuple[dict[str, Any], ...] = ()


def report(
    standing: Standing,
    *,
    shown: Shown,
    can_retake: bool,
    related: tuple[Related, ...],
    objections: Objections | None = None,
) -> dict[str, Any]:
    """The context of ``report.html``."""
    texts = Texts(standing.key.local)
    found = results(standing.play)
    own = _own_levels(standing)
    return {
        "criteria": [_criterion(standing, result, texts, own, objections) for result in found] if shown.reasons else [],
        "withheld": "" if shown.reasons else _("Levels and reasons are shown later, as your course has set it."),
        "own": [rated for name, level in own.items() for rated in levels_of(standing, {name: level})],
        "path": _path(standing, texts, shown),
        "texts": [
            {
                "ask_html": texts.inline(visit.scene.ask),
                "text": latest_text(visit),
                "waits": isinstance(visit.scene.task, Write) and visit.scene.task.review == "mentor",
            }
            for visit in standing.play.answers()
            if latest_text(visit)
        ],
        "grade": per_cent(grade(standing.play)) if shown.grade else "",
        "history": list(shown.history) if shown.grade else [],
        "key_note": _key_note(standing) if shown.reasons else "",
        "related": _suggest(standing, found, related),
        "can_retake": can_retake,
    }


def _criterion(
    standing: Standing, result: CriterionResult, texts: Texts, own: dict[str, int], objections: Objections | None
) -> dict[str, Any]:
    framework = standing.key.framework
    criterion = standing.criterion(result.criterion)
    area = result.criterion.split("/")[0]
    rated = own.get(result.criterion)
    return {
        "title": criterion.title if criterion else result.criterion,
        "area_title": next((each.title for each in framework.areas if each.id == area), ""),
        "shown": result.shown,
        "shown_title": framework.level(result.shown).title,
        "descriptor": criterion.descriptor(result.shown) if criterion else "",
        "next": criterion.descriptor(result.shown + 1) if criterion and result.shown < len(framework.levels) else "",
        "self": {"level": rated, "title": framework.level(rated).title} if rated else None,
        "observations": [_observation(standing, each, texts, objections) for each in result.observed],
    }


def _observation(standing: Standing, observed: Observed, texts: Texts, objections: Objections | None) -> dict[str, Any]:
    visit, seen = observed.visit, observed.observation
    step = answered(standing, visit, texts, feedback=True, objections=objections)
    only = step["answer"][0] if len(step["answer"]) == 1 else None
    return {
        "ask_html": step["ask_html"],
        "level": seen.level,
        "level_title": standing.key.framework.level(seen.level).title,
        "offered": seen.offered,
        "breach": bool(observed.breach),
        "why_html": _why(observed, texts),
        "answer_html": only["html"] if only else "",
        "given_html": only["given_html"] if only else "",
        "feedback": only["feedback"] if only else None,
        "objection": only["objection"] if only else None,
        "parts": [] if only else step["answer"],
    }


def _why(observed: Observed, texts: Texts) -> str:
    """One sentence for the level of an answer."""
    criterion = observed.observation.criterion
    fact = next(each for each in judged(observed.visit) if each.criterion == criterion)
    return texts.inline(why(observed.visit.scene, fact, breach=observed.breach))


def _own_levels(standing: Standing) -> dict[str, int]:
    """The trainee's latest own rating of each criterion, of own texts and in self-assessments."""
    own: dict[str, int] = {}
    for visit in standing.play.answers():
        if isinstance(visit.scene.task, Write):
            own |= visit.rating
        elif isinstance(visit.scene.task, SelfAssess):
            own |= visit.answer
    return own


def _path(standing: Standing, texts: Texts, shown: Shown) -> dict[str, Any]:
    scenario = standing.compiled.scenario.in_variant(standing.attempt.variant)
    stops = [_stop(visit, texts) for visit in standing.play.path]
    crossed = {visit.scene.id for visit in standing.play.path if visit.judgement.breach} if shown.reasons else set()
    labels = {name: _label(scene, texts) for name, scene in scenario.scenes.items()} if shown.roads else {}
    visited = [visit.scene.id for visit in standing.play.path]
    picture = draw(scenario, visited, labels | dict(zip(visited, (stop["label"] for stop in stops), strict=True)))
    for node in picture["nodes"]:
        node["breach"] = node.pop("scene") in crossed
    for number, (visit, stop) in enumerate(zip(standing.play.path, stops, strict=True), start=1):
        stop |= {"n": number, "breach": visit.scene.id in crossed}
    return picture | {"list": stops, "roads_named": shown.roads}


def _stop(visit: Visit, texts: Texts) -> dict[str, Any]:
    return {"label": _label(visit.scene, texts), "kind": "end" if visit.scene.end else "scene"}


def _label(scene: Scene, texts: Texts) -> str:
    words = scene.ask or scene.subject or (scene.messages[0].text if scene.messages else scene.id)
    return texts.plain(words, LABEL_LENGTH)


def _suggest(
    standing: Standing, found: tuple[CriterionResult, ...], related: tuple[Related, ...]
) -> list[dict[str, Any]]:
    """Up to two scenarios, first those that practise what was shown lowest here."""
    suggestions: list[dict[str, Any]] = []
    for result in sorted(found, key=lambda each: each.shown):
        for other in related:
            if result.criterion in other.criteria and all(other.href != each["href"] for each in suggestions):
                criterion = standing.criterion(result.criterion)
                title = criterion.title if criterion else result.criterion
                because = _("It practises %(criterion)s again, in another situation.") % {"criterion": title}
                suggestions.append({"title": other.title, "href": other.href, "because": because})
                break
    return suggestions[:2]


def _key_note(standing: Standing) -> str:
    key = standing.key.scenario.key
    if key.status == "provisional":
        return _("The levels here were set by the author and are provisional. You may see an answer differently.")
    return _("The levels here were rated by a panel of %(raters)s practitioners.") % {
        "raters": key.raters or _("several")
    }


def per_cent(earned: Fraction | float | None) -> str:
    """A grade as people read it; empty where there is none."""
    return "" if earned is None else f"{round(earned * PER_CENT)} %"

"""A profile as HTML, the same in the block and in the pages of a host."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from . import rendering
from .profile_page import CriterionProfile, Profile
from .profile_picture import line, stairs


def body(profile: Profile, dom: str) -> SafeString:
    """Everything below the heading; ``dom`` keeps its ids apart from others on the page."""
    return rendering.page("profile/body.html", profile=context(profile, dom), page={"dom": dom})


def context(profile: Profile, dom: str) -> dict[str, Any]:
    """What the templates want: the profile, and beside each criterion its pictures and the name of its place."""
    return {
        "standing": profile.standing,
        "count": profile.count,
        "situations": profile.situations,
        "later": profile.later,
        "play": profile.play,
        "uses": profile.uses,
        "areas": [{"id": area.id, "title": area.title, "rows": _rows(area.criteria, dom)} for area in profile.areas],
        "dropped": _rows(profile.dropped, dom),
    }


def _rows(criteria: Iterable[CriterionProfile], dom: str) -> list[dict[str, Any]]:
    return [
        {
            "criterion": each,
            "anchor": f"{dom}-{each.id.replace('/', '-')}",
            "own": each.own[-1] if each.own else None,
            "picture": stairs(each.choices.level, each.choices.situations, each.own[-1].level if each.own else 0),
            "line": line(each.choices.history),
            "writing_line": line(each.writing.history) if each.writing else None,
        }
        for each in criteria
    ]

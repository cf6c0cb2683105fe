"""Small marks: how far something is, drawn with attributes, which a strict policy allows; spans of time in words."""

from datetime import datetime

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.inclusion_tag("marks/ring.html")
def ring(percent: int, label: str) -> dict[str, object]:
    """A ring filled to ``percent``; ``label`` says the same to those who do not see it."""
    return {"percent": percent, "label": label}


@register.filter
def duration(seconds: int) -> str:
    """A span of time in hours and minutes, in words; what is less than a minute counts as one."""
    minutes = -(-seconds // 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


@register.filter
def moment(at: str) -> datetime | None:
    """A stored time, for the date filter; None where there is none."""
    return datetime.fromisoformat(at) if at else None


@register.inclusion_tag("marks/state.html")
def state_mark(state: str) -> dict[str, object]:
    """A sign for ``new``, ``begun`` or ``done``, with the word for it."""
    return {"state": state}

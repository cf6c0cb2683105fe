"""Small drawn marks: how far something is, as a ring or a sign. Drawn with attributes, which a strict policy allows."""

from django import template

register = template.Library()


@register.inclusion_tag("marks/ring.html")
def ring(percent: int, label: str) -> dict[str, object]:
    """A ring filled to ``percent``; ``label`` says the same to those who do not see it."""
    return {"percent": percent, "label": label}


@register.inclusion_tag("marks/state.html")
def state_mark(state: str) -> dict[str, object]:
    """A sign for ``new``, ``begun`` or ``done``, with the word for it."""
    return {"state": state}

"""The scripts and styles that blocks bring, as a page may load them: once each, and by address.

A block may also hand over the text of a script or style. Our content policy would not run it, so it is left out
and logged, unless the settings say otherwise (for trying blocks of third parties, with a policy to match).
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import mark_safe
from web_fragments.fragment import Fragment, FragmentResource

logger = logging.getLogger(__name__)

_CSS = "text/css"
_SCRIPTS = frozenset({"application/javascript", "text/javascript"})


@dataclass(frozen=True, slots=True)
class Resource:
    """``kind`` is ``css``, ``script`` or ``html``; either ``url`` or ``text`` is set."""

    kind: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Resources:
    """What belongs in the head of the page, and what at the end of its body."""

    head: tuple[Resource, ...]
    foot: tuple[Resource, ...]


def page_resources(fragment: Fragment) -> Resources:
    """What the page has to load for a fragment, in its order and without repetition."""
    head: list[Resource] = []
    foot: list[Resource] = []
    for entry in dict.fromkeys(fragment.resources):
        if resource := _resource(entry):
            # A style at the end of the page would let it be seen without.
            (head if entry.placement == "head" or resource.kind == "css" else foot).append(resource)
    return Resources(tuple(head), tuple(foot))


def _resource(entry: FragmentResource) -> Resource | None:
    kind = "css" if entry.mimetype == _CSS else "script" if entry.mimetype in _SCRIPTS else "html"
    if entry.kind == "url" and kind != "html":
        return Resource(kind, url=entry.data)
    if entry.kind == "text" and settings.COMPETENCY_INLINE_RESOURCES:
        return Resource(kind, text=mark_safe(entry.data))  # noqa: S308 (a block's own code, and only where allowed)
    logger.warning("Left out %s of %s that a block brought as %s", entry.mimetype, len(entry.data), entry.kind)
    return None

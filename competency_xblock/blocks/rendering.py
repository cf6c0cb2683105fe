"""Templates and Markdown of the blocks: the one place where their pages become HTML."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from competency_xblock import markup

TEMPLATES = Path(__file__).parent / "templates"
TONES = 6  # avatar colours


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """An engine of our own, so that a page does not depend on how the host sets up its templates."""
    return Engine(
        dirs=[str(TEMPLATES)],
        autoescape=True,
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader"],
            )
        ],
        libraries={"i18n": "django.templatetags.i18n"},
    )


def page(template: str, **context: Any) -> SafeString:
    """A template of the blocks as HTML."""
    return _engine().get_template(template).render(Context(context))


class Texts:
    """Author texts of one block as safe HTML, with its local values filled in."""

    def __init__(self, local: Mapping[str, str]) -> None:
        self.local = local

    def html(self, text: str) -> SafeString:
        """Markdown as sanitised HTML blocks."""
        return safe(markup.render(text, local=self.local)) if text else safe("")

    def inline(self, text: str) -> SafeString:
        """Markdown as sanitised phrases, for labels and buttons."""
        return safe(markup.render(text, local=self.local, inline=True)) if text else safe("")

    def page(self, text: str, prefix: str) -> SafeString:
        """A lesson's Markdown as sanitised HTML; ``prefix`` keeps its ids apart from others on the page."""
        return safe(markup.render(text, local=self.local, profile="page", prefix=prefix))

    def plain(self, text: str, limit: int = 0) -> str:
        """The words alone, cut at ``limit`` characters between words where one is given."""
        words = markup.plain(text, local=self.local)
        if not limit or len(words) <= limit:
            return words
        return words[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def initials(name: str) -> str:
    """One or two letters for an avatar."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def tone(name: str) -> int:
    """The avatar colour of a name: the same on every machine."""
    return sum(name.encode("utf-8")) % TONES


def safe(html: str) -> SafeString:
    """HTML that ``markup.render`` made, marked so that templates put it in as it is."""
    return mark_safe(html)  # noqa: S308 - markup.render is the sanitiser

"""What a package says about its modules in words: read from its overview page, as plain text.

The overview has a heading for each module, of the same title, and below it what the module is for. Text alone is
taken, never markup, so nothing of a foreign page can get into ours.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree, html


@dataclass(frozen=True, slots=True)
class About:
    """Paragraphs, and the points of lists, in the order they come."""

    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What is said of the course before the first heading, and of each module by its title."""

    course: About
    modules: dict[str, About] = field(default_factory=dict)


@lru_cache(maxsize=4)
def read_overview(page: str) -> Overview:
    """Read the overview page of a package; of a page that is not like ours, only what can be made out."""
    parts: dict[str, tuple[list[str], list[str]]] = {"": ([], [])}
    current = parts[""]
    for element in _elements(page):
        text = " ".join(element.text_content().split())
        if element.tag in ("h1", "h2", "h3", "h4"):
            current = parts.setdefault(text, ([], []))
        elif text:
            current[element.tag == "li"].append(text)
    abouts = {title: About(tuple(paragraphs), tuple(points)) for title, (paragraphs, points) in parts.items()}
    return Overview(abouts.pop(""), abouts)


def _elements(page: str) -> list[html.HtmlElement]:
    if not page.strip():
        return []
    try:
        root = html.fragment_fromstring(page, create_parent="div")
    except etree.ParserError:
        return []
    # A paragraph inside a point of a list is read with the point.
    found = root.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::li or self::p[not(ancestor::li)]]")
    return list(found)

"""Markdown to safe HTML: the one place where a text of an author becomes markup.

Every output has passed one allow-list, whatever Markdown made of the input: raw HTML is shown as text, and no
style, script, event handler or foreign id survives. No block, page or template may turn Markdown into HTML itself.
"""

import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape, unescape
from types import MappingProxyType
from typing import Literal
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

Profile = Literal["message", "page"]

NO_LOCAL: Mapping[str, str] = MappingProxyType({})
LOCAL = re.compile(r"\{\{\s*local\.([A-Za-z0-9_-]+)\s*\}\}")

CALLOUTS = frozenset({"checklist", "example", "good", "poor", "try-it", "note", "warning", "tip"})
ALIGNMENTS = frozenset({"align-left", "align-center", "align-right"})

_PHRASES = frozenset({"abbr", "br", "code", "em", "strong"})
_TAGS: Mapping[str, frozenset[str]] = {
    "inline": _PHRASES,
    "message": _PHRASES | {"a", "blockquote", "hr", "li", "ol", "p", "pre", "ul"},
    "page": _PHRASES
    | {"a", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p"}
    | {"pre", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"},
}
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "height", "src", "title", "width"},
    "ol": {"start"},
}
_CLASSES = {
    "a": {"footnote-backref", "footnote-ref"},
    "blockquote": CALLOUTS,
    "div": CALLOUTS | {"admonition", "footnote"},
    "li": CALLOUTS,
    "ol": CALLOUTS,
    "p": CALLOUTS | {"admonition-title"},
    "table": CALLOUTS,
    "td": ALIGNMENTS,
    "th": ALIGNMENTS,
    "ul": CALLOUTS,
}
_VALUES = {
    "id": re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}"),
    "href": re.compile(r"(?:(?:https?|mailto):|[^\s:/?#]*(?:[/?#]|$)).*", re.IGNORECASE | re.DOTALL),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"),
    "src": re.compile(r"/static/[A-Za-z0-9][A-Za-z0-9._-]*"),
    "start": re.compile(r"[0-9]{1,6}"),
    "width": re.compile(r"[0-9]{1,4}"),
    "height": re.compile(r"[0-9]{1,4}"),
}

# A text that Markdown leaves alone: one line, a letter first, no mark anywhere. Most messages are such texts.
_PLAIN = re.compile(r"[^\W\d_](?:[^\s\\`*_{}\[\]<>&#|~^@\x00-\x1f\x7f-\xa0\ud800-\udfff\ue000-\ue001]| (?=\S))*")
_PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
_CACHED_LENGTH = 32_000  # longer texts are rare, and would fill the memory
_BRACKETS = 1_000  # Markdown's time grows with the square of these: 20,000 would hold a worker for over a minute
_instances = threading.local()


def render(
    text: str,
    *,
    local: Mapping[str, str] = NO_LOCAL,
    inline: bool = False,
    profile: Profile = "message",
    prefix: str = "text",
) -> str:
    """Safe HTML of a Markdown text; never raises, and equal input gives equal output.

    ``{{local.NAME}}`` is filled from ``local``, as plain text; a name that is not there stays visible as it stands.
    ``message`` is for the short texts of scenarios: paragraphs, lists, quotes, links and emphasis. ``page`` is for
    lessons: headings, tables, footnotes, definition lists, admonitions, and images from ``/static/`` as well.
    ``inline`` gives phrases alone, without a paragraph and without links, for a label or a button.
    ``prefix`` goes before every id, so that two texts on one page never share one.
    """
    filled = tuple(local.get(name, f"{{{{local.{name}}}}}") for name in LOCAL.findall(text)) if "{{" in text else ()
    if len(text) > _CACHED_LENGTH:
        return _convert(text, filled, inline, profile, prefix)
    return _convert_cached(text, filled, inline, profile, prefix)


def plain(text: str, *, local: Mapping[str, str] = NO_LOCAL, profile: Profile = "message") -> str:
    """The words of a Markdown text on one line, without any mark: for search, titles and text alternatives.

    The result is text, not HTML: escape it where it goes into a page.
    """
    words = unescape(_words().clean(render(text, local=local, profile=profile)))
    return " ".join(words.replace("\N{LEFTWARDS ARROW WITH HOOK}", " ").split())


def _convert(text: str, filled: tuple[str, ...], inline: bool, profile: Profile, prefix: str) -> str:
    if not filled and _PLAIN.fullmatch(text):
        words = escape(text, quote=False)
        return words if inline else f"<p>{words}</p>"
    places = iter(range(len(filled)))
    text = LOCAL.sub(lambda found: f"\ue000{next(places)}\ue001", text) if filled else text
    html = _marked_up(_encodable(text), profile)
    if filled:
        html = _PLACEHOLDER.sub(lambda found: _filled_in(found, filled), html)
    return _cleaner("inline" if inline else profile, prefix).clean(html).strip()


_convert_cached = lru_cache(maxsize=4096)(_convert)


def _marked_up(text: str, profile: Profile) -> str:
    if text.count("[") <= _BRACKETS:
        try:
            return _markdown(profile)(text)
        except RecursionError:  # hundreds of nested lists or quotes, which no writer means
            delattr(_instances, profile)  # the parser it stopped in the middle of keeps its state
    return f"<p>{escape(text)}</p>"


def _filled_in(found: re.Match[str], filled: tuple[str, ...]) -> str:
    place = int(found[1])
    return escape(_encodable(filled[place])) if place < len(filled) else found[0]


def _encodable(text: str) -> str:
    """``text`` with lone surrogates replaced: the sanitiser takes only what UTF-8 can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _markdown(profile: Profile) -> Callable[[str], str]:
    """The converter of this thread; an instance is costly to make and must not be shared between threads."""
    instance = getattr(_instances, profile, None)
    if not isinstance(instance, Markdown):
        instance = _new_markdown(profile)
        setattr(_instances, profile, instance)
    return instance.reset().convert


def _new_markdown(profile: Profile) -> Markdown:
    extensions: list[str | Extension] = ["attr_list", "sane_lists"]
    if profile == "page":
        extensions += ["abbr", "admonition", "def_list", "fenced_code"]
        extensions += [FootnoteExtension(SEPARATOR="-"), TableExtension(use_align_attribute=True), _PageExtension()]
    markdown = Markdown(extensions=extensions)
    # Raw HTML is no part of the format: without these two it is shown as text.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    if profile == "message":
        # A message has no headings, so "#jobs" at the start of a line stays what its writer meant.
        for name in ("hashheader", "setextheader"):
            markdown.parser.blockprocessors.deregister(name)
        for name in ("image_link", "image_reference", "short_image_ref"):
            markdown.inlinePatterns.deregister(name)
    return markdown


class _PageExtension(Extension):
    """What pages need beyond Markdown, so that they work under a strict policy and inside a frame."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_PageMarks(md), "competency-page", 5)  # after attr_list (8), before unescape (0)


class _PageMarks(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and (align := cell.attrib.pop("align", None)):
                cell.set("class", f"align-{align}")
            elif cell.tag == "a" and cell.get("href", "").startswith("#"):
                # Open edX sets <base target="_parent"> in the frame, which would load the frame's own address there.
                cell.set("target", "_self")


@lru_cache(maxsize=256)
def _cleaner(allowed: str, prefix: str) -> nh3.Cleaner:
    tags = _TAGS[allowed]
    is_page = allowed == "page"
    attributes = {tag: names for tag, names in _ATTRIBUTES.items() if tag in tags or tag == "*"}
    if is_page:
        attributes["*"] = attributes["*"] | {"id"}
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        attribute_filter=_attribute_filter(prefix if _VALUES["id"].fullmatch(prefix) else "text"),
        allowed_classes={tag: names for tag, names in _CLASSES.items() if is_page},
        tag_attribute_values={"a": {"target": {"_self"}}} if is_page else {},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _attribute_filter(prefix: str) -> Callable[[str, str, str], str | None]:
    def allowed(tag: str, name: str, value: str) -> str | None:
        pattern = _VALUES.get(name)
        if pattern and not pattern.fullmatch(value):
            return None
        if name == "id":
            return f"{prefix}-{value}"
        if name == "href" and value.startswith("#"):
            return f"#{prefix}-{value[1:]}"
        return value

    return allowed


@lru_cache(maxsize=1)
def _words() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), clean_content_tags={"sup", "script", "style"})

"""What may stand in a text that people read. Markdown itself is not judged here, only what would be dropped or harm.

Rendering sanitises everything again; these checks are there so that an author learns of it before a trainee does.
"""

import re
from html import unescape

from .catalogue import Code
from .diagnostics import did_you_mean
from .report import Report
from .tree import Place

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_CODE = re.compile(r"`[^`]*`")
_HTML = re.compile(r"<(?![A-Za-z][\w+.-]*[:@])[A-Za-z/!?][^\s<>]{0,40}")  # <https://...> and <a@b> are links
_LINK_TARGET = re.compile(
    r"\]\(\s*<?([^)\s>]*)|^ {0,3}\[(?!\^)[^\]\n]+\]:\s*<?(\S*)|<([A-Za-z][\w+.-]*:[^\s>]*)", re.MULTILINE
)
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_LOCAL = re.compile(r"local\.([a-z][a-z0-9_]*)")


def check_prose(
    text: str, place: Place, report: Report, local_names: frozenset[str] | None, *, images: bool = False
) -> None:
    """Note HTML, images (unless ``images``), unsafe links and unknown placeholders, each kind once."""
    bare = _CODE.sub("", text) if "`" in text else text
    html = _HTML.search(bare)
    if html:
        report.add(Code.HTML, place, f'The text holds HTML: "{html[0]}".', 'Use Markdown; put a space after "<".')
    if not images and "![" in bare:
        report.add(Code.IMAGE, place, "The text holds an image.", "Say in words what it would show.")
    for target in link_targets(bare):
        scheme = _SCHEME.match(unescape(target))
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            hint = "Use https:, http:, mailto: or tel:."
            report.add(Code.LINK, place, f'The link to "{target[:60]}" is not safe.', hint)
            break
    names = _PLACEHOLDER.findall(text)
    for name in names:
        _check_placeholder(name, place, report, local_names)
    if text.count("{{") > len(names):
        report.add(Code.PLACEHOLDER, place, 'A "{{" is not closed.', "Write {{local.NAME}}.")


def link_targets(text: str) -> list[str]:
    """Where the links and images of a Markdown text lead, as written."""
    return [next(filter(None, found), "") for found in _LINK_TARGET.findall(text)]


def _check_placeholder(name: str, place: Place, report: Report, local_names: frozenset[str] | None) -> None:
    local = _LOCAL.fullmatch(name)
    if local is None:
        message = f'"{{{{{name[:60]}}}}}" is not a placeholder.'
        report.add(Code.PLACEHOLDER, place, message, "Write {{local.NAME}}, without spaces.")
    elif local_names is not None and local[1] not in local_names:
        hint = f"{did_you_mean(local[1], local_names)} Add it to course/local.yaml, or mend the name.".strip()
        report.add(Code.PLACEHOLDER, place, f'There is no local name "{local[1]}" here.', hint)

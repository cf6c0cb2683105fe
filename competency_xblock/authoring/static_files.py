"""Checking the files of ``course/static``: their names, their kinds, and that pictures only draw."""

import re

from lxml import etree

from .catalogue import Code
from .report import Report
from .tree import At

KINDS = frozenset(("svg", "png", "jpg", "webp", "mp3", "mp4", "vtt", "pdf"))
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.[a-z0-9]+")
_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_FORBIDDEN = frozenset(("script", "foreignobject", "iframe", "embed", "object", "handler", "listener"))
_WITHIN = re.compile(r"\s*(#|data:image/(png|jpeg|webp);base64,|$)")
_STYLE_REFERENCE = re.compile(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)|expression\(|javascript:", re.IGNORECASE)


def check_static(name: str, data: bytes, report: Report) -> None:
    """Note what is wrong with the file ``name``."""
    kind = name.rpartition(".")[2]
    if kind.lower() not in KINDS:
        message = (
            f'Files of the kind ".{kind[:20]}" are not allowed.' if "." in name else "The file name has no ending."
        )
        report.add(Code.STATIC_KIND, At(0), message, f"Use {', '.join(sorted(KINDS))}.")
    elif not _NAME.fullmatch(name):
        message = f'"{name[:100]}" is not a name for a static file.'
        report.add(Code.STATIC_NAME, At(0), message, "Use small letters, digits and hyphens, and one dot.")
    if kind.lower() == "svg":
        _check_svg(data, report)


def _check_svg(data: bytes, report: Report) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split(", line")[0]
        line = max((getattr(error, "lineno", None) or 1) - 1, 0)
        report.add(Code.SVG_UNREADABLE, At(line), f"The picture is not readable: {reason}.", "Export it again.")
        return
    if root.getroottree().docinfo.internalDTD is not None:
        report.add(Code.SVG_UNREADABLE, At(0), "The picture has a DOCTYPE.", "Remove it.")
        return
    if root.tag != f"{{{_SVG}}}svg":
        report.add(Code.SVG_UNREADABLE, At(0), "The file is not an SVG picture.", f'Its root must be svg in "{_SVG}".')
        return
    before_root = root.getprevious()
    if isinstance(before_root, etree._ProcessingInstruction):
        report.add(Code.SVG_ACTIVE, At(0), "The picture loads a style sheet.", "Remove the line.")
    reported: set[etree._Element] = set()
    for element in root.iter():
        reason = _activity(element)
        if reason and reported.isdisjoint(element.iterancestors()):
            reported.add(element)
            line = element.sourceline
            place = At(line - 1 if isinstance(line, int) and line > 0 else 0)
            report.add(Code.SVG_ACTIVE, place, f"The picture {reason}.", "Remove it; a picture only draws.")


def _activity(element: etree._Element) -> str:
    """What an element does beside drawing; empty if nothing."""
    if not isinstance(element.tag, str):
        return "has a processing instruction" if isinstance(element, etree._ProcessingInstruction) else ""
    name = etree.QName(element)
    if name.localname.lower() in _FORBIDDEN or name.namespace == _XHTML:
        return f"holds the element {name.localname}"
    if name.localname.lower() == "style" and _STYLE_REFERENCE.search("".join(map(str, element.itertext()))):
        return "refers to another file in its style"
    for key, value in element.attrib.items():
        attribute = etree.QName(str(key)).localname.lower()
        if attribute.startswith("on"):
            return f"holds the event handler {attribute}"
        if attribute in ("href", "src") and not _WITHIN.match(str(value)):
            return f'refers to "{str(value)[:60]}"'
        if attribute == "attributename" and str(value).lower().rpartition(":")[2] in ("href", "style"):
            return "changes a reference while it is shown"
        if _STYLE_REFERENCE.search(str(value)):
            return "refers to another file in its style"
    return ""

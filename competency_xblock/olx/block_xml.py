"""Our three blocks as XML: the one place that knows which element and attribute holds what.

Reading takes any element and never raises, because a block that raises while it is parsed is silently dropped from its
unit when a course is imported (contract O-6). What is not understood is kept and written again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from competency_xblock.domain.rubric import Framework

from .parsing import PARSER

SCENARIO_TAG = "competency_scenario"
LESSON_TAG = "competency_lesson"
PROFILE_TAG = "competency_profile"
BLOCK_TAGS = (SCENARIO_TAG, LESSON_TAG)
SCHEMA_VERSION = "1"
SETTINGS = ("attempts_allowed", "attempt_counts", "feedback_when", "undo_allowed", "weight")

_OPTION = "{http://code.edx.org/xblock/option}"  # where XBlock itself puts fields that are elements
_FAMILY = "xblock-family"
_ASIDES = "xblock_asides.v1"
_UNSTORABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class ScenarioXml:
    """What a ``competency_scenario`` element says. ``settings`` holds only those of :data:`SETTINGS` that are there.

    ``related`` and ``framework_json`` are JSON texts as they stand, valid or not.
    """

    url_name: str = ""
    display_name: str = ""
    source: str = ""
    framework_json: str = ""
    local: Mapping[str, str] = field(default_factory=dict)
    related: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    extra_attributes: Mapping[str, str] = field(default_factory=dict)
    extra_elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonXml:
    """What a ``competency_lesson`` element says."""

    url_name: str = ""
    display_name: str = ""
    source: str = ""
    local: Mapping[str, str] = field(default_factory=dict)
    extra_attributes: Mapping[str, str] = field(default_factory=dict)
    extra_elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileXml:
    """What a ``competency_profile`` element says.

    ``framework_json`` is the whole rubric, ``scenarios`` what of the course may be played; JSON texts as they stand.
    """

    url_name: str = ""
    display_name: str = ""
    framework_json: str = ""
    scenarios: str = ""
    extra_attributes: Mapping[str, str] = field(default_factory=dict)
    extra_elements: tuple[str, ...] = ()


def read_scenario(node: etree._Element) -> ScenarioXml:
    """The scenario in ``node``; empty where something is missing."""
    parts = _Parts(node)
    return ScenarioXml(
        url_name=parts.attribute("url_name"),
        display_name=parts.attribute("display_name"),
        source=parts.source(),
        framework_json=parts.element("framework") or "",
        local=parts.local(),
        related=parts.attribute("related"),
        settings={name: parts.attribute(name) for name in SETTINGS if name in node.attrib},
        extra_attributes=parts.attributes,
        extra_elements=parts.other_elements(),
    )


def read_lesson(node: etree._Element) -> LessonXml:
    """The lesson in ``node``; empty where something is missing."""
    parts = _Parts(node)
    return LessonXml(
        url_name=parts.attribute("url_name"),
        display_name=parts.attribute("display_name"),
        source=parts.source(),
        local=parts.local(),
        extra_attributes=parts.attributes,
        extra_elements=parts.other_elements(),
    )


def read_profile(node: etree._Element) -> ProfileXml:
    """The profile in ``node``; empty where something is missing."""
    parts = _Parts(node)
    return ProfileXml(
        url_name=parts.attribute("url_name"),
        display_name=parts.attribute("display_name"),
        framework_json=parts.element("framework") or "",
        scenarios=parts.element("scenarios") or "",
        extra_attributes=parts.attributes,
        extra_elements=parts.other_elements(),
    )


def write_scenario(xml: ScenarioXml, node: etree._Element) -> None:
    """Make ``node`` the element of this scenario. Equal scenarios give equal elements."""
    node.tag = SCENARIO_TAG
    _set_attributes(node, xml.url_name, xml.display_name, {**xml.settings, "related": xml.related})
    _set_extra_attributes(node, xml.extra_attributes)
    _add_text(node, "source", xml.source)
    _add_framework(node, xml.framework_json)
    _add_local(node, xml.local)
    _add_elements(node, xml.extra_elements)


def write_lesson(xml: LessonXml, node: etree._Element) -> None:
    """Make ``node`` the element of this lesson. Equal lessons give equal elements."""
    node.tag = LESSON_TAG
    _set_attributes(node, xml.url_name, xml.display_name, {})
    _set_extra_attributes(node, xml.extra_attributes)
    _add_text(node, "source", xml.source)
    _add_local(node, xml.local)
    _add_elements(node, xml.extra_elements)


def write_profile(xml: ProfileXml, node: etree._Element) -> None:
    """Make ``node`` the element of this profile. Equal profiles give equal elements."""
    node.tag = PROFILE_TAG
    _set_attributes(node, xml.url_name, xml.display_name, {})
    _set_extra_attributes(node, xml.extra_attributes)
    _add_framework(node, xml.framework_json)
    if xml.scenarios:
        _add_text(node, "scenarios", xml.scenarios)
    _add_elements(node, xml.extra_elements)


def framework_json(framework: Framework) -> str:
    """The canonical text of a framework excerpt."""
    return json.dumps(framework.to_json(), ensure_ascii=False, indent=1)


def local_json(local: Mapping[str, str]) -> str:
    """The canonical text of a block's local values; empty where there are none."""
    return json.dumps(dict(sorted(local.items())), ensure_ascii=False) if local else ""


class _Parts:
    """The attributes and child elements of a block, each taken once; what nobody takes remains."""

    def __init__(self, node: etree._Element) -> None:
        self._node = node
        self.attributes = {str(name): str(value) for name, value in node.attrib.items() if name != _FAMILY}
        self.attributes.pop("schema_version", None)
        # An aside beside the block belongs to the runtime, which writes it again by itself.
        self._elements = [child for child in node if isinstance(child.tag, str) and child.get(_FAMILY) != _ASIDES]

    def attribute(self, name: str) -> str:
        return self.attributes.pop(name, "")

    def element(self, name: str) -> str | None:
        """The text of the first element of this name; None where there is none."""
        for child in self._elements:
            if child.tag in (name, _OPTION + name):
                self._elements.remove(child)
                return _text(child)
        return None

    def source(self) -> str:
        """The source by any of the three ways in which people and tools write it."""
        element, attribute = self.element("source"), self.attribute("source")
        if element is not None:
            return element
        if attribute:
            return attribute
        bare = "".join([self._node.text or "", *(child.tail or "" for child in self._node)]).strip("\r\n")
        return f"{bare}\n" if bare.strip() else ""

    def local(self) -> dict[str, str]:
        """The local values; an element that holds anything else stays among the others."""
        for child in self._elements:
            if child.tag in ("local", _OPTION + "local"):
                values = _json_object(_text(child))
                if values is not None:
                    self._elements.remove(child)
                    return values
        return {}

    def other_elements(self) -> tuple[str, ...]:
        return tuple(etree.tostring(child, encoding="unicode", with_tail=False) for child in self._elements)


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _json_object(text: str) -> dict[str, str] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def _framework_name(text: str) -> dict[str, str]:
    found = _json_object(text) or {}
    return {name: _storable(found[name]) for name in ("id", "version") if name in found}


def _set_attributes(node: etree._Element, url_name: str, display_name: str, others: Mapping[str, str]) -> None:
    written = {"url_name": url_name, "display_name": display_name, "schema_version": SCHEMA_VERSION, **others}
    for name, value in written.items():
        if value:
            node.set(name, _storable(value))


def _set_extra_attributes(node: etree._Element, extra: Mapping[str, str]) -> None:
    for name, value in sorted(extra.items()):
        if name not in node.attrib:
            node.set(name, _storable(value))


def _add_text(node: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(node, name)
    child.text = _storable(text)
    return child


def _add_framework(node: etree._Element, text: str) -> None:
    if text:
        framework = _add_text(node, "framework", text)
        for name, value in _framework_name(text).items():
            framework.set(name, value)


def _add_local(node: etree._Element, local: Mapping[str, str]) -> None:
    if local:
        _add_text(node, "local", local_json(local))


def _add_elements(node: etree._Element, elements: Iterable[str]) -> None:
    for text in elements:
        try:
            node.append(etree.fromstring(text, PARSER))
        except (etree.XMLSyntaxError, ValueError):
            continue  # it came from other_elements(), so somebody has changed the stored text by hand


def _storable(text: str) -> str:
    """``text`` without the characters XML has no way to write; ``check`` refuses them in sources."""
    return _UNSTORABLE.sub("", text)

"""Block fields filled from OLX and written to it. What OLX looks like is known to ``olx.block_xml`` alone."""

import json
from typing import Any

from competency_xblock.olx import block_xml

from .compiled import local_values

TEXT_SETTINGS = ("attempts_allowed", "attempt_counts", "feedback_when", "undo_allowed")


def read_scenario(block: Any, node: Any) -> None:
    """Set a scenario block's content and settings from its element. Never raises: odd values are kept aside."""
    xml = block_xml.read_scenario(node)
    attributes = dict(xml.extra_attributes)
    _set(block, xml.display_name, xml.source, block_xml.local_json(xml.local))
    block.framework, block.related = xml.framework_json, xml.related
    for name in TEXT_SETTINGS:
        if xml.settings.get(name):
            setattr(block, name, xml.settings[name])
    weight = xml.settings.get("weight", "")
    if weight:
        block.weight = _number(weight)
        if block.weight is None:
            attributes["weight"] = weight
    block.extra = _pack(attributes, xml.extra_elements)


def write_scenario(block: Any, node: Any) -> None:
    """Make ``node`` the element of a scenario block."""
    attributes, elements = _unpack(block.extra)
    settings = {name: getattr(block, name) for name in TEXT_SETTINGS if getattr(block, name)}
    if block.weight is not None:
        settings["weight"] = f"{block.weight:g}"
    block_xml.write_scenario(
        block_xml.ScenarioXml(
            url_name=_url_name(block),
            display_name=block.display_name,
            source=block.source,
            framework_json=block.framework,
            local=local_values(block.local),
            related=block.related,
            settings=settings,
            extra_attributes=attributes,
            extra_elements=elements,
        ),
        node,
    )


def read_lesson(block: Any, node: Any) -> None:
    """Set a lesson block's content and settings from its element."""
    xml = block_xml.read_lesson(node)
    _set(block, xml.display_name, xml.source, block_xml.local_json(xml.local))
    block.extra = _pack(dict(xml.extra_attributes), xml.extra_elements)


def write_lesson(block: Any, node: Any) -> None:
    """Make ``node`` the element of a lesson block."""
    attributes, elements = _unpack(block.extra)
    block_xml.write_lesson(
        block_xml.LessonXml(
            url_name=_url_name(block),
            display_name=block.display_name,
            source=block.source,
            local=local_values(block.local),
            extra_attributes=attributes,
            extra_elements=elements,
        ),
        node,
    )


def read_profile(block: Any, node: Any) -> None:
    """Set a profile block's content from its element."""
    xml = block_xml.read_profile(node)
    if xml.display_name:
        block.display_name = xml.display_name
    block.framework, block.scenarios = xml.framework_json, xml.scenarios
    block.extra = _pack(dict(xml.extra_attributes), xml.extra_elements)


def write_profile(block: Any, node: Any) -> None:
    """Make ``node`` the element of a profile block."""
    attributes, elements = _unpack(block.extra)
    block_xml.write_profile(
        block_xml.ProfileXml(
            url_name=_url_name(block),
            display_name=block.display_name,
            framework_json=block.framework,
            scenarios=block.scenarios,
            extra_attributes=attributes,
            extra_elements=elements,
        ),
        node,
    )


def _set(block: Any, display_name: str, source: str, local: str) -> None:
    if display_name:
        block.display_name = display_name
    block.source, block.local = source, local


def _url_name(block: Any) -> str:
    usage = block.scope_ids.usage_id
    return str(getattr(usage, "block_id", "") or "")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _pack(attributes: dict[str, str], elements: tuple[str, ...]) -> str:
    return json.dumps({"attributes": attributes, "elements": elements}) if attributes or elements else ""


def _unpack(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    try:
        kept = json.loads(text or "{}")
        return dict(kept.get("attributes", {})), tuple(kept.get("elements", ()))
    except (AttributeError, TypeError, ValueError):
        return {}, ()

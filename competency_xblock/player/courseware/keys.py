"""Keys of usages, definitions and asides, and the names of blocks. They equal those after import into Open edX."""

import hashlib
from collections.abc import Container as Collection
from itertools import chain, count
from typing import Any

from lxml import etree
from opaque_keys.edx.asides import AsideDefinitionKeyV2, AsideUsageKeyV2
from opaque_keys.edx.keys import DefinitionKey, UsageKey
from opaque_keys.edx.locator import BlockUsageLocator, CourseLocator, DefinitionLocator
from xblock.exceptions import NoSuchUsage
from xblock.runtime import IdGenerator, IdReader

# Their abstract attributes are filled in by a metaclass, which type checkers do not see.
_AsideDefinition: Any = AsideDefinitionKeyV2
_AsideUsage: Any = AsideUsageKeyV2


def usage_key(course: CourseLocator, block_type: str, url_name: str) -> UsageKey:
    """The usage key of a block. Characters no key may have become ``_``, as on import."""
    return course.make_usage_key(block_type, BlockUsageLocator.clean(url_name))


def definition_key(usage: UsageKey) -> DefinitionKey:
    """The definition key of a usage. Nothing is shared between usages here, so each has its own."""
    return DefinitionLocator(usage.block_type, hashlib.sha256(str(usage).encode()).hexdigest()[:24])


def name_of(node: etree._Element, taken: Collection[str]) -> str:
    """The url_name of a block: what Open edX's importer would call it (``xmodule/modulestore/xml.py``).

    ``taken`` are the names other blocks of this type have already.
    """
    given = next((name for each in ("url_name", "slug", "name", "display_name") if (name := node.get(each))), "")
    name = BlockUsageLocator.clean(given)
    if name and name not in taken:
        return name
    start = f"{node.tag}_{name}" if name else str(node.tag)
    hashed = f"{start}_{hashlib.sha1(etree.tostring(node), usedforsecurity=False).hexdigest()[:12]}"
    # Two blocks that are the same to the letter: the importer would make one of them.
    return next(each for each in chain([hashed], (f"{hashed}_{n}" for n in count(2))) if each not in taken)


class CourseIds(IdReader, IdGenerator):
    """Answers what the XBlock library asks about keys. ``usages`` are those of the course."""

    def __init__(self, usages: Collection[UsageKey]) -> None:
        self.usages = usages

    def get_definition_id(self, usage_id: Any) -> Any:
        if usage_id not in self.usages:
            raise NoSuchUsage(f"There is no block {usage_id} in this course.")
        return definition_key(usage_id)

    def get_block_type(self, def_id: Any) -> Any:
        return def_id.block_type

    def get_usage_id_from_aside(self, aside_id: Any) -> Any:
        return aside_id.usage_key

    def get_definition_id_from_aside(self, aside_id: Any) -> Any:
        return aside_id.definition_key

    def get_aside_type_from_usage(self, aside_id: Any) -> Any:
        return aside_id.aside_type

    def get_aside_type_from_definition(self, aside_id: Any) -> Any:
        return aside_id.aside_type

    def create_aside(self, definition_id: Any, usage_id: Any, aside_type: Any) -> Any:
        return _AsideDefinition(definition_id, aside_type), _AsideUsage(usage_id, aside_type)

    def create_usage(self, def_id: Any) -> Any:
        raise NotImplementedError("Usage keys are made of the names in the course file, not of definitions.")

    def create_definition(self, block_type: Any, slug: Any = None) -> Any:
        raise NotImplementedError("A course that is being played gets no new blocks.")

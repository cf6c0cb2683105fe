"""From a package to a course in memory: each block reads its own XML, once, and what it sets is kept.

A block that is not installed or cannot read its XML becomes a definition with a problem; the rest goes on.
"""

import copy
import logging
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_noop
from lxml import etree
from opaque_keys.edx.keys import UsageKey
from opaque_keys.edx.locator import CourseLocator
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock, XBlockAside
from xblock.fields import ScopeIds
from xblock.plugin import PluginMissingError
from xblock.runtime import KeyValueStore, KvsFieldData, Runtime

from competency_xblock.domain.course import DISCUSSION
from competency_xblock.olx.package import BlockXml, Chapter, Package, Sequential, Vertical

from .containers import CONTAINER_TYPES, Container, PlaceMixin
from .course import Completes, Definition, LoadedCourse
from .keys import CourseIds, definition_key, name_of, usage_key
from .policies import POLICIES, PolicyMixin, read_policies
from .scopes import is_content

log = logging.getLogger(__name__)

NOT_INSTALLED = gettext_noop("This part of the page cannot be shown: the server lacks the kind of block it needs.")
NO_FORUM = gettext_noop(
    "Inside Open edX a discussion stands here. Where you study alone, or your group meets elsewhere, do it in the "
    "other way described above."
)
UNREADABLE = gettext_noop("This part of the page cannot be shown: it could not be read.")


def parse_course(package: Package) -> LoadedCourse:
    """The package with all its blocks read. Whatever is wrong with a block stays with that block."""
    runtime = ParsingRuntime(CourseLocator(package.org, package.course, package.run))
    runtime.read_course(package)
    return LoadedCourse(
        package, runtime.course_id, MappingProxyType(runtime.definitions), MappingProxyType(runtime.content.values)
    )


class ContentValues(KeyValueStore):
    """Keeps content and settings by place (definition or usage key) and name of the field."""

    def __init__(self) -> None:
        self.values: dict[tuple[Any, str], Any] = {}

    def get(self, key: Any) -> Any:
        return copy.deepcopy(self.values[key.block_scope_id, key.field_name])

    def has(self, key: Any) -> bool:
        return (key.block_scope_id, key.field_name) in self.values

    def set(self, key: Any, value: Any) -> None:
        if is_content(key.scope):
            self.values[key.block_scope_id, key.field_name] = value
        else:
            log.warning("%s of %s is not content; the course file cannot set it.", key.field_name, key.block_scope_id)

    def delete(self, key: Any) -> None:
        del self.values[key.block_scope_id, key.field_name]


class ParsingRuntime(Runtime):
    """The runtime blocks see while they read their XML: no learner, no addresses, only fields."""

    def __init__(self, course_id: CourseLocator) -> None:
        self.course_id = course_id
        self.definitions: dict[UsageKey, Definition] = {}
        self.content = ContentValues()
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        ids = CourseIds(self.definitions)
        services = {"field-data": KvsFieldData(self.content)}
        super().__init__(id_reader=ids, id_generator=ids, mixins=(PlaceMixin, PolicyMixin), services=services)

    def read_course(self, package: Package) -> None:
        usage = usage_key(self.course_id, "course", "course")
        children = [self._read_chapter(each, usage) for each in package.chapters]
        self._hold(usage, None, package, children)

    def _read_chapter(self, chapter: Chapter, parent: UsageKey) -> UsageKey:
        usage = usage_key(self.course_id, "chapter", chapter.url_name)
        children = [self._read_sequential(each, usage) for each in chapter.sequentials]
        return self._hold(usage, parent, chapter, children)

    def _read_sequential(self, sequential: Sequential, parent: UsageKey) -> UsageKey:
        usage = usage_key(self.course_id, "sequential", sequential.url_name)
        children = [self._read_vertical(each, usage) for each in sequential.verticals]
        return self._hold(usage, parent, sequential, children)

    def _read_vertical(self, vertical: Vertical, parent: UsageKey) -> UsageKey:
        usage = usage_key(self.course_id, "vertical", vertical.url_name)
        return self._hold(usage, parent, vertical, [self._read(each, usage) for each in vertical.blocks])

    def _hold(
        self,
        usage: UsageKey,
        parent: UsageKey | None,
        part: Package | Chapter | Sequential | Vertical,
        children: list[UsageKey],
    ) -> UsageKey:
        """Make a container of blocks already read."""
        block = self.construct_xblock_from_class(Container, self._scope_ids(usage))
        block.display_name, block.children = part.display_name, children
        self._keep(block, parent)
        self._set_policies(usage, part.settings, Container)
        return usage

    def _read(self, block: BlockXml, parent: UsageKey) -> UsageKey:
        # Blocks take attributes and elements off the node while they read it, and the package is shared.
        node = copy.deepcopy(block.xml)
        node.set("url_name", block.url_name)
        return self._read_node(node, parent)

    def add_node_as_child(self, block: XBlock, node: etree._Element) -> None:
        """Called by blocks that hold other blocks, for each of them."""
        block.children.append(self._read_node(node, block.scope_ids.usage_id))

    def _read_node(self, node: etree._Element, parent: UsageKey) -> UsageKey:
        tag = str(node.tag)
        name = name_of(node, self._names[tag])
        self._names[tag].add(name)
        usage = usage_key(self.course_id, tag, name)
        before = len(self.definitions)
        try:
            cls = self.load_block_type(tag)
            policies = _take_policies(node, cls)
            block = cls.parse_xml(_without_asides(node), self, self._scope_ids(usage))
            self._keep(block, parent)
            self._set_policies(usage, policies, cls)
        except PluginMissingError:
            if tag != DISCUSSION:  # which this player is meant to lack
                log.warning("The block type %s of %s is not installed.", tag, usage)
            self._stand_in(usage, parent, before, NO_FORUM if tag == DISCUSSION else NOT_INSTALLED)
        except Exception:
            log.exception("The XML of %s could not be read.", usage)
            self._stand_in(usage, parent, before, UNREADABLE)
        return usage

    def _keep(self, block: XBlock, parent: UsageKey | None) -> None:
        block.parent = parent
        block.save()
        self.definitions[block.scope_ids.usage_id] = _definition(block, parent)

    def _set_policies(self, usage: UsageKey, attributes: Mapping[str, str], cls: type[XBlock]) -> None:
        for name, value in read_policies(attributes, cls, usage):
            self.content.values[usage, name] = value

    def _stand_in(self, usage: UsageKey, parent: UsageKey, before: int, problem: str) -> None:
        """Put a definition with a problem where ``usage`` belongs, and forget what was read inside it."""
        while len(self.definitions) > before:
            self.definitions.popitem()
        self.definitions[usage] = Definition(usage, parent, (), Completes.NEVER, False, None, problem)
        self.content.values[usage, "parent"] = parent

    def _scope_ids(self, usage: UsageKey) -> ScopeIds:
        return ScopeIds(None, usage.block_type, definition_key(usage), usage)

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return block_class(block_type)

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> Any:
        raise NotImplementedError("A course that is being read has no addresses yet.")

    def local_resource_url(self, block: Any, uri: str) -> Any:
        raise NotImplementedError("A course that is being read has no addresses yet.")

    def resource_url(self, resource: str) -> Any:
        raise NotImplementedError("A course that is being read has no addresses yet.")

    def publish(self, block: Any, event_type: str, event_data: Any) -> None:
        raise NotImplementedError("A course that is being read has no learner to publish anything for.")


def block_class(block_type: str) -> type[XBlock]:
    """The class behind a block type. Raises PluginMissingError where it is not installed."""
    return Container if block_type in CONTAINER_TYPES else XBlock.load_class(block_type)


def _without_asides(node: etree._Element) -> etree._Element:
    """``node`` without what Open edX's exporter adds: the family of each block, and settings of asides."""
    node.attrib.pop("xblock-family", "")
    for child in node.findall("*[@xblock-family]"):
        if child.get("xblock-family") == XBlockAside.entry_point:
            node.remove(child)
    return node


def _take_policies(node: etree._Element, cls: type[XBlock]) -> dict[str, str]:
    """Take the attributes that are policies off the node, but for those that are fields of the block itself."""
    names = [name for name in POLICIES if name in node.attrib and not hasattr(cls, name)]
    return {name: str(node.attrib.pop(name)) for name in names}


def _definition(block: XBlock, parent: UsageKey | None) -> Definition:
    weight = getattr(block, "weight", None)
    return Definition(
        usage=block.scope_ids.usage_id,
        parent=parent,
        children=tuple(block.children) if block.has_children else (),
        completes=_completes(block),
        scored=bool(getattr(block, "has_score", False)),
        weight=float(weight) if weight is not None else None,
    )


def _completes(block: XBlock) -> Completes:
    match XBlockCompletionMode.get_mode(block):
        case XBlockCompletionMode.EXCLUDED:
            return Completes.NEVER
        case XBlockCompletionMode.AGGREGATOR:
            return Completes.BY_CHILDREN
    if getattr(block, "has_custom_completion", False):
        return Completes.ITSELF
    return Completes.ON_GRADE if getattr(block, "has_score", False) else Completes.ON_VIEW

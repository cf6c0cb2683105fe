"""Variants of a scenario: for each, the located tree with its differences applied, to be read as any other.

What is put together here keeps the places of the source, so whatever is wrong is found where the author wrote it.
"""

from collections.abc import Collection

from .catalogue import Code
from .reader import Keys
from .scene_reader import SceneReader
from .tree import ListNode, MapNode, Node, TextNode

MOST_VARIANTS = 8
DIFFERENCES = "in"
OPTIONS, OMIT = "options", "omit"
_VARIANT = Keys("a variant", (), ("use", "title", "summary", "minutes", "start"))
_LISTS = ("choose", "select", "rank", "rate", "sort")
_INNER_LISTS = {"settings": "switches", "thread": "answers"}
_BLOCKS = frozenset((*_INNER_LISTS, "write"))
"""Tasks that are blocks of keys: of these, too, only the keys given change."""


def read_variants(reader: SceneReader, node: Node | None) -> dict[str, MapNode]:
    """What the head says of each variant; nothing where there are none."""
    if node is None:
        return {}
    if type(node) is not MapNode or not node.entries:
        reader.entries(node, '"variants"')
        return {}
    if len(node.entries) > MOST_VARIANTS:
        message = f'"variants" has {len(node.entries)} variants.'
        reader.report.add(Code.OPTION_COUNT, node.place, message, f"Write 1 to {MOST_VARIANTS}.")
        return {}
    variants = {}
    for name, place, value in node.located():
        reader.checked_id(name, place, "The variant")
        variants[name] = reader.mapping(value, _VARIANT) or MapNode({}, (), place)
    return variants


def without_variants(reader: SceneReader, scenes: Node, *, named: bool) -> Node:
    """The scenes of a scenario that has no variants, without differences that nobody would ever see.

    ``named``: the head names variants that could not be read, so that the differences are no mistake.
    """
    if type(scenes) is not MapNode:
        return scenes
    plain: dict[str, Node] = {}
    for name, scene in scenes.entries.items():
        if type(scene) is MapNode and DIFFERENCES in scene.entries:
            if not named:
                message = f'The scene "{name[:60]}" has differences, and the scenario no variants.'
                hint = "Name the variants in the head, under variants."
                reader.report.add(Code.MISPLACED_KEY, scene.key_place(DIFFERENCES), message, hint)
            plain[name] = _without(scene, DIFFERENCES)
    return scenes.changed({**scenes.entries, **plain}) if plain else scenes


def in_variant(reader: SceneReader, scenes: Node, variants: Collection[str]) -> dict[str, Node]:
    """The scenes as each variant has them. What is wrong with the differences themselves is noted once."""
    if type(scenes) is not MapNode:
        return dict.fromkeys(variants, scenes)
    changed: dict[str, dict[str, Node]] = {variant: {} for variant in variants}
    for name, scene in scenes.entries.items():
        if type(scene) is MapNode and DIFFERENCES in scene.entries:
            differences = _read_differences(reader, scene.entries[DIFFERENCES], variants)
            plain = _without(scene, DIFFERENCES)
            for variant in variants:
                difference = differences.get(variant)
                changed[variant][name] = plain if difference is None else _Change(reader, plain, difference).made()
    return {variant: scenes.changed({**scenes.entries, **new}) for variant, new in changed.items()}


def _read_differences(reader: SceneReader, node: Node, variants: Collection[str]) -> dict[str, MapNode]:
    differences: dict[str, MapNode] = {}
    reader.entries(node, '"in"')
    for name, place, value in node.located() if type(node) is MapNode else ():
        if name not in variants:
            message = f'The scenario has no variant "{name[:60]}".'
            reader.report.add(Code.UNKNOWN_VARIANT, place, message, meant=(name, variants))
        if reader.entries(value, f'The variant "{name[:60]}"') and type(value) is MapNode:
            differences[name] = value
    return differences


def _without(block: MapNode, *keys: str) -> MapNode:
    return block.changed({key: value for key, value in block.entries.items() if key not in keys})


class _Change:
    """One scene, and what is different in it."""

    def __init__(self, reader: SceneReader, scene: MapNode, difference: MapNode) -> None:
        self.reader = reader
        self.scene = scene
        self.difference = difference

    def made(self) -> MapNode:
        """The scene with the differences."""
        entries = dict(self.scene.entries)
        for key, value in self.difference.entries.items():
            if key not in (OPTIONS, OMIT):
                entries[key] = _merged(entries.get(key), value) if key in _BLOCKS else value
        if OPTIONS in self.difference.entries or OMIT in self.difference.entries:
            self._change_options(entries)
        return self.scene.changed(entries, self.difference)

    def _change_options(self, entries: dict[str, Node]) -> None:
        kind = next((key for key in (*_LISTS, *_INNER_LISTS) if key in entries), "")
        inner = _INNER_LISTS.get(kind, "")
        block = entries.get(kind)
        options = block.entries.get(inner) if inner and type(block) is MapNode else block
        if not kind:
            given = OPTIONS if OPTIONS in self.difference.entries else OMIT
            message = f'"{given}" has no meaning in a scene without options.'
            self.reader.report.add(Code.MISPLACED_KEY, self.difference.key_place(given), message, "Remove it.")
        elif type(options) is ListNode:
            omitted = self._omitted(options)
            items = ListNode(self._changed_items(options, omitted), options.place)
            if inner and type(block) is MapNode:
                entries[kind] = block.changed({**block.entries, inner: items})
            else:
                entries[kind] = items
            key = entries.get("key")
            if kind == "rank" and type(key) is ListNode:
                entries["key"] = ListNode([item for item in key.items if _text(item) not in omitted], key.place)

    def _omitted(self, options: ListNode) -> frozenset[str]:
        node = self.difference.entries.get(OMIT)
        names = frozenset(self.reader.texts(node, '"omit"'))
        for item in node.items if type(node) is ListNode else ():
            if _text(item) in names:
                self._check_name(_text(item), item, options.items)
        return names

    def _changed_items(self, options: ListNode, omitted: Collection[str]) -> list[Node]:
        left = [item for item in options.items if _id_of(item) not in omitted]
        node = self.difference.entries.get(OPTIONS)
        changes: dict[str, MapNode] = {}
        if node is not None:
            for name, value in self.reader.entries(node, '"options"').items():
                self._check_name(name, value, left)
                if self.reader.entries(value, f'The option "{name[:60]}"') and type(value) is MapNode:
                    changes[name] = self._without_id(value)
        return [_merged(item, changes[_id_of(item)]) if _id_of(item) in changes else item for item in left]

    def _check_name(self, name: str, node: Node, among: list[Node]) -> None:
        known = [each for each in map(_id_of, among) if each]
        if name not in known:
            message = f'There is no option "{name[:60]}" here to change or omit.'
            self.reader.report.add(Code.UNKNOWN_PART, node.place, message, meant=(name, known))

    def _without_id(self, option: MapNode) -> MapNode:
        if "id" not in option.entries:
            return option
        message = "The id of an option is the same in every variant."
        hint = "Remove it, or omit this option."
        self.reader.report.add(Code.MISPLACED_KEY, option.key_place("id"), message, hint)
        return _without(option, "id")


def _merged(base: Node | None, change: Node) -> Node:
    """Two blocks as one, in which the keys of ``change`` win; ``change`` itself where either is no block."""
    if type(base) is MapNode and type(change) is MapNode:
        return base.changed({**base.entries, **change.entries}, change)
    return change


def _id_of(option: Node) -> str:
    return _text(option.entries.get("id")) if type(option) is MapNode else ""


def _text(node: Node | None) -> str:
    return node.text if type(node) is TextNode else ""

"""A YAML document as a tree in which everything knows its place. Every scalar is text.

Plain slotted classes: a course has a million of these, and `check` must stay quick.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol


class Place(Protocol):
    """A position in a file; both numbers count from 0, as PyYAML's marks do."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class At:
    """A place that no YAML node has, such as one in a Markdown file. Counts from 0."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int = 0) -> None:
        self.line = line
        self.column = column


class TextNode:
    """A scalar."""

    __slots__ = ("place", "text")

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place


class ListNode:
    """A sequence."""

    __slots__ = ("items", "place")

    def __init__(self, items: "list[Node]", place: Place) -> None:
        self.items = items
        self.place = place


class MapNode:
    """A mapping. Its keys are distinct texts."""

    __slots__ = ("_pairs", "entries", "place")

    def __init__(self, entries: "dict[str, Node]", pairs: Iterable[tuple[Any, Any]], place: Place) -> None:
        self.entries = entries
        self.place = place
        self._pairs = pairs  # PyYAML's own: asked for the places of keys only where they are wanted

    def located(self) -> "Iterator[tuple[str, Place, Node]]":
        """Every key with its place and its value."""
        left = dict(self.entries)
        for name, _ in self._pairs:
            if type(name.value) is str and name.value in left:
                yield name.value, name.start_mark, left.pop(name.value)

    def key_place(self, key: str) -> Place:
        """Where ``key`` stands; the place of the whole mapping if it is not there."""
        return next((name.start_mark for name, _ in self._pairs if name.value == key), self.place)

    def is_double_quoted(self, key: str) -> bool:
        """Whether the value of ``key`` stands in double quotes in the source."""
        return next((value.style == '"' for name, value in self._pairs if name.value == key), False)

    def changed(self, entries: "dict[str, Node]", by: "MapNode | None" = None) -> "MapNode":
        """The same mapping with other entries; those that come from ``by`` keep their places there."""
        return MapNode(entries, self._pairs if by is None else (*by._pairs, *self._pairs), self.place)


Node = TextNode | ListNode | MapNode

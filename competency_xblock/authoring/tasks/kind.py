"""What the reader of a scene knows of a kind of task."""

from collections.abc import Callable, Iterable

from competency_xblock.domain.tasks import Task

from ..scene_reader import SceneReader
from ..tree import MapNode, Node

DEFAULT_OFFER = 3
MOST_COUNTED = 10_000  # words; nobody is asked for more


class Kind:
    """A kind of task: how it is read, and which keys it puts on its scene beside its own."""

    __slots__ = ("optional", "read", "required")

    def __init__(
        self,
        read: Callable[[SceneReader, MapNode, Node], Task],
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> None:
        self.read = read
        self.required = tuple(required)
        self.optional = tuple(optional)


def read_offers(reader: SceneReader, scene: MapNode) -> int:
    """The level that full credit shows, of a task whose items have no levels."""
    return reader.number(scene.entries.get("offers"), '"offers"', 2, 4, DEFAULT_OFFER)

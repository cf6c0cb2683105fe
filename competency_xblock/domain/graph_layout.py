"""Places for the nodes of a directed graph with a start: in layers, every way on one layer further.

Numbers only; whoever draws decides on units. The picture of an attempt and that of a whole scenario share it.
Layered drawing after Sugiyama: loops are left aside, layers are longest paths, ways that skip layers get a bend in
each, and the order within a layer follows the mean place of the neighbours.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise

SWEEPS = 8  # more of them change nothing in graphs of this size

Point = tuple[float, int]  # across (0 = middle of the picture) and layer (0 = the start)


@dataclass(frozen=True, slots=True)
class Layout:
    """``places`` maps node to point; ``links`` maps (from, to) to the points it goes through, both ends included.

    A way that leads back to an earlier layer has its two ends alone. ``width`` is the span of the widest layer.
    """

    places: Mapping[str, Point]
    links: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float = 0
    layers: int = 0


def lay_out(start: str, ways: Mapping[str, Sequence[str]]) -> Layout:
    """The layout of everything that can be reached from ``start``. ``ways`` maps node to the nodes it leads to."""
    back = _loops(start, ways)
    layers = _Layers(_depths(start, ways, back))
    for node in layers.depth_of_nodes:
        for target in ways.get(node, ()):
            if (node, target) not in back:
                layers.join(node, target)
    layers.sort()
    places = layers.places()
    links = {}
    for node in layers.depth_of_nodes:
        for target in ways.get(node, ()):
            through = layers.chains.get((node, target), (node, target))
            links[node, target] = tuple(places[each] for each in through)
    named = {node: places[node] for node in layers.depth_of_nodes}
    return Layout(named, links, max(len(row) for row in layers.rows) - 1, len(layers.rows))


def _loops(start: str, ways: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """The ways that lead back to a node on the path to them."""
    back: set[tuple[str, str]] = set()
    on_path: dict[str, None] = {start: None}
    seen = {start}
    open_ways = [(start, iter(ways.get(start, ())))]
    while open_ways:
        node, left = open_ways[-1]
        target = next(left, None)
        if target is None:
            open_ways.pop()
            del on_path[node]
        elif target in on_path:
            back.add((node, target))
        elif target not in seen:
            seen.add(target)
            on_path[target] = None
            open_ways.append((target, iter(ways.get(target, ()))))
    return back


def _depths(start: str, ways: Mapping[str, Sequence[str]], back: set[tuple[str, str]]) -> dict[str, int]:
    """For each node that can be reached the longest way to it, loops left aside; in an order that follows the ways."""
    leading: dict[str, list[str]] = {start: []}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for target in ways.get(node, ()):
            if target not in leading:
                leading[target] = []
                waiting.append(target)
            if (node, target) not in back:
                leading[target].append(node)
    depth: dict[str, int] = {}
    for node in TopologicalSorter(leading).static_order():
        depth[node] = max((depth[before] + 1 for before in leading[node]), default=0)
    return depth


@dataclass(slots=True)
class _Layers:
    """Rows of nodes and bends. A bend is named (from, to, layer)."""

    depth_of_nodes: dict[str, int]
    rows: list[list[Hashable]] = field(init=False)
    chains: dict[tuple[str, str], tuple[Hashable, ...]] = field(default_factory=dict)
    above: dict[Hashable, list[Hashable]] = field(default_factory=dict)
    below: dict[Hashable, list[Hashable]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = [[] for _ in range(max(self.depth_of_nodes.values()) + 1)]
        for node, depth in self.depth_of_nodes.items():
            self.rows[depth].append(node)

    def join(self, node: str, target: str) -> None:
        """Make the way from ``node`` to ``target``, with a bend in each layer between."""
        between = range(self.depth_of_nodes[node] + 1, self.depth_of_nodes[target])
        bends: list[Hashable] = [(node, target, depth) for depth in between]
        for depth, bend in zip(between, bends, strict=True):
            self.rows[depth].append(bend)
        chain = (node, *bends, target)
        self.chains[node, target] = chain
        for upper, lower in pairwise(chain):
            self.below.setdefault(upper, []).append(lower)
            self.above.setdefault(lower, []).append(upper)

    def sort(self) -> None:
        """Order each row by the mean place of its neighbours, downwards and upwards in turn."""
        for sweep in range(SWEEPS):
            downwards = sweep % 2 == 0
            neighbours = self.above if downwards else self.below
            for row in self.rows if downwards else reversed(self.rows):
                places = self.places()
                wanted = {each: _mean(places, neighbours.get(each, []), places[each][0]) for each in row}
                row.sort(key=wanted.__getitem__)

    def places(self) -> dict[Hashable, Point]:
        """Every row centred on the middle."""
        return {
            each: (place - (len(row) - 1) / 2, depth)
            for depth, row in enumerate(self.rows)
            for place, each in enumerate(row)
        }


def _mean(places: Mapping[Hashable, Point], neighbours: Sequence[Hashable], own: float) -> float:
    return sum(places[each][0] for each in neighbours) / len(neighbours) if neighbours else own

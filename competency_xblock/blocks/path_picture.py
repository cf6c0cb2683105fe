"""The layout of a path through a scenario: one node below the other, joined by lines. Numbers only, no SVG."""

from itertools import pairwise
from typing import Any

WIDTH = 52
LEFT = 26
TOP = 28
STEP = 56  # the labels beside the picture stand in rows of this height, in scenario.css


def draw(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Places for ``nodes`` in their order, and the lines between them, in SVG units."""
    placed = [node | {"n": number, "x": LEFT, "y": TOP + STEP * (number - 1)} for number, node in enumerate(nodes, 1)]
    links = [
        {"x1": before["x"], "y1": before["y"], "x2": after["x"], "y2": after["y"]} for before, after in pairwise(placed)
    ]
    return {
        "nodes": placed,
        "links": links,
        "width": WIDTH,
        "height": TOP * 2 + STEP * max(0, len(placed) - 1),
    }

"""The way through a scenario as a picture: the scenes visited, and in grey the roads not taken. Numbers, no SVG."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from competency_xblock.domain.graph import reachable, ways_on
from competency_xblock.domain.graph_layout import Point, lay_out
from competency_xblock.domain.scenario import Scenario

ACROSS, DOWN = 56, 60  # from node to node, in SVG units
MARGIN = 28
MOST_DRAWN = 60  # scenes; a picture of more than that shows nothing, so only those visited are drawn then
BEND = 26  # how far a way back swings out


def draw(scenario: Scenario, visited: list[str], labels: Mapping[str, str]) -> dict[str, Any]:
    """The picture of an attempt that visited these scenes in this order.

    ``labels`` names the scenes that may be named; every other one is drawn without a word.
    """
    ways = {name: ways_on(scenario.scenes[name]) for name in reachable(scenario)}
    taken = set(pairwise(visited))
    if len(ways) > MOST_DRAWN:
        ways = {name: tuple(to for frm, to in pairwise(visited) if frm == name) for name in visited}
    for before, after in taken:  # a route of an older version may be gone from the text
        ways[before] = tuple(dict.fromkeys((*ways.get(before, ()), after)))
    layout = lay_out(visited[0], ways)
    middle = MARGIN + layout.width * ACROSS / 2
    stops: dict[str, list[int]] = {}
    for number, name in enumerate(visited, start=1):
        stops.setdefault(name, []).append(number)
    return {
        "nodes": [
            _place(place, middle)
            | {
                "n": ", ".join(map(str, stops.get(name, ()))),
                "label": labels.get(name, ""),
                "kind": "end" if name in scenario.scenes and scenario.scenes[name].end else "scene",
                "taken": name in stops,
                "breach": False,
                "scene": name,
            }
            for name, place in layout.places.items()
        ],
        "links": sorted(
            (
                {"d": _line([_place(point, middle) for point in points]), "taken": link in taken}
                for link, points in layout.links.items()
            ),
            key=lambda link: bool(link["taken"]),  # those taken are drawn last and lie on top
        ),
        "width": round(MARGIN * 2 + layout.width * ACROSS),
        "height": MARGIN * 2 + DOWN * (layout.layers - 1),
    }


def _place(point: Point, middle: float) -> dict[str, Any]:
    across, layer = point
    return {"x": round(middle + across * ACROSS), "y": MARGIN + layer * DOWN}


def _line(points: list[dict[str, Any]]) -> str:
    """SVG path data: straight down from layer to layer, and a bow for a way back."""
    first, last = points[0], points[-1]
    if last["y"] <= first["y"]:
        swing = max(first["x"], last["x"]) + BEND
        return f"M{first['x']} {first['y']}C{swing} {first['y']} {swing} {last['y']} {last['x']} {last['y']}"
    return "M" + "L".join(f"{point['x']} {point['y']}" for point in points)

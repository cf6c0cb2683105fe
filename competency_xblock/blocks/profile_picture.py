"""The profile as pictures: four stairs for each criterion, and a line for its history. Numbers, no SVG.

Nothing is written inside the pictures, so that they can be mirrored where text runs from right to left; what they show
stands beside them in words.
"""

from collections.abc import Sequence
from typing import Any, Protocol

LEVELS = (1, 2, 3, 4)
LEAD, COLUMN, GAP = 13, 52, 5  # the place of situations without a level, then a column for each level
BASE, FIRST, RISE = 74, 13, 9  # the ground, the height of the first stair, and how much higher each further one is
WIDTH = LEAD + len(LEVELS) * (COLUMN + GAP)
DOTS = 12  # of the newest situations; more would hide one another
ACROSS, DOT_UP = 4, 11  # dots beside one another on a stair, and from row to row

STEP, UNIT, MARGIN = 30, 14, 12  # of the history: from moment to moment, from level to level


class _Situation(Protocol):
    @property
    def level(self) -> int: ...
    @property
    def breach(self) -> bool: ...


class _Moment(Protocol):
    @property
    def level(self) -> int: ...


def stairs(level: int, situations: Sequence[_Situation], own: int) -> dict[str, Any]:
    """Four stairs, those up to ``level`` filled; a dot for each situation above the level it showed, newest first.

    ``own`` is the learner's latest own level, drawn as a ring on that stair; 0 = none.
    """
    newest = [*reversed(situations[:DOTS])]
    beside = dict.fromkeys((0, *LEVELS), 0)
    dots = []
    for each in newest:
        row, across = divmod(beside[each.level], ACROSS if each.level else 1)
        beside[each.level] += 1
        dots.append(
            {
                "x": _left(each.level) + COLUMN // 2 - (ACROSS - 1) * DOT_UP // 2 + across * DOT_UP
                if each.level
                else 6,
                "y": (_top(each.level) if each.level else BASE) - 7 - row * DOT_UP,
                "breach": each.breach,
                "hollow": not each.level,
            }
        )
    return {
        "width": WIDTH,
        "height": BASE + 2,
        "stairs": [
            {"x": _left(each), "y": _top(each), "width": COLUMN, "height": BASE - _top(each), "filled": each <= level}
            for each in LEVELS
        ],
        "dots": dots,
        "ring": {"x": _left(own) + COLUMN // 2, "y": (_top(own) + BASE) // 2, "on": own <= level} if own else None,
        "open": not level,
    }


def line(moments: Sequence[_Moment]) -> dict[str, Any]:
    """The levels one after another; the ground is "not enough yet"."""
    height = MARGIN * 2 + UNIT * len(LEVELS)
    points = [
        {"x": MARGIN + place * STEP, "y": height - MARGIN - each.level * UNIT, "level": each.level}
        for place, each in enumerate(moments)
    ]
    width = MARGIN * 2 + STEP * max(1, len(points) - 1)
    path = [f"M{points[0]['x']} {points[0]['y']}"] if points else []
    for point in points[1:]:
        path.append(f"H{point['x']}V{point['y']}")
    return {
        "width": width,
        "height": height,
        "points": points,
        "d": "".join(path),
        "grid": [height - MARGIN - level * UNIT for level in (0, *LEVELS)],
    }


def _left(level: int) -> int:
    return LEAD + (level - 1) * (COLUMN + GAP)


def _top(level: int) -> int:
    return BASE - FIRST - (level - 1) * RISE

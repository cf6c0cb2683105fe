"""A measured figure: how a measurement says it, and how the table shows it."""

import json
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from time import perf_counter

MARK = "figure "


@dataclass(frozen=True)
class Figure:
    """``ours`` in ``unit``; ``beside`` in the same unit, of what ``peer`` names; ``limit`` and what it bounds.

    ``bound`` is ``ratio`` (ours to the peer's), ``ours`` (the value itself), or empty where nothing was promised.
    """

    name: str
    ours: float
    unit: str
    peer: str = ""
    beside: float | None = None
    bound: str = ""
    limit: float = 0.0
    strict: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.beside if self.beside else None

    @property
    def holds(self) -> bool | None:
        """Whether the promise is kept; None where there is none."""
        if not self.bound:
            return None
        value = self.ratio if self.bound == "ratio" else self.ours
        return value is not None and (value < self.limit if self.strict else value <= self.limit)


def say(*figures: Figure) -> None:
    """Hand figures to the process that prints the table."""
    for figure in figures:
        sys.stdout.write(MARK + json.dumps(asdict(figure)) + "\n")


def heard(output: str) -> list[Figure]:
    """The figures in what a measurement printed."""
    lines = output.splitlines()
    return [Figure(**json.loads(line.removeprefix(MARK))) for line in lines if line.startswith(MARK)]


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, one a line."""
    rows = [("what", "ours", "beside", "ratio", "bar", "")]
    for figure in figures:
        beside = f"{_number(figure.beside)} {figure.peer}" if figure.beside is not None else ""
        ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
        verdict = {True: "ok", False: "OVER", None: ""}[figure.holds]
        rows.append((figure.name, f"{_number(figure.ours)} {figure.unit}", beside, ratio, _bar(figure), verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


@dataclass(frozen=True)
class Trial:
    """Something to be timed. ``prepare`` is not; both are given the number of the round."""

    run: Callable[[int], None]
    prepare: Callable[[int], None] = lambda number: None


def alternating_medians(trials: list[Trial], *, rounds: int, warm_up: int) -> list[float]:
    """The median milliseconds of each trial, measured turn and turn about so that noise falls on all alike."""
    times: list[list[float]] = [[] for _ in trials]
    for number in range(warm_up + rounds):
        for trial, taken in zip(trials, times, strict=True):
            trial.prepare(number)
            started = perf_counter()
            trial.run(number)
            taken.append((perf_counter() - started) * 1000)
    return [statistics.median(taken[warm_up:]) for taken in times]


def _bar(figure: Figure) -> str:
    if not figure.bound:
        return ""
    sign = "<" if figure.strict else "<="
    return f"{sign} {_number(figure.limit)}" + (" x" if figure.bound == "ratio" else f" {figure.unit}")


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"

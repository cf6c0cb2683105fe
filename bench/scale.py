"""What a profile and an answer cost with millions of evidence rows, beside what they cost with ten thousand.

``python -m bench.scale --rows 10000000 URL...``: both sizes on each database server, measured turn and turn about.
Exits 1 where the large one costs more than its bar allows.
"""

import argparse
import fcntl
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Figure, table
from bench.own_database import own_database

ROOT = Path(__file__).resolve().parents[1]
SMALL = 10_000
ROUNDS, WARM_UP = 100, 25  # a warm-up takes each learner of the class once
LIMIT = 1.5
MEMORY = 1.2  # nothing is held that grows with the rows
BOUND = {
    "evidence": "profile: what it reads",
    "profile": "profile: read and derived",
    "answer": "an answer, stored",
    "finish": "the last answer, with standings",
}
FREE = {"stranger": "profile: read the first time", "page": "a page of a course's evidence"}
SERVERS = {"postgres": "PostgreSQL", "postgresql": "PostgreSQL", "mysql": "MariaDB", "mariadb": "MariaDB"}


class Size:
    """A process that holds one size ready."""

    def __init__(self, url: str, rows: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bench.scale_worker", "--rows", str(rows)],
            cwd=ROOT,
            env=_environment() | {"DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        seconds, self.memory = (float(word) for word in self._line().split()[1:])
        print(f"  {rows:,} rows written in {seconds:,.0f} s", file=sys.stderr)

    def milliseconds(self, action: str, number: int) -> float:
        assert self._process.stdin
        self._process.stdin.write(f"{action} {number}\n")
        self._process.stdin.flush()
        return float(self._line())

    def close(self) -> None:
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"A measurement ended early with code {self._process.wait()}.")
        return line


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="evidence rows of the large size")
    parser.add_argument("urls", nargs="+", help="database servers, as addresses of a database there")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    with alone():
        try:
            for url in arguments.urls:
                figures += measure(url, arguments.rows)
        finally:
            print(table(figures))
    return int(any(figure.holds is False for figure in figures))


@contextmanager
def alone() -> Iterator[None]:
    """Two runs on one machine would take each other's databases away, and each other's time."""
    with Path(tempfile.gettempdir(), "competency-scale.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit("The scale benchmark runs already on this machine.") from None
        yield


def measure(url: str, rows: int) -> Iterator[Figure]:
    """All figures of one server."""
    server = SERVERS[url.partition(":")[0]]
    print(f"{server} ...", file=sys.stderr)
    with size(url, SMALL) as small, size(url, rows) as large:
        taken = medians(small, large)
        if any(_ratio(taken[action]) > LIMIT for action in BOUND):
            # Once more: what hindered one process by chance is gone, what grows with the rows is not.
            again = medians(small, large, first=WARM_UP + ROUNDS)
            taken = {action: min(taken[action], again[action], key=_ratio) for action in taken}
        for action, name in (BOUND | FREE).items():
            few, many = taken[action]
            yield Figure(
                f"{server}, {name}, {rows:,} rows",
                many,
                "ms",
                f"with {SMALL:,}",
                few,
                bound="ratio" if action in BOUND else "",
                limit=LIMIT,
            )
        name = f"{server}, memory of the process that wrote them"
        yield Figure(name, large.memory, "MB", f"with {SMALL:,}", small.memory, bound="ratio", limit=MEMORY)


@contextmanager
def size(url: str, rows: int) -> Iterator[Size]:
    """The process of one size, with a database of its own that is gone afterwards."""
    with own_database(url, f"competency_scale_{rows}") as own:
        held = Size(own, rows)
        try:
            yield held
        finally:
            held.close()


def medians(small: Size, large: Size, *, first: int = 0) -> dict[str, tuple[float, float]]:
    """The median milliseconds of either for each action, from the ``first`` round on.

    All take turns, so that noise falls on all alike.
    """
    times: dict[str, tuple[list[float], list[float]]] = {action: ([], []) for action in BOUND | FREE}
    for number in range(first, first + WARM_UP + ROUNDS):
        for action, (few, many) in times.items():
            turns = [(small, few), (large, many)]
            for held, taken in reversed(turns) if number % 2 else turns:
                taken.append(held.milliseconds(action, number))
    return {
        action: (statistics.median(few[WARM_UP:]), statistics.median(many[WARM_UP:]))
        for action, (few, many) in times.items()
    }


def _ratio(taken: tuple[float, float]) -> float:
    few, many = taken
    return many / few


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("COMPETENCY_", "DJANGO_"))}


if __name__ == "__main__":
    sys.exit(main())

"""A scenario's source made playable: the first time, and every time after it."""

import statistics
from time import perf_counter

from bench import story
from bench.figures import Figure, say
from competency_xblock.blocks.compiled import Compiled, compile_scenario

ROUNDS = 9


def measure() -> None:
    """Say all figures. A text read from a database is never the same object twice, so each call gets a copy."""
    for scenes in (20, 500):
        source = story.as_source(scenes)
        cold, warm = [], []
        for _ in range(ROUNDS):
            compile_scenario.cache_clear()
            cold.append(milliseconds(copied(source)))
            warm.append(milliseconds(copied(source)))
        say(Figure(f"compile a scenario, cold, {scenes} scenes", statistics.median(cold), "ms"))
        say(Figure(f"compile a scenario, warm, {scenes} scenes", statistics.median(warm), "ms"))


def milliseconds(source: str) -> float:
    started = perf_counter()
    compiled = compile_scenario(source, story.FRAMEWORK_JSON, "")
    taken = (perf_counter() - started) * 1000
    assert isinstance(compiled, Compiled)
    return taken


def copied(text: str) -> str:
    return text.encode().decode()


if __name__ == "__main__":
    measure()

"""How long ``competency check`` takes for 1,000 scenarios, beside what PyYAML's C parser alone needs for the same files.

Run as ``python -m bench.check_speed``; ``measure()`` gives the figures to whoever collects them.
"""

import gc
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from competency_xblock.authoring.checking import check_path

SCENARIOS = 1_000
ROUNDS = 3
LIMIT = 3.0
CRITERIA = ("reading", "relationship", "clarity", "substance", "direction")
WORDS = (
    "the client writes late and asks which course fits while a colleague waits for an answer that names one step date "
    "form page evening reply worry deadline number question school service person time help plan work letter"
).split()


def measure() -> dict[str, float | int]:
    """Seconds for both, their ratio, and the limit it must stay under."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = write_course(root, SCENARIOS)
        check = _fastest(lambda: _must_be_clean(root / "scenarios"))
        compose = _fastest(lambda: _compose(files))
        size = sum(path.stat().st_size for path in files)
    return {
        "scenarios": SCENARIOS,
        "bytes": size,
        "compose_seconds": round(compose, 3),
        "check_seconds": round(check, 3),
        "ratio": round(check / compose, 2),
        "limit": LIMIT,
    }


def _fastest(run: Callable[[], None]) -> float:
    """The shortest of a few runs, without the cyclic collector for either side, as the command itself runs."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
        gc.enable()
    return min(times)


def _must_be_clean(folder: Path) -> None:
    found = check_path(folder)
    assert not found, found[0]


def _compose(files: Iterable[Path]) -> None:
    for path in files:
        yaml.compose(path.read_bytes().decode("utf-8"), yaml.CSafeLoader)


def write_course(root: Path, scenarios: int) -> list[Path]:
    """A course folder with generated scenarios of about eight scenes; returns the scenario files."""
    rng = random.Random(7)
    (root / "course").mkdir()
    (root / "course" / "rubric.yaml").write_text(_rubric(), encoding="utf-8")
    (root / "course" / "local.yaml").write_text("helpline: the helpline\n", encoding="utf-8")
    folder = root / "scenarios" / "online-writing"
    folder.mkdir(parents=True)
    files = []
    for number in range(scenarios):
        path = folder / f"situation-{number}.yaml"
        path.write_text(_scenario(f"online-writing/situation-{number}", rng), encoding="utf-8")
        files.append(path)
    return files


def _rubric() -> str:
    levels = [{"level": n, "title": f"Level {n}", "summary": "What it means."} for n in range(1, 5)]
    criteria = [
        {"id": name, "title": name.title(), "asks": "What is seen?", "levels": dict.fromkeys(range(1, 5), "It shows.")}
        for name in CRITERIA
    ]
    area = {"id": "online-writing", "title": "Online writing", "summary": "Writing.", "criteria": criteria}
    head = {"format": 1, "id": "bench", "version": "1", "title": "Bench", "language": "en"}
    return yaml.safe_dump({**head, "levels": levels, "areas": [area]}, sort_keys=False)


def _scenario(scenario_id: str, rng: random.Random) -> str:
    lines = [
        "format: 1",
        f"id: {scenario_id}",
        "title: A question late at night",
        "area: online-writing",
        "language: en",
        f"summary: {_prose(rng, 14)}",
        "minutes: 10",
        "use: one-to-one",
        "key: {by: author, status: provisional}",
        "play: {feedback: at-once, undo: never, attempts: 3, counts: best}",
        "start: scene-1",
        "scenes:",
    ]
    for number in range(1, 7):
        kind = _select if number == 2 else _rank if number == 5 else _choose
        lines += [f"  scene-{number}:", *_shown(rng), *kind(rng, number), f"    goto: scene-{number + 1}"]
    lines += ["  scene-7:", "    ask: What would you change?", "    reflect: {words: {max: 200}}", "    goto: close"]
    lines += ["  close:", "    end: true", "    messages:", f"      - {{from: Noor, text: {_prose(rng, 9)}}}", ""]
    return "\n".join(lines)


def _shown(rng: random.Random) -> list[str]:
    return [
        "    channel: chat",
        "    messages:",
        f'      - {{from: Noor, role: student, at: "Tue 23:40", text: "{_prose(rng, 30)}"}}',
        f"      - {{from: me, text: {_prose(rng, 12)} It is *not* too late!}}",
        f"    ask: {_prose(rng, 10)}",
    ]


def _choose(rng: random.Random, number: int) -> list[str]:
    first, second = rng.sample(CRITERIA, 2)
    lines = ["    choose:"]
    for place, (one, two) in enumerate(((1, 1), (2, 2), (3, 2), (2, 3))):
        levels = f"{{online-writing/{first}: {one}, online-writing/{second}: {two}}}"
        lines += _option(rng, f"reply-{place}", 26 - 4 * one, levels)
    lines += ["    routes:", f"      - {{when: {{chose: scene-{number}/reply-0}}, goto: scene-{number + 1}}}"]
    return lines


def _select(rng: random.Random, number: int) -> list[str]:
    criterion = rng.choice(CRITERIA)
    lines = ["    pick: 2", "    select:"]
    for place, level in enumerate((1, 2, 3, 3, 2)):
        lines += _option(rng, f"point-{place}", 20 - 3 * level, f"{{online-writing/{criterion}: {level}}}")
    return lines


def _rank(rng: random.Random, number: int) -> list[str]:
    lines = [f"    criteria: [online-writing/{rng.choice(CRITERIA)}]", "    rank:"]
    for place in range(4):
        lines += _option(rng, f"step-{place}", 8, "")
    return [*lines, "    key: [step-2, step-0, step-3, step-1]"]


def _option(rng: random.Random, name: str, words: int, levels: str) -> list[str]:
    lines = [f"      - id: {name}", "        text: >-", f"          {_prose(rng, words)}"]
    if levels:
        lines.append(f"        levels: {levels}")
    return [
        *lines,
        "        feedback:",
        f"          attracts: {_prose(rng, 12)}",
        f'          overlooks: "{_prose(rng, 14)}"',
        f"          moves-up: {_prose(rng, 10)}",
    ]


def _prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


if __name__ == "__main__":
    print(measure())

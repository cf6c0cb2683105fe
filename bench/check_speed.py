"""``competency check`` of 1,000 scenarios, beside what PyYAML's C parser alone needs to compose the same files."""

import gc
import random
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import yaml

from bench.figures import Figure, say
from competency_xblock.authoring.checking import check_path

FOLDERS, FILES = 20, 50
ROUNDS = 3
LIMIT = 3
CRITERIA = ("reading", "relationship", "clarity", "substance", "direction")
PRACTISED = CRITERIA[:3]
PROSE = (
    "the client writes late and asks which course fits while a colleague waits for an answer that names one step date "
    "form page evening reply worry deadline number question school service person time help plan work letter"
)


def measure() -> None:
    """Say the figure. Folder by folder and turn about, the fastest round of each, so that noise falls on both alike."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folders = write_course(root, FOLDERS, FILES)
        check = compose = 0.0
        for folder, files in folders.items():
            times = [(_milliseconds_to_check(folder), _milliseconds_to_compose(files)) for _ in range(ROUNDS)]
            check += min(taken for taken, _ in times)
            compose += min(taken for _, taken in times)
    what = f"competency check, {FOLDERS * FILES:,} scenarios"
    say(Figure(what, check, "ms", peer="PyYAML compose", beside=compose, bound="ratio", limit=LIMIT))


def _milliseconds_to_check(folder: Path) -> float:
    gc.collect()
    gc.disable()  # as the command itself runs, and as composing is timed
    started = perf_counter()
    found = check_path(folder)
    taken = perf_counter() - started
    gc.enable()
    assert not found, found[0]
    return taken * 1000


def _milliseconds_to_compose(files: Iterable[Path]) -> float:
    gc.collect()
    gc.disable()
    started = perf_counter()
    for path in files:
        yaml.compose(path.read_bytes().decode("utf-8"), yaml.CSafeLoader)
    taken = perf_counter() - started
    gc.enable()
    return taken * 1000


def write_course(root: Path, folders: int, files: int) -> dict[Path, list[Path]]:
    """A course whose scenarios have about eight scenes each; its scenario files by folder."""
    rng = random.Random(7)
    (root / "course").mkdir()
    (root / "course" / "rubric.yaml").write_text(_rubric(), encoding="utf-8")
    (root / "course" / "local.yaml").write_text("helpline: the helpline\n", encoding="utf-8")
    written: dict[Path, list[Path]] = {}
    for area in range(folders):
        folder = root / "scenarios" / f"area-{area}"
        folder.mkdir(parents=True)
        written[folder] = [folder / f"situation-{number}.yaml" for number in range(files)]
        for path in written[folder]:
            path.write_text(_scenario(folder.name, path.stem, rng), encoding="utf-8")
    return written


def _rubric() -> str:
    levels = [{"level": n, "title": f"Level {n}", "summary": "What it means."} for n in range(1, 5)]
    criteria = [
        {"id": name, "title": name.title(), "asks": "What is seen?", "levels": dict.fromkeys(range(1, 5), "It shows.")}
        for name in CRITERIA
    ]
    area = {"id": "online-writing", "title": "Online writing", "summary": "Writing.", "criteria": criteria}
    head = {"format": 1, "id": "bench", "version": "1", "title": "Bench", "language": "en"}
    return yaml.safe_dump({**head, "levels": levels, "areas": [area]}, sort_keys=False)


def _scenario(area: str, name: str, rng: random.Random) -> str:
    lines = [
        "format: 1",
        f"id: {area}/{name}",
        "title: A question late at night",
        f"area: {area}",
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
        *(_with_emphasis(rng) if rng.random() < 0.1 else ()),
        f'      - {{from: Noor, role: student, at: "Tue 23:40", text: "{_prose(rng, 30)}"}}',
        f"      - {{from: me, text: {_prose(rng, 12)} It is *not* too late!}}",
        f"    ask: {_prose(rng, 10)}",
    ]


def _with_emphasis(rng: random.Random) -> list[str]:
    """What begins like an alias, so that the checker has to look at the file twice: so about half of real ones do."""
    return ["      - from: me", "        text: |-", f"          {_prose(rng, 6)}", "", f"          *{_prose(rng, 4)}*"]


def _choose(rng: random.Random, number: int) -> list[str]:
    first, second = PRACTISED[number % 3], PRACTISED[(number + 1) % 3]  # two tasks at least about each
    lines = ["    choose:"]
    for place, (one, two) in enumerate(((1, 1), (2, 2), (3, 2), (2, 3))):
        levels = f"{{online-writing/{first}: {one}, online-writing/{second}: {two}}}"
        lines += _option(rng, f"reply-{place}", 26 - 4 * one, levels)
    lines += ["    routes:", f"      - {{when: {{chose: scene-{number}/reply-0}}, goto: scene-{number + 1}}}"]
    return lines


def _select(rng: random.Random, number: int) -> list[str]:
    criterion = rng.choice(PRACTISED)
    lines = ["    pick: 2", "    select:"]
    for place, level in enumerate((1, 2, 3, 3, 2)):
        lines += _option(rng, f"point-{place}", 20 - 3 * level, f"{{online-writing/{criterion}: {level}}}")
    return lines


def _rank(rng: random.Random, number: int) -> list[str]:
    lines = [f"    criteria: [online-writing/{rng.choice(PRACTISED)}]", "    rank:"]
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
    return " ".join(rng.choices(PROSE.split(), k=words)).capitalize() + "."


if __name__ == "__main__":
    measure()

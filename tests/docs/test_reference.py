"""The reference for authors is true: its examples load, its tables come out of the domain, and it leaves no key out."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from competency_xblock import authoring
from competency_xblock.authoring import conditions
from competency_xblock.authoring.framework import load_framework
from competency_xblock.authoring.head import HEAD
from competency_xblock.authoring.loader import load_scenario
from competency_xblock.authoring.reader import Keys
from competency_xblock.authoring.tasks import KINDS
from competency_xblock.authoring.variants import DIFFERENCES, OMIT, OPTIONS
from competency_xblock.domain.engine import make_move, replay, start
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.tasks import Task

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authors" / "scenario-reference.md").read_text(encoding="utf-8")
AT = "2026-11-22T20:00:00+00:00"
NO_SCENARIOS = frozenset(("framework", "lessons", "local", "outline"))  # modules that read other files
HEAD_LINES = {
    "format": "1",
    "id": "privacy/group-chat",
    "title": "A group chat",
    "area": "privacy",
    "language": "en",
    "summary": "A teacher wants a group chat.",
    "minutes": "10",
    "use": "exploration",
    "key": "{by: author, status: provisional}",
}
END = "  close: {end: true, messages: [{from: Marika, text: Thank you.}]}\n"


@dataclass
class Example:
    """A block of YAML and the rows of the tables below it, by their header."""

    number: int
    text: str
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The whole file the example is part of."""
        first = self.text.partition(":")[0]
        text = self.text
        if first not in HEAD.known:
            text = f"start: {first}\nscenes:\n" + re.sub("^", "  ", text, flags=re.MULTILINE).rstrip(" ")
        elif not re.search("^start:", text, re.MULTILINE):
            text = re.sub("^(scenes:\n  ([^:]+):)", r"start: \2\n\1", text, count=1, flags=re.MULTILINE)
        if "\n  close:" not in text:
            text += END
        missing = (f"{key}: {value}\n" for key, value in HEAD_LINES.items() if not re.search(f"^{key}:", text, re.M))
        return "".join(missing) + text

    def load(self) -> Scenario:
        loaded = load_scenario(self.source, FRAMEWORK, path=f"example-{self.number}.yaml", local_names=frozenset())
        assert [str(found) for found in loaded.diagnostics] == []
        assert loaded.value is not None
        return loaded.value


FRAMEWORK_FILE = ROOT / "course" / "rubric.yaml"
FRAMEWORK: Any = load_framework(FRAMEWORK_FILE.read_bytes(), path="rubric.yaml").value


def read_examples() -> Iterator[Example]:
    example: Example | None = None
    for block, table in re.findall(r"^```yaml\n(.*?)^```|((?:^\|[^\n]*\n)+)", PAGE, re.DOTALL | re.MULTILINE):
        if block:
            if example:
                yield example
            example = Example(PAGE[: PAGE.index(block)].count("\n") + 1, block)
        elif example:
            header, _, *rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()]
            example.tables.setdefault(header[0], rows)
    if example:
        yield example


EXAMPLES = list(read_examples())
ROWS = [
    pytest.param(example, variant, row, id=f"{example.number} {row[0]}")
    for example in EXAMPLES
    for header, rows in example.tables.items()
    for variant in re.findall(r"^answer(?: in `(.*)`)?$", header)
    for row in rows
]
WAYS = [
    pytest.param(example, row, id=f"{example.number} {row[0]}")
    for example in EXAMPLES
    for row in example.tables.get("answers", ())
]


def test_there_are_examples_with_tables() -> None:
    assert EXAMPLES
    assert ROWS
    assert WAYS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.number))
def test_an_example_passes_every_check(example: Example) -> None:
    example.load()


@pytest.mark.parametrize(("example", "variant", "row"), ROWS)
def test_an_answer_earns_and_shows_what_the_table_says(example: Example, variant: str, row: list[str]) -> None:
    answer, credit, shows = row
    scenario = example.load()
    played = scenario.variants[variant] if variant else next(iter(scenario.variants.values()), scenario)
    task = next(scene.task for scene in played.scenes.values() if scene.task)
    judged = task.judge(task.accept(completed(task, answer)))
    levels = [f"{each.criterion} {each.level}" for each in judged.observations]
    assert judged.credit == (None if credit == "none" else Fraction(credit))
    assert ", ".join([*levels, *(["breach"] if judged.breach else [])]) == shows.replace("nothing", "")


def completed(task: Task, answer: str) -> Any:
    """The answer of a cell; what a thread is not told there is None."""
    value = yaml.safe_load(answer.strip("`"))
    return {"answer": None, "text": None} | value if task.kind == "thread" else value


@pytest.mark.parametrize(("example", "row"), WAYS)
def test_answers_lead_where_the_table_says(example: Example, row: list[str]) -> None:
    scenario = example.load()
    attempt = start(scenario, uid="u", n=1, seed="s", version="v", framework="f", at=AT)
    for number, answer in enumerate(yaml.safe_load(row[0].strip("`"))):
        attempt, _ = make_move(scenario, attempt, "answer", answer, request=str(number), at=AT, undo_allowed=False)
    assert replay(scenario, attempt).current.scene.id == row[1].strip("`")


def known_keys() -> set[str]:
    """Every key that a reader of scenarios knows."""
    found = {*conditions._KINDS, DIFFERENCES, OPTIONS, OMIT}
    for module in pkgutil.walk_packages(authoring.__path__, f"{authoring.__name__}."):
        if module.name.rpartition(".")[2] not in NO_SCENARIOS:
            for value in vars(importlib.import_module(module.name)).values():
                for each in value.values() if isinstance(value, dict) else (value,):
                    if isinstance(each, Keys):
                        found |= each.known
    return found


def keys_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_in(inner)


def test_every_key_is_explained() -> None:
    named = set(re.findall("`([a-z-]+)(?:: [^`]*)?`", re.sub("^```.*?^```", "", PAGE, flags=re.DOTALL | re.MULTILINE)))
    assert sorted(known_keys() - named) == []


def test_every_key_stands_in_an_example() -> None:
    shown = {key for example in EXAMPLES for key in keys_in(yaml.load(example.text, Loader=yaml.BaseLoader))}  # noqa: S506  texts only
    assert sorted(known_keys() - shown) == []


def test_every_kind_of_task_has_a_heading_and_a_table_of_answers() -> None:
    assert set(KINDS) <= set(re.findall("^### (.+)$", PAGE, re.MULTILINE))
    answered = {each.values[0].load().scenes[_first(each.values[0])].task.kind for each in ROWS}
    assert answered == set(KINDS)


def _first(example: Example) -> str:
    return next(name for name, scene in example.load().scenes.items() if scene.task)

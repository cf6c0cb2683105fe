"""The schema for editors and the loader agree, on what is shipped and on every case that a schema can see."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from competency_xblock import authoring
from competency_xblock.authoring.catalogue import Code
from tests.sample import EVERY_KIND, ITEM_KINDS, SAMPLE_SCENARIO

from .case_files import SCENARIO, SCENARIO_FILES, Case, all_cases
from .samples import OTHER_KINDS, VARIANTS

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(authoring.__file__).parent / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SHIPPED = sorted((ROOT / "scenarios").rglob("*.yaml"))

# What can be said of one place without looking at another, or at the framework and the file's name.
SEEN = frozenset(
    code.id
    for code in (
        Code.UNKNOWN_KEY,
        Code.MISSING_KEY,
        Code.WRONG_SHAPE,
        Code.EMPTY,
        Code.UNKNOWN_WORD,
        Code.BAD_NUMBER,
        Code.BAD_ID,
        Code.SEVERAL_TASKS,
        Code.END_GOES_ON,
        Code.BAD_CONDITION,
        Code.OPTION_COUNT,
        Code.MISPLACED_KEY,
        Code.UNDO_SHOWS_KEY,
        Code.BAD_ALLOW,
        Code.UNKNOWN_FORMAT,
        Code.CRITERIA_COUNT,
        Code.BAD_FORM,
        Code.BAD_LEVEL,
        Code.STATIC_NAME,
        Code.STATIC_KIND,
    )
)
# A schema sees the same id twice in one list, and a criterion id of the wrong form; it knows no framework. It sees a
# condition of a panel that is none on a switch, and not which panel one looks at; and that items of rate and sort lack
# a part of their feedback that options may lack.
SOMETIMES_SEEN = frozenset((Code.DUPLICATE_ID.id, Code.UNKNOWN_CRITERION.id, Code.PANEL_CONDITION.id, Code.MOVES_UP.id))
TAKES_SEVERAL_PLACES = ("Found in the variant", "together")


def as_an_editor_reads(text: str) -> object:
    """The document with numbers and truth values told apart from texts, as YAML 1.2 does."""
    return _plain(yaml.compose(text, Loader=yaml.CSafeLoader))


def _plain(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if node.style in ("'", '"', "|", ">"):
        return node.value
    if re.fullmatch(r"[-+]?[0-9]+", node.value):
        return int(node.value)
    if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", node.value):
        return float(node.value)
    return {"true": True, "false": False, "": None}.get(node.value, node.value)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text",
    [SAMPLE_SCENARIO, EVERY_KIND, ITEM_KINDS, OTHER_KINDS, VARIANTS],
    ids=["sample", "every kind", "item kinds", "other kinds", "variants"],
)
def test_samples_are_valid(text: str) -> None:
    VALIDATOR.validate(as_an_editor_reads(text))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_are_valid(path: Path) -> None:
    VALIDATOR.validate(as_an_editor_reads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "case",
    [case for case in all_cases() if case.file in SCENARIO_FILES and case.file != "text.md"],
    ids=lambda case: case.title,
)
def test_schema_and_loader_agree(case: Case) -> None:
    lines = case.expected.splitlines()
    codes = {line.split()[1] for line in lines}
    seen = {line.split()[1] for line in lines if not any(part in line for part in TAKES_SEVERAL_PLACES)} & SEEN
    is_valid = VALIDATOR.is_valid(as_an_editor_reads(case.source(SCENARIO).decode()))
    if seen:
        assert not is_valid
    else:
        assert is_valid or codes & (SEEN | SOMETIMES_SEEN)


def test_warnings_that_may_be_allowed_are_those_of_the_catalogue() -> None:
    allowed = SCHEMA["$defs"]["exception"]["properties"]["code"]["enum"]
    assert allowed == [code.id for code in Code if code.may_be_allowed]


def test_everything_an_author_writes_is_described() -> None:
    def described(part: dict[str, object]) -> bool:
        return "description" in part or "description" in SCHEMA["$defs"][str(part["$ref"]).rpartition("/")[2]]

    blocks = [SCHEMA, *SCHEMA["$defs"].values()]
    assert [name for block in blocks for name, part in block.get("properties", {}).items() if not described(part)] == []

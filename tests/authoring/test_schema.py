"""The schema for editors and the loader agree, on what is shipped and on every case that a schema can see."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from competency_xblock import authoring
from competency_xblock.authoring.catalogue import Code
from tests.sample import EVERY_KIND, SAMPLE_SCENARIO

from .case_files import SCENARIO, SCENARIO_FILES, Case, all_cases

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
        Code.NOT_PLAYED_YET,
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
    )
)
# A schema sees the same id twice in one list, and a criterion id of the wrong form; it knows no framework.
SOMETIMES_SEEN = frozenset((Code.DUPLICATE_ID.id, Code.UNKNOWN_CRITERION.id))


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


@pytest.mark.parametrize("text", [SAMPLE_SCENARIO, EVERY_KIND], ids=["sample", "every kind"])
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
    codes = set(re.findall(r" (CX\d{3}) ", case.expected))
    is_valid = VALIDATOR.is_valid(as_an_editor_reads(case.source(SCENARIO).decode()))
    if SEEN.isdisjoint(codes):
        assert is_valid or codes & SOMETIMES_SEEN
    else:
        assert not is_valid


def test_warnings_that_may_be_allowed_are_those_of_the_catalogue() -> None:
    allowed = SCHEMA["$defs"]["exception"]["properties"]["code"]["enum"]
    assert allowed == [code.id for code in Code if code.may_be_allowed]


def test_everything_an_author_writes_is_described() -> None:
    def described(part: dict[str, object]) -> bool:
        target = SCHEMA["$defs"][str(part["$ref"]).rpartition("/")[2]] if "$ref" in part else {}
        return "description" in part or "description" in target

    blocks = [SCHEMA, *SCHEMA["$defs"].values()]
    assert [name for block in blocks for name, part in block.get("properties", {}).items() if not described(part)] == []

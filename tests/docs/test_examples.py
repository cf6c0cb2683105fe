"""Examples in the documentation are held to be true."""

import re
from pathlib import Path

import click
import pytest

from competency_xblock.authoring.loader import load_scenario
from competency_xblock.cli import main
from competency_xblock.domain.rubric import Framework
from tests.sample import sample_framework

DOCS = Path(__file__).parents[2] / "docs"


def scenarios_in(page: Path) -> list[str]:
    return [
        block
        for block in re.findall(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        if block.startswith("format: 1\nid:")
    ]


EXAMPLES = [
    pytest.param(text, id=f"{page.stem}-{number}")
    for page in sorted(DOCS.rglob("*.md"))
    for number, text in enumerate(scenarios_in(page))
]


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("source", EXAMPLES)
def test_a_scenario_in_the_documentation_passes_every_check(source):
    framework: Framework = sample_framework()
    assert [str(found) for found in load_scenario(source, framework, path="docs").diagnostics] == []


COMMAND = re.compile(r"^\$ competency (.+)$|`competency ([^`]+)`", re.MULTILINE)
COMMANDS = sorted(
    {
        (line or inline).strip()
        for page in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
        for line, inline in COMMAND.findall(page.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_in_the_documentation_exists_with_its_options(line):
    command: click.Command = main
    context = click.Context(main)
    words = [word.strip(",") for word in line.split()]
    while isinstance(command, click.Group) and words:
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command = found
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", [*sorted(DOCS.rglob("*.md")), DOCS.parent / "README.md"], ids=lambda page: page.name)
def test_links_in_the_documentation_lead_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []

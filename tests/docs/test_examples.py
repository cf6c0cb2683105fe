"""Examples in the documentation are held to be true."""

import re
from pathlib import Path

import pytest

from competency_xblock.authoring.loader import load_scenario
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

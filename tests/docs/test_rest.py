"""The page about the REST interface is true: its examples are what the server answers, its program runs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from competency_xblock.rest.description import describe
from competency_xblock.rest.host import Host
from tests.blocks.situations import READING, block, play, situation
from tests.player.conftest import PASSWORD
from tests.rest.conftest import asking, put

PAGE = (Path(__file__).parents[2] / "docs" / "operators" / "rest.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```http\nGET (\S+)\n```\n.*?^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
CASES = [situation(f"case-{n}", READING) for n in range(3)]


@pytest.fixture
def learner(tmp_path, settings, db) -> Any:
    settings.COMPETENCY_PACKAGE = tmp_path / "home" / "course.tar.gz"
    put(settings, *map(block, CASES))
    noor = asking("noor")
    for day, case in enumerate(CASES):
        play(noor.user.pk, case, 2, 3, day=day)
    return noor


def says(example: Any, answer: Any) -> bool:
    """Whether an answer is the example; ``...`` there stands for anything."""
    if example == "...":
        return answer is not None
    if isinstance(example, dict):
        return (
            isinstance(answer, dict)
            and example.keys() == answer.keys()
            and all(says(value, answer[name]) for name, value in example.items())
        )
    if isinstance(example, list):
        return isinstance(answer, list) and len(example) == len(answer) and all(map(says, example, answer))
    return bool(example == answer)


@pytest.mark.parametrize(("address", "example"), EXAMPLES)
def test_an_example_is_what_the_server_answers(learner, address, example):
    who = learner if address.endswith("/me") else asking("petra", "mentor")
    answer = who.client.get(address).json()
    assert says(json.loads(example), answer), json.dumps(answer, indent=1)


def test_there_are_examples():
    assert len(EXAMPLES) == 3
    assert len(PROGRAMS) == 3


@pytest.mark.django_db(transaction=True)
def test_the_program_reads_all_evidence(learner, live_server, capsys):
    asking("petra", "mentor")
    program = PROGRAMS[0].replace("http://127.0.0.1:8000", live_server.url).replace("the password of petra", PASSWORD)
    program = program.replace("?since", "?limit=4&since")
    exec(compile(program, "rest.md", "exec"), {})  # noqa: S102  that it runs is what is asked
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[0] == f"2026-09-01T18:01:00+00:00 noor {READING} 2"


def test_the_class_for_open_edx_is_a_host_that_lets_nobody_in():
    names: dict[str, Any] = {}
    exec(compile(PROGRAMS[1], "rest.md", "exec"), names)  # noqa: S102
    made = names["LmsHost"]()
    assert isinstance(made, Host)
    assert made.reads(None, "course") is Host().reads(None, "course")
    assert not made.may_show(None, "course", None)(None)


def test_every_address_parameter_and_status_is_on_the_page():
    description = describe("")
    for path, item in description["paths"].items():
        assert f"`{path}`" in PAGE
        for status in item["get"]["responses"]:
            assert status == "200" or f"| {status} |" in PAGE
    for parameter in description["components"]["parameters"].values():
        assert parameter["in"] == "path" or f"| `{parameter['name']}` |" in PAGE

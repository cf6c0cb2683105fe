"""``competency simulate`` as its users run it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competency_xblock.cli import main
from tests.authoring.case_files import course_files, write_files

SCENARIO = "scenarios/online-writing/sample.yaml"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course without a mistake, as the working folder."""
    write_files(tmp_path, course_files())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def simulate(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["simulate", *map(str, arguments)], catch_exceptions=False)


def break_scenario(course: Path) -> None:
    path = course / SCENARIO
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 5", "minutes: soon"), encoding="utf-8")


def test_a_scenario_without_problems(course: Path) -> None:
    result = simulate(SCENARIO)
    assert result.exit_code == 0
    assert result.output.startswith("grades ")
    assert "online-writing/sample: Every way was followed: " in result.output
    assert result.output.endswith("No problems found; 1 scenario simulated.\n")


def test_a_course_is_put_together_and_lacks_much(course: Path) -> None:
    for arguments in ((), (".",), ("course",), ("scenarios",)):
        result = simulate(*arguments)
        assert result.exit_code == 1
        assert "\nthe course " in result.output
        assert "\nstandings " in result.output
        assert "\nNobody can stand on online-writing/direction: " in result.output


def test_json_holds_the_same(course: Path) -> None:
    found = json.loads(simulate("--format", "json").output)
    assert (found["seed"], found["guessers"]) == (1, 1_000)
    (variant,) = found["scenarios"]["online-writing/sample"]
    assert set(variant["grades"]) == {"longest", "first", "most", "1", "2", "3", "4"}
    assert variant["grade"][1] == 1
    assert variant["ways"]["every"] is True
    assert found["course"]["standings"].keys() >= variant["criteria"].keys()
    assert {each["kind"] for each in found["problems"]} == {"standing"}
    assert json.loads(simulate(SCENARIO, "--format", "json").output)["course"] is None


def test_equal_seeds_give_equal_output(course: Path) -> None:
    assert simulate(SCENARIO, "--seed", "7").output == simulate(SCENARIO, "--seed", "7").output
    assert simulate(SCENARIO, "--seed", "7").output != simulate(SCENARIO).output


def test_a_scenario_with_a_mistake_is_named_and_the_others_are_played(course: Path) -> None:
    write_files(course, {SCENARIO.replace("sample", "other"): "format: 1\n"})
    result = simulate("scenarios/online-writing", SCENARIO)
    assert result.exit_code == 1
    assert "scenarios/online-writing/other.yaml:1:1 CX202 " in result.output
    assert "online-writing/sample " in result.output


def test_nothing_that_can_be_played(course: Path) -> None:
    break_scenario(course)
    result = simulate(SCENARIO)
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith(f"{SCENARIO}:7:10 CX206 ")
    assert "Traceback" not in result.output


def test_a_course_without_a_framework(course: Path) -> None:
    (course / "course/rubric.yaml").write_text("format: 1\n", encoding="utf-8")
    result = simulate()
    assert result.exit_code == 1
    assert "course/rubric.yaml:1:1 CX202 " in result.output


def test_a_draft_outside_scenarios_may_have_any_id(course: Path) -> None:
    (course / "drafts").mkdir()
    (course / "drafts" / "idea.yaml").write_text((course / SCENARIO).read_text(encoding="utf-8"), encoding="utf-8")
    assert simulate("drafts/idea.yaml").exit_code == 0


def test_misuse(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert simulate("nowhere.yaml").exit_code == 2
    assert simulate("--format", "xml").exit_code == 2
    result = simulate(elsewhere)
    assert result.exit_code == 2
    assert "is in no course" in result.output
    write_files(elsewhere, course_files())
    result = simulate(SCENARIO, elsewhere / SCENARIO)
    assert result.exit_code == 2
    assert "is in another course" in result.output

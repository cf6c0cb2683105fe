"""``competency check`` as its users run it."""

import gc
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competency_xblock.cli import COMMANDS, main
from tests.authoring.case_files import course_files, write_files

SCENARIO = "scenarios/online-writing/sample.yaml"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course without a mistake, as the working folder."""
    write_files(tmp_path, course_files())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], catch_exceptions=False)


def break_scenario(course: Path, old: str = "minutes: 5", new: str = "minutes: soon") -> None:
    path = course / SCENARIO
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_clean_course(course: Path) -> None:
    result = check()
    assert (result.exit_code, result.output) == (0, "No problems found.\n")


def test_problems_are_lines_with_a_count_below(course: Path) -> None:
    break_scenario(course)
    (course / "course/lessons/start/welcome.md").write_text("Welcome\n", encoding="utf-8")
    (course / "course/local.yaml").write_text("helpline:\n", encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        'course/lessons/start/welcome.md:1:1 CX508 The first line is not a title. Begin with "# " and the title.',
        'course/local.yaml:1:10 CX516 "helpline" is not set. Write the text of your service.',
        f'{SCENARIO}:7:10 CX206 "minutes" cannot be "soon". Write a whole number from 1 to 240.',
        "2 errors and 1 warning in 3 files.",
    ]


def test_a_warning_alone_is_a_problem_too(course: Path) -> None:
    (course / "course/local.yaml").write_text("helpline:\n", encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert result.output.endswith("\n1 warning in 1 file.\n")


def test_json(course: Path) -> None:
    assert json.loads(check("--format", "json").output) == []
    break_scenario(course)
    result = check("--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output) == [
        {
            "path": SCENARIO,
            "line": 7,
            "column": 10,
            "code": "CX206",
            "severity": "error",
            "message": '"minutes" cannot be "soon".',
            "hint": "Write a whole number from 1 to 240.",
        }
    ]


@pytest.mark.parametrize("path", [".", SCENARIO, "scenarios", "scenarios/online-writing", "scenarios/../scenarios"])
def test_every_path_that_holds_the_mistake_finds_it(course: Path, path: str) -> None:
    break_scenario(course)
    result = check(path)
    assert result.exit_code == 1
    assert result.output.startswith(f"{SCENARIO}:7:10 CX206 ")


@pytest.mark.parametrize("path", ["course", "course/lessons/start/welcome.md", "course/outline.yaml"])
def test_a_path_below_course_leaves_the_scenarios_out(course: Path, path: str) -> None:
    break_scenario(course)
    assert check(path).exit_code == 0


def test_paths_given_twice_are_checked_once(course: Path) -> None:
    break_scenario(course)
    assert check(SCENARIO, "scenarios", course / SCENARIO).output.count("CX206") == 1


def test_a_course_elsewhere_is_named_in_full(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_scenario(course)
    monkeypatch.chdir(course / "scenarios")
    assert check(course).output.startswith(f"{course / SCENARIO}:7:10 CX206 ")


def test_a_draft_outside_scenarios_may_have_any_id(course: Path) -> None:
    (course / "drafts").mkdir()
    draft = course / "drafts" / "idea.yaml"
    draft.write_text((course / SCENARIO).read_text(encoding="utf-8"), encoding="utf-8")
    assert check("drafts/idea.yaml").exit_code == 0


def test_a_broken_framework_is_told_with_the_scenario(course: Path) -> None:
    (course / "course/rubric.yaml").write_text("format: 1\n", encoding="utf-8")
    output = check(SCENARIO).output
    assert "course/rubric.yaml:1:1 CX202 " in output
    assert SCENARIO not in output


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("binary.yaml", b"\x89PNG\r\n\x1a\n\x00\x00", "CX101"),
        ("nul.yaml", b"a: \x00\n", "CX104"),
        ("huge.yaml", b"# " + b"x" * (2 * 1024 * 1024), "CX106"),
        ("deep.yaml", b"a: " + b"[" * 50_000, "CX112"),
        ("laughs.yaml", b"a: &a [x]\nb: [*a, *a]\n", "CX109"),
        ("many.yaml", b"".join(b"key-%d: x\n" % n for n in range(20_000)), "CX116"),
    ],
)
def test_a_hostile_file_is_a_line_and_no_traceback(course: Path, name: str, data: bytes, code: str) -> None:
    path = course / "scenarios" / "online-writing" / name
    path.write_bytes(data)
    result = check(path)
    assert result.exit_code == 1
    assert f" {code} " in result.output
    assert "Traceback" not in result.output


def test_a_link_that_leads_to_itself_and_a_name_that_is_no_text(course: Path) -> None:
    folder = course / "scenarios" / "online-writing"
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "name-\udcff.yaml").write_text("format: 1\n", encoding="utf-8")
    result = check()
    assert result.exit_code == 1
    assert "loop.yaml:1:1 CX114 The file cannot be read: Too many levels of symbolic links." in result.output
    assert "name-?.yaml:1:1 CX210 " in result.output


def test_misuse(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert check("nowhere.yaml").exit_code == 2
    assert check("--format", "xml").exit_code == 2
    result = check(elsewhere)
    assert result.exit_code == 2
    assert "is in no course" in result.output


def test_the_collector_is_left_as_it_was(course: Path) -> None:
    check()
    assert gc.isenabled()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"], catch_exceptions=False)
    assert result.exit_code == 0
    assert f"Usage: main {name}" in result.output


def test_unknown_commands_are_misuse() -> None:
    assert CliRunner().invoke(main, ["chekc"]).exit_code == 2

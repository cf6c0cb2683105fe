"""The page that says what the course offers is current. ``REGENERATE=1`` writes it."""

import os
import subprocess
import sys
from pathlib import Path

from competency_xblock.authoring.course import load_course
from competency_xblock.authoring.coverage_page import coverage_page
from tests.authoring.case_files import course_files, write_files

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "authors" / "coverage.md"


def test_the_page_is_current() -> None:
    course = load_course(ROOT).value
    assert course is not None
    if "REGENERATE" in os.environ:
        PAGE.write_text(coverage_page(course), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == coverage_page(course)


def run_module(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "competency_xblock.authoring.coverage_page"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )


def test_the_module_prints_the_page_of_the_course_in_the_working_folder(tmp_path: Path) -> None:
    write_files(tmp_path, course_files())
    result = run_module(tmp_path)
    assert result.returncode == 0
    assert "| online-writing/direction | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |" in result.stdout
    place = "| online-writing/sample | start, core | one-to-one | 5 | choose |"
    assert f"{place} (online-writing/reading), (online-writing/direction) |" in result.stdout


def test_of_a_course_with_mistakes_there_is_no_page(tmp_path: Path) -> None:
    write_files(tmp_path, {**course_files(), "course/rubric.yaml": "format: 1\n"})
    result = run_module(tmp_path)
    assert result.returncode == 1
    assert "competency check names them" in result.stderr

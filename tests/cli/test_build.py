"""``competency build``: the course of this repository, built as its users build it."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from competency_xblock.cli.build import build
from competency_xblock.olx.reader import read_package

ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A copy of the shipped course, as the working folder."""
    for folder in ("course", "scenarios"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build, arguments)


def test_package_is_written_and_described(course):
    result = run()
    package = course / "build" / "course.tar.gz"
    assert result.exit_code == 0
    assert result.stdout.startswith(f"build/course.tar.gz  {package.stat().st_size:,} bytes  ")
    assert f"{sum(1 for _ in read_package(package.read_bytes()).verticals())} units" in result.stdout


def test_second_build_is_the_same_and_leaves_nothing_else(course):
    run("--out", "out/here")
    first = (course / "out/here/course.tar.gz").read_bytes()
    run("--out", "out/here")
    assert (course / "out/here/course.tar.gz").read_bytes() == first
    assert [path.name for path in (course / "out/here").iterdir()] == ["course.tar.gz"]


@pytest.mark.parametrize(("seed", "umask"), [("1", 0o000), ("2", 0o077)])
def test_build_is_the_same_for_another_process(course, seed, umask):
    run()
    code = "from competency_xblock.cli.build import build; build()"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, "--out", "other"], env=environment, umask=umask, check=True)
    hashes = {hashlib.sha256((course / out / "course.tar.gz").read_bytes()).hexdigest() for out in ("build", "other")}
    assert len(hashes) == 1


def test_error_in_a_source_leaves_the_old_package_in_place(course):
    run()
    before = (course / "build/course.tar.gz").read_bytes()
    outline = course / "course/outline.yaml"
    outline.write_text(outline.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert result.stderr.startswith("course/outline.yaml:")
    assert "Nothing was built." in result.stderr
    assert (course / "build/course.tar.gz").read_bytes() == before


def test_folder_without_a_course_is_a_mistake_of_use(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert 'There is no folder "course" here.' in result.stderr


def test_place_that_cannot_be_written_is_said_in_one_line(course):
    (course / "taken").write_text("a file", encoding="utf-8")
    result = run("--out", "taken/inside")
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: taken/inside/course.tar.gz cannot be written: Not a directory.\n")

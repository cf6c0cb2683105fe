"""What a user gets who installs us: the source archive is complete, and so is the wheel built from it."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
BACKEND = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def build(kind: str, source: Path, target: Path) -> Path:
    """Build ``source`` with the installed setuptools, without asking anybody for anything."""
    target.mkdir(exist_ok=True)
    before = set(target.iterdir())
    command = [sys.executable, "-W", "ignore", "-c", BACKEND, kind, str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, text=True)
    (built,) = set(target.iterdir()) - before
    return built


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, built from a copy, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    package = folder / "competency_xblock"
    shutil.copytree(ROOT / "competency_xblock", package, ignore=shutil.ignore_patterns("__pycache__"))
    return build("build_sdist", folder, folder / "dist")


@pytest.fixture(scope="module")
def wheel(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return build("build_wheel", source, folder / "dist")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what it depends on is lent by this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as content:
        (name,) = (name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(content.read(name).decode())


def test_every_file_of_the_package_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    package = ROOT / "competency_xblock"
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    with zipfile.ZipFile(wheel) as content:
        found = {name for name in content.namelist() if ".dist-info/" not in name}

    assert found == wanted


def test_the_source_archive_holds_no_tests_and_no_course(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        folders = {name.split("/")[1] for name in tar.getnames() if name.count("/") > 1}

    assert folders == {"competency_xblock", "competency_xblock.egg-info"}


def test_the_licence_is_named_and_enclosed(wheel: Path) -> None:
    metadata = metadata_of(wheel)

    assert metadata["License-Expression"] == "AGPL-3.0-or-later"
    assert metadata.get_all("License-File") == ["LICENSE"]


def test_requirements_have_lower_bounds_only(wheel: Path) -> None:
    requirements = [Requirement(text) for text in metadata_of(wheel).get_all("Requires-Dist") or []]

    assert {"XBlock", "Django"} <= {requirement.name for requirement in requirements}
    assert {specifier.operator for requirement in requirements for specifier in requirement.specifier} == {">="}
    assert all(requirement.specifier for requirement in requirements)


def test_the_extras_are_those_of_players_databases_authors_and_developers(wheel: Path) -> None:
    metadata = metadata_of(wheel)

    assert set(metadata.get_all("Provides-Extra") or []) == {"player", "databases", "author", "dev"}
    assert wanted(metadata, "player") == wanted(metadata, "author")
    assert (wanted(metadata, "player") | wanted(metadata, "databases")).items() < wanted(metadata, "dev").items()
    assert {"pytest", "ruff", "mypy"} < wanted(metadata, "dev").keys()


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("player", ["player"]), ("dev", ["dev"]), ("thirdparty", ["player"]), ("lowest", ["player", "databases"])],
)
def test_what_the_extras_want_is_in_the_lock_files(wheel: Path, lock: str, extras: list[str]) -> None:
    pins = re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)", (ROOT / f"requirements/{lock}.txt").read_text(), re.MULTILINE)
    versions = {canonicalize_name(name): version for name, version in pins}

    for name, specifier in wanted(metadata_of(wheel), *extras).items():
        assert specifier.contains(versions[name], prereleases=True), name


def wanted(metadata: Message, *extras: str) -> dict[str, SpecifierSet]:
    """What is installed with these extras, by its canonical name."""
    requirements = map(Requirement, metadata.get_all("Requires-Dist") or [])
    return {
        canonicalize_name(each.name): each.specifier
        for each in requirements
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras)
    }


def test_the_platform_finds_the_installed_blocks_by_their_entry_points(installed: Path, tmp_path: Path) -> None:
    code = "from importlib.metadata import entry_points; print(*(e.load() for e in entry_points(group='xblock.v1')))"

    result = run(installed / "bin" / "python", "-W", "ignore", "-c", code, folder=tmp_path)

    assert result.returncode == 0, result.stderr
    assert "competency_xblock.blocks.scenario.CompetencyScenarioBlock" in result.stdout
    assert "competency_xblock.blocks.lesson.CompetencyLessonBlock" in result.stdout


def test_the_installed_command_says_what_it_can_do(installed: Path, tmp_path: Path) -> None:
    result = run(installed / "bin" / "competency", "--help", folder=tmp_path)

    assert result.returncode == 0, result.stderr
    assert "check" in result.stdout


def test_the_installed_package_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import competency_xblock; print(competency_xblock.__file__)"

    result = run(installed / "bin" / "python", "-c", code, folder=tmp_path)

    assert Path(result.stdout.strip()).is_relative_to(installed), result.stderr


def run(program: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(program), *arguments], cwd=folder, capture_output=True, text=True, check=False)

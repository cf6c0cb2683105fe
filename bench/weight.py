"""What we add to a platform: the size of the wheel, and the time that loading the blocks takes."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, say

ROUNDS = 9
ROOT = Path(__file__).resolve().parents[1]
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
# With Django and the workbench loaded, as a platform has them: what the block adds to that.
LOAD = """
import sys, django
django.setup()
import importlib, workbench.views
from time import perf_counter
started = perf_counter()
importlib.import_module(sys.argv[1])
print((perf_counter() - started) * 1000)
"""
OURS, THEIRS = "competency_xblock.blocks.scenario", "branching_xblock"


def measure() -> None:
    """Say all figures. The bar for loading is 60 ms where branching-xblock took 53: a ratio, whatever the machine."""
    say(Figure("the wheel", wheel_size() / 1024, "KB"))
    ours, theirs = loading_times()
    say(Figure("loading the block", ours, "ms", "branching-xblock 0.3.3", theirs, bound="ratio", limit=60 / 53))


def loading_times() -> list[float]:
    """Median milliseconds of both, turn about, with compiled files in place: the first round makes them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": folder, "DJANGO_SETTINGS_MODULE": "tests.workbench.settings"}
        rounds = [
            [float(printed_by("-c", LOAD, module, environment=environment)) for module in (OURS, THEIRS)]
            for _ in range(ROUNDS + 1)
        ]
    return [statistics.median(taken) for taken in zip(*rounds[1:], strict=True)]


def wheel_size() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "source")
        copy.mkdir()
        for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy)
        package = "competency_xblock"
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
        printed_by("-c", BUILD, folder, folder=copy)
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size


def printed_by(*arguments: str, folder: Path = ROOT, environment: dict[str, str] | None = None) -> str:
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    measure()

"""What we add to a platform: the size of the wheel, and the time an import takes where Django is there already."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, say

ROUNDS = 7
ROOT = Path(__file__).resolve().parents[1]
BUILD = "from setuptools import build_meta; import sys; build_meta.build_wheel(sys.argv[1])"
# As `-X importtime` would tell it, but in one number: the blocks alone, after what a platform has loaded anyway.
IMPORT = """
import django.db.models, django.template, lxml.etree, markdown, nh3, xblock.core, xblock.completable, yaml, webob
from time import perf_counter
started = perf_counter()
import competency_xblock.blocks.scenario, competency_xblock.blocks.lesson
print((perf_counter() - started) * 1000)
"""


def measure() -> None:
    """Say all figures."""
    say(Figure("the wheel", wheel_size() / 1024, "KB"))
    say(Figure("importing both blocks", import_time(), "ms", bound="ours", limit=60))


def import_time() -> float:
    """With compiled files in place, as an installation has them: the first run makes them."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        times = [float(printed_by("-W", "ignore", "-c", IMPORT, env=environment)) for _ in range(ROUNDS + 1)]
    return statistics.median(times[1:])


def wheel_size() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "source")
        for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "competency_xblock"):
            source, target = ROOT / name, copy / name
            for path in source.rglob("*") if source.is_dir() else [source]:
                if path.is_file() and "__pycache__" not in path.parts:
                    place = target / path.relative_to(source)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(path.read_bytes())
        printed_by("-W", "ignore", "-c", BUILD, folder, cwd=copy)
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size


def printed_by(*arguments: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    measure()

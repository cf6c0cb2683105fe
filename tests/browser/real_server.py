"""The shipped course on the real server: built, installed and served as an operator does it, in its own process."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPETENCY = [str(Path(sys.executable).parent / "competency")]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class RealServer:
    """A data folder and the server on it, which can be stopped hard and started again."""

    def __init__(self, home: Path, package: Path) -> None:
        self.home = home
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("COMPETENCY_", "DJANGO_"))
        } | {"COMPETENCY_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.environment.pop("DATABASE_URL", None)
        self.url = ""
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self.run("migrate")
        self.install(package)

    def run(self, *arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [*COMPETENCY, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def install(self, package: Path) -> None:
        self.run("install", str(package))

    def add_user(self, name: str, password: str, role: str = "trainee") -> None:
        self.run("user", "add", name, "--role", role, "--password-stdin", stdin=password + "\n")

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*COMPETENCY, "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found = ADDRESS.search(line)
            if found:
                self.url = found[0]
                self.port = int(self.url.rpartition(":")[2])
                return
        raise AssertionError("The server said no address and ended.")

    def variant_of(self, attempt: str) -> str:
        """The variant that an attempt drew, which no page tells."""
        with sqlite3.connect(next(self.home.glob("*.sqlite3"))) as database:
            found = "SELECT variant FROM competency_evidence_attempt WHERE uid = ?"
            return str(database.execute(found, [attempt]).fetchone()[0])

    def kill(self) -> None:
        """End the server as a power cut does."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def build(folder: Path, *, root: Path = ROOT) -> Path:
    """The package of the course under ``root``."""
    done = subprocess.run(
        [*COMPETENCY, "build", "--out", str(folder)], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "course.tar.gz"

"""The player's own server in a group of processes of its own, which can be killed as by a power cut."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

COMPETENCY = str(Path(sys.executable).parent / "competency")
SECONDS = 60


class Server:
    """``competency serve`` on a data folder and a database that are there already."""

    def __init__(self, home: Path, database_url: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMPETENCY_", "DJANGO_"))}
        ours = {"COMPETENCY_HOME": str(home), "DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}
        self._environment = kept | ours
        self._log = home / "server.log"
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        """Serve, at the same port as the last time."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [COMPETENCY, "serve", "--port", str(self.port)],
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout
        found = re.search(r"Serving at http://127\.0\.0\.1:(\d+)/", self._process.stdout.readline())
        assert found, f"The server did not start: {self.log()[-3000:]}"
        self.port = int(found[1])

    def kill(self) -> None:
        """End every process of the server at once, without asking."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate(timeout=SECONDS)
            self._process = None

    def log(self) -> str:
        """What the server has said so far."""
        return self._log.read_text()

"""The real server with blocks of others on its pages, and a browser in which a learner has logged in.

They need packages of their own (`make thirdparty`).
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.player.courseware.packages import an_archive

NO_BROWSER = "THIRD-PARTY TESTS SKIPPED: no Chromium was found. Install the package chromium to run them."
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STUBS = Path(__file__).parent / "stubs"
ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from competency_xblock.cli import main; main()")
PASSWORD = "nine-lamps-in-a-row"

UNITS = {
    "acid": '<acid_parent url_name="parent" name="p"><acid name="a"/></acid_parent>',
    "alone": '<acid url_name="alone"/>',
    "drag": '<drag-and-drop-v2 url_name="drag"/>',
    "poll": '<poll url_name="poll"/>',
    "broken": '<drag-and-drop-v2 url_name="odd" data="{ no data"/><poll url_name="other"/>',
}


@dataclass(frozen=True)
class Server:
    """A running player: where it is, and the database behind it."""

    url: str
    database: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`competency serve` with a course of others' blocks."""
    home = tmp_path_factory.mktemp("home")
    package = home / "made.tar.gz"
    package.write_bytes(an_archive(UNITS))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.thirdparty.settings",
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, STUBS))),
        "COMPETENCY_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("DATABASE_URL", None)

    def competency(*arguments: str, said: str = "") -> None:
        subprocess.run([*COMMAND, *arguments], env=environment, cwd=ROOT, input=said, text=True, check=True)

    competency("install", str(package))
    competency("migrate")
    for name in ("ada", "ben"):
        competency("user", "add", name, "--password-stdin", said=PASSWORD)
    serve = [*COMMAND, "serve", "--port", "0"]
    with (
        (home / "server.log").open("w") as log,
        subprocess.Popen(serve, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            yield Server(_address(process, home / "server.log"), home / "db.sqlite3")
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    for line in process.stdout or ():
        if found := re.search(r"http://[\d.]+:\d+", line):
            return found[0]
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright  # environments without it load this file too

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def pages(chromium: Any, server: Server) -> Iterator[Any]:
    """Opens pages of the player for a learner, each learner in a browser of their own."""
    contexts: dict[str, Any] = {}

    def open_page(path: str, learner: str = "ada") -> Any:
        if learner not in contexts:
            contexts[learner] = chromium.new_context(base_url=server.url)
            contexts[learner].set_default_timeout(10_000)
            page = contexts[learner].new_page()
            page.goto("/account/login/")
            page.get_by_label("Name").fill(learner)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            page.wait_for_url("/")
        page = contexts[learner].new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts.values():
        context.close()

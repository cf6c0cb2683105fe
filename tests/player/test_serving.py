"""The real server, started as an operator starts it."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest


def run(home, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment(home, **environ),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from competency_xblock.cli import main; main()", *arguments]


def environment(home, **environ: str) -> dict[str, str]:
    ours = {
        "COMPETENCY_HOME": str(home),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "competency_xblock.player.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | ours | environ


@contextmanager
def server(home, *arguments: str, **environ: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        command(*arguments),
        env=environment(home, **environ),
        cwd=home.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"Serving at (http://\S+)", line):
                yield process, found[1]
                return
        pytest.fail("".join(lines) + process.stderr.read())
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def installed(tmp_path_factory, sample_package):
    """A data folder with a course and tables, as after `install` and `migrate`."""
    home = tmp_path_factory.mktemp("installed") / "home"
    assert "Installed Social media & guidance (5 units)" in run(home, "install", str(sample_package)).stdout
    assert "up to date" in run(home, "migrate").stdout
    return home


def test_it_serves_until_it_is_told_to_stop(installed):
    with server(installed, "serve", "--port", "0") as (process, address):
        with urllib.request.urlopen(f"{address}healthz") as answer:  # noqa: S310
            assert answer.read() == b'{"status": "ok"}'
            assert "Server" not in answer.headers
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=30) == 0


def test_a_request_under_way_is_answered_before_it_stops(installed):
    with server(installed, "serve", "--port", "0", "--threads", "1") as (process, address):
        host, port = re.search(r"//([^:]+):(\d+)/", address).groups()
        with closing(socket.create_connection((host, int(port)), timeout=30)) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            process.send_signal(signal.SIGTERM)

            answer = b"".join(iter(lambda: connection.recv(65536), b""))

        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert process.wait(timeout=30) == 0


def test_a_request_for_another_host_is_one_line_in_the_log(installed):
    with server(installed, "serve", "--port", "0") as (process, address):
        request = urllib.request.Request(f"{address}account/login/", headers={"Host": "elsewhere.example"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(request)  # noqa: S310
        process.terminate()
        process.wait(timeout=30)
        told = process.stderr.read()

    (line,) = (line for line in told.splitlines() if "elsewhere.example" in line)
    assert " WARNING django.security.DisallowedHost: " in line
    assert "Traceback" not in told


def test_the_demo_prints_accounts_that_the_real_server_refuses(tmp_path, sample_package):
    package = {"COMPETENCY_PACKAGE": str(sample_package)}
    with server(tmp_path / "home", "demo", "--port", "0", **package) as (_, address):
        assert address.startswith("http://127.0.0.1:")

    refused = run(tmp_path / "home", "serve", "--port", "0", **package)

    assert refused.returncode == 1
    assert "The demo accounts trainee, mentor, author still have the passwords everybody knows" in refused.stderr


def test_the_demo_builds_the_course_of_the_folder_it_is_started_in(tmp_path):
    for name in ("course", "scenarios"):
        (tmp_path / name).symlink_to(Path(__file__).parents[2] / name)

    with (
        server(tmp_path / "home", "demo", "--port", "0") as (_, address),
        urllib.request.urlopen(f"{address}account/login/") as answer,  # noqa: S310
    ):
        assert "Social media in career guidance" in answer.read().decode()


def test_a_link_can_be_given_before_the_first_start_and_works_after_it(tmp_path, sample_package):
    home, package = tmp_path / "home", {"COMPETENCY_PACKAGE": str(sample_package)}
    run(home, "migrate")
    assert not (home / "secret_key").exists()

    made = run(home, "user", "add", "ola", "--link")

    assert (made.returncode, made.stderr) == (0, "")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with (
        server(home, "serve", "--port", "0", **package) as (_, address),
        browser.open(address.rstrip("/") + made.stdout.split()[-1]) as answer,
    ):
        assert 'name="new_password1"' in answer.read().decode()


@pytest.mark.parametrize("arguments", [["add", "ola"], ["password", "noor"]])
def test_where_no_link_can_be_made_no_account_is_touched(tmp_path, arguments):
    home = tmp_path / "home"
    run(home, "migrate")
    run(home, "user", "add", "noor")
    before = accounts(home)
    (home / "secret_key").symlink_to(home / "nowhere")

    refused = run(home, "user", *arguments, "--link")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert accounts(home) == before


def accounts(home) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        return database.execute("SELECT username, password FROM auth_user").fetchall()


@pytest.mark.parametrize("command", [["migrate"], ["restore", __file__]])
def test_a_data_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path, command):
    (tmp_path / "home").symlink_to(tmp_path / "nowhere")

    refused = run(tmp_path / "home", *command)

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Error: The data folder {tmp_path}/home cannot be made: ")
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "environ", "why"),
    [
        (["--host", "192.0.2.1"], {}, "Set COMPETENCY_ALLOWED_HOSTS"),
        ([], {"COMPETENCY_DEMO": "1"}, "COMPETENCY_DEMO is set"),
        ([], {"DATABASE_URL": "oracle://x:hush@y/z"}, "DATABASE_URL names a database this player does not use"),
        ([], {"DATABASE_URL": "postgres://nobody:hush@127.0.0.1:1/none"}, "The database does not answer"),
        ([], {"COMPETENCY_TRUST_PROXY": "perhaps"}, "neither yes nor no"),
        ([], {"COMPETENCY_HOME": "/dev/null"}, "is a file"),
        ([], {"COMPETENCY_ALLOWED_HOSTS": "https://guide.example.org"}, "Write guide.example.org"),
        ([], {"COMPETENCY_PACKAGE": "/nowhere/course.tar.gz"}, "There is no course at /nowhere/course.tar.gz"),
    ],
)
def test_wrong_settings_are_refused_in_one_line_that_says_what_to_do(installed, arguments, environ, why):
    before = sorted(file.name for file in installed.iterdir())

    refused = run(installed, "serve", "--port", "0", *arguments, **environ)

    assert refused.returncode == 1
    assert why in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "hush" not in refused.stderr
    assert sorted(file.name for file in installed.iterdir()) == before


def test_without_tables_nothing_is_written_and_the_remedy_is_named(tmp_path, sample_package):
    refused = run(tmp_path / "home", "serve", COMPETENCY_PACKAGE=str(sample_package))

    assert "There is no database at" in refused.stderr
    assert "competency migrate" in refused.stderr
    assert not (tmp_path / "home").exists()


def test_tables_can_be_made_on_the_way(tmp_path, sample_package):
    package = {"COMPETENCY_PACKAGE": str(sample_package)}
    with (
        server(tmp_path / "home", "serve", "--port", "0", "--migrate", **package) as (_, address),
        urllib.request.urlopen(f"{address}healthz") as answer,  # noqa: S310
    ):
        assert answer.status == 200


def test_a_port_that_is_taken_is_refused(installed):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        refused = run(installed, "serve", "--port", str(taken.getsockname()[1]))

    assert "cannot be listened on" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_another_wsgi_server_is_refused_for_the_same_reasons(tmp_path):
    refused = subprocess.run(
        [sys.executable, "-c", "import competency_xblock.player.wsgi"],
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert "SettingsError: There is no course at" in refused.stderr

"""A new package is taken up when it is there; a broken one changes nothing."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from competency_xblock.player.courseware import content
from competency_xblock.player.courseware.content import CourseUnavailable, current_course

Install = Callable[..., Path]


def test_the_course_stays_in_memory_while_its_file_is_the_same(install: Install):
    install({"unit": ""}, title="First")
    assert current_course() is current_course()
    assert current_course().package.display_name == "First"


def test_a_new_package_is_taken_up(install: Install):
    install({"unit": ""}, title="First")
    first = current_course()
    install({"unit": ""}, title="Other")
    assert current_course().package.display_name == "Other"
    assert first.package.display_name == "First"


def test_a_broken_package_keeps_the_course_and_is_reported_once(install: Install, caplog: pytest.LogCaptureFixture):
    path = install({"unit": ""}, title="First")
    course = current_course()
    path.write_bytes(b"no archive")
    assert current_course() is course
    assert current_course() is course
    reports = [each for each in caplog.messages if "cannot be used" in each]
    assert len(reports) == 1
    assert "neither a .tar.gz nor a .zip" in reports[0]
    assert "The course from before goes on." in reports[0]


def test_a_package_put_right_is_taken_up(install: Install):
    path = install({"unit": ""}, title="First")
    current_course()
    path.write_bytes(b"no archive")
    current_course()
    install({"unit": ""}, title="Right")
    assert current_course().package.display_name == "Right"


def test_a_package_that_goes_missing_keeps_the_course(install: Install):
    path = install({"unit": ""}, title="First")
    course = current_course()
    path.unlink()
    assert current_course() is course


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_without_any_package_the_reason_is_told(tmp_path: Path, settings: Any, content: bytes | None):
    path = tmp_path / "none.tar.gz"
    settings.COMPETENCY_PACKAGE = path
    if content is not None:
        path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(CourseUnavailable, match=r"none\.tar\.gz cannot be used"):
            current_course()


def test_the_course_of_another_file_is_not_the_course_of_this(install: Install, tmp_path: Path, settings: Any):
    install({"unit": ""})
    current_course()
    settings.COMPETENCY_PACKAGE = tmp_path / "none.tar.gz"
    with pytest.raises(CourseUnavailable):
        current_course()


def test_threads_that_come_at_once_get_the_same_course(install: Install):
    install({"unit": ""})
    barrier = threading.Barrier(8)
    found: list[Any] = []

    def ask() -> None:
        barrier.wait()
        found.append(current_course())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_while_one_thread_reads_a_new_package_the_others_go_on(install: Install):
    install({"unit": ""}, title="First")
    first = current_course()
    install({"unit": ""}, title="Second")
    with content._shelf._reading:
        assert current_course() is first
    assert current_course().package.display_name == "Second"


PROCESS = """
import sys, django
django.setup()
from django.conf import settings
from competency_xblock.player.courseware.content import current_course
settings.COMPETENCY_PACKAGE = sys.argv[1]
for line in sys.stdin:
    print(current_course().package.display_name, flush=True)
"""


def test_each_process_notices_by_itself(install: Install, monkeypatch: pytest.MonkeyPatch):
    path = install({"unit": ""}, title="First")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    command = [sys.executable, "-c", PROCESS, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **pipes) as one, subprocess.Popen(command, **pipes) as two:
        assert [_ask(one), _ask(two)] == ["First", "First"]
        install({"unit": ""}, title="Second")
        assert [_ask(one), _ask(two)] == ["Second", "Second"]
        path.write_bytes(b"no archive")
        assert [_ask(one), _ask(two)] == ["Second", "Second"]
        for process in (one, two):
            process.stdin.close()


def _ask(process: Any) -> str:
    process.stdin.write("?\n")
    process.stdin.flush()
    return str(process.stdout.readline().strip())

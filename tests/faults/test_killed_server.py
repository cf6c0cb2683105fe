"""Killed at any moment, the server has lost nothing it answered for, and done nothing twice or by half."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import connection

from competency_xblock.evidence import api
from competency_xblock.evidence.models import Standing

from . import stored
from .course import exercises, package
from .learner import Learner, ServerGone
from .server import Server

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

COUNT = int(os.environ.get("FAULTS_COUNT") or 25)
SEED = int(os.environ.get("FAULTS_SEED") or Random().randrange(1, 1_000_000))
TOGETHER = 3  # learners at the same time
KILLS_OF_A_CLASS = 10  # then others come, whose history is short again
LONGEST = 0.25  # seconds from the first answers to the kill
SECONDS = 60
PASSWORD = "seven-lamps-in-a-row"
EXERCISES = exercises()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "course.tar.gz").write_bytes(package())
    server = Server(home, database_url())
    yield server
    server.kill()


def database_url() -> str:
    """The address of the database that this test has to itself."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def test_what_was_answered_is_kept_once_and_whole_however_often_the_server_is_killed(server: Server) -> None:
    print(f"\n{COUNT} kills on {connection.vendor}, FAULTS_SEED={SEED}")
    random, password = Random(SEED), PBKDF2PasswordHasher().encode(PASSWORD, "faults")
    tally = Tally()
    learners: list[Learner] = []
    server.start()
    for kill in range(COUNT):
        if kill % KILLS_OF_A_CLASS == 0:
            leave(learners)
            learners = [a_learner(f"noor-{kill}-{place}", password, random) for place in range(TOGETHER)]
            for learner in learners:
                learner.connect(server.port)
                learner.log_in(PASSWORD)
        killed_while_playing(server, learners, random.uniform(0, LONGEST))
        tally.count(learners)
        wrong = [fault for learner in learners for fault in as_it_was_left(learner)]
        server.start()
        wrong += [fault for learner in learners for fault in as_it_goes_on(learner, server.port, random)]
        assert not wrong, f"After kill {kill + 1} (FAULTS_SEED={SEED}):\n" + "\n".join(wrong)
    leave(learners)
    print(tally)
    standings_are_those_made_anew()
    assert "Traceback" not in server.log()


class Tally:
    """How often a request was under way when the server was killed, and of those how often it had been stored."""

    def __init__(self) -> None:
        self.answered: set[str] = set()
        self.under_way = {"begin": 0, "move": 0}

    def count(self, learners: list[Learner]) -> None:
        for learner in learners:
            self.answered |= {parcel.request for parcel in learner.answered}
            if learner.unanswered:
                self.under_way[learner.unanswered.handler] += 1

    def __str__(self) -> str:
        return f"{len(self.answered)} requests answered, {self.under_way} under way when the server was killed"


def a_learner(name: str, password: str, random: Random) -> Learner:
    learner = Learner(name, [each.usage for each in EXERCISES], Random(random.random()))
    learner.user_id = User.objects.create(username=name, password=password).pk
    return learner


def leave(learners: list[Learner]) -> None:
    for learner in learners:
        learner.disconnect()


def killed_while_playing(server: Server, learners: list[Learner], delay: float) -> None:
    """Let all play, and kill the server ``delay`` seconds after each has had an answer."""
    answered = [threading.Event() for _ in learners]
    failures: list[BaseException] = []

    def play(learner: Learner, has_answer: threading.Event) -> None:
        try:
            while True:
                learner.play_on()
                has_answer.set()
        except ServerGone:
            return
        except BaseException as error:  # noqa: BLE001 (told by the test, which would not hear of it otherwise)
            failures.append(error)
            has_answer.set()

    threads = [threading.Thread(target=play, args=pair) for pair in zip(learners, answered, strict=True)]
    for thread in threads:
        thread.start()
    reached = [event.wait(SECONDS) for event in answered]
    time.sleep(delay)  # the experiment itself
    server.kill()
    for thread in threads:
        thread.join(SECONDS)
    assert not failures, failures
    assert all(reached), "A learner had no answer."


def as_it_was_left(learner: Learner) -> list[str]:
    """What is wrong with the rows that the killed server left."""
    found = stored.requests_are_stored_once(learner, unanswered_at_most=True)
    found += stored.evidence_follows_from_the_moves(learner, EXERCISES)
    found += stored.standings_follow_from_the_evidence(learner)
    connection.close()
    return found


def as_it_goes_on(learner: Learner, port: int, random: Random) -> list[str]:
    """What is wrong once the page has sent its request again, or was loaded again first."""
    found: list[str] = []
    learner.connect(port)
    last, before = learner.unanswered, learner.answered[-1]
    if random.random() < 0.5:
        learner.look((last or before).usage)
    if last:
        learner.send(last)
    if not last or last.usage == before.usage:
        found += stored.answered_again(learner, learner.answered[-1])
    found += stored.requests_are_stored_once(learner, unanswered_at_most=False)
    found += stored.evidence_follows_from_the_moves(learner, EXERCISES)
    found += stored.standings_follow_from_the_evidence(learner)
    found += stored.copies_are_healed(learner, EXERCISES)
    connection.close()
    return found


def standings_are_those_made_anew() -> None:
    columns = ("learner_id", "criterion", "written", "level", "situations", "observations", "breach")
    kept = set(Standing.objects.values_list(*columns))
    for _ in api.rebuild_standings(at="2026-12-01T00:00:00+00:00"):
        pass
    assert set(Standing.objects.values_list(*columns)) == kept

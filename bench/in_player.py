"""One answer in the player, through its real address: how many queries, and what a long scenario costs more.

The database is SQLite in a file, as an installation has it.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from bench import story
from bench.figures import Figure, Trial, alternating_medians, say

SHORT, LONG = 20, 500
ROUNDS = 200
WARM_UP = 20
# What every page costs that knows who is there, and what opens and closes a transaction.
APART = re.compile(r'^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA)|FROM "(django_session|auth_user)"')


def measure() -> None:
    """Say all figures."""
    with player():
        short, long = Learner(SHORT), Learner(LONG)
        *others, last = queries_of_answers(short)
        say(Figure("most queries of one answer in the player", max(others), "queries", bound="ours", limit=4))
        say(Figure("queries of the last, standings and grade", last, "queries", bound="ours", limit=8))
        trials = [Trial(learner.answer, learner.begin) for learner in (long, short)]
        slow, quick = alternating_medians(trials, rounds=ROUNDS, warm_up=WARM_UP)
        name = f"one answer in the player, warm, {LONG} scenes"
        say(Figure(name, slow, "ms", f"with {SHORT}", quick, bound="ratio", limit=1.2))


def queries_of_answers(learner: "Learner") -> list[int]:
    """Over a whole attempt: the last answer also stores the standings and the grade."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    learner.begin(0)
    counts = []
    finished = False
    while not finished:
        with CaptureQueriesContext(connection) as captured:
            reply = learner.post("move", learner.next)
        counts.append(sum(1 for query in captured.captured_queries if not APART.search(query["sql"])))
        finished = reply["finished"]
        if not finished:
            learner.note(reply)
    return counts


@contextmanager
def player() -> Iterator[None]:
    """A player of its own with a course of two stories."""
    with tempfile.TemporaryDirectory(prefix="competency-bench-") as home:
        os.environ |= {"COMPETENCY_HOME": home, "DJANGO_SETTINGS_MODULE": "competency_xblock.player.settings"}
        for name in ("COMPETENCY_PACKAGE", "COMPETENCY_DEMO", "DATABASE_URL"):
            os.environ.pop(name, None)
        import django
        from django.conf import settings
        from django.core.management import call_command

        from competency_xblock.olx.archive import pack

        django.setup()
        settings.SECRET_KEY = "bench"
        call_command("migrate", verbosity=0)
        Path(home, "course.tar.gz").write_bytes(pack(course_files()))
        yield
        from django.db import connection

        connection.close()


def course_files() -> dict[str, bytes]:
    units = "".join(
        f'<vertical url_name="unit-{scenes}" display_name="{scenes} scenes">{story.as_our_block(scenes)}</vertical>'
        for scenes in (SHORT, LONG)
    )
    course = (
        '<course display_name="Bench"><chapter url_name="module" display_name="Module">'
        f'<sequential url_name="section" display_name="Section">{units}</sequential></chapter></course>'
    )
    return {
        "course/course.xml": b'<course org="Bench" course="B1" url_name="run"/>',
        "course/course/run.xml": course.encode(),
        "course/policies/run/policy.json": b"{}",
        "course/policies/run/grading_policy.json": b"{}",
    }


class Learner:
    """Somebody who plays the story of so many scenes, each time as a new learner."""

    _numbers = count(1)

    def __init__(self, scenes: int) -> None:
        from django.test import Client

        self.client = Client(SERVER_NAME="localhost")
        self.address = f"/xblock/block-v1:Bench+B1+run+type@competency_scenario+block@story-{scenes}/handler/"
        self.next: dict[str, Any] = {}

    def begin(self, number: int) -> None:
        from django.contrib.auth import get_user_model

        self.client.force_login(get_user_model().objects.create(username=f"learner-{next(self._numbers)}"))
        self.note(self.post("begin", {}))

    def answer(self, number: int) -> None:
        self.post("move", self.next)

    def note(self, reply: dict[str, Any]) -> None:
        """Keep what the page would send next: the first option that it shows."""
        uid = re.search(r'data-attempt="([^"]+)"', reply["html"])
        option = re.search(r'type="radio"[^>]* value="([^"]+)"', reply["html"])
        assert uid and option
        self.next = {"attempt": uid[1], "seen": reply["seen"], "do": "answer", "answer": option[1]}

    def post(self, handler: str, body: dict[str, Any]) -> dict[str, Any]:
        body = body | {"request": f"request-{next(self._numbers)}"}
        response = self.client.post(self.address + handler, json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
        reply: dict[str, Any] = response.json()
        return reply


if __name__ == "__main__":
    measure()

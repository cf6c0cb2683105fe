"""Rendering and answering in the XBlock workbench, ours beside branching-xblock; and the bytes each sends.

Runs in the environment of the third-party packages. Whole requests are timed, through Django's test client: what the
workbench itself takes is in both figures alike. The page is the plain one, /view/: that of /scenario/ also prints every
field of a block. Every answer is by a learner who has not given it yet.
"""

import gzip
import json
import os
import re
from collections.abc import Callable
from importlib.resources import files
from itertools import count
from typing import Any

from bench import story
from bench.figures import Figure, Trial, alternating_medians, say

SCENES = 20
MIDDLE = 10
ROUNDS = 200
WARM_UP = 20
PEER = "branching-xblock 0.3.3"


def measure() -> None:
    """Say all figures."""
    prepare_workbench()
    players = Ours(), Theirs()
    for answered in (0, MIDDLE):
        say_beside(f"student_view, {answered} of {SCENES} answered", [player.renders(answered) for player in players])
    for answered in (0, MIDDLE):
        say_beside(f"answer handler, {answered} of {SCENES} answered", [player.answers(answered) for player in players])
    say_bytes()


def say_beside(name: str, trials: list[Trial]) -> None:
    mine, other = alternating_medians(trials, rounds=ROUNDS, warm_up=WARM_UP)
    say(Figure(name, mine, "ms", PEER, other, bound="ratio", limit=1, strict=True))


def say_bytes() -> None:
    mine = sum(gzipped("competency_xblock.blocks", f"public/scenario{end}") for end in (".js", "_loader.js", ".css"))
    other = sum(
        gzipped("branching_xblock", f"static/{name}") for name in ("bundles/student.js", "css/branching_xblock.css")
    )
    say(Figure("learner's JS and CSS, gzip -9", mine / 1024, "KB", PEER, other / 1024, bound="ours", limit=16))


def gzipped(package: str, name: str) -> int:
    return len(gzip.compress(files(package).joinpath(name).read_bytes(), compresslevel=9, mtime=0))


def prepare_workbench() -> None:
    """An empty workbench in memory, without the asides of other packages."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    from workbench.runtime import WorkbenchRuntime
    from workbench.scenarios import add_xml_scenario

    WorkbenchRuntime.applicable_aside_types = lambda self, block: []
    add_xml_scenario("ours", "ours", story.as_our_block(SCENES))
    add_xml_scenario("theirs", "theirs", story.as_branching_block(SCENES))


class Player:
    """Learners of one block in the workbench, one at a time: each trial is by a learner who was not there before."""

    name = ""

    def __init__(self) -> None:
        from django.test import Client
        from workbench.models import XBlockState
        from workbench.scenarios import SCENARIOS

        self.client = Client()
        self.usage = SCENARIOS[self.name].usage_id
        self.rows = XBlockState.objects.filter(scenario=self.name)
        self.numbers = count(1)

    def renders(self, answered: int) -> Trial:
        """The page of a learner who stands after so many answers."""

        def run(number: int) -> None:
            response = self.client.get(f"/view/{self.name}/?student=learner-{number}")
            assert response.status_code == 200

        return self.trial(answered, run)

    def answers(self, answered: int) -> Trial:
        """The next answer of a learner who stands after so many."""

        def run(number: int) -> None:
            self.post(f"learner-{number}", *self.next_answer())

        return self.trial(answered, run)

    def trial(self, answered: int, run: Callable[[int], None]) -> Trial:
        self.forget_everybody()
        self.play("prototype", answered)

        def prepare(number: int) -> None:
            """Copy the prototype rather than play again, and keep the tables as small as they were."""
            self.rows.filter(user_id__startswith="learner-").delete()
            for row in self.rows.filter(user_id="prototype"):
                row.pk, row.user_id = None, f"learner-{number}"
                row.save()

        return Trial(run, prepare)

    def forget_everybody(self) -> None:
        self.rows.exclude(user_id=None).delete()

    def post(self, learner: str, handler: str, body: dict[str, Any]) -> dict[str, Any]:
        body = body | {"request": f"request-{next(self.numbers)}"}
        url = f"/handler/{self.usage}/{handler}/?student={learner}"
        response = self.client.post(url, json.dumps(body), content_type="application/json")
        reply: dict[str, Any] = response.json()
        assert response.status_code == 200 and reply.get("success", True), response.content
        return reply

    def play(self, learner: str, answers: int) -> None:
        """Take ``learner`` to where this many answers have been given."""
        raise NotImplementedError

    def next_answer(self) -> tuple[str, dict[str, Any]]:
        """The handler and the body of the next answer of somebody who stands where the prototype stands."""
        raise NotImplementedError


class Ours(Player):
    name = "ours"

    def __init__(self) -> None:
        super().__init__()
        self.next: dict[str, Any] = {}

    def play(self, learner: str, answers: int) -> None:
        self.note(self.post(learner, "begin", {}))
        for _ in range(answers):
            self.note(self.post(learner, "move", self.next))

    def note(self, reply: dict[str, Any]) -> None:
        """Keep what the page would send next: the first option that it shows."""
        uid = re.search(r'data-attempt="([^"]+)"', reply["html"])
        option = re.search(r'type="radio"[^>]* value="([^"]+)"', reply["html"])
        assert uid and option
        self.next = {"attempt": uid[1], "seen": reply["seen"], "do": "answer", "answer": option[1]}

    def next_answer(self) -> tuple[str, dict[str, Any]]:
        return "move", self.next


class Theirs(Player):
    name = "theirs"

    def play(self, learner: str, answers: int) -> None:
        for _ in range(answers):
            self.post(learner, "select_choice", {"choice_index": 1})

    def next_answer(self) -> tuple[str, dict[str, Any]]:
        return "select_choice", {"choice_index": 1}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.workbench.settings"
    measure()

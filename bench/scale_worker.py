"""One size of the scale benchmark, in a process of its own: makes the rows, then measures what it is told to.

Reads ``ACTION ROUND`` from standard input, a line each, and answers each with a line of milliseconds.
"""

import argparse
import logging
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

MODELS = 10  # learners who are played; the others are copies
CLASS = 25  # learners who are there at the same time
PAGE = 100  # rows of evidence
ROWS_APART = 7_919  # between the pages that are read one after the other; a prime, so that they lie anywhere


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True, help="of evidence")
    rows: int = parser.parse_args().rows
    with player():
        started = perf_counter()
        learners = fill(rows)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"ready {perf_counter() - started} {memory}\n")
        sys.stdout.flush()
        work(learners)


@contextmanager
def player() -> Iterator[None]:
    """The player on the database at DATABASE_URL, with the course in place."""
    with tempfile.TemporaryDirectory(prefix="competency-scale-") as home:
        os.environ |= {"COMPETENCY_HOME": home, "DJANGO_SETTINGS_MODULE": "competency_xblock.player.settings"}
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        logging.disable(logging.INFO)
        django.setup()
        settings.SECRET_KEY = "bench"
        if connection.vendor == "mysql":
            connection.settings_dict["OPTIONS"]["local_infile"] = True

        from bench.scale_course import package

        call_command("migrate", verbosity=0)
        Path(home, "course.tar.gz").write_bytes(package())
        yield
        connection.close()


def fill(rows: int) -> list[int]:
    """Write so many rows of evidence, and all that belongs to them; the numbers of the learners."""
    from django.contrib.auth import get_user_model

    from bench.scale_course import ROWS_OF_A_LEARNER, play_everything
    from bench.scale_rows import multiply
    from competency_xblock.evidence.models import Evidence

    users = get_user_model().objects
    models = [users.create(username=f"model-{taste}").pk for taste in range(MODELS)]
    for taste, learner in enumerate(models):
        play_everything(learner, taste)
    learners = multiply(models, rows // ROWS_OF_A_LEARNER)
    assert Evidence.objects.count() == rows
    return learners


def work(learners: list[int]) -> None:
    """Do what is asked for until nothing more is."""
    actions = Actions(learners)
    for line in sys.stdin:
        action, number = line.split()
        run = getattr(actions, action)(int(number))
        started = perf_counter()
        run()
        sys.stdout.write(f"{(perf_counter() - started) * 1000}\n")
        sys.stdout.flush()


class Actions:
    """What is measured. Each prepares a round and gives back the part that is timed.

    The learners of a class take turns, so that after the first round through it their rows are in the database's
    memory whatever its size, as they are while a class works.
    """

    def __init__(self, learners: list[int]) -> None:
        self.learners = learners
        self.group = [learners[len(learners) * place // CLASS] for place in range(CLASS)]

    def evidence(self, number: int) -> Callable[[], Any]:
        """What the profile reads."""
        from bench.scale_course import COURSE_KEY, ROWS_OF_A_LEARNER
        from competency_xblock.blocks.ports import learner_evidence

        learner = self.group[number % CLASS]

        def run() -> None:
            found = learner_evidence(learner, COURSE_KEY) or ()
            assert sum(len(each.facts) for each in found) >= ROWS_OF_A_LEARNER

        return run

    def profile(self, number: int) -> Callable[[], Any]:
        """What the profile's page reads and derives."""
        from django.contrib.auth import get_user_model

        from competency_xblock.player.pages.profile import profile_of

        user = get_user_model().objects.get(pk=self.group[number % CLASS])
        return lambda: profile_of(user)

    def stranger(self, number: int) -> Callable[[], Any]:
        """What the profile reads, of somebody who has not been here since the rows were written."""
        from bench.scale_course import COURSE_KEY
        from competency_xblock.blocks.ports import learner_evidence

        learner = self.learners[(len(self.learners) * number // 211 + 7) % len(self.learners)]
        return lambda: learner_evidence(learner, COURSE_KEY)

    def page(self, number: int) -> Callable[[], Any]:
        """A page of everybody's evidence in the course, from anywhere in it, as the interface for programs reads it."""
        from bench.scale_course import COURSE_KEY, ROWS_OF_A_LEARNER
        from competency_xblock.evidence import api
        from competency_xblock.evidence.models import Evidence

        first = Evidence.objects.order_by("pk").values_list("pk", flat=True)[0]
        somewhere = first + ROWS_APART * number % (len(self.learners) * ROWS_OF_A_LEARNER)
        after = Evidence.objects.filter(pk__gte=somewhere).order_by("pk").values_list("at", "pk")[0]
        return lambda: api.course_evidence(COURSE_KEY, api.Wanted(limit=PAGE, after=after))

    def answer(self, number: int) -> Callable[[], Any]:
        """An answer in the middle of an attempt."""
        return self._turn(number, last=False)

    def finish(self, number: int) -> Callable[[], Any]:
        """The answer that ends an attempt, with the standings that follow."""
        return self._turn(number, last=True)

    def _turn(self, number: int, *, last: bool) -> Callable[[], Any]:
        from bench.scale_course import SCENARIOS, turns

        n = 2 + 2 * number + last
        for turn in turns(self.group[number % CLASS], number % SCENARIOS, n=n, taste=number):
            if turn.finishes or not last:
                return turn.take
            turn.take()
        raise AssertionError("The attempt has no end.")


if __name__ == "__main__":
    main()

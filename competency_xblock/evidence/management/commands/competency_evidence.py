"""``manage.py lms competency_evidence rebuild``: the same as ``competency evidence rebuild``, inside Open edX."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from competency_xblock.evidence import api


class Command(BaseCommand):
    help = "Make the standings of all learners anew from their evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done, total in api.rebuild_standings(at=datetime.now(UTC).isoformat(timespec="seconds")):
            self.stderr.write(f"\r{done} of {total} learners", ending="")
        self.stdout.write(f"\nThe standings of {done} learners are made anew.")

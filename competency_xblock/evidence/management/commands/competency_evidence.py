"""``manage.py lms competency_evidence``: the same as ``competency evidence``, inside Open edX."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from competency_xblock.domain.mastery_rules import mastery_rule
from competency_xblock.evidence import api


class Command(BaseCommand):
    help = (
        "Make the standings of all learners anew from their evidence, or choose the rule by which a course reads them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="make all standings anew")
        rule = actions.add_parser("rule", help="say or choose the mastery rule of a course")
        rule.add_argument("course", help="its key, such as course-v1:Org+Course+Run")
        rule.add_argument("rule", nargs="?", default="", help="situations, or one of Canvas's such as n_mastery")
        rule.add_argument("number", nargs="?", default="", help="what Canvas calls calculation_int")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "rule":
            self._rule(options["course"], f"{options['rule']} {options['number']}".strip())
            if not options["rule"]:
                return
        done = 0
        for done, total in api.rebuild_standings(at=datetime.now(UTC).isoformat(timespec="seconds")):
            self.stderr.write(f"\r{done} of {total} learners", ending="")
        self.stdout.write(f"\nThe standings of {done} learners are made anew.")

    def _rule(self, course: str, text: str) -> None:
        if text:
            try:
                api.choose_mastery_rule(course, mastery_rule(text))
            except ValueError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{course} reads standings by the rule {api.mastery_rule_of(course).text!r}.")

"""`competency evidence`."""

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model

from competency_xblock.cli import main
from competency_xblock.evidence.models import Standing
from tests.evidence.test_evidence import begun, levels

pytestmark = pytest.mark.django_db


def test_standings_are_made_anew_with_a_word_on_how_many():
    learner = get_user_model().objects.create_user("noor").pk
    begun(learner).choose("ask-easy")
    kept = levels(learner)
    Standing.objects.all().delete()
    done = CliRunner().invoke(main, ["evidence", "rebuild"])
    assert done.exit_code == 0, done.output
    assert "The standings of 1 learner are made anew." in done.output
    assert levels(learner) == kept


def test_it_says_so_where_nobody_has_played():
    assert "The standings of 0 learners are made anew." in CliRunner().invoke(main, ["evidence", "rebuild"]).output


@pytest.mark.usefixtures("course")
def test_the_rule_of_the_course_is_said_and_chosen():
    def said(*arguments: str) -> str:
        return CliRunner().invoke(main, ["evidence", "rule", *arguments]).output

    assert "by the rule 'situations'." in said()
    assert "by the rule 'decaying_average 70' from now on." in said("decaying_average", "70")
    assert "by the rule 'decaying_average 70'." in said()


def test_a_rule_that_is_none_is_misuse():
    done = CliRunner().invoke(main, ["evidence", "rule", "n_mastery", "99"])
    assert done.exit_code == 2 and "a number from 1 to 10" in done.stderr

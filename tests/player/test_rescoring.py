"""`competency rescore`: finished attempts judged again, learner by learner, whatever happens to one of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.models import User
from xblock.core import XBlock
from xblock.fields import Boolean, Float, Scope

from competency_xblock.cli import main
from competency_xblock.domain.attempt import Attempt, Move
from competency_xblock.evidence import api, attempts
from competency_xblock.player import rescoring
from competency_xblock.player.courseware.content import current_course
from competency_xblock.player.courseware.keys import usage_key
from competency_xblock.player.courseware.results import stored_grade
from tests.player.courseware.packages import an_archive

AT = "2026-11-22T20:00:00+00:00"
TEXTS = api.VersionTexts("ab" * 32, "writing/quiz", "", "", "")


class Quiz(XBlock):
    """Everybody who has answered gets what the key says."""

    has_score = True
    key = Float(default=0.5, scope=Scope.settings)
    answered = Boolean(default=False, scope=Scope.user_state)
    judged_by = Float(default=-1.0, scope=Scope.user_state)

    def allows_rescore(self) -> bool:
        return self.key >= 0

    def has_submitted_answer(self) -> bool:
        return self.answered

    def rescore(self, only_if_higher: bool) -> bool:
        if self.runtime.user.username == "unlucky":
            raise RuntimeError("cannot be judged")
        if self.judged_by == self.key:
            return False
        self.judged_by = self.key
        self.runtime.publish(self, "grade", {"value": min(self.key, 1.0), "max_value": 1.0})
        return True


@pytest.fixture(scope="module", autouse=True)
def installed() -> Iterator[None]:
    """As if a package with this block were installed."""
    before = list(XBlock.extra_entry_points)
    XBlock.extra_entry_points.append(("quiz", EntryPoint("quiz", f"{__name__}:Quiz", XBlock.entry_point)))
    yield
    XBlock.extra_entry_points[:] = before


@pytest.fixture
def put(home, settings, db):
    """Put a course in place whose quizzes have these keys."""
    home.mkdir()

    def _put(**keys: float) -> Any:
        quizzes = "".join(f'<quiz url_name="writing_{name}" key="{key}"/>' for name, key in keys.items())
        lesson = '<competency_lesson url_name="lesson"><source>One</source></competency_lesson><gone url_name="gone"/>'
        new = home / "new.tar.gz"
        new.write_bytes(an_archive({"unit": quizzes + lesson}))
        new.replace(settings.COMPETENCY_PACKAGE)
        return current_course()

    return _put


def usage(name: str) -> Any:
    return usage_key(current_course().key, "quiz", f"writing_{name}")


def plays(name: str, where: str = "one", *, finishes: bool = True, answered: bool = True) -> User:
    from competency_xblock.player.courseware.runtime import PlayerRuntime

    user, _ = User.objects.get_or_create(username=name)
    stored = api.open_attempt(
        Attempt(f"{name}-{where}", 1, TEXTS.scenario, TEXTS.sha256, "f@1", "seed", AT),
        learner_id=user.pk,
        course_key=str(current_course().key),
        usage_key=str(usage(where)),
        version=TEXTS,
        now=datetime.now(UTC),
    )
    api.append_move(stored.row, Move(0, "request-0", AT, "s", "answer", "a"), finishes=finishes)
    block = PlayerRuntime(current_course(), user).get_block(usage(where))
    block.answered = answered
    block.save()
    return user


def rescore(*names: str) -> Result:
    return CliRunner().invoke(main, ["rescore", *names])


def test_everybody_who_finished_is_judged_again_by_the_present_key(put):
    put(one=0.5, two=0.25)
    noor, ilse, omar = plays("noor"), plays("ilse"), plays("omar", finishes=False)
    plays("noor", "two")
    done = rescore()
    assert done.exit_code == 0, done.output
    assert done.output == (
        f"{usage('one')}  2 rescored (2 with another score), 0 unchanged, 0 kept\n"
        f"{usage('two')}  1 rescored (1 with another score), 0 unchanged, 0 kept\n"
    )
    assert stored_grade(noor.pk, usage("one")) == stored_grade(ilse.pk, usage("one")) == (0.5, 1.0)
    assert stored_grade(omar.pk, usage("one")) is None


def test_judged_again_by_the_same_key_nothing_changes(put):
    put(one=0.5)
    plays("noor")
    rescore()
    assert "0 rescored (0 with another score), 1 unchanged, 0 kept" in rescore().output


def test_another_key_that_comes_to_the_same_score_says_so(put):
    put(one=1.5)
    noor = plays("noor")
    rescore()
    put(one=2.5)
    assert "1 rescored (0 with another score), 0 unchanged, 0 kept" in rescore().output
    assert stored_grade(noor.pk, usage("one")) == (1.0, 1.0)


def test_where_staff_deleted_the_answers_the_score_is_kept(put):
    put(one=0.5)
    noor = plays("noor", answered=False)
    assert "0 rescored (0 with another score), 0 unchanged, 1 kept" in rescore().output
    assert stored_grade(noor.pk, usage("one")) is None


def test_where_the_block_cannot_judge_by_now_the_score_is_kept(put):
    put(one=0.5)
    noor = plays("noor")
    rescore()
    put(one=-1)
    assert "0 rescored (0 with another score), 0 unchanged, 1 kept" in rescore().output
    assert stored_grade(noor.pk, usage("one")) == (0.5, 1.0)


def test_one_who_cannot_be_judged_keeps_nobody_else_from_it(put):
    put(one=0.5)
    plays("unlucky")
    noor = plays("noor")
    done = rescore()
    assert done.exit_code == 1
    assert "1 rescored (1 with another score), 0 unchanged, 0 kept, 1 failed" in done.stdout
    assert "1 could not be judged again; their scores are as they were. See the log." in done.stderr
    assert stored_grade(noor.pk, usage("one")) == (0.5, 1.0)


@pytest.mark.parametrize("name", ["writing/two", "writing_two", "block-v1:Org+Course+Run+type@quiz+block@writing_two"])
def test_only_what_is_named_is_judged(put, name):
    put(one=0.5, two=0.25)
    noor = plays("noor")
    plays("noor", "two")
    done = rescore(name, name)
    assert done.output.count("rescored") == 1
    assert stored_grade(noor.pk, usage("two")) == (0.25, 1.0)
    assert stored_grade(noor.pk, usage("one")) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("writing/three", "There is nothing named 'writing/three' in the course"),
        ("lesson", "'lesson' has no answers that could be judged again. Name an exercise."),
        ("gone", "'gone' has no answers that could be judged again."),
        ("s1", "'s1' has no answers that could be judged again."),
    ],
)
def test_a_name_of_no_exercise_is_refused_before_anything_is_judged(put, name, why):
    put(one=0.5)
    noor = plays("noor")
    done = rescore("writing/one", name)
    assert done.exit_code == 1
    assert why in done.stderr
    assert stored_grade(noor.pk, usage("one")) is None


def test_many_learners_are_judged_some_at_a_time(put, monkeypatch):
    put(one=0.5)
    monkeypatch.setattr(rescoring, "LEARNERS", 2)
    monkeypatch.setattr(attempts, "CHUNK", 3)
    for number in range(7):
        plays(f"learner-{number}")
    assert "7 rescored (7 with another score)" in rescore().output


def test_without_a_database_the_operator_is_told_how_to_make_one(put, monkeypatch):
    put(one=0.5)
    from competency_xblock.player import readiness

    monkeypatch.setattr(readiness, "pending_migrations", lambda: frozenset({("a", "b")}))
    done = rescore()
    assert done.exit_code == 1
    assert "competency migrate" in done.stderr

"""How a block is played: what its scenario's ``play`` says, its own settings, and what the host says of dates.

The host's policies have Open edX's names and meanings (contract L-23 to L-25); a host that lacks one has the
platform's default. Times are handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from competency_xblock.domain.scenario import PlayRules

UNLIMITED = "unlimited"
FEEDBACK = ("at-once", "at-end", "after-due")
COUNTS = ("best", "latest", "mean")


@dataclass(frozen=True, slots=True)
class BlockSettings:
    """A block's settings as texts; empty = what the scenario says. Odd values count as empty."""

    attempts_allowed: str = ""
    attempt_counts: str = ""
    feedback_when: str = ""
    undo_allowed: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    """What the host says of this block for this learner, extensions included."""

    graded: bool = False
    due: datetime | None = None
    grace: timedelta = timedelta()
    show_correctness: str = "always"
    show_answers: str = "finished"

    def is_past_due(self, now: datetime) -> bool:
        """Whether the due date, with its grace, has gone by."""
        return self.due is not None and now > self.due + self.grace

    def counts_no_more(self, now: datetime) -> bool:
        """Whether what is finished now comes too late for the grade. It may be played all the same, for practice."""
        return self.graded and self.is_past_due(now)

    def correctness_may_be_shown(self, now: datetime, *, staff: bool) -> bool:
        """``show_correctness`` as the platform reads it."""
        if self.show_correctness in ("never", "never_but_include_grade"):
            return False
        if self.show_correctness == "past_due" and not staff:
            return self.due is None or now > self.due
        return True

    def answers_are_shown(self, now: datetime, *, finished: bool, attempts_left: bool, full_marks: bool) -> bool:
        """``showanswer`` as the platform reads it, for what an attempt did not come to see.

        ``finished``: whether one attempt was finished; ``full_marks``: whether one of them earned the whole grade.
        """
        past = self.is_past_due(now)
        shown: dict[str, Callable[[], bool]] = {
            "always": lambda: True,
            "never": lambda: False,
            "answered": lambda: full_marks,
            "attempted": lambda: finished,
            "attempted_no_past_due": lambda: finished,
            "after_attempts": lambda: finished,
            "closed": lambda: past or not attempts_left,
            "correct_or_past_due": lambda: full_marks or past,
            "past_due": lambda: past,
            "after_all_attempts": lambda: not attempts_left,
            "after_all_attempts_or_correct": lambda: full_marks or not attempts_left,
        }
        return shown.get(self.show_answers, lambda: full_marks or past or not attempts_left)()


def policies_of(block: Any) -> Policies:
    """The policies a block has inherited. Read at each request: an extension changes them for one learner."""
    due, grace = getattr(block, "due", None), getattr(block, "graceperiod", None)
    if getattr(block, "self_paced", False):
        due = None  # there it is a suggestion, and nobody is late
    return Policies(
        graded=bool(getattr(block, "graded", False)),
        due=(due if due.tzinfo else due.replace(tzinfo=UTC)) if isinstance(due, datetime) else None,
        grace=grace if isinstance(grace, timedelta) else timedelta(),
        show_correctness=str(getattr(block, "show_correctness", "") or "always"),
        show_answers=str(getattr(block, "showanswer", "") or "finished"),
    )


def rules_for(play: PlayRules, settings: BlockSettings) -> PlayRules:
    """The rules in force."""
    allowed = settings.attempts_allowed.strip().lower()
    attempts = play.attempts
    if allowed == UNLIMITED:
        attempts = None
    elif allowed.isascii() and allowed.isdigit() and int(allowed) > 0:
        attempts = int(allowed)
    feedback = settings.feedback_when if settings.feedback_when in FEEDBACK else play.feedback
    undo = {"true": True, "false": False}.get(settings.undo_allowed.strip().lower(), play.undo)
    return PlayRules(
        feedback=feedback,
        undo=undo and feedback != "at-once",  # else the key could be read by answering and taking back
        attempts=attempts,
        counts=settings.attempt_counts if settings.attempt_counts in COUNTS else play.counts,
    )


def feedback_is_due(feedback: str, policies: Policies, *, finished: bool, staff: bool, now: datetime) -> bool:
    """Whether feedback may be shown by now: where both the scenario's rule and the host's policy allow it."""
    if not policies.correctness_may_be_shown(now, staff=staff):
        return False
    if feedback == "at-once":
        return True
    if feedback == "at-end" or policies.due is None:
        return finished
    return finished and now >= policies.due

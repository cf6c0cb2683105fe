"""How a block is played: what its scenario's ``play`` says, unless the block's own settings say otherwise."""

from dataclasses import dataclass
from datetime import UTC, datetime

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


def feedback_is_due(feedback: str, *, finished: bool, due: datetime | None, now: datetime) -> bool:
    """Whether feedback may be shown by now."""
    if feedback == "at-once":
        return True
    if feedback == "at-end" or due is None:
        return finished
    moment = due if due.tzinfo else due.replace(tzinfo=UTC)
    return finished and now >= moment

"""What a trainee may be shown by now: the author's rule, the host's policies and the attempts that are left."""

from datetime import datetime
from typing import Any

from competency_xblock.domain.scenario import PlayRules

from .attempts import Attempts
from .compiled import Compiled, compile_scenario
from .ports import EvidencedAttempt
from .report import Shown, per_cent
from .rules import BlockSettings, Policies, feedback_is_due, policies_of, rules_for
from .standing import Standing


def shown_by_now(attempts: Attempts, standing: Standing, policies: Policies, *, staff: bool, now: datetime) -> Shown:
    """What feedback and report may hold. Nothing of it is remembered: dates and policies may change."""
    finished = standing.play.finished
    reasons = feedback_is_due(attempts.rules.feedback, policies, finished=finished, staff=staff, now=now)
    grades = attempts.state.grades
    roads = finished and policies.answers_are_shown(
        now,
        finished=bool(grades),
        attempts_left=attempts.may_begin,
        full_marks=any(each["grade"] == 1 for each in grades),
    )
    return Shown(
        reasons=reasons,
        roads=reasons and roads,
        grade=policies.show_correctness not in ("never", "past_due") or reasons,
        history=tuple(_row(each, attempts) for each in grades) if len(grades) > 1 else (),
    )


def levels_may_be_shown(block: Any, attempt: EvidencedAttempt, now: datetime) -> bool:
    """Whether what an attempt showed may be told outside its own page, by the rule of the exercise it was made at.

    ``block`` None: the course has it no more, and nothing is held back.
    """
    if block is None:
        return True
    present = compile_scenario(block.source, block.framework, block.local)
    text = present if isinstance(present, Compiled) else attempt.text
    play = text.scenario.play if text else PlayRules()
    rules = rules_for(play, BlockSettings(feedback_when=block.feedback_when))
    finished = attempt.mastery.finished is not None
    return feedback_is_due(rules.feedback, policies_of(block), finished=finished, staff=False, now=now)


def _row(entry: dict[str, Any], attempts: Attempts) -> dict[str, Any]:
    return {"n": entry["n"], "grade": per_cent(entry["grade"]), "counts": attempts.counts(entry), "rescored_from": ""}

"""Evidence and standings in the form in which they are sent. `description.py` says the same to other programs."""

from typing import Any

from django.utils.crypto import salted_hmac

from competency_xblock.domain.mastery import NOT_ENOUGH
from competency_xblock.domain.mastery import Standing as DerivedStanding
from competency_xblock.domain.mastery_evidence import CHOICES, WRITING
from competency_xblock.domain.mastery_rules import MasteryRule
from competency_xblock.evidence.api import EvidenceRow, StandingRow


def pseudonym(user_id: int, course_key: str) -> str:
    """What stands for a person in a course: the same in every answer, and nobody's number or name.

    It lasts as long as SECRET_KEY, and cannot be worked out without it.
    """
    digest = salted_hmac("competency_xblock.rest.person", f"{user_id}/{course_key}", algorithm="sha256").hexdigest()
    return digest[:16]


def evidence(row: EvidenceRow, *, named: bool, raters: bool) -> dict[str, Any]:
    """A fact. ``named``: with the learner's name; ``raters``: with what stands for whoever judged."""
    stored, fact = row.stored, row.stored.fact
    return {
        "id": row.row,
        "learner": _learner(row.learner_id, row.learner_name, row.course_key, named=named),
        "course": row.course_key,
        "usage": row.usage_key,
        "scenario": row.scenario,
        "version": row.version,
        "framework": row.framework,
        "attempt": row.attempt,
        "n": row.n,
        "seq": fact.seq,
        "scene": fact.scene,
        "criterion": fact.criterion,
        "level": fact.level,
        "offered": fact.offered,
        "credit": None if fact.credit is None else str(fact.credit),
        "credit_number": None if fact.credit is None else float(fact.credit),
        "written": fact.written,
        "breach": fact.breach,
        "source": fact.source,
        "rater": pseudonym(stored.rater, row.course_key) if raters and stored.rater else None,
        "revision": stored.revision,
        "reason": fact.reason,
        "args": fact.args,
        "at": stored.at,
    }


def standing(row: StandingRow, *, named: bool) -> dict[str, Any]:
    """A standing as it is kept."""
    return {
        "learner": _learner(row.learner_id, row.learner_name, row.course_key, named=named),
        "course": row.course_key,
        "criterion": row.criterion,
        "of": WRITING if row.written else CHOICES,
        "level": _level(row.level),
        "value": float(row.value) if row.value else None,
        "situations": row.situations,
        "observations": row.observations,
        "breach": row.breach,
        "at": row.at,
    }


def own_standing(derived: DerivedStanding, rule: MasteryRule, user: Any, course_key: str, *, at: str) -> dict[str, Any]:
    """A standing of whoever asks, worked out for them now by the rule of the course."""
    value = rule.value(derived)
    return {
        "learner": _learner(user.pk, user.get_username(), course_key, named=True),
        "course": course_key,
        "criterion": derived.criterion,
        "of": derived.of,
        "level": _level(rule.level(derived)),
        "value": None if value is None else float(value),
        "situations": len(derived.situations),
        "observations": derived.observations,
        "breach": derived.breach,
        "at": at,
    }


def _learner(user_id: int, name: str, course_key: str, *, named: bool) -> dict[str, Any]:
    return {"id": pseudonym(user_id, course_key), "name": name if named else None}


def _level(level: int) -> int | None:
    """Not enough yet is no level."""
    return None if level == NOT_ENOUGH else level

"""Evidence rows: written beside the move they come from, and read as the mastery rules want them.

Inside the evidence app; everybody else goes through ``api``.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F, Max, Q, Subquery

from competency_xblock.domain.evidence import KEY, MENTOR, PEER, SELF, UNDONE
from competency_xblock.domain.evidence import Evidence as DomainEvidence
from competency_xblock.domain.mastery_evidence import AttemptEvidence, Shown

from .models import Attempt, Evidence

SOURCES = {KEY: Evidence.KEY, SELF: Evidence.SELF, MENTOR: Evidence.MENTOR, PEER: Evidence.PEER}
SOURCE_NAMES = {number: name for name, number in SOURCES.items()}
TAKEN_BACK = 1  # the revision of evidence that an undo adds; rescoring starts after the end, where nothing is undone


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A fact as it was stored. ``revision`` grows with every time the same answer was judged anew."""

    fact: DomainEvidence
    revision: int
    rater: int
    at: str

    @property
    def is_undone(self) -> bool:
        return self.fact.reason == UNDONE


@dataclass(frozen=True, slots=True)
class EvidencedAttempt:
    """An attempt without its moves, and all evidence from it, of each fact the newest revision.

    ``row`` grows in the order in which the learner began attempts. ``moved`` is the time of the newest move, or of the
    start; ``finished`` is empty while it is under way. ``rule`` is the text of the course's mastery rule.
    """

    row: int
    course_key: str
    usage_key: str
    scenario: str
    version: str
    framework: str
    variant: str
    n: int
    started: str
    moved: str
    finished: str
    evidence: tuple[StoredEvidence, ...]
    course_row: int
    rule: str

    def for_mastery(self) -> AttemptEvidence:
        """What the rules of mastery see of it."""
        return AttemptEvidence(
            scenario=self.scenario,
            n=self.row,
            moved=datetime.fromisoformat(self.moved),
            finished=datetime.fromisoformat(self.finished) if self.finished else None,
            variant=self.variant,
            shown=tuple(
                Shown(
                    criterion=each.fact.criterion,
                    scene=each.fact.scene,
                    seq=each.fact.seq,
                    level=each.fact.level,
                    offered=each.fact.offered,
                    source=each.fact.source,
                    written=each.fact.written,
                    breach=each.fact.breach,
                    undone=each.is_undone,
                )
                for each in self.evidence
            ),
        )


def store_evidence(row: int, evidence: Sequence[DomainEvidence], *, at: str, revision: int = 0) -> None:
    """Add facts to the attempt in ``row``, one statement for all of them."""
    course: Any = Subquery(Attempt.objects.filter(pk=row).values("place__course_id"))
    Evidence.objects.bulk_create(
        Evidence(
            attempt_id=row,
            course_id=course,
            seq=fact.seq,
            criterion=fact.criterion,
            criterion_hash=criterion_hash(fact.criterion),
            source=SOURCES[fact.source],
            revision=TAKEN_BACK if fact.reason == UNDONE else revision,
            scene=fact.scene,
            level=fact.level,
            offered=fact.offered,
            credit="" if fact.credit is None else str(fact.credit),
            written=fact.written,
            breach=fact.breach,
            reason=fact.reason,
            args=fact.args,
            at=at,
        )
        for fact in evidence
    )


def criterion_hash(name: str) -> int:
    """A number that stands for a criterion, the same on every machine: unique keys are of numbers alone."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "big", signed=True)


def evidenced_attempts(learner_id: int, /, course_key: str | None = None) -> tuple[EvidencedAttempt, ...]:
    """A learner's attempts with their evidence, in the order in which they were begun. Two queries, whatever there is.

    ``course_key`` None = in all courses.
    """
    attempts = bare_attempts(learner_id, course_key)
    facts = _newest_facts(
        Q(attempt__learner_id=learner_id) if course_key is None else _of_course(learner_id, course_key)
    )
    return tuple(replace(each, evidence=facts.get(each.row, ())) for each in attempts)


def bare_attempts(learner_id: int, /, course_key: str | None = None) -> tuple[EvidencedAttempt, ...]:
    """The same attempts without their evidence. One query."""
    mine = Q(learner_id=learner_id) if course_key is None else Q(learner_id=learner_id, place__course_key=course_key)
    rows = (
        Attempt.objects.filter(mine)
        .annotate(
            moved=Max("moves__at"),
            ended=Max("moves__at", filter=Q(moves__finishes=True)),
            course=F("place__course_key"),
            course_row=F("place__course_id"),
            rule=F("place__course__rule"),
            usage=F("place__usage_key"),
            scenario=F("version__scenario"),
            sha256=F("version__sha256"),
        )
        .order_by("pk")
        .values()
    )
    return tuple(_attempt(dict(row)) for row in rows)


def _of_course(learner_id: int, course_key: str) -> Q:
    return Q(attempt__learner_id=learner_id, attempt__place__course_key=course_key)


def _newest_facts(which: Q) -> dict[int, tuple[StoredEvidence, ...]]:
    newest: dict[tuple[Any, ...], dict[str, Any]] = {}
    rows = Evidence.objects.filter(which).order_by("attempt_id", "seq", "revision").values(*FACT_COLUMNS)
    for row in rows:
        newest[row["attempt_id"], row["seq"], row["criterion"], row["source"], row["rater"]] = row
    by_attempt: dict[int, list[StoredEvidence]] = defaultdict(list)
    for row in newest.values():
        by_attempt[row["attempt_id"]].append(stored_fact(row))
    return {attempt: tuple(facts) for attempt, facts in by_attempt.items()}


FACT_COLUMNS = (
    *("attempt_id", "seq", "criterion", "source", "rater", "revision", "scene", "level", "offered", "credit"),
    *("written", "breach", "reason", "args", "at"),
)


def stored_fact(row: dict[str, Any]) -> StoredEvidence:
    fact = DomainEvidence(
        seq=row["seq"],
        scene=row["scene"],
        criterion=row["criterion"],
        level=row["level"],
        offered=row["offered"],
        credit=Fraction(row["credit"]) if row["credit"] else None,
        source=SOURCE_NAMES[row["source"]],
        written=row["written"],
        breach=row["breach"],
        reason=row["reason"],
        args=row["args"],
    )
    return StoredEvidence(fact, row["revision"], row["rater"], row["at"])


def _attempt(row: dict[str, Any]) -> EvidencedAttempt:
    return EvidencedAttempt(
        row=row["id"],
        course_key=row["course"],
        usage_key=row["usage"],
        scenario=row["scenario"],
        version=row["sha256"],
        framework=row["framework"],
        variant=row["variant"],
        n=row["n"],
        started=row["started_at"],
        moved=row["moved"] or row["started_at"],
        finished=row["ended"] or "",
        evidence=(),
        course_row=row["course_row"],
        rule=row["rule"],
    )

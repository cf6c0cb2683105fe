"""Standings: one row for each learner, course, criterion and way of showing it, derived from the evidence.

Kept up to date by the move that finishes an attempt, and made anew at any time. Inside the evidence app; everybody
else goes through ``api``.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import connections, router, transaction

from competency_xblock.domain.mastery import Standing as DomainStanding
from competency_xblock.domain.mastery import standing
from competency_xblock.domain.mastery_evidence import CHOICES, WRITING
from competency_xblock.domain.mastery_rules import MasteryRule, mastery_rule

from .facts import EvidencedAttempt, criterion_hash, evidenced_attempts
from .models import Attempt, Course, Standing, digest

CHUNK = 500  # learners read at a time
COLUMNS = ("level", "value", "situations", "observations", "breach", "at")


def hold(learner_id: int) -> None:
    """Let nobody else derive this learner's standings before the present transaction ends.

    Of two answers that end attempts at the same moment, the later would otherwise not see what the earlier showed, and
    write its standings over. To be called first in a transaction, before anything else of the learner's is locked;
    costs nothing where a database writes for one at a time anyway.
    """
    features = connections[router.db_for_write(Standing)].features
    if features.has_select_for_update:
        users = get_user_model().objects.select_for_update(no_key=features.has_select_for_no_key_update)
        list(users.filter(pk=learner_id).values_list("pk"))


def follow(row: int, *, at: str, stands: tuple[int, str] | None = None) -> None:
    """Bring the standings of the learner of this attempt up to date, in its course."""
    stands = stands or Attempt.objects.filter(pk=row).values_list("learner_id", "place__course_key").first()
    if stands:
        update_standings(*stands, at=at)


def update_standings(learner_id: int, course_key: str, /, *, at: str) -> int:
    """Derive a learner's standings in a course from the evidence; how many there are."""
    attempts = evidenced_attempts(learner_id, course_key)
    derived = list(derive(attempts, now=datetime.fromisoformat(at)))
    if not derived:
        return 0
    course, rule = attempts[0].course_row, mastery_rule(attempts[0].rule)
    rows = [
        Standing(
            learner_id=learner_id,
            course_id=course,
            criterion=each.criterion,
            criterion_hash=criterion_hash(each.criterion),
            written=each.of == WRITING,
            level=rule.level(each),
            value=str(rule.value(each) or ""),
            situations=len(each.situations),
            observations=each.observations,
            breach=each.breach,
            at=at,
        )
        for each in derived
    ]
    # MySQL takes any unique index of the table as the conflict and lets nobody name one.
    named = connections[router.db_for_write(Standing)].features.supports_update_conflicts_with_target
    Standing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["learner", "course", "criterion_hash", "written"] if named else None,
        update_fields=COLUMNS,
    )
    return len(rows)


def derive(attempts: Iterable[EvidencedAttempt], *, now: datetime) -> Iterator[DomainStanding]:
    """Every standing that these attempts give a learner: of each criterion observed, by choices and by writing."""
    known = tuple(attempts)
    evidence = [each.for_mastery() for each in known]
    names = dict.fromkeys(fact.criterion for attempt in evidence for fact in attempt.shown if fact.of)
    for name in names:
        for of in (CHOICES, WRITING):
            found = standing(evidence, name, now=now, of=of)
            if found.situations:
                yield found


def mastery_rule_of(course_key: str, /) -> MasteryRule:
    """The mastery rule that a course has chosen; ours where it has chosen none."""
    stored = Course.objects.filter(key_sha256=digest(course_key)).values_list("rule", flat=True).first()
    return mastery_rule(stored or "")


def choose_mastery_rule(course_key: str, rule: MasteryRule, /) -> None:
    """Read the course's standings by another rule from now on; :func:`rebuild_standings` changes those there are."""
    course = course_row(course_key)
    course.rule = "" if rule.is_ours else rule.text
    course.save(update_fields=["rule"])


def rebuild_standings(*, at: str) -> Iterator[tuple[int, int]]:
    """Make all standings anew, a learner at a time: yields (learners done, learners in all) after each.

    Standings that no evidence supports any more go. Memory does not grow with the number of learners.
    """
    learners = Attempt.objects.order_by("learner_id").values_list("learner_id", flat=True).distinct()
    total, done, last = learners.count(), 0, 0
    Standing.objects.exclude(learner_id__in=Attempt.objects.values("learner_id")).delete()
    while chunk := list(learners.filter(learner_id__gt=last)[:CHUNK]):
        for learner_id in chunk:
            _rebuild(learner_id, at)
            done += 1
            yield done, total
        last = chunk[-1]


def _rebuild(learner_id: int, at: str) -> None:
    courses = Attempt.objects.filter(learner_id=learner_id).values_list("place__course_key", flat=True).distinct()
    with transaction.atomic():
        hold(learner_id)
        Standing.objects.filter(learner_id=learner_id).delete()
        for course_key in courses:
            update_standings(learner_id, course_key, at=at)


def course_row(course_key: str) -> Course:
    """The row of a course, made where there is none."""
    course, _ = Course.objects.get_or_create(key_sha256=digest(course_key), defaults={"key": course_key})
    return course

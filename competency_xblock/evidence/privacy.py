"""All that is stored about one learner: given out, erased, or removed when its time is over.

Inside the evidence app; everybody else goes through ``api``. What stays after an erasure (places, courses, criteria,
texts of versions) says nothing of any learner.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from .facts import SOURCE_NAMES
from .models import Attempt, Draft, Evidence, Move, Objection, Place, Reply, Result, Standing
from .objections import objections_of
from .standings import update_standings

CHUNK = 200  # attempts held in memory, and removed, at a time
KEPT_SECRET = "Shown when the attempt is finished: until then it would give the key away."  # noqa: S105
NOBODY = 2**62  # a rater from here on is somebody whose account was erased; no table of users counts so far

COUNTED: dict[str, type[Model]] = {
    "attempts": Attempt,
    "moves": Move,
    "evidence": Evidence,
    "results": Result,
    "standings": Standing,
    "drafts": Draft,
    "objections": Objection,
}

Forget = Callable[[Sequence[tuple[int, str]]], None]


def everything_about(learner_id: int, /) -> Iterator[tuple[str, dict[str, Any]]]:
    """All that is stored about a learner as values JSON knows: the kind of each row, and the row; kinds stay together.

    Holds :data:`CHUNK` attempts at a time. The texts of scenarios are their authors' and hold the key, so their
    sha256 stands for them; for the same reason what answers showed by the key waits for the end of an attempt.
    """
    for attempt in _attempts(learner_id):
        yield "attempts", _told(attempt)
    for standing in Standing.objects.filter(learner_id=learner_id).order_by("pk").values(
        *("criterion", "level", "situations", "observations", "written", "breach", "at"),
        course_key=F("course__key"),
    ):  # fmt: skip
        yield "standings", standing
    for draft in Draft.objects.filter(learner_id=learner_id).select_related("place").order_by("pk"):
        yield (
            "drafts",
            {
                "usage_key": draft.place.usage_key,
                "name": draft.name,
                "text": draft.text,
                "saved_at": draft.saved_at.isoformat(),
            },
        )

    for objection in objections_of(learner_id):
        yield "objections", asdict(objection)
    for reply in Reply.objects.filter(by_id=learner_id).select_related("place").order_by("pk"):
        usage_key = reply.place.usage_key
        yield "replies", {"usage_key": usage_key, **_columns(reply, "scene", "option", "text", "change", "at")}


def erase(learner_id: int, /) -> dict[str, int]:
    """Remove all that is stored about a learner, and say how many rows of what that were. One transaction.

    Whoever rated others or answered their objections is named no more (``ratings``); what they said stays with those
    others. In Open edX this is what the retirement of a user has to call; a second call finds nothing and does no harm.
    """
    with transaction.atomic():
        # An answer on its way waits for these locks, and is refused afterwards.
        list(get_user_model().objects.select_for_update().filter(pk=learner_id).values_list("pk"))
        mine = Attempt.objects.filter(learner_id=learner_id)
        list(mine.select_for_update().values_list("pk"))
        removed = _removed(mine, Standing.objects.filter(learner_id=learner_id), _drafts(learner_id))
        return removed | {"ratings": _unname(learner_id)}


def expire(
    course_key: str | None, before: datetime, /, *, at: str, forget: Forget = lambda _places: None
) -> dict[str, int]:
    """Remove attempts of a course (None = of all) in which nothing was done since ``before``, some at a time.

    With an attempt goes all that hangs on it, drafts included, and the standings of its learner are derived anew from
    what is left. ``forget`` is for the host's own copies: it gets learner and usage key of every place where a learner
    has no attempt any more, in the transaction that removed them.
    """
    total = dict.fromkeys(COUNTED, 0)
    last = 0
    while found := _expire_some(_idle(course_key, before), last, at, forget):
        last, removed = found
        total = {name: total[name] + removed[name] for name in total}
    drafts = Draft.objects.filter(saved_at__lt=before)
    if course_key is not None:
        drafts = drafts.filter(place__in=Place.objects.filter(course_key=course_key))
    total["drafts"] += drafts.delete()[0]
    return total


def _idle(course_key: str | None, before: datetime) -> QuerySet[Attempt]:
    """Attempts without a move since ``before``. Moments are stored as texts in UTC, which sort as they follow."""
    moment = before.astimezone(UTC).isoformat(timespec="seconds")
    idle = Attempt.objects.filter(
        ~Exists(Move.objects.filter(attempt=OuterRef("pk"), at__gte=moment)), started_at__lt=moment
    )
    # No join: the rows are locked, and those of places belong to everybody.
    return idle if course_key is None else idle.filter(place__in=Place.objects.filter(course_key=course_key))


def _expire_some(idle: QuerySet[Attempt], last: int, at: str, forget: Forget) -> tuple[int, dict[str, int]] | None:
    """Remove the next attempts after ``last``: the last of them, and how many rows of what went; None at the end."""
    with transaction.atomic():
        rows = list(
            idle.filter(pk__gt=last)
            .order_by("pk")
            .select_for_update()
            .values_list("pk", "learner_id", "place_id")[:CHUNK]
        )
        if not rows:
            return None
        removed = Counter(_removed(Attempt.objects.filter(pk__in=[row for row, _, _ in rows])))
        places = Place.objects.in_bulk({place for _, _, place in rows})
        left = set(
            Attempt.objects.filter(learner_id__in={learner for _, learner, _ in rows}, place_id__in=places)
            .values_list("learner_id", "place_id")
            .distinct()
        )
        emptied = sorted({(learner, place) for _, learner, place in rows} - left)
        removed["drafts"] += sum(
            Draft.objects.filter(learner_id=learner, place_id=place).delete()[0] for learner, place in emptied
        )
        forget([(learner, places[place].usage_key) for learner, place in emptied])
        for learner, course in sorted({(learner, places[place].course_key) for _, learner, place in rows}):
            before, _ = Standing.objects.filter(learner_id=learner, course__key=course).delete()
            removed["standings"] += before - update_standings(learner, course, at=at)
        return rows[-1][0], dict(removed)


def _removed(*rows: "QuerySet[Any]") -> dict[str, int]:
    """Delete these rows with all that hangs on them, and count."""
    labels: Counter[str] = Counter()
    for each in rows:
        labels.update(each.delete()[1])
    return {name: labels[model._meta.label] for name, model in COUNTED.items()}


def _drafts(learner_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(learner_id=learner_id)


def _unname(learner_id: int) -> int:
    """Take a person's name off replies, and put a number of nobody in place of a rater: one for each attempt.

    So ratings cannot be put together again. Not 0: of two raters of the same answer who are erased, both ratings stay.
    """
    numbers: dict[int, int] = {}
    changed = Reply.objects.filter(by_id=learner_id).update(by=None)
    for model in (Evidence, Result):
        rated = model._default_manager.filter(rater=learner_id)
        for attempt in rated.values_list("attempt_id", flat=True).distinct():
            number = numbers.setdefault(attempt, NOBODY + secrets.randbelow(NOBODY))
            changed += rated.filter(attempt_id=attempt).update(rater=number)
    return changed


def _attempts(learner_id: int) -> Iterator[Attempt]:
    rows = (
        Attempt.objects.filter(learner_id=learner_id)
        .select_related("place", "version")
        .prefetch_related("moves", "results", "evidence")
        .order_by("pk")
    )
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(Q(pk__gt=chunk[-1].pk))[:CHUNK])


def _told(attempt: Attempt) -> dict[str, Any]:
    moves = [_columns(move, "seq", "request", "at", "scene", "do", "answer") for move in attempt.moves.all()]
    finished = next((move.at for move in attempt.moves.all() if move.finishes), "")
    facts = sorted(attempt.evidence.all(), key=lambda fact: (fact.seq, fact.revision, fact.pk))
    told = [fact for fact in facts if finished or fact.source == Evidence.SELF]
    return {
        "course_key": attempt.place.course_key,
        "usage_key": attempt.place.usage_key,
        "scenario": attempt.version.scenario,
        "version": attempt.version.sha256,
        **_columns(attempt, "framework", "uid", "n", "seed", "variant"),
        "started": attempt.started_at,
        "finished": finished,
        "moves": moves,
        "evidence": [_fact(fact) for fact in told],
        "evidence_withheld": KEPT_SECRET if len(told) < len(facts) else "",
        "results": [
            _columns(result, "revision", "version", "grade", "judged", "at") for result in attempt.results.all()
        ],
    }


def _fact(fact: Evidence) -> dict[str, Any]:
    """A fact without who judged: that is somebody else."""
    plain = _columns(fact, "seq", "scene", "level", "offered", "credit", "written", "breach", "reason", "args")
    return {
        "criterion": fact.criterion,
        "source": SOURCE_NAMES[fact.source],
        **plain,
        "revision": fact.revision,
        "at": fact.at,
    }


def _columns(row: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}

"""Objections to feedback, and what staff answered: stored, and read by the learner or by the course's staff.

Inside the evidence app; everybody else goes through ``api``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from .facts import criterion_hash
from .models import Attempt, Move, Objection, Place, Reply, digest

MOST_REASONS = 200  # of one feedback that staff are shown, the newest first; the count is of all


@dataclass(frozen=True, slots=True)
class StoredReply:
    """What staff answered. ``change``: criterion -> (level before, level after) where the key was corrected by it."""

    text: str
    change: dict[str, tuple[int, int]]
    at: str


@dataclass(frozen=True, slots=True)
class StoredObjection:
    """An objection with the answers given to it and to others like it so far, oldest first."""

    course_key: str
    usage_key: str
    scenario: str
    version: str
    variant: str
    seq: int
    scene: str
    option: str
    reason: str
    at: str
    replies: tuple[StoredReply, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """One feedback that somebody objects to, for staff: how many do, why, and what was answered. Nobody is named.

    ``version`` is the text that the newest of them played; ``reasons`` are (reason, time), the newest first.
    """

    usage_key: str
    scenario: str
    version: str
    variant: str
    scene: str
    option: str
    count: int
    waiting: int
    reasons: tuple[tuple[str, str], ...]
    replies: tuple[StoredReply, ...] = field(default=())


def object_to(row: int, /, *, seq: int, scene: str, option: str, reason: str, at: str) -> StoredObjection:
    """Keep an objection to the feedback on ``option`` in the answer ``seq`` of the attempt in ``row``.

    Where there is one already, it stays as it is and is given back: a request that comes twice adds nothing.
    """
    with transaction.atomic():
        stored, _ = Objection.objects.get_or_create(
            attempt_id=row,
            seq=seq,
            option_hash=criterion_hash(option),
            defaults={"scene": scene, "option": option, "reason": reason, "at": at},
        )
    return next(_stored(Objection.objects.filter(pk=stored.pk)))


def objections_in(row: int, /) -> tuple[StoredObjection, ...]:
    """The objections made in one attempt, with their answers. Two queries."""
    return tuple(_stored(Objection.objects.filter(attempt_id=row)))


def objections_of(learner_id: int, course_key: str | None = None, /) -> tuple[StoredObjection, ...]:
    """A learner's objections with their answers, oldest first; ``course_key`` None = in all courses. Two queries."""
    mine = Q(attempt__learner_id=learner_id)
    if course_key is not None:
        mine &= Q(attempt__place__course_key=course_key)
    return tuple(_stored(Objection.objects.filter(mine)))


def disputed(course_key: str, /) -> Iterator[Disputed]:
    """Every feedback of a course that somebody objects to, place by place and scene by scene. Three queries."""
    key = ("attempt__place_id", "attempt__variant", "scene", "option")
    here = Objection.objects.filter(attempt__place__course_key=course_key)
    counts = {tuple(row[name] for name in key): row["n"] for row in here.values(*key).annotate(n=Count("pk"))}
    replies = _replies(Reply.objects.filter(place__course_key=course_key))
    rows = here.order_by(*key, "-at", "-pk").values(
        *key,
        *("reason", "at"),
        usage=F("attempt__place__usage_key"),
        scenario=F("attempt__version__scenario"),
        version=F("attempt__version__sha256"),
    )
    for found, group in groupby(rows.iterator(chunk_size=500), key=lambda row: tuple(row[name] for name in key)):
        _place, variant, scene, option = found
        objections = list(group)
        answers = replies[found]
        newest = answers[-1].at if answers else ""
        yield Disputed(
            usage_key=objections[0]["usage"],
            scenario=objections[0]["scenario"],
            version=objections[0]["version"],
            variant=variant,
            scene=scene,
            option=option,
            count=counts.get(found, len(objections)),
            waiting=sum(each["at"] > newest for each in objections),
            reasons=tuple((each["reason"], each["at"]) for each in objections[:MOST_REASONS]),
            replies=tuple(answers),
        )


def answers_given(usage_key: str, scene: str, /) -> Iterator[tuple[str, Any, int]]:
    """What was answered in a scene: variant, answer as it was sent, and how often. Answers taken back count too."""
    moves = Move.objects.filter(attempt__place__usage_sha256=digest(usage_key), scene=scene, do="answer")
    yield from moves.values_list("attempt__variant", "answer").annotate(n=Count("pk")).order_by()


def reply(
    usage_key: str,
    /,
    *,
    variant: str,
    scene: str,
    option: str,
    text: str,
    by: int,
    at: str,
    change: dict[str, tuple[int, int]] | None = None,
) -> None:
    """Answer those who object to one feedback. ``change`` says how the key was corrected."""
    Reply.objects.create(
        place=Place.objects.get(usage_sha256=digest(usage_key)),
        variant=variant,
        scene=scene,
        option=option,
        text=text,
        change={name: list(levels) for name, levels in (change or {}).items()},
        by_id=by,
        at=at,
    )


def _stored(objections: Any) -> Iterator[StoredObjection]:
    rows = list(objections.select_related("attempt__place", "attempt__version").order_by("pk"))
    places = {each.attempt.place_id for each in rows}
    replies = _replies(Reply.objects.filter(place_id__in=places)) if rows else {}
    for each in rows:
        attempt: Attempt = each.attempt
        answers = replies.get((attempt.place_id, attempt.variant, each.scene, each.option), ())
        yield StoredObjection(
            course_key=attempt.place.course_key,
            usage_key=attempt.place.usage_key,
            scenario=attempt.version.scenario,
            version=attempt.version.sha256,
            variant=attempt.variant,
            seq=each.seq,
            scene=each.scene,
            option=each.option,
            reason=each.reason,
            at=each.at,
            replies=tuple(answers),
        )


def _replies(rows: Iterable[Reply]) -> defaultdict[tuple[Any, ...], list[StoredReply]]:
    found: defaultdict[tuple[Any, ...], list[StoredReply]] = defaultdict(list)
    for each in sorted(rows, key=lambda row: row.pk):
        change = {name: (before, after) for name, (before, after) in each.change.items()}
        found[each.place_id, each.variant, each.scene, each.option].append(StoredReply(each.text, change, each.at))
    return found

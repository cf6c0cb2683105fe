"""What is stored about a learner, held against what the learner was told and against what follows from the moves."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from competency_xblock.domain.attempt import Attempt
from competency_xblock.domain.engine import replay
from competency_xblock.domain.evidence import Evidence as Fact
from competency_xblock.domain.evidence import evidence_of
from competency_xblock.domain.mastery_evidence import WRITING
from competency_xblock.domain.scoring import grade, grade_that_counts
from competency_xblock.evidence import api
from competency_xblock.evidence.models import Evidence, Move, Standing
from competency_xblock.player.courseware.models import BlockProgress, FieldValue
from tests.blocks.situations import COURSE_KEY

from .course import Exercise
from .learner import Learner, Parcel


def requests_are_stored_once(learner: Learner, *, unanswered_at_most: bool) -> list[str]:
    """What is wrong: an answered request not there exactly once, or the unanswered one there more than once.

    ``unanswered_at_most`` False: the unanswered one was sent again and has to be there as well.
    """
    attempts = [stored.attempt for _, _, stored in api.attempts_of(learner.user_id)]
    moves = Counter((attempt.uid, move.request) for attempt in attempts for move in attempt.moves)
    wanted = Counter(
        (parcel.body["attempt"], parcel.request) for parcel in learner.answered if parcel.handler == "move"
    )
    begun = sum(parcel.handler == "begin" for parcel in learner.answered)
    last = learner.unanswered
    maybe_begun = begun + (last is not None and last.handler == "begin")
    maybe_moved = wanted + Counter([(last.body["attempt"], last.request)] if last and last.handler == "move" else [])
    rows = Counter(Move.objects.filter(attempt__learner_id=learner.user_id).values_list("attempt__uid", "request"))
    found = []
    if rows != moves:
        found.append(f"The moves read are not the rows there are: {moves ^ rows}")
    if not (moves == maybe_moved or (unanswered_at_most and moves == wanted)):
        found.append(f"Moves lost: {maybe_moved - moves}; too many: {moves - maybe_moved}")
    if not (len(attempts) == maybe_begun or (unanswered_at_most and len(attempts) == begun)):
        found.append(f"{maybe_begun} attempts were begun, {len(attempts)} are stored; the last sent: {last}")
    return found


def evidence_follows_from_the_moves(learner: Learner, exercises: tuple[Exercise, ...]) -> list[str]:
    """What is wrong: a move without what it showed, or with anything else."""
    texts = {each.usage: each.text for each in exercises}
    stored = {each.row: Counter(map(_plain, (fact.fact for fact in each.evidence))) for each in _evidenced(learner)}
    count, found = 0, []
    for _, usage, each in api.attempts_of(learner.user_id):
        wanted = Counter(map(_plain, _shown(each.attempt, texts[usage].scenario)))
        count += wanted.total()
        if stored[each.row] != wanted:
            found.append(f"Attempt {each.row} shows {stored[each.row]} instead of {wanted}")
    rows = Evidence.objects.filter(attempt__learner_id=learner.user_id).count()
    return found + ([f"{rows} rows of evidence instead of {count}"] if rows != count else [])


def standings_follow_from_the_evidence(learner: Learner) -> list[str]:
    """What is wrong: standings other than those made anew from the rows."""
    columns = ("criterion", "written", "level", "situations", "observations", "breach")
    kept = set(Standing.objects.filter(learner_id=learner.user_id).values_list(*columns))
    derived = {
        (each.criterion, each.of == WRITING, each.status, len(each.situations), each.observations, each.breach)
        for each in api.derive(_evidenced(learner), now=datetime.now(UTC))
    }
    return [] if kept == derived else [f"Standings kept: {kept - derived}; derived: {derived - kept}"]


def copies_are_healed(learner: Learner, exercises: tuple[Exercise, ...]) -> list[str]:
    """What is wrong: fields of a block, or a published grade, that do not say what the tables say."""
    texts = {each.usage: each.text for each in exercises}
    attempts: dict[str, list[tuple[int, Attempt]]] = {}
    for _, usage, stored in api.attempts_of(learner.user_id):
        attempts.setdefault(usage, []).append((stored.row, stored.attempt))
    found = []
    for usage, stored in attempts.items():
        fields = _fields(learner, usage)
        row, newest = stored[-1]
        if fields.get("attempt") != newest.to_json() or fields.get("attempt_row") != row:
            found.append(f"{usage}: the field holds {fields.get('attempt')} instead of {newest}")
        if fields.get("attempts") != len(stored):
            found.append(f"{usage}: {fields.get('attempts')} attempts are counted, {len(stored)} are stored")
        grades = {each.n: grade(replay(texts[usage].scenario, each)) for _, each in stored if each.finished}
        kept = {each["n"]: each["grade"] for each in fields.get("grades", [])}
        if kept != {n: float(earned) for n, earned in grades.items() if earned is not None}:
            found.append(f"{usage}: the grades kept are {kept} instead of {grades}")
        found += _published(learner, usage, [earned for earned in grades.values() if earned is not None])
    return found


def _published(learner: Learner, usage: str, grades: list[Fraction]) -> Iterator[str]:
    best = grade_that_counts(grades, "best")
    rows = BlockProgress.objects.filter(user_id=learner.user_id, usage=usage)
    published = list(rows.values_list("earned", "possible", "completion"))
    wanted = [] if best is None else [(float(best), 1.0, 1.0)]
    if published != wanted:
        yield f"{usage}: {published} was published instead of {wanted}"


def _fields(learner: Learner, usage: str) -> dict[str, Any]:
    rows = FieldValue.objects.filter(user_id=learner.user_id, place=usage, scope="user_state")
    return {name: json.loads(value) for name, value in rows.values_list("field", "value")}


def _evidenced(learner: Learner) -> tuple[api.EvidencedAttempt, ...]:
    return api.evidenced_attempts(learner.user_id, COURSE_KEY)


def _shown(attempt: Attempt, scenario: Any) -> Iterator[Fact]:
    begun = Attempt.from_json(attempt.to_json() | {"moves": [], "finished": None})
    before = replay(scenario, begun)
    for move in attempt.moves:
        begun = attempt.up_to(move)
        after = replay(scenario, begun)
        yield from evidence_of(before, after, move)
        before = after


def _plain(fact: Fact) -> tuple[object, ...]:
    return (fact.seq, fact.scene, fact.criterion, fact.level, fact.offered, fact.credit, fact.source, fact.reason)


def answered_again(learner: Learner, parcel: Parcel) -> list[str]:
    """What is wrong: the same request gets another answer than the first time."""
    status, reply = learner.post(parcel)
    if status == 200 and reply.get("html") == parcel.html:
        return []
    return [f"{parcel.handler} {parcel.request} sent again: {status}, {reply.get('error', 'another page')}"]

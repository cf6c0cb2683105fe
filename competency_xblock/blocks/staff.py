"""What staff see below an exercise: everybody's attempts with their results, old and new, and how to rescore.

Names are for those who teach. Who only writes exercises sees numbers, which begin anew at every exercise.
"""

from typing import Any

from django.utils.translation import gettext as _

from competency_xblock.domain.engine import PlayBroken
from competency_xblock.domain.scoring import grade

from . import host
from .attempts import Attempts
from .ports import PlayedAttempt
from .report import per_cent
from .standing import find_standing

MOST_ROWS = 500  # on one page; the rest is for exports


def panel(block: Any, attempts: Attempts) -> dict[str, Any] | None:
    """The context of ``staff.html``; None where nothing is kept beside the learners' own fields."""
    if not attempts.store.remembers:
        return None
    rows: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    named = host.may_see_names(block)
    for played in attempts.store.everybody():
        if len(rows) == MOST_ROWS:
            break
        number = numbers.setdefault(played.learner, len(numbers) + 1)
        rows.append(_row(played, attempts, played.learner if named else _("Learner %(n)s") % {"n": number}))
    return {"key": host.usage_key(block), "rows": rows, "note": _note(len(rows))}


def _row(played: PlayedAttempt, attempts: Attempts, learner: str) -> dict[str, Any]:
    attempt = played.attempt
    first = {"revision": 0, "grade": _first_grade(played, attempts), "at": attempt.finished}
    later = [
        {"revision": revision, "grade": per_cent(earned), "at": at} for revision, _version, earned, at in played.results
    ]
    return {
        "learner": learner,
        "n": attempt.n,
        "state": _("finished") if attempt.finished else _("under way"),
        "results": [first, *later] if attempt.finished else [],
    }


def _first_grade(played: PlayedAttempt, attempts: Attempts) -> str:
    """What the attempt earned under the text it began with."""
    attempt = played.attempt
    try:
        return per_cent(grade(find_standing(attempt, attempts.compiled, attempts.store.version).play))
    except PlayBroken:
        return _("not known: the text it was played with is gone")


def _note(rows: int) -> str:
    return _("Only the first %(rows)s attempts are listed.") % {"rows": rows} if rows == MOST_ROWS else ""

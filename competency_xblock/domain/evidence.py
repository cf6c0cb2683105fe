"""What one move adds to the evidence: what it showed on which criterion, in whose judgement, and why.

Derived from the attempt before and after the move, so that the same move always gives the same evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .attempt import ANSWER, RATE, UNDO, Move
from .engine import Play, Visit
from .tasks import BEST_LEVEL, Rank, Rate, SelfAssess, Settings, Sort, Thread

KEY, SELF, MENTOR, PEER = "key", "self", "mentor", "peer"
UNDONE = "undone"  # the reason of evidence that takes back what the same answer had shown


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact. ``seq`` is the answer's move; ``reason`` and ``args`` say why in words of the page's own language.

    ``credit`` is None where nothing was earned by it: an own rating, or an answer taken back.
    """

    seq: int
    scene: str
    criterion: str
    level: int
    offered: int
    credit: Fraction | None = None
    source: str = KEY
    written: bool = False
    breach: bool = False
    reason: str = ""
    args: dict[str, Any] = field(default_factory=dict)


def evidence_of(before: Play, after: Play, move: Move) -> tuple[Evidence, ...]:
    """What ``move`` adds, made in ``before`` and leading to ``after``; nothing for a move that shows nothing."""
    if move.do == UNDO:
        return tuple(_taken_back(before))
    visit = _visit_of(after, move)
    if visit is None:
        return ()
    if move.do == RATE:
        return tuple(_own_levels(visit, move, visit.rating, written=True))
    if move.do == ANSWER and isinstance(visit.scene.task, SelfAssess):
        return tuple(_own_levels(visit, move, move.answer, written=False))
    return tuple(judged(visit)) if move.do == ANSWER else ()


def judged(visit: Visit) -> Iterator[Evidence]:
    """What an answer shows by the key."""
    reason, args = reason_for(visit)
    for each in visit.judgement.observations:
        yield Evidence(
            visit.seq,
            visit.scene.id,
            each.criterion,
            each.level,
            each.offered,
            each.credit,
            breach=bool(visit.judgement.breach),
            reason=reason,
            args=args,
        )


def reason_for(visit: Visit) -> tuple[str, dict[str, Any]]:
    """Why an answer shows what it shows, as a code and what it speaks of."""
    task, answer = visit.scene.task, visit.answer
    if isinstance(task, Rank):
        return "places", {"exact": sum(a == b for a, b in zip(answer, task.key, strict=True)), "items": len(task.key)}
    if isinstance(task, Rate | Sort):
        exact = sum(answer[item] == keyed for item, keyed in task.key.items())
        return ("ratings" if isinstance(task, Rate) else "bins"), {"exact": exact, "items": len(task.key)}
    if isinstance(task, Settings):
        return "panel", {"set": answer}
    if isinstance(task, Thread):
        return "step", {name: answer[name] for name in ("post", "action", "answer")}
    return "options", {"options": [option.id for option in visit.picked()]}


def _visit_of(play: Play, move: Move) -> Visit | None:
    """The visit a move was made in: the newest of its scene that has an answer."""
    return next((each for each in reversed(play.path) if each.scene.id == move.scene and each.answered), None)


def _own_levels(visit: Visit, move: Move, levels: dict[str, int], *, written: bool) -> Iterator[Evidence]:
    for criterion, level in levels.items():
        yield Evidence(
            move.seq, visit.scene.id, criterion, level, BEST_LEVEL, source=SELF, written=written, reason="own-rating"
        )


def _taken_back(before: Play) -> Iterator[Evidence]:
    """What the last answer had shown, taken back. Own ratings of a text go with the text."""
    visit = next(each for each in reversed(before.path) if each.answered)
    for each in visit.judgement.observations:
        yield Evidence(visit.seq, visit.scene.id, each.criterion, each.level, each.offered, reason=UNDONE)

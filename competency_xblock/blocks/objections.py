""" "I see this differently": what a page needs to take an objection to a piece of feedback, and what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from competency_xblock.domain.engine import Visit
from competency_xblock.domain.shuffle import token
from competency_xblock.domain.tasks import Answer, Settings, Task
from competency_xblock.domain.tasks.base import UNSTORABLE

from . import requests
from .standing import Standing

REASON_LIMIT = 2000  # characters
WHOLE = ""  # what an objection is to that is to the task as a whole, or to an answer that no author foresaw


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection that was made. ``replies``: what staff answered, with how they changed the key, oldest first."""

    reason: str
    replies: tuple[tuple[str, Mapping[str, tuple[int, int]]], ...] = ()


class Objections:
    """Those that were made in one attempt, by move and option, and the tokens by which further ones come in."""

    def __init__(self, standing: Standing, made: Mapping[tuple[int, str], Objected]) -> None:
        self.standing, self.made = standing, made

    def about(self, visit: Visit, option: str) -> dict[str, Any]:
        """What the template of one feedback takes."""
        made = self.made.get((visit.seq, option))
        return {"token": self._token(visit, option), "made": self._told(made) if made else None}

    def find(self, sent: str) -> tuple[Visit, str] | None:
        """The answer and the part of it that a token stands for."""
        return next((found for found in self._all() if self._token(*found) == sent), None)

    def _all(self) -> Iterator[tuple[Visit, str]]:
        for visit in self.standing.play.answers():
            for name in dict.fromkeys((*names_in(visit), WHOLE)):
                yield visit, name

    def _token(self, visit: Visit, option: str) -> str:
        return token(self.standing.attempt.seed, visit.scene.id, f"objection/{visit.seq}/{option}")

    def _told(self, made: Objected) -> dict[str, Any]:
        replies = [{"text": text, "changes": self._changes(change)} for text, change in made.replies]
        return {"reason": made.reason, "replies": replies}

    def _changes(self, change: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
        framework = self.standing.key.framework
        return [
            {
                "title": found.title if (found := self.standing.criterion(name)) else name,
                "before": framework.level(before).title,
                "after": framework.level(after).title,
            }
            for name, (before, after) in change.items()
        ]


def names_in(visit: Visit) -> tuple[str, ...]:
    """What each part of an answer is called in an objection, in the order of ``visit.picked()``."""
    task = visit.scene.task
    return names_of_parts(task, visit.answer) if task and visit.answered else ()


def names_of_parts(task: Task, answer: Answer) -> tuple[str, ...]:
    """The same for an answer to a task."""
    picked = task.picked(answer)
    if isinstance(task, Settings):  # values of two switches may be called the same
        return tuple(f"{switch.id}/{value.id}" for switch, value in zip(task.switches, picked, strict=True))
    return tuple(option.id for option in picked)


def read_objection(data: requests.JsonBody) -> tuple[str, str]:
    """The token and the reason that a page sent. ``Refused`` where there is none, or where it is too long."""
    answer = data.get("answer")
    if not isinstance(answer, dict):
        raise requests.Refused(400, requests.NOT_UNDERSTOOD)
    reason = UNSTORABLE.sub("", requests.text(answer, "reason")).strip()
    if not reason:
        raise requests.Refused(400, "Say in a few words what you see differently.")
    if len(reason) > REASON_LIMIT:
        sentence = (
            f"Your reason has {len(reason):,} characters; the limit is {REASON_LIMIT:,}. Shorten it, then send it."
        )
        raise requests.Refused(400, sentence)
    return requests.text(answer, "of"), reason

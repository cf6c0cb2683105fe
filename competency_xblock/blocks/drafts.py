"""A text that was begun and not sent: kept apart from the attempt, so that saving it can never undo a move."""

from datetime import datetime
from typing import Any, Protocol

from competency_xblock.domain.tasks.base import TEXT_LIMIT, UNSTORABLE

from . import requests
from .ports import Store
from .stage import draft_name
from .standing import Standing


class State(Protocol):
    """The block's field for it, used where there is no store that remembers."""

    unsent: dict[str, Any]


class Drafts:
    """The one draft of a learner at a block: that of the scene they stand in."""

    def __init__(self, state: State, store: Store) -> None:
        self.state, self.store = state, store

    def read(self, standing: Standing) -> str:
        """The draft of the present scene; empty where there is none, or where it was sent meanwhile."""
        task = standing.play.current.scene.task
        if task is None or not task.takes_text or standing.play.finished:
            return ""
        name, text = self.store.draft() if self.store.remembers else _of_field(self.state.unsent)
        return text if name == draft_name(standing) else ""

    def keep(self, standing: Standing, text: str, now: datetime) -> None:
        """Keep ``text`` in place of the draft there was."""
        if self.store.remembers:
            self.store.keep_draft(draft_name(standing), text, now)
        else:
            self.state.unsent = {"name": draft_name(standing), "text": text}


def draft_text(data: requests.JsonBody, standing: Standing) -> str:
    """The text of a page's draft. ``Refused`` where it is not one of the present scene, or too long."""
    seen, uid = requests.count(data, "seen"), requests.text(data, "attempt")
    text = UNSTORABLE.sub("", requests.text(data, "text"))
    task = standing.play.current.scene.task
    if standing.attempt.uid != uid or len(standing.attempt.moves) != seen or task is None or not task.takes_text:
        raise requests.Refused(409, "You answered here already, perhaps in another tab.")
    if len(text) > TEXT_LIMIT:
        sentence = f"Your text is longer than {TEXT_LIMIT:,} characters. Shorten it, and it is saved again."
        raise requests.Refused(413, sentence)
    return text


def _of_field(field: dict[str, Any]) -> tuple[str, str]:
    return str(field.get("name", "")), str(field.get("text", ""))

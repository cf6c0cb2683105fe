"""What blocks publish about a learner, collected while they work and stored with one statement."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from opaque_keys.edx.keys import UsageKey

from .models import BlockProgress, digest


class Results:
    """The results one learner reaches in one request. Nothing is stored before :meth:`store`."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self._waiting: list[tuple[UsageKey, dict[str, Any]]] = []

    def add_grade(self, usage: UsageKey, earned: float | None, possible: float | None) -> None:
        """A grade, or with None that there is none any more."""
        self._waiting.append((usage, {"earned": earned, "possible": possible, "graded_at": timezone.now()}))

    def add_completion(self, usage: UsageKey, completion: float) -> None:
        self._waiting.append((usage, {"completion": completion}))

    def is_higher(self, usage: UsageKey, earned: float, possible: float) -> bool:
        """Whether this is more than the stored grade. One query."""
        row = BlockProgress.objects.filter(key=progress_key(self.user_id, usage)).first()
        return row is None or row.earned is None or not row.possible or earned / possible > row.earned / row.possible

    def mark(self) -> int:
        """A point to go back to with :meth:`forget_since`."""
        return len(self._waiting)

    def forget_since(self, mark: int) -> None:
        """Drop what was added since: what it came from has failed."""
        del self._waiting[mark:]

    def store(self) -> None:
        """Write what is waiting: one statement, unless several blocks published different things."""
        together: dict[UsageKey, dict[str, Any]] = {}
        for usage, columns in self._waiting:
            together.setdefault(usage, {}).update(columns)
        self._waiting.clear()
        by_columns: defaultdict[tuple[str, ...], list[BlockProgress]] = defaultdict(list)
        for usage, columns in together.items():
            by_columns[tuple(sorted(columns))].append(progress_row(self.user_id, usage, **columns))
        for changed, rows in by_columns.items():
            BlockProgress.objects.upsert(rows, update=changed)


def stored_grade(user_id: int, usage: UsageKey) -> tuple[float | None, float | None] | None:
    """Points earned and possible as they are stored; None where nothing was ever published."""
    rows = BlockProgress.objects.filter(key=progress_key(user_id, usage))
    return rows.values_list("earned", "possible").first()


def progress_row(user_id: int, usage: UsageKey, **columns: Any) -> BlockProgress:
    """The row of one learner at one block."""
    return BlockProgress(key=progress_key(user_id, usage), user_id=user_id, usage=str(usage), **columns)


def read_grade(data: Mapping[str, Any]) -> tuple[float, float]:
    """The two numbers of a published grade. ValueError where they are none."""
    earned, possible = _number(data.get("value")), _number(data.get("max_value"))
    if earned is None or possible is None or possible <= 0:
        raise ValueError("A published grade needs the numbers value and max_value, the latter above 0.")
    return earned, possible


def read_completion(data: Mapping[str, Any]) -> float:
    """The number of a published completion. ValueError where it is none from 0 to 1."""
    completion = _number(data.get("completion"))
    if completion is None or not 0 <= completion <= 1:
        raise ValueError("A published completion needs the number completion, from 0 to 1.")
    return completion


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def progress_key(user_id: int, usage: UsageKey | str) -> str:
    """The key of the row of one learner at one block."""
    return digest(str(user_id), str(usage))

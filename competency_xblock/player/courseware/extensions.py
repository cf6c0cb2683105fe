"""More time for one learner: due dates of their own, at a block or at what holds several."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from opaque_keys.edx.keys import UsageKey

from .models import Extension, digest


class Extensions:
    """One learner's own due dates, read once and only when somebody asks."""

    def __init__(self, user_id: int | None) -> None:
        self._user_id = user_id or 0
        self._dates: dict[str, str] | None = None if user_id else {}

    def due_at(self, lineage: Iterable[UsageKey]) -> str | None:
        """The date that holds at a block, given with the blocks around it from the inside out; None where none does."""
        if self._dates is None:
            self._dates = dict(self._rows())
        return next((self._dates[str(usage)] for usage in lineage if str(usage) in self._dates), None)

    def read_along(self, rows: QuerySet[Any, tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The same ``rows`` of name and value, and the learner's dates read with them in one statement."""
        if self._dates is not None:
            yield from rows
            return
        dates: dict[str, str] = {}
        for name, value in rows.union(self._rows(), all=True):
            if name.isidentifier():  # the name of a field; a usage key has colons
                yield name, value
            else:
                dates[name] = value
        self._dates = dates

    def _rows(self) -> QuerySet[Any, tuple[str, str]]:
        return Extension.objects.filter(user_id=self._user_id).values_list("usage", "due")


def extend(user_id: int, usage: UsageKey, due: datetime) -> None:
    """Let a learner have until ``due`` at a block and at all inside it, whatever they had before."""
    moment = due.astimezone(UTC).isoformat(timespec="seconds")
    Extension.objects.upsert(
        [Extension(key=_key(user_id, usage), user_id=user_id, usage=str(usage), due=moment)], update=("due",)
    )


def take_back(user_id: int, usage: UsageKey) -> bool:
    """Let the date of all others hold again. False where the learner had none of their own here."""
    deleted, _ = Extension.objects.filter(key=_key(user_id, usage)).delete()
    return deleted > 0


def _key(user_id: int, usage: UsageKey) -> str:
    return digest(str(user_id), str(usage))

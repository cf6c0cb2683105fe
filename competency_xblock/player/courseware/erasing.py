"""What this app holds about a learner, given out and removed."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from xblock.fields import Scope

from .models import BlockProgress, Extension, FieldValue, LastVisit, digest
from .results import progress_key

HELD: dict[str, tuple[type[FieldValue | BlockProgress | LastVisit | Extension], tuple[str, ...]]] = {
    "fields": (FieldValue, ("place", "scope", "field", "value")),
    "progress": (BlockProgress, ("usage", "earned", "possible", "graded_at", "completion")),
    "visits": (LastVisit, ("course", "vertical", "visited_at")),
    "extensions": (Extension, ("usage", "due")),
}


def everything_held(user_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """All rows of a learner as values JSON knows: the kind of each, and the row; kinds stay together."""
    for kind, (model, columns) in HELD.items():
        for row in model._default_manager.filter(user_id=user_id).order_by("pk").values(*columns):
            yield kind, {name: _plain(name, value) for name, value in row.items()}


def forget_learner(user_id: int) -> dict[str, int]:
    """Remove all rows of a learner; how many of which kind."""
    return {kind: model._default_manager.filter(user_id=user_id).delete()[0] for kind, (model, _) in HELD.items()}


def forget_places(places: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Remove what these learners have at these blocks: state and result; how many rows of which kind."""
    pairs = list(places)
    groups = [digest(str(Scope.user_state.name), str(user_id), usage) for user_id, usage in pairs]
    results = [progress_key(user_id, usage) for user_id, usage in pairs]
    return {
        "fields": FieldValue.objects.filter(group__in=groups).delete()[0],
        "progress": BlockProgress.objects.filter(key__in=results).delete()[0],
    }


def forget_visits(course_key: str | None, before: datetime) -> int:
    """Forget which unit learners opened last, where that was before a moment; how many did."""
    visits = LastVisit.objects.filter(visited_at__lt=before)
    return (visits if course_key is None else visits.filter(course=course_key)).delete()[0]


def _plain(name: str, value: Any) -> Any:
    if name == "value":
        return json.loads(value)
    return value.isoformat() if isinstance(value, datetime) else value

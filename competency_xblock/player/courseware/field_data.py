"""Where the fields of blocks live: content in the course in memory, what learners do in the database.

Reading costs one SELECT for all fields of one scope that belong to the same learner and block, at the first
of them; where something is due, the learner's extensions come with it. Saving a block costs one upsert for all
fields that changed.
"""

import copy
import json
from collections.abc import Iterable
from typing import Any

from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope
from xblock.runtime import KeyValueStore

from .course import LoadedCourse
from .extensions import Extensions
from .models import FieldValue, digest
from .scopes import is_by_type, is_content, is_personal

# What a save changes in a row that is there already. Everything else is part of its key.
_CHANGED = ("value",)


class FieldStore(KeyValueStore):
    """All fields of all blocks of a course. Lives as long as its runtime, and remembers what it has read.

    Values are JSON values, and each read returns a new one. What would be a learner's own is forgotten with the
    store where the key names no learner.
    """

    def __init__(self, course: LoadedCourse, extensions: Extensions) -> None:
        self._course = course
        self._extensions = extensions
        self._groups: dict[str, dict[str, str]] = {}

    def get(self, key: Any) -> Any:
        if is_content(key.scope):
            return copy.deepcopy(self._course.values[key.block_scope_id, key.field_name])
        return json.loads(self._group(key)[key.field_name])

    def has(self, key: Any) -> bool:
        if is_content(key.scope):
            return (key.block_scope_id, key.field_name) in self._course.values
        return key.field_name in self._group(key)

    def set(self, key: Any, value: Any) -> None:
        self.set_many({key: value})

    def set_many(self, update_dict: dict[Any, Any]) -> None:
        """Store all values with one statement, or none: InvalidScopeError where one of them is content."""
        for key in update_dict:
            _require_writable(key)
        texts = {key: _to_text(value) for key, value in update_dict.items()}
        rows = [self._row(key, text) for key, text in texts.items() if self._is_kept(key)]
        if rows:
            FieldValue.objects.upsert(rows, update=_CHANGED)
        for key, text in texts.items():
            if _group_key(key) in self._groups or not self._is_kept(key):
                self._group(key)[key.field_name] = text

    def delete(self, key: Any) -> None:
        """Back to the default. No error where there is no value."""
        _require_writable(key)
        if self._is_kept(key):
            FieldValue.objects.filter(key=_row_key(key)).delete()
        self._groups.get(_group_key(key), {}).pop(key.field_name, None)

    def _group(self, key: Any) -> dict[str, str]:
        """The texts of all fields that are read together with ``key``, from the database the first time."""
        group = _group_key(key)
        if group not in self._groups:
            self._groups[group] = dict(self._rows(key, group)) if self._is_kept(key) else {}
        return self._groups[group]

    def _rows(self, key: Any, group: str) -> Iterable[tuple[str, str]]:
        rows = FieldValue.objects.filter(group=group).values_list("field", "value")
        is_due = key.scope == Scope.user_state and self._course.inherited(key.block_scope_id, "due") is not None
        return self._extensions.read_along(rows) if is_due else rows

    @staticmethod
    def _is_kept(key: Any) -> bool:
        return key.user_id is not None or not is_personal(key.scope)

    @staticmethod
    def _row(key: Any, text: str) -> FieldValue:
        return FieldValue(
            key=_row_key(key),
            group=_group_key(key),
            user_id=key.user_id,
            scope=str(key.scope.name),
            place=_place(key),
            field=key.field_name,
            value=text,
        )


def _require_writable(key: Any) -> None:
    if is_content(key.scope):
        raise InvalidScopeError(f"{key.field_name} of {key.block_scope_id} is read-only: its author sets it")


def _place(key: Any) -> str:
    """What the value belongs to, in plain text: a usage, a family and type of blocks, or nothing."""
    if is_by_type(key.scope):
        return f"{key.block_family}:{key.block_scope_id}"
    return "" if key.block_scope_id is None else str(key.block_scope_id)


def _group_key(key: Any) -> str:
    return digest(str(key.scope.name), "" if key.user_id is None else str(key.user_id), _place(key))


def _row_key(key: Any) -> str:
    return digest(_group_key(key), key.field_name)


def _to_text(value: Any) -> str:
    """ASCII, so that NUL characters and lone surrogates, which PostgreSQL and MariaDB refuse in text, survive."""
    return json.dumps(value, separators=(",", ":"))

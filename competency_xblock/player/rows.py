"""Table rows as lines of JSON, the same for every database, so that a backup of one can be put into another.

One file a table: the first line names the columns, each further line is one row. Used by backup and restore alone.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Protocol
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

# Everybody logs in again after a restore; failed logins are forgotten after minutes anyway.
_LEFT_OUT = frozenset({"sessions.session", "accounts.logintry"})
_BATCH = 500


class Apps(Protocol):
    """The registry of today's models, or of those some migrations ago."""

    def get_models(self, include_auto_created: bool = False) -> Iterable[type[Model]]: ...


def all_models(apps: Apps) -> dict[str, type[Model]]:
    """Every model with a table of its own, by its label, in the order of labels."""
    models = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    return {label: model for label, model in sorted(models.items()) if model._meta.managed and not model._meta.proxy}


def kept_models(apps: Apps) -> dict[str, type[Model]]:
    """Those of all models whose rows belong in a backup."""
    return {label: model for label, model in all_models(apps).items() if label not in _LEFT_OUT}


def write_rows(model: type[Model], file: IO[str]) -> int:
    """Write all rows and return how many there were."""
    columns = [field.attname for field in _fields(model)]
    file.write(json.dumps(columns) + "\n")
    rows = model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=1000)
    lines = (json.dumps(row, default=_plain, ensure_ascii=False) + "\n" for row in rows)
    return sum(bool(file.write(line)) for line in lines)


def load_rows(connection: BaseDatabaseWrapper, model: type[Model], lines: Iterator[str]) -> None:
    """Insert the rows as they are: no signals, no defaults, no times of today.

    Raises ValueError where the columns are not those of the model, and what its fields raise for values not theirs.
    """
    columns = json.loads(next(lines, "null"))
    by_name = {field.attname: field for field in _fields(model)}
    if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
        raise ValueError(f"the rows of {model._meta.label} do not begin with their columns")
    if set(columns) != by_name.keys():
        raise ValueError(f"the columns of {model._meta.label} are {columns}")
    fields = [by_name[column] for column in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 (no value in it)
    rows = (_stored(fields, json.loads(line), connection) for line in lines)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)


def empty_table(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """Delete all rows in one statement, whatever refers to them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _stored(fields: "Sequence[Field[Any, Any]]", row: Any, connection: BaseDatabaseWrapper) -> list[Any]:
    if not isinstance(row, list):
        raise ValueError("a row is no list of values")
    pairs = zip(fields, row, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]


def _fields(model: type[Model]) -> "Sequence[Field[Any, Any]]":
    return model._meta.local_concrete_fields


def _plain(value: Any) -> str:
    """What JSON has no word for, in the form that the field's ``to_python`` takes back."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case UUID() | Decimal():
            return str(value)
    raise TypeError(f"a backup cannot hold a {type(value).__name__}")

"""Many learners made of a few: rows that the player wrote are streamed in again and again under new numbers.

Nothing is held but the rows of those few, so that memory does not grow with what is written.
"""

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model, QuerySet

from competency_xblock.evidence.models import Attempt, Evidence, Move, Standing

BYTES = 64 * 1024  # sent to the database at a time


@dataclass(frozen=True)
class Pattern:
    """The rows of one learner to be copied. Those of attempts are apart by the attempt, in the order of their start."""

    user: str
    attempts: tuple[tuple[str, ...], ...]
    moves: tuple[tuple[str, ...], ...]
    evidence: tuple[tuple[str, ...], ...]
    standings: tuple[str, ...]


def multiply(learners: list[int], total: int) -> list[int]:
    """Add copies of ``learners`` until there are ``total`` of them; the numbers of all, copies last.

    Attempts lie in the tables as they are begun: everybody's first, then everybody's second.
    """
    patterns = [_pattern(each) for each in learners]
    copies = total - len(learners)
    users, attempts = _next(get_user_model()), _next(Attempt)

    def everybody() -> Iterator[tuple[int, Pattern]]:
        return ((copy, patterns[copy % len(patterns)]) for copy in range(copies))

    def of_attempts(kind: str) -> Iterator[tuple[int, int, str]]:
        """Learner, attempt and the rest of each row."""
        for place in range(len(patterns[0].attempts)):
            for copy, pattern in everybody():
                for rest in getattr(pattern, kind)[place]:
                    yield users + copy, attempts + place * copies + copy, rest

    _stream(
        get_user_model(),
        ("id", "username"),
        (f"{users + copy}\tcopy-{copy}\t{pattern.user}\n" for copy, pattern in everybody()),
    )
    _stream(
        Attempt,
        ("id", "learner_id", "uid"),
        (f"{row}\t{user}\t{_uid(row)}\t{rest}\n" for user, row, rest in of_attempts("attempts")),
    )
    for model, kind in ((Move, "moves"), (Evidence, "evidence")):
        numbered = zip(count(_next(model)), of_attempts(kind), strict=False)
        _stream(model, ("id", "attempt_id"), (f"{pk}\t{row}\t{rest}\n" for pk, (_, row, rest) in numbered))
    standings = ((users + copy, rest) for copy, pattern in everybody() for rest in pattern.standings)
    numbered_standings = zip(count(_next(Standing)), standings, strict=False)
    _stream(Standing, ("id", "learner_id"), (f"{pk}\t{user}\t{rest}\n" for pk, (user, rest) in numbered_standings))
    _settle(get_user_model(), Attempt, Move, Evidence, Standing)
    return learners + list(range(users, users + copies))


def _pattern(learner: int) -> Pattern:
    mine = list(Attempt.objects.filter(learner_id=learner).order_by("pk").values_list("pk", flat=True))
    return Pattern(
        user=_rows(get_user_model().objects.filter(pk=learner), "id", "username")[0],
        attempts=tuple(_rows(Attempt.objects.filter(pk=each), "id", "learner_id", "uid") for each in mine),
        moves=tuple(_rows(Move.objects.filter(attempt_id=each), "id", "attempt_id") for each in mine),
        evidence=tuple(_rows(Evidence.objects.filter(attempt_id=each), "id", "attempt_id") for each in mine),
        standings=_rows(Standing.objects.filter(learner_id=learner), "id", "learner_id"),
    )


def _rows(which: "QuerySet[Any]", *changing: str) -> tuple[str, ...]:
    """Rows as the database takes them, without the columns that differ from copy to copy."""
    fields = [field for field in which.model._meta.concrete_fields if field.column not in changing]
    return tuple(
        "\t".join(_cell(field.get_db_prep_save(getattr(row, field.attname), connection)) for field in fields)
        for row in which.order_by("pk")
    )


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return str(int(value))
    text = str(getattr(value, "dumps", lambda _value: value)(getattr(value, "obj", value)))
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _stream(model: type[Model], first: tuple[str, ...], lines: Iterator[str]) -> None:
    """Write lines of ``first`` columns, then of all others, into the model's table."""
    rest = [str(field.column) for field in model._meta.concrete_fields if field.column not in first]
    columns = ", ".join(connection.ops.quote_name(name) for name in (*first, *rest))
    table = connection.ops.quote_name(model._meta.db_table)
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for piece in _pieces(lines):
                copy.write(piece)
    else:
        _load_data(table, columns, lines)


def _load_data(table: str, columns: str, lines: Iterator[str]) -> None:
    """By a named pipe, which the driver takes for a file."""
    with tempfile.TemporaryDirectory(prefix="competency-scale-") as folder:
        pipe = Path(folder, "rows")
        os.mkfifo(pipe)
        writer = threading.Thread(target=_write, args=(pipe, lines), daemon=True)
        writer.start()
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"LOAD DATA LOCAL INFILE '{pipe}' INTO TABLE {table} CHARACTER SET utf8mb4 ({columns})")
        writer.join()


def _write(pipe: Path, lines: Iterator[str]) -> None:
    with pipe.open("wb") as file:
        file.writelines(_pieces(lines))


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > BYTES:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _settle(*models: type[Model]) -> None:
    """Let the database know what it has now, as it would after a night of its own housekeeping."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
        names = map(connection.ops.quote_name, connection.introspection.table_names(cursor))
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else f"ANALYZE TABLE {', '.join(names)}")


def _next(model: type[Model]) -> int:
    return (model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def _uid(row: int) -> str:
    return hashlib.md5(str(row).encode(), usedforsecurity=False).hexdigest()

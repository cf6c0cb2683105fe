"""A backup of everything an installation cannot make again: rows, course package, secret key, media.

It is consistent though learners go on working: all rows are read in one transaction that sees one moment.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from competency_xblock import __version__

from .archive import Manifest, list_parts, require_free_place, write_archive
from .rows import kept_models, write_rows

PACKAGE, KEY, ROWS, MEDIA = "course.tar.gz", "secret_key", "rows", "media"

# Sent as they are: Django's own transactions would take the write lock of SQLite, and ask MariaDB for no snapshot.
_BEGIN_SNAPSHOT = {
    "sqlite": ("BEGIN DEFERRED",),
    "postgresql": ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",),
    "mysql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ),
}


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What went into a backup."""

    tables: int
    rows: int
    size: int


def make_backup(file: Path) -> BackupReport:
    """Write a backup to ``file``, which must not exist. Raises ArchiveError."""
    require_free_place(file)
    with tempfile.TemporaryDirectory(prefix="competency-backup-") as scratch:
        folder = Path(scratch) / "parts"
        (folder / ROWS).mkdir(parents=True)
        with _snapshot():
            migrations = MigrationRecorder(connection).migration_qs.order_by("app", "name").values_list("app", "name")
            seen = tuple(migrations)
            counts = _write_tables(folder / ROWS)
        _copy_files(folder)
        manifest = Manifest(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            version=__version__,
            database=connection.vendor,
            migrations=seen,
            parts=list_parts(folder),
        )
        write_archive(file, manifest, folder)
    return BackupReport(tables=len(counts), rows=sum(counts), size=file.stat().st_size)


@contextmanager
def _snapshot() -> Iterator[None]:
    with connection.cursor() as cursor:
        for statement in _BEGIN_SNAPSHOT[connection.vendor]:
            cursor.execute(statement)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_tables(folder: Path) -> list[int]:
    counts = []
    for label, model in kept_models(apps).items():
        with (folder / f"{label}.jsonl").open("x", encoding="utf-8", newline="\n") as file:
            counts.append(write_rows(model, file))
    return counts


def _copy_files(folder: Path) -> None:
    home: Path = settings.COMPETENCY_HOME
    for source, name in ((settings.COMPETENCY_PACKAGE, PACKAGE), (home / KEY, KEY)):
        if source.exists():
            shutil.copyfile(source, folder / name)
    if (home / MEDIA).is_dir():
        shutil.copytree(home / MEDIA, folder / MEDIA)

"""Putting a backup back, into the same kind of database or another.

Rows are loaded into tables as they were when the backup was made; the migrations since then run after that. So a
backup can be restored by any later version.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from competency_xblock.olx.reader import read_package
from competency_xblock.olx.refused import PackageRefused

from .archive import ArchiveError, Manifest, unpack_archive
from .backup import KEY, MEDIA, PACKAGE, ROWS
from .environment import make_data_folder
from .rows import Apps, all_models, empty_table, kept_models, load_rows
from .secret_key import key_problem

_Migrations = set[tuple[str, str]]
_MISFITS = (
    DatabaseError,
    FileNotFoundError,
    OverflowError,
    RecursionError,
    TypeError,
    ValidationError,
    ValueError,
)  # what rows raise that no player wrote


def restore_backup(file: Path, *, force: bool = False) -> Manifest:
    """Put a backup in place of what is there; without ``force`` nothing may be there yet.

    The whole archive is checked first. SQLite is filled beside the live file and then copied over it in one
    transaction; other databases are filled in one transaction. Raises ArchiveError, with everything left as it was, and
    SettingsError where there can be no data folder.
    """
    home: Path = settings.COMPETENCY_HOME
    if not force:
        _require_nothing_there(home)
    make_data_folder(home)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as scratch:
        folder = Path(scratch) / "parts"
        folder.mkdir()
        manifest = unpack_archive(file, folder)
        _require_usable_files(folder)
        try:
            _restore_rows(manifest, folder / ROWS, Path(scratch))
        except _MISFITS as error:
            raise ArchiveError(f"The rows of this backup do not fit the database: {error}") from error
        _restore_files(folder, home)
    return manifest


def _require_nothing_there(home: Path) -> None:
    if home.is_dir() and any(home.iterdir()):
        raise ArchiveError(
            f"{home} is not empty. Choose another COMPETENCY_HOME, or replace what is in it with --force."
        )
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise ArchiveError(
            "The database has tables already. Choose an empty one, or replace what is in it with --force."
        )


def _require_usable_files(folder: Path) -> None:
    """Refuse a key or a package that no server could start with; either may be missing."""
    key, package, media = folder / KEY, folder / PACKAGE, folder / MEDIA
    if key.exists() and (problem := key_problem(key.read_bytes()) if key.is_file() else "is no file"):
        raise ArchiveError(f"The secret key in this backup {problem}. Nothing was restored.")
    if media.exists() and not media.is_dir():
        raise ArchiveError("The media in this backup are no folder. Nothing was restored.")
    if package.exists():
        try:
            read_package(package.read_bytes() if package.is_file() else b"")
        except PackageRefused as error:
            raise ArchiveError(f"The course in this backup cannot be read: {error} Nothing was restored.") from error


def _restore_rows(manifest: Manifest, folder: Path, scratch: Path) -> None:
    if connection.vendor == "sqlite":
        fresh, live = scratch / "db.sqlite3", Path(connection.settings_dict["NAME"])
        with _connected_to(fresh):
            _load(manifest, folder)
        _copy_sqlite(fresh, live)
    else:
        _load(manifest, folder)


@contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    """Everything Django does with the database is done to this SQLite file meanwhile."""
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copied by SQLite itself, under its locks: a server still running sees the old rows or the new, never both."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as fresh, closing(sqlite3.connect(target, timeout=20)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        fresh.backup(live)


def _load(manifest: Manifest, folder: Path) -> None:
    executor = MigrationExecutor(connection)
    wanted = set(manifest.migrations)
    if unknown := wanted - executor.loader.disk_migrations.keys():
        app, name = min(unknown)
        raise ArchiveError(f"Version {manifest.version} made this backup and knows {app} {name}. Install that version.")
    _require_whole_history(executor, wanted)
    applied: _Migrations = set(executor.loader.applied_migrations)
    if applied and applied != wanted:
        raise ArchiveError("The database is of another version than the backup. Restore into an empty database.")
    leaves = _leaves(executor, wanted)
    _require_all_tables(kept_models(executor.loader.project_state(leaves).apps), folder)
    if not applied:
        executor.migrate(leaves)
    _fill(executor.loader.project_state(leaves).apps, folder)
    call_command("migrate", verbosity=0)


def _require_whole_history(executor: MigrationExecutor, wanted: _Migrations) -> None:
    """Refuse migrations that no database can have seen: one without those it builds on."""
    for app, name in sorted(wanted):
        if any(parent.key not in wanted for parent in executor.loader.graph.node_map[app, name].parents):
            raise ArchiveError(f"This backup knows {app} {name}, but not what that builds on. Nothing was restored.")


def _require_all_tables(models: Mapping[str, object], folder: Path) -> None:
    """Refuse a backup whose rows are not those of the tables its own migrations make."""
    held = {file.stem for file in folder.glob("*.jsonl")}
    if not models or held != models.keys():
        names = ", ".join(sorted(held ^ models.keys())) or "all of them"
        raise ArchiveError(f"This backup does not fit its own tables: {names}. Nothing was restored.")


def _fill(apps: Apps, folder: Path) -> None:
    """Replace all rows by those of the backup, in one transaction."""
    models = kept_models(apps)
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model in all_models(apps).values():
            empty_table(connection, model)
        for label, model in models.items():
            with (folder / f"{label}.jsonl").open(encoding="utf-8", newline="\n") as lines:
                load_rows(connection, model, lines)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
                cursor.execute(statement)


def _leaves(executor: MigrationExecutor, wanted: _Migrations) -> list[tuple[str, str]]:
    """The last migrations of each app among those wanted: what the executor has to be asked for."""
    nodes = executor.loader.graph.node_map
    return [
        (app, name)
        for app, name in sorted(wanted)
        if not any(child.key[0] == app and child.key in wanted for child in nodes[app, name].children)
    ]


def _restore_files(folder: Path, home: Path) -> None:
    for name, target in ((PACKAGE, settings.COMPETENCY_PACKAGE), (KEY, home / KEY)):
        if (folder / name).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.chmod(folder / name, 0o600 if name == KEY else 0o644)  # noqa: PTH101
            shutil.move(folder / name, target)
    if (folder / MEDIA).is_dir():
        shutil.copytree(folder / MEDIA, home / MEDIA, dirs_exist_ok=True)

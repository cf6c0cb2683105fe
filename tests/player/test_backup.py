"""Backup and restore, on the database in use and across databases."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from competency_xblock.player.accounts.register import NewAccount, add_account
from competency_xblock.player.archive import ArchiveError, list_parts, unpack_archive, write_archive
from competency_xblock.player.backup import _snapshot, make_backup
from competency_xblock.player.courseware.models import BlockProgress
from competency_xblock.player.installation import install_package
from competency_xblock.player.restore import restore_backup
from competency_xblock.player.secret_key import get_or_make_secret_key, read_secret_key

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = timezone.now()


@pytest.fixture
def served(home, settings, sample_package):
    """An installation in use: a course, a key, two people, and what they did."""
    install_package(sample_package.read_bytes(), settings.COMPETENCY_PACKAGE)
    get_or_make_secret_key(home)
    (home / "media").mkdir()
    (home / "media" / "picture.png").write_bytes(b"png")
    noor = add_account(NewAccount(name="noor", email="noor@example.org", password="x"))
    add_account(NewAccount(name="müge", role="mentor", password="y"))
    BlockProgress.objects.create(key="k" * 64, user=noor, usage="block 🌍", earned=0.5, possible=1, graded_at=MOMENT)
    Session.objects.create(session_key="s", session_data="", expire_date=MOMENT)
    return home


def people() -> list[tuple[str, str, bool, list[str]]]:
    return [
        (user.username, user.email, user.is_staff, [group.name for group in user.groups.all()])
        for user in User.objects.order_by("pk")
    ]


def test_all_that_was_there_is_there_again(served, tmp_path, settings):
    before, password = people(), User.objects.get(username="noor").password
    report = make_backup(tmp_path / "backup.tar.gz")
    User.objects.all().delete()
    add_account(NewAccount(name="later"))
    key = read_secret_key(served)
    for file in (served / "secret_key", served / "course.tar.gz", served / "media" / "picture.png"):
        file.unlink()

    restore_backup(tmp_path / "backup.tar.gz", force=True)

    assert people() == before
    progress = BlockProgress.objects.get()
    assert (progress.user.username, progress.usage, progress.earned) == ("noor", "block 🌍", 0.5)
    assert progress.graded_at == MOMENT
    assert User.objects.get(username="noor").password == password
    assert read_secret_key(served) == key
    assert (served / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (served / "media" / "picture.png").read_bytes() == b"png"
    assert settings.COMPETENCY_PACKAGE.exists()
    assert sorted(file.name for file in served.iterdir()) == ["course.tar.gz", "media", "secret_key"]
    assert report.rows > 5


def test_everybody_logs_in_again_after_a_restore(served, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")

    restore_backup(tmp_path / "backup.tar.gz", force=True)

    assert not Session.objects.exists()


def test_rows_made_after_a_restore_get_new_numbers(served, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")
    restore_backup(tmp_path / "backup.tar.gz", force=True)

    add_account(NewAccount(name="next"))

    assert User.objects.count() == 3


def test_a_backup_sees_one_moment_while_learners_go_on(served):
    def somebody_comes() -> None:
        add_account(NewAccount(name="later"))
        connection.close()

    with _snapshot():
        before = User.objects.count()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(somebody_comes).result(timeout=15)
        assert User.objects.count() == before

    assert User.objects.count() == before + 1


def test_what_is_there_is_replaced_only_by_force(served, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")

    with pytest.raises(ArchiveError, match=r"is not empty.*--force"):
        restore_backup(tmp_path / "backup.tar.gz")


def test_a_damaged_backup_changes_nothing(served, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")
    (tmp_path / "half.tar.gz").write_bytes((tmp_path / "backup.tar.gz").read_bytes()[:-100])
    before = people()

    with pytest.raises(ArchiveError):
        restore_backup(tmp_path / "half.tar.gz", force=True)

    assert people() == before
    assert sorted(file.name for file in served.iterdir()) == ["course.tar.gz", "media", "secret_key"]


def test_a_backup_is_not_written_over_another(served, tmp_path):
    (tmp_path / "backup.tar.gz").write_bytes(b"precious")

    with pytest.raises(ArchiveError, match="exists already"):
        make_backup(tmp_path / "backup.tar.gz")

    assert (tmp_path / "backup.tar.gz").read_bytes() == b"precious"


def test_where_there_is_no_folder_for_a_backup_that_is_said(served, tmp_path):
    with pytest.raises(ArchiveError) as refused:
        make_backup(tmp_path / "none" / "backup.tar.gz")

    assert str(refused.value) == (
        f"{tmp_path}/none/backup.tar.gz cannot be written: the folder {tmp_path}/none does not exist."
    )


def test_a_backup_of_any_database_can_be_restored_into_a_new_sqlite(served, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")

    restored = elsewhere(tmp_path / "elsewhere", "restore", str(tmp_path / "backup.tar.gz"))

    assert "Restored what version" in restored.stdout
    refused = elsewhere(tmp_path / "elsewhere", "restore", str(tmp_path / "backup.tar.gz"))
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr


def test_a_backup_of_a_sqlite_can_be_restored_into_any_database(served, tmp_path):
    make_backup(tmp_path / "first.tar.gz")
    before = people()
    elsewhere(tmp_path / "elsewhere", "restore", str(tmp_path / "first.tar.gz"))
    made = elsewhere(tmp_path / "elsewhere", "backup", str(tmp_path / "second.tar.gz"))
    assert "rows of" in made.stdout
    User.objects.all().delete()

    manifest = restore_backup(tmp_path / "second.tar.gz", force=True)

    assert manifest.database == "sqlite"
    assert people() == before


@pytest.fixture
def repacked(served, tmp_path):
    """A function that makes a backup whose manifest was changed, and without some of its files."""

    def repack(migrations: Callable[[set], set], *left_out: str) -> Path:
        make_backup(tmp_path / "backup.tar.gz")
        folder = tmp_path / "again" / "parts"
        folder.mkdir(parents=True)
        manifest = unpack_archive(tmp_path / "backup.tar.gz", folder)
        for name in left_out:
            (folder / name).unlink()
        seen = tuple(sorted(migrations(set(manifest.migrations))))
        write_archive(
            tmp_path / "repacked.tar.gz", replace(manifest, migrations=seen, parts=list_parts(folder)), folder
        )
        return tmp_path / "repacked.tar.gz"

    return repack


def test_a_backup_of_an_older_version_is_restored_and_brought_up_to_date(repacked, tmp_path):
    older = repacked(lambda seen: seen - {("auth", "0012_alter_user_first_name_max_length")})

    done = elsewhere(tmp_path / "elsewhere", "restore", str(older))

    assert "Restored what version" in done.stdout, done.stderr
    made = elsewhere(tmp_path / "elsewhere", "backup", str(tmp_path / "newer.tar.gz"))
    assert "rows of" in made.stdout, made.stderr


def test_a_backup_of_a_newer_version_is_refused(repacked):
    newer = repacked(lambda seen: seen | {("auth", "9999_from_the_future")})
    before = people()

    with pytest.raises(ArchiveError, match=r"knows auth 9999_from_the_future\. Install that version"):
        restore_backup(newer, force=True)

    assert people() == before


def test_a_backup_without_a_table_is_refused(repacked):
    incomplete = repacked(set, "rows/auth.user.jsonl")
    before = people()

    with pytest.raises(ArchiveError, match=r"does not fit its own tables: auth\.user"):
        restore_backup(incomplete, force=True)

    assert people() == before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is filled beside the live file")
def test_a_database_of_another_version_is_not_filled(repacked):
    older = repacked(lambda seen: seen - {("auth", "0012_alter_user_first_name_max_length")})

    with pytest.raises(ArchiveError, match="of another version than the backup"):
        restore_backup(older, force=True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lies in the data folder")
def test_a_database_with_tables_is_replaced_only_by_force(served, settings, tmp_path):
    make_backup(tmp_path / "backup.tar.gz")
    settings.COMPETENCY_HOME = tmp_path / "new"

    with pytest.raises(ArchiveError, match=r"The database has tables already.*--force"):
        restore_backup(tmp_path / "backup.tar.gz")


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new database on the server in use."""
    server = connection.settings_dict
    name = f"{server['NAME']}_restored"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    login = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
    yield f"{connection.vendor}://{login}@{server['HOST']}:{server['PORT']}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server")
def test_a_backup_is_restored_into_an_empty_database(served, empty_database, tmp_path):
    report = make_backup(tmp_path / "first.tar.gz")

    done = elsewhere(tmp_path / "new", "restore", str(tmp_path / "first.tar.gz"), database=empty_database)

    assert "Restored what version" in done.stdout, done.stderr
    again = elsewhere(tmp_path / "new", "backup", str(tmp_path / "second.tar.gz"), database=empty_database)
    assert f"Wrote {report.rows} rows of {report.tables} tables" in again.stdout, again.stderr


def elsewhere(home: Path, command: str, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with another data folder and database; SQLite if not said otherwise."""
    return subprocess.run(
        [sys.executable, "-c", "from competency_xblock.cli import main; main()", command, *arguments],
        env=os.environ
        | {
            "COMPETENCY_HOME": str(home),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "competency_xblock.player.settings",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def altered(served, tmp_path):
    """A function that makes a backup in which one file holds something else, with a manifest that agrees."""

    def alter(name: str, content: bytes) -> Path:
        make_backup(tmp_path / "backup.tar.gz")
        folder = tmp_path / "again" / "parts"
        folder.mkdir(parents=True)
        manifest = unpack_archive(tmp_path / "backup.tar.gz", folder)
        (folder / name).write_bytes(content)
        write_archive(tmp_path / "altered.tar.gz", replace(manifest, parts=list_parts(folder)), folder)
        return tmp_path / "altered.tar.gz"

    return alter


GROUPS = "rows/auth.group.jsonl"
DEEP = b"[" * 200_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("secret_key", b""),
        ("secret_key", b"short"),
        ("course.tar.gz", b"junk"),
        (GROUPS, b""),
        (GROUPS, b"null\n"),
        (GROUPS, b"[[1]]\n"),
        (GROUPS, DEEP),
        (GROUPS, b'["id", "name"]\n1\n'),
        (GROUPS, b'["id", "name"]\n' + DEEP),
        (GROUPS, b'["id", "name"]\n["x", "y"]\n'),
        (GROUPS, b'["id", "name"]\n[[1], "y"]\n'),
        (GROUPS, b'["id", "name"]\n[1180591620717411303424, "y"]\n'),
        ("rows/no.table.jsonl", b"[]\n"),
    ],
)
def test_a_backup_that_no_player_wrote_is_refused_with_a_sentence(altered, name, content):
    hostile = altered(name, content)
    before = people()

    with pytest.raises(ArchiveError, match=r"backup"):
        restore_backup(hostile, force=True)

    assert people() == before


@pytest.mark.parametrize(
    "drop", [lambda seen: set(), lambda seen: {pair for pair in seen if pair[1] != "0001_initial"}]
)
def test_a_backup_that_knows_no_tables_never_empties_the_database(repacked, drop):
    hostile = repacked(drop)
    before = people()

    with pytest.raises(ArchiveError):
        restore_backup(hostile, force=True)

    assert people() == before

"""Whether this installation can serve, asked before it starts and by `/healthz` while it runs."""

import logging
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .accounts.demo import open_demo_accounts
from .courseware.content import CourseUnavailable, current_course
from .environment import LOOPBACK_HOSTS, SettingsError
from .secret_key import exposure, get_or_make_secret_key

log = logging.getLogger(__name__)


def require_ready_to_serve() -> None:
    """Refuse to start, before anything is written, where learners would meet an error page or the world a demo account.

    Raises SettingsError with the first problem and its remedy. Makes the secret key where all is well.
    """
    if settings.COMPETENCY_DEMO:
        raise SettingsError("COMPETENCY_DEMO is set, which is for trying things out. Unset it to serve learners.")
    require_package()
    require_database()
    if names := open_demo_accounts():
        raise SettingsError(
            f"The demo accounts {', '.join(names)} still have the passwords everybody knows. Give each another one "
            f"(competency user password {names[0]}), or set COMPETENCY_HOME to a folder of its own for real use."
        )
    require_secret_key()
    SessionStore.clear_expired()


def require_names_for(host: str) -> None:
    """Raises SettingsError where others could reach a server on ``host``, but it would answer none of its names."""
    if not _is_loopback(host) and set(settings.ALLOWED_HOSTS) == set(LOOPBACK_HOSTS):
        raise SettingsError(
            f"On {host} others can reach this server, but it would answer no name of theirs. "
            "Set COMPETENCY_ALLOWED_HOSTS to the names people type, with commas between."
        )


def require_package() -> None:
    """Raises SettingsError where there is no course package, or it cannot be read."""
    if not settings.COMPETENCY_PACKAGE.exists():
        raise SettingsError(
            f"There is no course at {settings.COMPETENCY_PACKAGE}. Put one there: competency install course.tar.gz"
        )
    try:
        current_course()
    except CourseUnavailable as error:
        raise SettingsError(f"The course {settings.COMPETENCY_PACKAGE} cannot be read: {error}") from error


def require_database() -> None:
    """Raises SettingsError where the database does not answer or its tables are not those of this version."""
    database = connection.settings_dict
    if connection.vendor == "sqlite" and not Path(database["NAME"]).exists():
        raise SettingsError(f"There is no database at {database['NAME']} yet. Make it: competency migrate")
    try:
        pending = pending_migrations()
    except (DatabaseError, InterfaceError) as error:
        raise SettingsError(f"The database does not answer: {str(error).strip()}") from error
    if pending:
        raise SettingsError(
            f"The tables of the database are not those of this version (changes missing: {len(pending)}). "
            "Make a backup, then bring them up to date: competency migrate"
        )


def require_secret_key() -> None:
    """Have a secret key from here on, made now if there is none. Raises SettingsError where that cannot be."""
    settings.SECRET_KEY = get_or_make_secret_key(settings.COMPETENCY_HOME)
    if warning := exposure(settings.COMPETENCY_HOME):
        log.warning(warning)


def pending_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this version that the database has not seen. One or two cheap queries."""
    if MigrationRecorder.Migration._meta.db_table not in connection.introspection.table_names():
        return _known_migrations()
    applied = MigrationRecorder(connection).migration_qs.values_list("app", "name")
    return _known_migrations() - set(applied)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)

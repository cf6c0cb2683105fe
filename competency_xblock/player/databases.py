"""From DATABASE_URL to a Django database setting, for SQLite, PostgreSQL and MariaDB or MySQL."""

from importlib import import_module
from pathlib import Path
from typing import Any

import dj_database_url

from .environment import SettingsError

_ENGINES = {
    "django.db.backends.sqlite3": "sqlite",
    "django.db.backends.postgresql": "postgresql",
    "django.db.backends.mysql": "mysql",
}
_EXAMPLES = (
    "sqlite:////srv/competency/db.sqlite3, postgres://user:password@host/name or mysql://user:password@host/name"
)


def database_setting(url: str, home: Path) -> dict[str, Any]:
    """The setting for ``url``; an empty one means SQLite in ``home``. Connects to nothing and writes nothing.

    Raises SettingsError where the URL cannot be read or its driver is not installed; the text never repeats
    the URL, which may hold a password.
    """
    if not url:
        return _sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(home / "db.sqlite3")})
    kind, setting = _parse(url)
    match kind:
        case "sqlite":
            return _sqlite(setting)
        case "postgresql":
            _require_one_of("PostgreSQL", "psycopg[binary]", "psycopg", "psycopg2")
            return setting | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        case _:
            return _mysql(setting)


def _parse(url: str) -> tuple[str, dict[str, Any]]:
    if url.startswith("mariadb://"):
        url = "mysql://" + url.removeprefix("mariadb://")
    try:
        setting: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL cannot be read. It has to look like {_EXAMPLES}.") from error
    kind = _ENGINES.get(setting.get("ENGINE", ""))
    if kind is None:
        raise SettingsError(f"DATABASE_URL names a database this player does not use. It has to look like {_EXAMPLES}.")
    if not setting.get("NAME"):
        raise SettingsError(f"DATABASE_URL does not say which database. It has to look like {_EXAMPLES}.")
    return kind, setting


def _sqlite(setting: dict[str, Any]) -> dict[str, Any]:
    """Writers queue for up to 20 s instead of failing; readers never wait for them (write-ahead log).

    What is deleted is overwritten, so that no erased text is left in free parts of the file.
    """
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
    folder = Path(setting["NAME"]).absolute().parent
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"The database {setting['NAME']} cannot be used: {folder} is a file, not a folder.")
    return setting | {"OPTIONS": options}


def _mysql(setting: dict[str, Any]) -> dict[str, Any]:
    """Strict mode refuses what would not fit instead of cutting it; utf8mb4 keeps every character."""
    driver = _require_one_of("MariaDB and MySQL", "PyMySQL", "MySQLdb", "pymysql")
    if driver == "pymysql":
        import_module("pymysql").install_as_MySQLdb()
    options = {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "init_command": "SET sql_mode='TRADITIONAL', SESSION default_storage_engine=InnoDB",
    }
    return setting | {
        "OPTIONS": setting.get("OPTIONS", {}) | options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"},
    }


def _require_one_of(database: str, package: str, *modules: str) -> str:
    for module in modules:
        try:
            import_module(module)
        except ImportError:
            continue
        return module
    raise SettingsError(f"{database} needs a driver that is not installed. Install it: pip install '{package}'")

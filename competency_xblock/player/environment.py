"""What the operator says in environment variables, read once and checked before anything is written.

This is the only place that knows their names. Django settings are made from the answer in `settings`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})
MOST_DAYS = 36_500  # of retention
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# What Django can match with a request: a name, all names below it (".example.org"), or an address.
_HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]*:[0-9a-f:.]*\]", re.IGNORECASE)


class SettingsError(ImproperlyConfigured):
    """The operator's settings cannot be used. The text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation.

    ``hosts`` are the names beside loopback that are answered; ``retention_days`` 0 = not said.
    """

    home: Path
    package: Path
    database_url: str
    hosts: tuple[str, ...]
    trust_proxy: bool
    demo: bool
    retention_days: int = 0


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """The checked settings. Writes nothing. Raises SettingsError with the reason and the remedy."""
    home = Path(environ.get("COMPETENCY_HOME") or "var").expanduser().absolute()
    _require_usable_folder(home)
    package = Path(environ.get("COMPETENCY_PACKAGE") or home / "course.tar.gz").expanduser().absolute()
    return Environment(
        home=home,
        package=package,
        database_url=environ.get("DATABASE_URL", "").strip(),
        hosts=_read_hosts(environ.get("COMPETENCY_ALLOWED_HOSTS", "")),
        trust_proxy=_read_switch(environ, "COMPETENCY_TRUST_PROXY"),
        demo=_read_switch(environ, "COMPETENCY_DEMO"),
        retention_days=_read_days(environ, "COMPETENCY_RETENTION_DAYS"),
    )


def make_data_folder(home: Path) -> None:
    """Make the data folder, for its owner alone, if there is none. Raises SettingsError where that cannot be."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"The data folder {home} cannot be made: {error.strerror}. Set COMPETENCY_HOME to another folder."
        ) from error


def _read_hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in value.split(",") if host.strip())
    for host in hosts:
        if host == "*":
            raise SettingsError(
                "COMPETENCY_ALLOWED_HOSTS holds '*', with which anybody could make this server write links to a name "
                "of theirs. Write each name people type, or .example.org for all names below example.org."
            )
        if not _HOST.fullmatch(host):
            raise SettingsError(
                f"COMPETENCY_ALLOWED_HOSTS holds {host!r}, which is not the name of a host. Write guide.example.org, "
                "without https:// and port, and commas between several."
            )
    return hosts


def _read_switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise SettingsError(f"{name} is {value!r}, which is neither yes nor no. Set it to 1 or 0.")


def _read_days(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return 0
    if not value.isdecimal() or not value.isascii() or not 1 <= int(value[:6]) <= MOST_DAYS or len(value) > 5:
        raise SettingsError(f"{name} is {value!r}, which is no number of days from 1 to {MOST_DAYS:,}.")
    return int(value)


def _require_usable_folder(home: Path) -> None:
    """Refuse a data folder that cannot be used, or that could not be made when the time comes."""
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not existing.is_dir():
        raise SettingsError(
            f"The data folder {home} cannot be used: {existing} is a file. Set COMPETENCY_HOME to a folder."
        )
    if not os.access(existing, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(
            f"The data folder {home} cannot be used: this account may not read and write in {existing}. "
            "Change its owner or permissions, or set COMPETENCY_HOME to another folder."
        )

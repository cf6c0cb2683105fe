"""What the operator says in environment variables, read once and checked before anything is written.

This is the only place that knows their names. Django settings are made from the answer in `settings`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class SettingsError(ImproperlyConfigured):
    """The operator's settings cannot be used. The text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation. ``hosts`` are the names beside loopback that are answered."""

    home: Path
    package: Path
    database_url: str
    hosts: tuple[str, ...]
    trust_proxy: bool
    demo: bool


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """The checked settings. Writes nothing. Raises SettingsError with the reason and the remedy."""
    home = Path(environ.get("COMPETENCY_HOME") or "var").expanduser().absolute()
    _require_usable_folder(home)
    package = Path(environ.get("COMPETENCY_PACKAGE") or home / "course.tar.gz").expanduser().absolute()
    return Environment(
        home=home,
        package=package,
        database_url=environ.get("DATABASE_URL", "").strip(),
        hosts=tuple(host.strip() for host in environ.get("COMPETENCY_ALLOWED_HOSTS", "").split(",") if host.strip()),
        trust_proxy=_read_switch(environ, "COMPETENCY_TRUST_PROXY"),
        demo=_read_switch(environ, "COMPETENCY_DEMO"),
    )


def _read_switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise SettingsError(f"{name} is {value!r}, which is neither yes nor no. Set it to 1 or 0.")


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

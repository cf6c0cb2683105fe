"""The key that signs sessions and links: made on the first start, kept in the data folder, read by nobody else."""

import os
import secrets
from pathlib import Path

from .environment import SettingsError

_NAME = "secret_key"
_REMEDY = "Put the file back from a backup, or delete it: a new one is made, and everybody has to log in again."


def read_secret_key(home: Path, /) -> str:
    """The key of this installation, or an empty text where none was made yet. Writes nothing."""
    file = home / _NAME
    try:
        key = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The secret key {file} cannot be read: {error}. {_REMEDY}") from error
    if not key:
        raise SettingsError(f"The secret key {file} is empty. {_REMEDY}")
    return key


def get_or_make_secret_key(home: Path, /) -> str:
    """The key of this installation, made now (file mode 600) if there is none.

    Two servers that start at the same time end up with the same key: the first link wins.
    """
    if key := read_secret_key(home):
        return key
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f".{_NAME}.{secrets.token_hex(8)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(fresh, home / _NAME)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return read_secret_key(home)

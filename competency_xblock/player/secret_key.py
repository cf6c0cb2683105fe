"""The key that signs sessions and links: made on the first start, kept in the data folder, read by nobody else."""

import os
import secrets
from pathlib import Path

from .environment import SettingsError, make_data_folder

_NAME = "secret_key"
_FEWEST_CHARACTERS = 32
_REMEDY = "Put the file back from a backup, or delete it: a new one is made, and everybody has to log in again."


def read_secret_key(home: Path, /) -> str:
    """The key of this installation, or an empty text where none was made yet. Writes nothing."""
    file = home / _NAME
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"The secret key {file} cannot be read: {error}. {_REMEDY}") from error
    if problem := key_problem(content):
        raise SettingsError(f"The secret key {file} {problem}. {_REMEDY}")
    return content.decode("ascii").strip()


def key_problem(content: bytes, /) -> str:
    """Why nothing may be signed with the key in this file content, as the end of a sentence; empty if it is sound."""
    key = content.strip()
    if not key:
        return "is empty"
    if not key.isascii():
        return "is not plain text"
    if len(key) < _FEWEST_CHARACTERS:
        return f"has {len(key)} of the {_FEWEST_CHARACTERS} characters that keep it from being guessed"
    return ""


def exposure(home: Path, /) -> str:
    """A warning where other accounts of this machine could read the key or change it; empty where they cannot."""
    file = home / _NAME
    if file.exists() and file.stat().st_mode & 0o077:
        return f"Other accounts of this machine have access to the secret key. Take it away: chmod 600 {file}"
    return ""


def get_or_make_secret_key(home: Path, /) -> str:
    """The key of this installation, made now (file mode 600) if there is none.

    Two servers that start at the same time end up with the same key: the first link wins.
    """
    if key := read_secret_key(home):
        return key
    make_data_folder(home)
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
    if key := read_secret_key(home):
        return key
    raise SettingsError(f"The secret key {home / _NAME} is a link to a file that is not there. {_REMEDY}")

"""The backup file: a tar.gz with a manifest first, and nothing in it that the manifest does not name and prove.

What goes into it is known to `backup`, what is done with it to `restore`.
"""

import hashlib
import json
import os
import secrets
import tarfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

FORMAT = 1
_MANIFEST = "manifest.json"
_MOST_BYTES_OF_MANIFEST = 4 * 1024 * 1024
_CHUNK = 1024 * 1024


class ArchiveError(Exception):
    """A backup cannot be written or must not be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. ``migrations`` are those the database had seen, as pairs of app and name."""

    made: str
    version: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    parts: Mapping[str, Part]

    def to_json(self) -> str:
        document = {
            "format": FORMAT,
            "made": self.made,
            "version": self.version,
            "database": self.database,
            "migrations": self.migrations,
            "parts": {name: asdict(part) for name, part in self.parts.items()},
        }
        return json.dumps(document, indent=1)


def list_parts(folder: Path) -> dict[str, Part]:
    """The files below a folder, by their path in it."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): Part(_sha256(file), file.stat().st_size) for file in files}


def require_free_place(file: Path) -> None:
    """Raises ArchiveError where no backup can be written to ``file``, as far as can be seen before it is tried."""
    if file.exists():
        raise ArchiveError(f"{file} exists already; a backup is never written over another.")
    if not file.parent.is_dir():
        raise ArchiveError(f"{file} cannot be written: the folder {file.parent} does not exist.")


def write_archive(file: Path, manifest: Manifest, folder: Path) -> None:
    """Pack the folder into ``file``, readable by its owner alone; it appears when it is complete.

    Raises ArchiveError where the file exists or cannot be written.
    """
    require_free_place(file)
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
                manifest_file = folder.parent / _MANIFEST
                manifest_file.write_text(manifest.to_json(), encoding="utf-8")
                tar.add(manifest_file, _MANIFEST)
                for name in manifest.parts:
                    tar.add(folder / name, name)
            raw.flush()
            os.fsync(raw.fileno())
        os.link(unfinished, file)
    except FileExistsError as error:
        raise ArchiveError(f"{file} exists already; a backup is never written over another.") from error
    except OSError as error:
        raise ArchiveError(f"{file} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def unpack_archive(file: Path, folder: Path) -> Manifest:
    """Check an archive from end to end while unpacking it into an empty folder.

    Raises ArchiveError where anything is not as the manifest says, or has a name that could lead elsewhere.
    """
    try:
        with tarfile.open(file, mode="r|gz") as tar:
            manifest = _read_manifest(tar)
            unpacked = set()
            while member := tar.next():
                _unpack(tar, member, manifest, folder)
                unpacked.add(member.name)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise ArchiveError(f"{file} cannot be read as a backup: {error}") from error
    if missing := manifest.parts.keys() - unpacked:
        raise ArchiveError(f"{file} is not complete: {', '.join(sorted(missing))} is missing.")
    return manifest


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    stream = tar.extractfile(member) if member is not None and member.name == _MANIFEST else None
    if member is None or stream is None or member.size > _MOST_BYTES_OF_MANIFEST:
        raise ArchiveError("This is not a backup of this player: it does not begin with a manifest.")
    try:
        return _parse_manifest(json.loads(stream.read()))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ArchiveError("The manifest of this backup cannot be read; the file is damaged.") from error


def _parse_manifest(document: Any) -> Manifest:
    if document["format"] != FORMAT:
        raise ArchiveError(
            f"This backup has the format {document['format']}, this version reads {FORMAT}. "
            "Restore it with the version that made it, or a later one."
        )
    parts = {name: Part(str(part["sha256"]), int(part["size"])) for name, part in document["parts"].items()}
    if strange := [name for name in parts if not _stays_inside(name)]:
        raise ArchiveError(f"The name {strange[0]!r} in this backup leads out of it. Nothing was unpacked.")
    return Manifest(
        made=str(document["made"]),
        version=str(document["version"]),
        database=str(document["database"]),
        migrations=tuple((str(app), str(name)) for app, name in document["migrations"]),
        parts=parts,
    )


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        bool(path.parts) and not path.is_absolute() and path.as_posix() == name
        and not any(part == ".." or "\\" in part or ":" in part or "\0" in part for part in path.parts)
    )  # fmt: skip


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, folder: Path) -> None:
    """Write one checked file. Never more bytes than the manifest says, whatever the archive claims."""
    part = manifest.parts.get(member.name)
    stream = tar.extractfile(member) if member.isreg() else None
    target = folder / member.name
    if part is None or stream is None or member.size != part.size or target.exists():
        raise ArchiveError(f"{member.name!r} is not in the manifest of this backup in this form. Nothing was restored.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)
    if _sha256(target) != part.sha256:
        raise ArchiveError(f"{member.name!r} in this backup is damaged. Nothing was restored.")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

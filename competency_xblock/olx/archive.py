"""A folder of files to one archive and back: reproducible on the way out, suspicious on the way in.

Nothing here touches the disk, and nothing knows what the files mean.
"""

import gzip
import io
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from .refused import PackageRefused

__all__ = ["MAX_FILES", "MAX_UNPACKED", "PackageRefused", "pack", "unpack"]

MAX_FILES = 20_000
MAX_UNPACKED = 256 * 1024 * 1024
_COMPRESSION = 9
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"  # RFC 1952: deflate, no name, no time, best compression, no system
_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK"
_UNSAFE = re.compile(r"^$|^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\x00-\x1f\x7f\\\ud800-\udfff]")
# What the readers of the standard library raise for archives that are none.
_READER_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ValueError,
)
_DAMAGED = "The package is damaged or not complete: {}. Build, export or upload it again."


def pack(files: Mapping[str, bytes]) -> bytes:
    """A tar.gz of these files; the same bytes for the same files, whoever packs them, whenever and wherever."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files):
            member = tarfile.TarInfo(name)  # owner 0, group 0 and time 0 unless told otherwise
            member.size = len(files[name])
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(files[name]))
    raw = tar.getvalue()
    # gzip.compress() would write the operating system into the header.
    deflate = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    trailer = struct.pack("<LL", zlib.crc32(raw), len(raw) & 0xFFFFFFFF)
    return _GZIP_HEADER + deflate.compress(raw) + deflate.flush() + trailer


def unpack(data: bytes, *, max_unpacked: int = MAX_UNPACKED, max_files: int = MAX_FILES) -> dict[str, bytes]:
    """The files of a tar.gz or zip archive by their paths; folders are left out.

    :class:`PackageRefused` for paths that lead out of the archive, links, devices, a path that comes twice, too many
    files, too much content and damaged archives. The content is counted while it is unpacked, so that a small
    archive of a huge file is refused before it fills the memory.
    """
    if data.startswith(_GZIP_MAGIC):
        members = _tar_members(data, max_unpacked)
    elif data.startswith(_ZIP_MAGIC):
        members = _zip_members(data, max_unpacked)
    else:
        raise PackageRefused("The package is neither a .tar.gz nor a .zip archive.")
    files: dict[str, bytes] = {}
    try:
        for name, content in members:
            if name in files:
                raise PackageRefused("This path comes twice in the package.", file=name)
            if len(files) == max_files:
                raise PackageRefused(f"The package has more than {max_files:,} files.")
            files[name] = content
    except PackageRefused:
        raise
    except _READER_ERRORS as error:
        raise PackageRefused(_DAMAGED.format(error)) from error
    return files


def _tar_members(data: bytes, max_unpacked: int) -> Iterator[tuple[str, bytes]]:
    stream = _Counted(gzip.GzipFile(fileobj=io.BytesIO(data)), max_unpacked)
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            name = _safe_path(member.name)
            if member.isdir():
                continue
            # A sparse file is a small header that reads as a file of any size.
            if not member.isreg() or member.issparse():
                raise PackageRefused("This is a link, a device or a sparse file. Only plain files may come.", file=name)
            content = archive.extractfile(member)
            yield name, content.read() if content else b""
    while stream.read(1 << 16):  # to the very end, where gzip's checksum is
        pass


def _zip_members(data: bytes, max_unpacked: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > max_unpacked:
            raise _too_large(max_unpacked)
        for member in archive.infolist():
            name = _safe_path(member.filename)
            if member.filename.endswith("/"):
                continue
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                raise PackageRefused("This is a link or a device. Only plain files may come.", file=name)
            if member.flag_bits & 1:
                raise PackageRefused("This file is encrypted.", file=name)
            # Other methods inflate a whole block at once, whatever size it claims to have.
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise PackageRefused("This file is compressed in a way other than deflate.", file=name)
            yield name, archive.read(member)


def _safe_path(name: str) -> str:
    """The path as ``folder/file``, without a leading ``./``."""
    if _UNSAFE.search(name):
        raise PackageRefused("This path leads out of the package or has characters no path may have.", file=repr(name))
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def _too_large(limit: int) -> PackageRefused:
    return PackageRefused(f"The package unpacks to more than {limit // (1024 * 1024)} MiB.")


class _Counted(io.RawIOBase):
    """A stream that refuses to give more than ``limit`` bytes."""

    def __init__(self, stream: gzip.GzipFile, limit: int) -> None:
        self._stream, self._left, self._limit = stream, limit, limit

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        found = self._stream.read(wanted)
        self._left -= len(found)
        if self._left < 0:
            raise _too_large(self._limit)
        return found

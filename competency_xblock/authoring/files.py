"""Reading files of a course from disk, with a diagnostic instead of an exception."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .catalogue import Code
from .report import Report
from .source import MAX_BYTES
from .tree import At

MAX_STATIC_BYTES = 50 * 1024 * 1024


def read_file(path: Path, report: Report, limit: int = MAX_BYTES) -> bytes | None:
    """The bytes of an ordinary file of at most ``limit`` bytes, or None with the reason in ``report``."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            report.add(Code.UNREADABLE, At(0), "This is no ordinary file.", "Put a file of that name here.")
            return None
        if status.st_size > limit:
            message = f"The file is larger than {limit // 1024 // 1024} MB."
            report.add(Code.TOO_LARGE, At(0), message, "Make it smaller, or split it.")
            return None
        return path.read_bytes()
    except FileNotFoundError:
        report.add(Code.UNREADABLE, At(0), "The file is not there.", "Write it, or mend the link.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report.add(Code.UNREADABLE, At(0), f"The file cannot be read: {reason}.", "Check the file and its rights.")
    return None


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below ``folder`` in a stable order, hidden ones left out; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))

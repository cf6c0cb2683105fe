"""Addresses of static files that change when the file does, so that browsers may keep what they have."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class VersionedStaticFiles(StaticFilesStorage):
    """Adds ``?v=`` and the start of the file's sha256; needs no collected copy of the files."""

    def url(self, name: str | None, force: bool = False) -> str:
        address = super().url(name)
        version = _version(name or "")
        return f"{address}?v={version}" if version else address


@cache
def _version(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if isinstance(found, str) else ""

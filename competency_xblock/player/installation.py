"""Putting a course package in place, also while learners are in the middle of it."""

import os
import secrets
from pathlib import Path

from competency_xblock.olx.package import Package
from competency_xblock.olx.reader import read_package


def install_package(data: bytes, target: Path) -> Package:
    """Check a package, then put it at ``target`` in one step; a running server takes it up by itself.

    Raises PackageRefused or OSError, with the old package left in place.
    """
    package = read_package(data)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with copy.open("xb") as file:
            file.write(data)
            os.fsync(file.fileno())
        copy.replace(target)
    finally:
        copy.unlink(missing_ok=True)
    return package

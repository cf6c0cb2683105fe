"""Putting a course package in place, also while learners are in the middle of it."""

import os
import secrets
import shutil
from pathlib import Path

from competency_xblock.olx.package import Package
from competency_xblock.olx.reader import read_package


def install_package(source: Path, target: Path) -> Package:
    """Check a package, then put it at ``target`` in one step; a running server takes it up by itself.

    What was checked is what is put there: the copy. Raises PackageRefused or OSError, with the
    old package left in place.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        shutil.copyfile(source, copy)
        package = read_package(copy.read_bytes())
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.replace(target)
    finally:
        copy.unlink(missing_ok=True)
    return package

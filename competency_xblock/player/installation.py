"""Putting a course package in place, also while learners are in the middle of it."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from competency_xblock.authoring.diagnostics import Severity
from competency_xblock.blocks.compiled import Unplayable, compile_scenario
from competency_xblock.olx.block_xml import SCENARIO_TAG, local_json, read_scenario
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


def unplayable_scenarios(package: Package) -> Iterator[tuple[str, str]]:
    """The scenarios of a package in whose place learners would find an apology: what each is called, and why.

    The reason is one line, for staff.
    """
    for block in (block for unit in package.verticals() for block in unit.blocks if block.tag == SCENARIO_TAG):
        xml = read_scenario(block.xml)
        compiled = compile_scenario(xml.source, xml.framework_json, local_json(xml.local))
        if isinstance(compiled, Unplayable):
            errors = [str(each) for each in compiled.diagnostics if each.severity is Severity.ERROR]
            yield f"{xml.display_name} ({block.url_name})".lstrip(), " ".join([compiled.sentence, *errors[:1]])

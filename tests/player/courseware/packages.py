"""Small course packages for tests, written as the archives they would be on disk."""

import json
from collections.abc import Mapping
from typing import Any

from competency_xblock.olx.archive import pack
from competency_xblock.olx.package import Package
from competency_xblock.olx.reader import read_package


def an_archive(
    units: Mapping[str, str],
    *,
    title: str = "A course",
    static: Mapping[str, bytes] | None = None,
    course: str = "",
    chapter: str = "",
    section: str = "",
    unit: str = "",
    policy: Mapping[str, object] | None = None,
) -> bytes:
    """A package of one module with one section; ``units`` are the XML of their blocks by url_name.

    ``course``, ``chapter``, ``section`` and ``unit`` are further attributes of those elements, as XML.
    """
    verticals = "".join(
        f'<vertical url_name="{name}" display_name="Unit {name}" {unit}>{blocks}</vertical>'
        for name, blocks in units.items()
    )
    structure = (
        f'<course display_name="{title}" {course}><chapter url_name="c1" display_name="Module" {chapter}>'
        f'<sequential url_name="s1" display_name="Section" {section}>{verticals}</sequential></chapter></course>'
    )
    files = {
        "course/course.xml": b'<course org="Org" course="Course" url_name="Run"/>',
        "course/course/Run.xml": structure.encode(),
        "course/policies/Run/policy.json": json.dumps(policy or {}).encode(),
        "course/policies/Run/grading_policy.json": b"{}",
        **{f"course/static/{name}": content for name, content in (static or {}).items()},
    }
    return pack(files)


def a_package(units: Mapping[str, str], **options: Any) -> Package:
    """The same, read."""
    return read_package(an_archive(units, **options))

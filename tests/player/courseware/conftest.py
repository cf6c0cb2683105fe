"""The blocks of `blocks`, installed for these tests, and who plays them."""

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from xblock.core import XBlock, XBlockAside

from competency_xblock.player.courseware.course import LoadedCourse
from competency_xblock.player.courseware.parsing import parse_course

from .packages import a_package, an_archive

BLOCKS = {
    "counter": "Counter",
    "exercise": "Exercise",
    "own": "OwnCompletion",
    "uncounted": "Uncounted",
    "failing": "Failing",
    "unparsable": "Unparsable",
    "box": "Box",
    "asking": "Asking",
    "needy": "Needy",
    "locked": "Locked",
    "own_due": "OwnDue",
    "second_thoughts": "SecondThoughts",
    "asks_handler": "AsksHandler",
    "asks_file": "AsksFile",
    "asks_resource": "AsksResource",
    "publishes": "Publishes",
}
ASIDES = {"note": "Note", "failing_note": "FailingNote"}


@pytest.fixture(scope="package", autouse=True)
def installed_blocks() -> Iterator[None]:
    """As if a package with these entry points were installed."""
    before = {family: list(family.extra_entry_points) for family in (XBlock, XBlockAside)}
    for family, classes in ((XBlock, BLOCKS), (XBlockAside, ASIDES)):
        for name, cls in classes.items():
            place = f"{__package__}.blocks:{cls}"
            family.extra_entry_points.append((name, EntryPoint(name, place, family.entry_point)))
    yield
    for family, entries in before.items():
        family.extra_entry_points[:] = entries


@pytest.fixture
def learner(db: None) -> Any:
    return get_user_model().objects.create_user("ann", email="ann@example.org", password="not secret")


@pytest.fixture
def other_learner(db: None) -> Any:
    return get_user_model().objects.create_user("ben", password="not secret")


@pytest.fixture
def small_course() -> LoadedCourse:
    """One unit with a counter, one with an exercise."""
    return parse_course(
        a_package(
            {
                "first": '<counter url_name="one" label="Clicks" text="Words"/><counter url_name="two"/>',
                "second": '<exercise url_name="task"/>',
            }
        )
    )


@pytest.fixture
def install(tmp_path: Path, settings: Any) -> Callable[..., Path]:
    """Put a package in place as an operator does: a new file under the same name."""
    path = tmp_path / "course.tar.gz"
    settings.COMPETENCY_PACKAGE = str(path)

    def _install(units: Mapping[str, str], **options: Any) -> Path:
        new = tmp_path / "new.tar.gz"
        new.write_bytes(an_archive(units, **options))
        return new.replace(path)

    return _install

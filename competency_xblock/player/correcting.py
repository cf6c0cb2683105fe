"""The key of an option corrected where learners play it: in the package, which is the one thing the player reads."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from opaque_keys.edx.keys import UsageKey

from competency_xblock.authoring.correcting import NotCorrected, correct_levels
from competency_xblock.blocks.compiled import read_framework
from competency_xblock.olx.block_xml import ScenarioXml
from competency_xblock.olx.editing import edit_scenario

from .installation import install_package

__all__ = ["NotCorrected", "correct_key"]


def correct_key(usage: UsageKey, /, *, variant: str, scene: str, option: str, levels: Mapping[str, int]) -> None:
    """Put a package in place that has these levels (criterion -> 1 to 4) for an option; servers take it up.

    Attempts that are finished stay as they were judged until somebody rescores. :class:`NotCorrected`, ``LookupError``,
    ``PackageRefused`` or ``OSError`` with the old package left in place.
    """

    def corrected(xml: ScenarioXml) -> ScenarioXml:
        framework = read_framework(xml.framework_json)
        if framework is None:
            raise NotCorrected("This exercise came without its rubric. Build and import the course again.")
        source = correct_levels(xml.source, framework, scene=scene, option=option, levels=levels, variant=variant)
        return replace(xml, source=source)

    package = Path(settings.COMPETENCY_PACKAGE)
    with _alone(package):
        install_package(edit_scenario(package.read_bytes(), usage.block_id, corrected), package)


@contextmanager
def _alone(package: Path) -> Iterator[None]:
    """Two corrections at once would each undo the other: the second waits."""
    with package.with_name(f".{package.name}.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)

"""Block source turned into something to play, once for each text and process."""

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from competency_xblock.domain.graph import tasks_to_end
from competency_xblock.domain.rubric import Framework, FrameworkUnreadable
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.shape import shape

if TYPE_CHECKING:
    from competency_xblock.authoring.diagnostics import Diagnostic

KEPT = 256  # scenarios; a course has about fifty, and old versions of them


@dataclass(frozen=True)
class Compiled:
    """A playable scenario with the texts it came from. ``version`` is their sha256."""

    source: str
    framework_text: str
    local_text: str
    version: str
    scenario: Scenario
    framework: Framework
    local: Mapping[str, str]

    @property
    def framework_name(self) -> str:
        """Id and version of the framework it is judged by."""
        return f"{self.framework.id}@{self.framework.version}"

    @cached_property
    def tasks_to_end(self) -> dict[str, dict[str, int]]:
        """For each variant what :func:`~competency_xblock.domain.graph.tasks_to_end` says."""
        return {name: tasks_to_end(self.scenario.in_variant(name)) for name in self.scenario.variants or ("",)}

    @cached_property
    def shapes(self) -> dict[str, Hashable]:
        """For each variant its :func:`~competency_xblock.domain.shape.shape`."""
        return {name: shape(self.scenario.in_variant(name)) for name in self.scenario.variants or ("",)}


@dataclass(frozen=True)
class Unplayable:
    """A source that cannot be played, and why: a sentence, and the checker's findings for staff."""

    sentence: str
    diagnostics: "tuple[Diagnostic, ...]" = ()


@lru_cache(maxsize=KEPT)
def compile_scenario(source: str, framework_text: str, local_text: str) -> Compiled | Unplayable:
    """The scenario of these texts, or why there is none. Same texts, same object."""
    from competency_xblock.authoring.loader import load_scenario  # a platform's workers start without it

    if not source.strip():
        return Unplayable("This exercise has no content yet.")
    framework = read_framework(framework_text)
    if framework is None:
        return Unplayable("This exercise came without its rubric. Build and import the course again.")
    loaded = load_scenario(source, framework, path="scenario.yaml", judging=False)
    if loaded.value is None:
        return Unplayable(
            "This exercise has mistakes in its source and cannot be played.",
            loaded.diagnostics,
        )
    return Compiled(
        source=source,
        framework_text=framework_text,
        local_text=local_text,
        version=_sha256(source, framework_text),
        scenario=loaded.value,
        framework=framework,
        local=local_values(local_text),
    )


def read_framework(text: str) -> Framework | None:
    """The framework of this text, or None where it is not one."""
    try:
        return Framework.from_json(json.loads(text))
    except (FrameworkUnreadable, ValueError):
        return None


def local_values(local_text: str) -> dict[str, str]:
    """The local values of a block; none where the text is empty or not a JSON object."""
    try:
        raw = json.loads(local_text or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in raw.items()} if isinstance(raw, dict) else {}


def _sha256(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()

"""A reader that knows the framework, and remembers what has to be looked up once all scenes are read."""

from collections.abc import Iterable
from typing import Protocol

from competency_xblock.domain.rubric import Criterion

from .catalogue import Code
from .reader import Reader
from .report import Report
from .tree import Node, Place


class Criteria(Protocol):
    """What is asked of a framework while a scenario is read."""

    def __contains__(self, criterion_id: object, /) -> bool: ...

    def criteria(self) -> Iterable[Criterion]: ...


class AnyCriterion:
    """Stands in for a framework that could not be read, so that its mistakes are not repeated in every scenario."""

    def __contains__(self, criterion_id: object, /) -> bool:
        return True

    def criteria(self) -> Iterable[Criterion]:
        return ()


class Target:
    """A scene that ``what`` leads to."""

    __slots__ = ("name", "place", "what")

    def __init__(self, name: str, place: Place, what: str) -> None:
        self.name = name
        self.place = place
        self.what = what


class Reference:
    """What a condition of this ``kind`` names: a scene, something of it (``detail``), or a criterion (``detail``).

    A condition on a switch has ``switch = value`` as its detail.
    """

    __slots__ = ("detail", "kind", "place", "scene")

    def __init__(self, kind: str, scene: str, detail: str, place: Place) -> None:
        self.kind = kind
        self.scene = scene
        self.detail = detail
        self.place = place


class SceneReader(Reader):
    """Reads scenes, tasks and conditions of one scenario.

    ``slug`` is the second part of the scenario's id, or empty; ``scene`` is the id of the scene being read.
    ``static_names`` None leaves the files of media unchecked. ``judging``: what only an author can decide is noted too.
    """

    __slots__ = ("framework", "judging", "references", "scene", "slug", "static_names", "targets")

    def __init__(
        self,
        report: Report,
        framework: Criteria,
        local_names: frozenset[str] | None = None,
        static_names: frozenset[str] | None = None,
        *,
        judging: bool = True,
    ) -> None:
        super().__init__(report, local_names)
        self.framework = framework
        self.judging = judging
        self.static_names = static_names
        self.slug = ""
        self.scene = ""
        self.references: list[Reference] = []
        self.targets: list[Target] = []

    def apart(self) -> "SceneReader":
        """A reader for one variant, with a report of its own; it looks up the scenes this one was led to as well."""
        report, judging = Report(self.report.path), self.judging
        other = SceneReader(report, self.framework, self.local_names, self.static_names, judging=judging)
        other.slug = self.slug
        other.targets = list(self.targets)
        other.written = self.written
        return other

    def target(self, node: Node, what: str) -> str:
        """The scene ``node`` names, kept to be looked up. ``what`` leads there."""
        name = self.line(node, '"goto"')
        if name:
            self.targets.append(Target(name, node.place, what))
        return name

    def unknown_criterion(self, name: str, place: Place) -> None:
        """Note a criterion the framework does not have."""
        message = f'The framework has no criterion "{name[:60]}".'
        known = [criterion.id for criterion in self.framework.criteria()]
        self.report.add(Code.UNKNOWN_CRITERION, place, message, meant=(name, known))

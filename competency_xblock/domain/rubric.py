"""The competency framework: areas, criteria and the four level descriptors each criterion has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

LEVELS = (1, 2, 3, 4)


class FrameworkUnreadable(ValueError):
    """A stored framework excerpt that is not one."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of quality, shared by all criteria. ``level`` is 1 to 4."""

    level: int
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the rubric.

    ``id`` is ``area/name``, stable for ever. ``descriptors`` holds the texts of levels 1 to 4, in that order.
    """

    id: str
    title: str
    asks: str
    descriptors: tuple[str, str, str, str]

    def descriptor(self, level: int) -> str:
        """The text of ``level`` (1 to 4)."""
        if level not in LEVELS:
            raise ValueError(f"A level is 1 to 4, not {level}.")
        return self.descriptors[level - 1]


@dataclass(frozen=True, slots=True)
class Area:
    """One module's field, with the criteria observed in it."""

    id: str
    title: str
    summary: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """The whole rubric, or an excerpt of it that holds only the criteria one scenario uses."""

    id: str
    version: str
    title: str
    language: str
    levels: tuple[Level, ...]
    areas: tuple[Area, ...]
    _by_id: dict[str, Criterion] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {criterion.id: criterion for criterion in self.criteria()})

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion, in the framework's order."""
        for area in self.areas:
            yield from area.criteria

    def __contains__(self, criterion_id: object) -> bool:
        return criterion_id in self._by_id

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id; ``KeyError`` where the framework has none."""
        return self._by_id[criterion_id]

    def level(self, number: int) -> Level:
        """The level with this number (1 to 4)."""
        return self.levels[number - 1]

    def excerpt(self, criterion_ids: Iterable[str]) -> "Framework":
        """The same framework with only these criteria, so that a block can stand alone in a library."""
        wanted = frozenset(criterion_ids)
        areas = []
        for area in self.areas:
            kept = tuple(criterion for criterion in area.criteria if criterion.id in wanted)
            if kept:
                areas.append(replace(area, criteria=kept))
        return replace(self, areas=tuple(areas))

    def to_json(self) -> dict[str, object]:
        """A JSON-safe form that :meth:`from_json` reads back."""
        return {
            "format": 1,
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "language": self.language,
            "levels": [{"level": each.level, "title": each.title, "summary": each.summary} for each in self.levels],
            "areas": [
                {
                    "id": area.id,
                    "title": area.title,
                    "summary": area.summary,
                    "criteria": [
                        {
                            "id": each.id,
                            "title": each.title,
                            "asks": each.asks,
                            "levels": list(each.descriptors),
                        }
                        for each in area.criteria
                    ],
                }
                for area in self.areas
            ],
        }

    @classmethod
    def from_json(cls, raw: object) -> "Framework":
        """The framework of :meth:`to_json`; :class:`FrameworkUnreadable` for anything else."""
        try:
            return _framework_from(raw)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise FrameworkUnreadable(f"The framework excerpt cannot be read: {error!r}.") from error


def _framework_from(raw: Any) -> Framework:
    if raw["format"] != 1:
        raise ValueError(f"format {raw['format']!r} is not known")
    return Framework(
        id=str(raw["id"]),
        version=str(raw["version"]),
        title=str(raw["title"]),
        language=str(raw["language"]),
        levels=tuple(Level(int(each["level"]), str(each["title"]), str(each["summary"])) for each in raw["levels"]),
        areas=tuple(
            Area(
                id=str(area["id"]),
                title=str(area["title"]),
                summary=str(area["summary"]),
                criteria=tuple(_criterion_from(each) for each in area["criteria"]),
            )
            for area in raw["areas"]
        ),
    )


def _criterion_from(raw: Any) -> Criterion:
    first, second, third, fourth = (str(text) for text in raw["levels"])
    return Criterion(
        str(raw["id"]),
        str(raw["title"]),
        str(raw["asks"]),
        (first, second, third, fourth),
    )

"""Whether a course offers every criterion often enough: which scenarios do, in all and in the core of each module."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .course import SCENARIO, Course, Module
from .simulation.coverage import Offered, coverage

SCENARIOS = 6  # that offer a criterion at all four levels
SCENARIOS_OF_CORE = 3  # that are about it, in the core of its module
SCENARIOS_OF_NAME = 4  # in which one first name may come


@dataclass(frozen=True, slots=True)
class CourseCoverage:
    """What each scenario that the outline places is sure to offer, by its id and by criterion; in reading order."""

    course: Course
    offered: Mapping[str, Mapping[str, Offered]]

    def offering(self, criterion: str, level: int) -> tuple[str, ...]:
        """The scenarios that let everybody show a level on a criterion."""
        return tuple(name for name, on in self.offered.items() if criterion in on and on[criterion].offers(level))

    def offering_all(self, criterion: str) -> tuple[str, ...]:
        """The scenarios that do so for all four levels."""
        return tuple(name for name, on in self.offered.items() if criterion in on and on[criterion].offers_all)

    def observing(self, criterion: str, module: Module) -> tuple[str, ...]:
        """The scenarios of a module's core in which everybody meets two tasks or more about a criterion."""
        on = {name: self.offered[name].get(criterion) for name in module.core()}
        return tuple(name for name, offered in on.items() if offered and offered.observes)

    def criteria_of(self, module: Module) -> tuple[str, ...]:
        """The criteria of the module's area; none where it has no area."""
        areas = self.course.framework.areas
        return tuple(criterion.id for area in areas if area.id == module.area for criterion in area.criteria)


def course_coverage(course: Course) -> CourseCoverage:
    """The coverage of a course that is without mistakes."""
    placed = (block.id for block in course.outline.blocks() if block.kind == SCENARIO)
    return CourseCoverage(course, {name: coverage(course.scenarios[name].scenario) for name in dict.fromkeys(placed)})


def names_again(course: Course) -> dict[str, tuple[str, ...]]:
    """First names of people that come in more than :data:`SCENARIOS_OF_NAME` scenarios, and these scenarios."""
    places: dict[str, set[str]] = defaultdict(set)
    for name, file in course.scenarios.items():
        for first in _first_names(file.scenario.people()):
            places[first].add(name)
    return {first: tuple(sorted(names)) for first, names in sorted(places.items()) if len(names) > SCENARIOS_OF_NAME}


_NO_PEOPLE = frozenset(("A", "An", "My", "Our", "The", "Your"))  # "Your notes", "The form"
_NO_ROLES = ("notice", "inbox", "app", "service")


def _first_names(people: Iterable[tuple[str, str]]) -> set[str]:
    """Of the senders of messages those that are people, by their roles."""
    found: dict[str, bool] = {}
    for sender, role in people:
        first = sender.split()[0]
        found[first] = found.get(first, True) and first not in _NO_PEOPLE and not role.casefold().startswith(_NO_ROLES)
    return {first for first, is_person in found.items() if is_person and first[:1].isupper()}

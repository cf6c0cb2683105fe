"""The page that says which scenario of a course offers what.

``python -m competency_xblock.authoring.coverage_page > docs/authors/coverage.md`` writes it for the course in the
working folder.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from competency_xblock.domain.course import Course, Module
from competency_xblock.domain.course_coverage import (
    SCENARIOS,
    SCENARIOS_OF_CORE,
    CourseCoverage,
    course_coverage,
)
from competency_xblock.domain.scenario import USES
from competency_xblock.domain.simulation.replies import LEVELS

from .course import load_course

_HEAD = f"""\
# What the course offers

Written by `python -m competency_xblock.authoring.coverage_page`; do not edit.

A scenario **offers** a level on a criterion where everybody meets two tasks or more in which that level can be shown:
counted on the weakest way that answers can really take, in the variant that offers least. Every criterion should be
offered at all four levels by {SCENARIOS} scenarios or more, and each module's **core**, its graded sections, should
observe each criterion of its area in {SCENARIOS_OF_CORE} scenarios or more. `competency check` says where that does not
hold yet (CX601, CX602). A section with `practice: true` has exercises beside the core; they never count.
"""


def coverage_page(course: Course) -> str:
    """The coverage of a course as a Markdown page for authors."""
    found = course_coverage(course)
    modules = [module for module in course.outline.modules if found.criteria_of(module)]
    parts = [
        _HEAD,
        "## Criteria, levels and uses\n\nIn how many scenarios.\n",
        _table(["criterion", *map(str, LEVELS), "all four", *USES], _criterion_rows(found)),
        "## The core of each module\n\nIn how many of its scenarios each criterion of its area is observed.\n",
        _table(["module", "criterion", "scenarios", "which"], _core_rows(found, modules)),
        "## Scenarios\n\nCriteria in brackets are not offered at all four levels to everybody.\n",
        _table(["scenario", "place", "use", "minutes", "tasks", "criteria"], _scenario_rows(found)),
    ]
    return "\n".join(parts)


def _criterion_rows(found: CourseCoverage) -> Iterable[list[str]]:
    for criterion in found.course.framework.criteria():
        everywhere = found.offering_all(criterion.id)
        uses = [found.course.scenarios[name].scenario.use for name in everywhere]
        by_level = [len(found.offering(criterion.id, level)) for level in LEVELS]
        yield [criterion.id, *map(str, [*by_level, len(everywhere), *map(uses.count, USES)])]


def _core_rows(found: CourseCoverage, modules: Iterable[Module]) -> Iterable[list[str]]:
    for module in modules:
        for criterion in found.criteria_of(module):
            scenarios = found.observing(criterion, module)
            yield [module.id, criterion, str(len(scenarios)), ", ".join(name.partition("/")[2] for name in scenarios)]


def _scenario_rows(found: CourseCoverage) -> Iterable[list[str]]:
    places = _places(found.course)
    for name, offered in found.offered.items():
        scenario = found.course.scenarios[name].scenario
        tasks = dict.fromkeys(task.kind for task in scenario.tasks())
        criteria = [each if on.offers_all else f"({each})" for each, on in offered.items()]
        yield [name, places[name], scenario.use, str(scenario.minutes), ", ".join(tasks), ", ".join(criteria)]


def _places(course: Course) -> dict[str, str]:
    """For each scenario whether it stands in the core of its module or beside it."""
    return {
        name: f"{module.id}, {'core' if section.graded else 'practice' if section.practice else 'not graded'}"
        for module in course.outline.modules
        for section in module.sections
        for name in section.scenarios()
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    loaded = load_course(Path())
    if loaded.value is None:
        sys.exit("The course has mistakes; competency check names them.")
    sys.stdout.write(coverage_page(loaded.value))

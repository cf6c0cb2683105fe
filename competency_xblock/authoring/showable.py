"""Whether what a scenario says it practises can be shown on each way through it. Judgements, so warnings."""

from collections.abc import Iterable, Mapping
from random import Random

from competency_xblock.domain.graph import ways_on
from competency_xblock.domain.offers import offers
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.simulation.runs import stage
from competency_xblock.domain.simulation.ways import ways_through

from .catalogue import Code
from .diagnostics import listed
from .report import Report
from .scene import ReadScene

FEWEST_TASKS = 3  # a shorter scenario is a sketch, or an example
Offered = Mapping[str, tuple[int, int]]
"""By scene that judges a criterion: the lowest and the highest level it offers."""


def check_showable(scenario: Scenario, scenes: Mapping[str, ReadScene], reached: Iterable[str], report: Report) -> None:
    """Note criteria that one task alone is about, and levels that are out of reach on some way.

    To be asked of a scenario, or one variant, whose tasks and ways are without mistakes.
    """
    by_scene = {name: offers(task) for name in reached if (task := scenario.scenes[name].task)}
    judging = {name: offered for name, offered in by_scene.items() if offered}
    if len(judging) < FEWEST_TASKS:
        return
    for criterion in dict.fromkeys(name for offered in judging.values() for name in offered):
        offering = {scene: offered[criterion] for scene, offered in judging.items() if criterion in offered}
        if len(offering) == 1:
            place = scenes[next(iter(offering))].place
            message = f"One task alone is about {criterion}."
            report.add(Code.NEVER_SHOWN, place, message, "Add a second, or leave the criterion out.")
        else:
            _check_levels(scenario, scenes, criterion, offering, report)


def _check_levels(
    scenario: Scenario, scenes: Mapping[str, ReadScene], criterion: str, offering: Offered, report: Report
) -> None:
    highest = max(high for _, high in offering.values())
    lowest = min(low for low, _ in offering.values())
    for level, having in (
        (highest, {scene for scene, (_, high) in offering.items() if high == highest}),
        (lowest, {scene for scene, (low, _) in offering.items() if low == lowest}),
    ):
        if len(having) == len(offering):
            continue
        without = _way_without(scenario, having, offering.keys() - having)
        if without:
            message = f"On {criterion} level {level} is not offered on the way {listed(without, 'and')}."
            report.add(Code.LEVEL_OFF_WAY, scenes[without[0]].place, message, "Offer it there too, or nowhere.")


def _way_without(scenario: Scenario, having: set[str], others: set[str]) -> tuple[str, ...]:
    """The scenes with a task of a way that meets some of ``others`` and none of ``having``; empty if there is none.

    Ways are looked for as the scenes lead on; only where there seems to be one, by playing.
    """
    from_start = _closure(scenario, {scenario.start}, having)
    if not (from_start & others) or not any(scenario.scenes[name].end for name in from_start):
        return ()
    ways = ways_through(scenario, stage(scenario, Random(0)), ())  # noqa: S311  for samples of answers
    tasks = ([name for name in way.scenes if name in way.earned] for way in ways.ways)
    return next((tuple(met) for met in tasks if not having.intersection(met) and others.intersection(met)), ())


def _closure(scenario: Scenario, start: set[str], avoiding: set[str]) -> set[str]:
    seen, waiting = set(start - avoiding), list(start - avoiding)
    while waiting:
        for target in ways_on(scenario.scenes[waiting.pop()]):
            if target not in seen and target not in avoiding:
                seen.add(target)
                waiting.append(target)
    return seen

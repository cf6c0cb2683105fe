"""What a scenario is sure to offer: on the weakest of its ways, in the variant that offers least.

Counted on ways that answers can really take, not on the options that are listed.
"""

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from ..graph import ways_on
from ..mastery_evidence import TASKS_TO_OFFER
from ..scenario import Scenario
from .replies import LEVELS
from .runs import Stage, judged_criteria, stage
from .ways import Ways, ways_through

ANY = 0  # beside the levels: at whatever level


@dataclass(frozen=True, slots=True)
class Offered:
    """On one criterion, the tasks that everybody meets: how many there are, and in how many each level can be shown."""

    tasks: int
    by_level: Mapping[int, int]

    def offers(self, level: int) -> bool:
        """Whether enough tasks let everybody show ``level``."""
        return self.by_level[level] >= TASKS_TO_OFFER

    @property
    def observes(self) -> bool:
        """Whether everybody meets enough tasks about the criterion, at whatever level."""
        return self.tasks >= TASKS_TO_OFFER

    @property
    def offers_all(self) -> bool:
        return all(map(self.offers, LEVELS))


def coverage(scenario: Scenario) -> dict[str, Offered]:
    """What the scenario is sure to offer, by criterion."""
    variants = [_of_variant(played) for played in scenario.variants.values() or (scenario,)]
    nothing = Offered(0, dict.fromkeys(LEVELS, 0))
    found = {}
    for criterion in dict.fromkeys(name for each in variants for name in each):
        each = [variant.get(criterion, nothing) for variant in variants]
        by_level = {level: min(one.by_level[level] for one in each) for level in LEVELS}
        found[criterion] = Offered(min(one.tasks for one in each), by_level)
    return found


def _of_variant(scenario: Scenario) -> dict[str, Offered]:
    there = stage(scenario, Random(0))  # noqa: S311  for samples of answers
    ways = cache(lambda: ways_through(scenario, there, ()))
    return {criterion: _offered(scenario, there, criterion, ways) for criterion in judged_criteria(there)}


def _offered(scenario: Scenario, there: Stage, criterion: str, ways: Callable[[], Ways]) -> Offered:
    """Counted as the scenes lead on; only where that may be too few, on the ways that answers really take."""
    scenes = {level: _scenes_with(there, criterion, level) for level in LEVELS}
    scenes[ANY] = frozenset().union(*scenes.values())
    counts = {level: fewest(scenario, having) for level, having in scenes.items()}
    in_doubt = any(counts[level] < TASKS_TO_OFFER <= len(having) for level, having in scenes.items())
    if in_doubt and ways().every:
        counts = {level: _fewest_met(ways(), having) for level, having in scenes.items()}
    return Offered(counts.pop(ANY), counts)


def _scenes_with(there: Stage, criterion: str, level: int) -> frozenset[str]:
    return frozenset(name for name, met in there.items() if level in met.replies.levels(criterion))


def _fewest_met(ways: Ways, scenes: Collection[str]) -> int:
    return min((sum(scene in scenes for scene in way.earned) for way in ways.ways), default=0)


def fewest(scenario: Scenario, scenes: Collection[str]) -> int:
    """The least number of some scenes that one meets from the start to an end, conditions left aside."""
    distance = {scenario.start: int(scenario.start in scenes)}
    waiting = deque([scenario.start])
    while waiting:
        name = waiting.popleft()
        if scenario.scenes[name].end:
            return distance[name]
        for target in ways_on(scenario.scenes[name]):
            cost = distance[name] + (target in scenes)
            if cost < distance.get(target, cost + 1):
                distance[target] = cost
                (waiting.append if target in scenes else waiting.appendleft)(target)
    return 0

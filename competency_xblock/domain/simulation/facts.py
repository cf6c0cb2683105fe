"""What the routes of a scenario can ever tell apart in an answer."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from ..conditions import (
    COMPARISONS,
    All,
    AnyOf,
    Breached,
    Chose,
    Condition,
    MeanLevel,
    Not,
    SceneCredit,
    SwitchSet,
    Visits,
)
from ..scenario import Scenario
from ..tasks import Settings, Task
from .replies import Reply


@dataclass
class Asked:
    """The facts that routes ask for, by the scene they are about; ``visits`` up to the number that matters."""

    options: set[tuple[str, str]] = field(default_factory=set)
    switches: set[tuple[str, str, str]] = field(default_factory=set)
    credits: set[tuple[str, str, Fraction]] = field(default_factory=set)
    breaches: set[str] = field(default_factory=set)
    criteria: set[str] = field(default_factory=set)
    visits: dict[str, int] = field(default_factory=dict)

    def told(self, scene: str, task: Task, reply: Reply) -> Hashable:
        """What routes can tell of a reply; two replies of which the same is told lead the same way, now and later."""
        picked = {option.id for option in task.picked(reply.answer)}
        panel = reply.answer if isinstance(task, Settings) else {}
        judgement, credit = reply.judgement, reply.judgement.credit or Fraction(0)
        return (
            task.goto(reply.answer),
            frozenset(option for where, option in self.options if where == scene and option in picked),
            frozenset(each for each in self.switches if each[0] == scene and panel.get(each[1]) == each[2]),
            frozenset(each for each in self.credits if each[0] == scene and COMPARISONS[each[1]](credit, each[2])),
            scene in self.breaches and bool(judgement.breach),
            frozenset(
                (each.criterion, each.level) for each in judgement.observations if each.criterion in self.criteria
            ),
        )


def asked(scenario: Scenario) -> Asked:
    """Everything the routes of a scenario ask for."""
    found = Asked()
    for scene in scenario.scenes.values():
        for route in scene.routes:
            for condition in simple(route.when):
                _note(found, condition)
    return found


Simple = Chose | SwitchSet | MeanLevel | SceneCredit | Breached | Visits


def simple(condition: Condition) -> Iterator[Simple]:
    """The conditions a condition is made of."""
    match condition:
        case All() | AnyOf():
            for part in condition.conditions:
                yield from simple(part)
        case Not():
            yield from simple(condition.condition)
        case _:
            yield condition


def _note(found: Asked, condition: Simple) -> None:
    match condition:
        case Chose():
            found.options.add((condition.scene, condition.option))
        case SwitchSet():
            found.switches.add((condition.scene, condition.switch, condition.value))
        case SceneCredit():
            found.credits.add((condition.scene, condition.compare, condition.number))
        case Breached():
            found.breaches.add(condition.scene)
        case MeanLevel():
            found.criteria.add(condition.criterion)
        case _:
            enough = int(condition.number) + 1
            found.visits[condition.scene] = max(enough, found.visits.get(condition.scene, 0))

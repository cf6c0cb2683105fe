"""Kinds of trainee: some guess, some have a trick that needs no reading, some are steady at one level.

Each is a function that takes the scene's replies and chance, and gives one reply.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from ..scenario import Scene
from ..shuffle import in_order
from ..tasks import Choose, Option, Rank, Rate, Select, Settings, Sort, Task, Thread
from .replies import LEVELS, Replies, Reply, judged, replies_to, steps

RANDOM = "random"
LONGEST, FIRST, MOST = "longest", "first", "most"
TRICKS = (LONGEST, FIRST, MOST)
_BETWEEN_PARTS = re.compile(r"[,;:.!?\u2026\u2013\u2014]+\s|\band\b")

Weigh = Callable[[str], int]


@dataclass
class Met:
    """A scene with a graded task as trainees meet it; what they would reply is worked out once."""

    scene: Scene
    replies: Replies

    @cached_property
    def by_level(self) -> dict[int, tuple[Reply, ...]]:
        """For each level the highest replies not above it on any criterion; where there are none, the lowest."""
        return {level: _steady(self.replies, level) for level in LEVELS}

    @cached_property
    def longest(self) -> tuple[Reply, ...]:
        """The replies with the longest texts."""
        return _heaviest(self, len)

    @cached_property
    def most(self) -> tuple[Reply, ...]:
        """The replies whose texts have the most parts."""
        return _heaviest(self, parts)


Trainee = Callable[[Met, Random], Reply]


def meet(scene: Scene, task: Task, rng: Random) -> Met:
    """The scene, its replies drawn by ``rng`` where there are too many."""
    return Met(scene, replies_to(task, rng))


def guessing(met: Met, rng: Random) -> Reply:
    """Somebody who answers anything that is accepted, everything equally likely."""
    return rng.choice(met.replies.all)


def steady(level: int) -> Trainee:
    """Somebody who takes the highest answer not above ``level``, by summed levels; chance decides among equals."""

    def trainee(met: Met, rng: Random) -> Reply:
        return rng.choice(met.by_level[level])

    return trainee


def longest(met: Met, rng: Random) -> Reply:
    """Somebody who takes the longest text, or as many of the longest as may be taken."""
    return rng.choice(met.longest)


def most(met: Met, rng: Random) -> Reply:
    """Somebody who takes the text that includes most, or as many of those as may be taken."""
    return rng.choice(met.most)


def first(met: Met, rng: Random) -> Reply:
    """Somebody who takes what the page shows first, and leaves everything as it stands."""
    task = met.scene.task
    assert task is not None  # noqa: S101  only scenes with a task are met
    shown = [option.id for option in in_order(met.scene, str(rng.random()))]
    return judged(task, _first(task, shown))


BY_NAME: dict[str, Trainee] = {RANDOM: guessing, LONGEST: longest, FIRST: first, MOST: most}


def parts(text: str) -> int:
    """How many parts a text has: sentences, clauses, and what "and" adds."""
    return sum(1 for part in _BETWEEN_PARTS.split(text) if part.strip())


def _first(task: Task, shown: list[str]) -> Any:
    match task:
        case Choose():
            return shown[0]
        case Select():
            return shown[: task.pick]
        case Rate():
            return dict.fromkeys(shown, LEVELS[0])
        case Sort():
            return dict.fromkeys(shown, task.bins[0].id)
        case Settings():
            return {switch.id: switch.first for switch in task.switches}
        case Thread():
            return next(steps(task, task.posts[0].id, task.actions[0].id))
    return shown


def _steady(replies: Replies, level: int) -> tuple[Reply, ...]:
    able = [each for each in replies.all if all(seen.level <= level for seen in each.judgement.observations)]
    wanted = max(each.total for each in able) if able else min(each.total for each in replies.all)
    return tuple(each for each in able or replies.all if each.total == wanted)


def _heaviest(met: Met, weigh: Weigh) -> tuple[Reply, ...]:
    task = met.scene.task
    if isinstance(task, Rank | Rate | Sort):
        return (judged(task, _by_weight(task, weigh)),)
    weights = [_weight(met.scene.task, reply, weigh) for reply in met.replies.all]
    heaviest = max(weights)
    return tuple(reply for reply, weight in zip(met.replies.all, weights, strict=True) if weight == heaviest)


def _weight(task: Task | None, reply: Reply, weigh: Weigh) -> int:
    return sum(weigh(option.text) for option in task.picked(reply.answer)) if task else 0


def _by_weight(task: Rank | Rate | Sort, weigh: Weigh) -> Any:
    """Heavy items first, or rated high; every item in the bin of the heaviest name."""
    heavy_first: list[Option] = sorted(task.options, key=lambda option: -weigh(option.text))
    names = [option.id for option in heavy_first]
    if isinstance(task, Rate):
        return {name: LEVELS[-1] - place * len(LEVELS) // len(names) for place, name in enumerate(names)}
    if isinstance(task, Sort):
        return dict.fromkeys(names, max(task.bins, key=lambda bin: weigh(bin.text)).id)
    return names

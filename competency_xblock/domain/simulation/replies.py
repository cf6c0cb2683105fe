"""Everything that can be answered to a task, and what each answer shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations, product
from math import comb, factorial, prod
from random import Random
from typing import Any

from ..tasks import Choose, Judgement, Option, Rank, Rate, Reflect, Select, Settings, Sort, Task, Thread, Write

MOST_ANSWERS = 6_000  # all orders of seven items; beyond that some are drawn
DRAWN = 1_000
LEVELS = range(1, 5)
SOME_WORDS = "Some words."


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in its stored form, and what the key says of it."""

    answer: Any
    judgement: Judgement

    @property
    def total(self) -> int:
        """The sum of its levels."""
        return sum(each.level for each in self.judgement.observations)


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies to a task: ``every`` one that is accepted, or a sample that holds the best."""

    all: tuple[Reply, ...]
    every: bool

    def levels(self, criterion: str) -> frozenset[int]:
        """The levels that can be shown on a criterion."""
        shown = (each for reply in self.all for each in reply.judgement.observations)
        return frozenset(each.level for each in shown if each.criterion == criterion)


def replies_to(task: Task, rng: Random) -> Replies:
    """What can be answered to a graded task; drawn by ``rng`` where that is more than :data:`MOST_ANSWERS`."""
    every = how_many(task) <= MOST_ANSWERS
    answers = list(_every_answer(task)) if every else [_best(task), *(_drawn(task, rng) for _ in range(DRAWN))]
    return Replies(tuple(judged(task, answer) for answer in answers), every)


def judged(task: Task, answer: object) -> Reply:
    """The reply that consists of this answer."""
    accepted = task.accept(answer)
    return Reply(accepted, task.judge(accepted))


def unjudged(task: Task) -> Any:
    """Some answer to a task that the key does not judge."""
    if isinstance(task, Write):
        return {"text": SOME_WORDS}
    return SOME_WORDS if isinstance(task, Reflect) else own_levels(task)


def own_levels(task: Task) -> dict[str, int]:
    """Some rating of oneself."""
    return dict.fromkeys(task.criteria, 2)


def how_many(task: Task) -> int:
    """How many answers a graded task accepts."""
    items = len(task.options)
    match task:
        case Select():
            return sum(comb(items, many) for many in range(1, task.pick + 1))
        case Rank():
            return factorial(items)
        case Rate() | Sort() | Settings():
            return prod(len(values) for values in _parts(task).values())
    return items  # of a discussion, a few more: its fallback serves several pairs


def _every_answer(task: Task) -> Iterator[Any]:
    names = [option.id for option in task.options]
    match task:
        case Choose():
            yield from names
        case Select():
            for many in range(1, task.pick + 1):
                yield from map(list, combinations(names, many))
        case Rank():
            yield from map(list, permutations(names))
        case Thread():
            for post, action in product(task.posts, task.actions):
                yield from steps(task, post.id, action.id)
        case _:
            parts = _parts(task)
            yield from (dict(zip(parts, values, strict=True)) for values in product(*parts.values()))


def steps(task: Thread, post: str, action: str) -> Iterator[dict[str, str | None]]:
    """The answers to a discussion at one post by one action."""
    for said in task.at(post, action) or (None,):
        text = SOME_WORDS if said and said.free else None
        yield {"post": post, "action": action, "answer": said.option.id if said else None, "text": text}


def _parts(task: Task) -> dict[str, list[Any]]:
    """What may be said of each item or switch."""
    if isinstance(task, Settings):
        return {switch.id: [value.id for value in switch.values] for switch in task.switches}
    bins = [bin.id for bin in task.bins] if isinstance(task, Sort) else list(LEVELS)
    return {item.id: bins for item in task.options}


def _drawn(task: Task, rng: Random) -> Any:
    if isinstance(task, Rank):
        return rng.sample(task.key, len(task.key))
    return {part: rng.choice(values) for part, values in _parts(task).items()}


def _best(task: Task) -> Any:
    if isinstance(task, Rank):
        return list(task.key)
    if isinstance(task, Rate | Sort):
        return dict(task.key)
    assert isinstance(task, Settings)  # noqa: S101  no other kind takes so many answers
    return {switch.id: max(switch.values, key=_summed).id for switch in task.switches}


def _summed(option: Option) -> int:
    return sum(option.levels.values())

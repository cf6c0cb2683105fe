"""The lowest and the highest level that answers to a task can show, without trying every answer."""

from collections.abc import Mapping, Sequence

from .tasks import Choose, Option, Rank, Rate, Select, Settings, Sort, Task, Thread


def offers(task: Task) -> Mapping[str, tuple[int, int]]:
    """Criterion -> lowest and highest level; nothing for a task that the key does not judge."""
    match task:
        case Choose():
            return _between(task.choices)
        case Thread():
            return _between([*(answer.option for answer in task.answers), *_fallback(task)])
        case Select():
            return {name: _of_selection(task, name) for name in task.criteria}
        case Settings():
            return {name: _of_panel(task, name) for name in task.criteria}
        case Rank() | Rate() | Sort():
            return dict.fromkeys(task.criteria, (1, task.offers))
    return {}


def _between(options: Sequence[Option]) -> dict[str, tuple[int, int]]:
    levels = {name: [option.levels[name] for option in options] for name in options[0].levels}
    return {name: (min(several), max(several)) for name, several in levels.items()}


def _fallback(task: Thread) -> list[Option]:
    """What judges a pair of post and action that has no answer, where there is such a pair."""
    pairs = {answer.pair for answer in task.answers}
    return [] if len(pairs) == len(task.posts) * len(task.actions) else [task.otherwise]


def _of_selection(task: Select, criterion: str) -> tuple[int, int]:
    weakest = min(task.choices, key=lambda option: option.levels[criterion])
    highest = max(option.levels[criterion] for option in task.choices)
    if weakest.breach or weakest.levels[criterion] == 1:
        return 1, highest
    return next(each.level for each in task.judge([weakest.id]).observations if each.criterion == criterion), highest


def _of_panel(task: Settings, criterion: str) -> tuple[int, int]:
    rating = [switch for switch in task.switches if criterion in switch.criteria]
    lowest = min(value.levels[criterion] for switch in rating for value in switch.values)
    return lowest, min(switch.best(criterion) for switch in rating)

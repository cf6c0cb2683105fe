"""Checks of the key: whether the levels, breaches and feedback of a task fit each other."""

from collections.abc import Mapping, Sequence

from .catalogue import Code
from .options import MOST_CRITERIA, ReadOption
from .report import Report
from .tree import MapNode, Node

LOWEST_BEST = 2


def check_levels(options: Sequence[ReadOption], task: Node, report: Report) -> None:
    """All rules for options that have levels of their own. Left alone while any levels could not be read."""
    for read in options:
        if read.option.breach and read.levels and max(read.levels.values()) > 1:
            message = f'The option "{read.option.id}" is a breach with a level above 1.'
            report.add(Code.BREACH_LEVEL, read.node.entries["levels"].place, message, "Set its levels to 1.")
    rated = [read.levels for read in options if read.levels]
    if not rated or len(rated) != len(options):
        return
    if len(rated[0]) > MOST_CRITERIA:
        message = f"The options rate {len(rated[0])} criteria."
        report.add(Code.CRITERIA_COUNT, options[0].node.entries["levels"].place, message, "Rate one to four.")
    if not _same_criteria(options, rated[0], report):
        return
    best = {criterion: max(levels[criterion] for levels in rated) for criterion in rated[0]}
    for criterion, highest in best.items():
        _check_spread(criterion, highest, {levels[criterion] for levels in rated}, task, report)
    for read in options:
        if not read.option.feedback.moves_up and read.levels != best:
            _miss_moves_up(read, "is not the best on every criterion", report)


def _same_criteria(options: Sequence[ReadOption], first: Mapping[str, int], report: Report) -> bool:
    same = True
    for read in options:
        if read.levels is not None and read.levels.keys() != first.keys():
            message = f'The option "{read.option.id}" rates other criteria than the first option of this task.'
            hint = f"The first rates {', '.join(first)}."
            report.add(Code.DIFFERENT_CRITERIA, read.node.entries["levels"].place, message, hint)
            same = False
    return same


def _check_spread(criterion: str, best: int, levels: set[int], task: Node, report: Report) -> None:
    if best < LOWEST_BEST:
        message = f"No option shows more than level 1 on {criterion}."
        report.add(Code.BEST_TOO_LOW, task.place, message, "Add a better one, or leave the criterion out.")
    missing = [level for level in range(LOWEST_BEST, best) if level not in levels]
    if missing:
        which = " and ".join(str(level) for level in missing)
        message = f"On {criterion} the best option has level {best}, and none has level {which}."
        report.add(Code.LEVEL_GAP, task.place, message, "Add an option, or change a level.")


def check_ranking(options: Sequence[ReadOption], key: Sequence[str], report: Report) -> None:
    """Whether every item that is not first in the key says what moves it up."""
    for read in options:
        if not read.option.feedback.moves_up and read.option.id and read.option.id != key[0]:
            _miss_moves_up(read, "is not first in the key", report)


def _miss_moves_up(read: ReadOption, because: str, report: Report) -> None:
    feedback = read.node.entries.get("feedback")
    if isinstance(feedback, MapNode) and "moves-up" not in feedback.entries:
        message = f'The feedback of "{read.option.id}" lacks "moves-up", and the option {because}.'
        report.add(Code.MOVES_UP, feedback.place, message, "Say what would move it one level up.")

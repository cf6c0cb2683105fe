"""Checks of the key: whether the levels, breaches and feedback of a task fit each other."""

from collections.abc import Mapping, Sequence

from .catalogue import Code
from .options import MOST_CRITERIA, ReadOption
from .report import Report
from .tree import MapNode, Place

LOWEST_BEST = 2


def check_levels(options: Sequence[ReadOption], scene: MapNode, kind: str, report: Report) -> None:
    """All rules for the options under the key ``kind`` of a scene; left alone while any levels could not be read."""
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
        levels = {levels[criterion] for levels in rated}
        if highest < LOWEST_BEST or not levels.issuperset(range(LOWEST_BEST, highest)):
            _report_spread(criterion, levels, scene.key_place(kind), report)
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


def _report_spread(criterion: str, levels: set[int], place: Place, report: Report) -> None:
    best = max(levels)
    if best < LOWEST_BEST:
        message = f"No option shows more than level 1 on {criterion}."
        report.add(Code.BEST_TOO_LOW, place, message, "Add a better one, or leave the criterion out.")
        return
    missing = " or ".join(str(level) for level in range(LOWEST_BEST, best) if level not in levels)
    message = f"On {criterion} the best option has level {best}, and none has level {missing}."
    report.add(Code.LEVEL_GAP, place, message, "Add an option, or change a level.")


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

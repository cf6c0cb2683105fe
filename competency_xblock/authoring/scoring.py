"""Checks of the key: whether the levels, breaches and feedback of a task fit each other."""

from collections.abc import Mapping, Sequence

from .catalogue import Code
from .options import MOST_CRITERIA, ReadOption
from .report import Report
from .tree import MapNode, Place

LOWEST_BEST = 2


def check_levels(options: Sequence[ReadOption], place: Place, report: Report, among: str = "") -> None:
    """All rules for options that are compared with each other; left alone while any levels could not be read.

    ``place`` is where to say what they lack together; ``among`` names what they belong to where it is not the task.
    """
    for read in options:
        if read.option.breach and read.levels and max(read.levels.values()) > 1:
            message = f"{_sentence(read.called)} is a breach with a level above 1."
            report.add(Code.BREACH_LEVEL, read.node.entries["levels"].place, message, "Set its levels to 1.")
    rated = [read.levels for read in options if read.levels]
    if not rated or len(rated) != len(options):
        return
    noun = options[0].noun
    if len(rated[0]) > MOST_CRITERIA:
        message = f"The {noun}s rate {len(rated[0])} criteria."
        report.add(Code.CRITERIA_COUNT, options[0].node.entries["levels"].place, message, "Rate one to four.")
    if not _same_criteria(options, rated[0], report, among or "this task"):
        return
    best = {criterion: max(levels[criterion] for levels in rated) for criterion in rated[0]}
    for criterion, highest in best.items():
        levels = {levels[criterion] for levels in rated}
        if highest < LOWEST_BEST or not levels.issuperset(range(LOWEST_BEST, highest)):
            _report_spread(criterion, levels, place, report, f"{noun} of {among}" if among else noun)
        elif len(levels) == 1 and len(rated) > 1:
            message = f"On {criterion} every {noun} of {among or 'this task'} has level {highest}."
            report.add(Code.SAME_LEVELS, place, message, "Change a level, or leave the criterion out.")
    for read in options:
        if not read.option.feedback.moves_up and read.levels != best:
            miss_moves_up(read, f"the {noun} is not the best on every criterion", report)


def _same_criteria(options: Sequence[ReadOption], first: Mapping[str, int], report: Report, among: str) -> bool:
    same = True
    for read in options:
        if read.levels is not None and read.levels.keys() != first.keys():
            message = f"{_sentence(read.called)} rates other criteria than the first {options[0].noun} of {among}."
            hint = f"The first rates {', '.join(first)}."
            report.add(Code.DIFFERENT_CRITERIA, read.node.entries["levels"].place, message, hint)
            same = False
    return same


def _report_spread(criterion: str, levels: set[int], place: Place, report: Report, noun: str) -> None:
    best = max(levels)
    if best < LOWEST_BEST:
        message = f"No {noun} shows more than level 1 on {criterion}."
        report.add(Code.BEST_TOO_LOW, place, message, "Add a better one, or leave the criterion out.")
        return
    missing = " or ".join(str(level) for level in range(LOWEST_BEST, best) if level not in levels)
    message = f"On {criterion} the best {noun} has level {best}, and none has level {missing}."
    report.add(Code.LEVEL_GAP, place, message, "Add one, or change a level.")


def check_steady(options: Sequence[ReadOption], pick: int, place: Place, report: Report) -> None:
    """Whether a trainee of any steady level can show it, where several options make one answer.

    Looks at each criterion alone; where levels are missing altogether, that has been said.
    """
    rated = [read.levels for read in options if read.levels]
    if not rated or len(rated) != len(options) or any(levels.keys() != rated[0].keys() for levels in rated):
        return
    for criterion in rated[0]:
        shown = sorted((levels[criterion] for levels in rated), reverse=True)
        top, most = shown[0], sum(level - 1 for level in shown[:pick])
        if top < LOWEST_BEST or not set(shown).issuperset(range(LOWEST_BEST, top)):
            continue
        for steady in range(LOWEST_BEST, top):
            earned = sum([level - 1 for level in shown if level <= steady][:pick])
            if 1 + (top - 1) * earned // most < steady:
                message = f"On {criterion} a trainee who is steadily at level {steady} shows less, whatever is picked."
                report.add(Code.NOT_STEADY, place, message, f"Give level {steady} to a second option.")


def check_ranking(options: Sequence[ReadOption], key: Sequence[str], report: Report) -> None:
    """Whether every item that is not first in the key says what moves it up."""
    for read in options:
        if not read.option.feedback.moves_up and read.option.id and read.option.id != key[0]:
            miss_moves_up(read, f"the {read.noun} is not first in the key", report)


def check_every_moves_up(options: Sequence[ReadOption], kind: str, report: Report) -> None:
    """Whether every item says what moves it up, as those of rate and sort do: none of them is the best answer."""
    for read in options:
        if not read.option.feedback.moves_up:
            miss_moves_up(read, f"every item of {kind} has it", report)


def miss_moves_up(read: ReadOption, because: str, report: Report) -> None:
    """Note a feedback without ``moves-up``; left alone where there is no feedback or its text is empty."""
    feedback = read.node.entries.get("feedback")
    if isinstance(feedback, MapNode) and "moves-up" not in feedback.entries:
        name = f'"{read.option.id}"' if read.option.id else read.called
        message = f'The feedback of {name} lacks "moves-up", and {because}.'
        report.add(Code.MOVES_UP, feedback.place, message, "Say what would move it one level up.")


def _sentence(called: str) -> str:
    return called[0].upper() + called[1:]

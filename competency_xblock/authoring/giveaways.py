"""Whether the form of the options gives the key away. Judgements, so warnings: an author may have a reason."""

from collections.abc import Iterable

from competency_xblock.domain.tasks import Choose, Option, Select

from .catalogue import Code
from .report import Report
from .scene import ReadScene

FEWEST_TASKS = 3  # below that, chance alone makes the longest the best too often


def check_lengths(scenes: Iterable[ReadScene], report: Report) -> None:
    """Note where the longest option is the best in more than half of the choose and select tasks."""
    looked_at, given_away = 0, []
    for read in scenes:
        task = read.scene.task
        if isinstance(task, Choose | Select) and read.task_clear:
            looked_at += 1
            if _longest_is_best(task.choices):
                given_away.append(read)
    if looked_at >= FEWEST_TASKS and len(given_away) * 2 > looked_at:
        names = ", ".join(read.scene.id for read in given_away)
        message = f"In {len(given_away)} of {looked_at} tasks the longest option is the best: {names}."
        report.add(Code.LONGEST_IS_BEST, given_away[0].place, message, "Shorten some, or lengthen others.")


def _longest_is_best(options: tuple[Option, ...]) -> bool:
    longest = max(options, key=lambda option: len(option.text))
    total = sum(longest.levels.values())
    return all(total >= sum(option.levels.values()) for option in options)

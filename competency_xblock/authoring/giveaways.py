"""Whether the form of the options gives the key away. Judgements, so warnings: an author may have a reason."""

from collections.abc import Iterable, Sequence

from competency_xblock.domain.tasks import Choose, Option, Select, Task, Thread

from .catalogue import Code
from .report import Report
from .scene import ReadScene

FEWEST_TASKS = 3  # below that, chance alone makes the longest the best too often


def check_lengths(scenes: Iterable[ReadScene], report: Report) -> None:
    """Note where the longest option is the best in more than half of the tasks whose options are texts to choose."""
    looked_at, given_away = 0, []
    for read in scenes:
        options = _compared(read.scene.task) if read.task_clear else ()
        if len(options) > 1:
            looked_at += 1
            if _longest_is_best(options):
                given_away.append(read)
    if looked_at >= FEWEST_TASKS and len(given_away) * 2 > looked_at:
        names = ", ".join(read.scene.id for read in given_away)
        message = f"In {len(given_away)} of {looked_at} tasks the longest option is the best: {names}."
        report.add(Code.LONGEST_IS_BEST, given_away[0].place, message, "Shorten some, or lengthen others.")


def _compared(task: Task | None) -> Sequence[Option]:
    """The texts a trainee may choose among; the values of a switch are too short to tell anything by their length."""
    if isinstance(task, Choose | Select):
        return task.choices
    if isinstance(task, Thread):
        return [answer.option for answer in task.answers if not answer.free]
    return ()


def _longest_is_best(options: Sequence[Option]) -> bool:
    longest = max(options, key=lambda option: len(option.text))
    total = sum(longest.levels.values())
    return all(total >= sum(option.levels.values()) for option in options)

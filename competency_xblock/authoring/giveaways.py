"""Whether the form of the options gives the key away. Judgements, so warnings: an author may have a reason."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.simulation.giveaways import compared, is_best, longest_is_best
from competency_xblock.domain.tasks import Option, Settings, Thread

from .catalogue import Code
from .diagnostics import listed
from .english import ABSOLUTE, LEVEL_HINTS, LEVEL_WORDS, is_english
from .reading_level import words_of
from .report import Report
from .scene import ReadScene

FEWEST_TASKS = 3  # below that, chance alone makes the longest the best too often
_PLACES = ("first", "last", "second", "third")
_LEVEL_WORDS = re.compile(LEVEL_WORDS)


def check_giveaways(scenes: Iterable[ReadScene], language: str, report: Report) -> None:
    """Note every way in which the options of a scenario give the key away; tasks with mistakes are left alone."""
    clear = [read for read in scenes if read.task_clear and read.scene.task]
    _check_lengths(clear, report)
    _check_places(clear, report)
    for read in clear:
        _check_contained(read, report)
    if is_english(language):
        _check_absolute_words(clear, report)
        _check_level_words(clear, report)


def _check_lengths(scenes: Iterable[ReadScene], report: Report) -> None:
    """Note where the longest option is the best in more than half of the tasks whose options are texts to choose."""
    looked_at, given_away = 0, []
    for read in scenes:
        options = compared(read.scene.task)
        if len(options) > 1:
            looked_at += 1
            if longest_is_best(options):
                given_away.append(read)
    if looked_at >= FEWEST_TASKS and len(given_away) * 2 > looked_at:
        names = ", ".join(read.scene.id for read in given_away)
        message = f"In {len(given_away)} of {looked_at} tasks the longest option is the best: {names}."
        report.add(Code.LONGEST_IS_BEST, given_away[0].place, message, "Shorten some, or lengthen others.")


def _check_places(scenes: Iterable[ReadScene], report: Report) -> None:
    """Note where the best of those that are not shuffled always stands first, second, third or last."""
    found = [(read, options) for read in scenes for options in _as_written(read.scene) if len(options) > 1]
    if len(found) < FEWEST_TASKS:
        return
    shared = frozenset.intersection(*(_places_of_best(options) for _, options in found))
    if shared:
        place = min(shared, key=_PLACES.index)
        message = f"In all {len(found)} tasks that are not shuffled the best stands {place}."
        report.add(Code.BEST_IN_PLACE, found[0][0].place, message, "Change the order of some.")


def _as_written(scene: Scene) -> Iterator[Sequence[Option]]:
    if isinstance(scene.task, Settings):
        yield from (switch.values for switch in scene.task.switches)
    elif scene.as_written or isinstance(scene.task, Thread):
        yield compared(scene.task)


def _places_of_best(options: Sequence[Option]) -> frozenset[str]:
    named = zip(_PLACES, (options[0], options[-1], *options[1:3]), strict=False)
    return frozenset(place for place, option in named if is_best(option, options))


def _check_contained(read: ReadScene, report: Report) -> None:
    """Note an option that holds another's text; one word alone is left to chance."""
    plain = [(option.text.rstrip(".!?").casefold(), option) for option in compared(read.scene.task)]
    for (one, first), (other, second) in combinations(plain, 2):
        if " " in one and " " in other and (one in other or other in one):
            message = f"Of the options {listed([first.id, second.id], 'and')} one says all that the other says."
            report.add(Code.SAID_IN_FULL, read.place, message, "Make it a different act.")


def _check_absolute_words(scenes: Iterable[ReadScene], report: Report) -> None:
    """Note where options with absolute words are the weakest of their tasks, each of them, in several tasks."""
    telling: list[ReadScene] = []
    for read in scenes:
        options = compared(read.scene.task)
        if not _has_absolute_words("\n".join(option.text for option in options)):
            continue  # as most tasks, quickly
        absolute = [option for option in options if _has_absolute_words(option.text)]
        if any(sum(option.levels.values()) > _lowest(options) for option in absolute):
            return
        telling.append(read)
    if len(telling) >= FEWEST_TASKS:
        names = ", ".join(read.scene.id for read in telling)
        message = f"Words such as always and never stand in the weakest answers alone: {names}."
        report.add(Code.ABSOLUTE_WORDS, telling[0].place, message, "Use them in good answers too, or nowhere.")


def _has_absolute_words(text: str) -> bool:
    return not ABSOLUTE.isdisjoint(words_of(text.casefold()))


def _lowest(options: Sequence[Option]) -> int:
    return min(sum(option.levels.values()) for option in options)


def _check_level_words(scenes: Iterable[ReadScene], report: Report) -> None:
    for read in scenes:
        text = "\n".join(option.text for option in (read.scene.task.options if read.scene.task else ())).casefold()
        found = _LEVEL_WORDS.search(text) if any(hint in text for hint in LEVEL_HINTS) else None
        if found:
            message = f'An option of "{read.scene.id}" holds "{found[0]}", which names a level.'
            report.add(Code.LEVEL_NAMED, read.place, message, "Say what is done, not how good it is.")

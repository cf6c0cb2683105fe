"""What tells the best option of a task to somebody who does not read: its length, its parts, its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..scenario import Scene
from ..tasks import Choose, Option, Select, Task, Thread
from .trainees import parts

LONGEST, SHORTEST, MOST, FIRST = "longest", "shortest", "most", "first"
CLUES = (LONGEST, SHORTEST, MOST, FIRST)
RARE = Fraction(1, 50)  # what chance does less often is no chance; a course has some hundred clues to look at


@dataclass(frozen=True, slots=True)
class Clue:
    """How often a clue leads to the best option, of how many tasks, and how likely chance does that or more."""

    times: int
    of: int
    chance: Fraction

    @property
    def gives_away(self) -> bool:
        return self.chance < RARE


def compared(task: Task | None) -> Sequence[Option]:
    """The texts a trainee may choose among; the values of a switch are too short to tell anything by their length."""
    if isinstance(task, Choose | Select):
        return task.choices
    if isinstance(task, Thread):
        return [answer.option for answer in task.answers if not answer.free]
    return ()


def is_best(option: Option, among: Iterable[Option]) -> bool:
    """Whether no other option has a higher sum of levels."""
    total = sum(option.levels.values())
    return all(total >= sum(other.levels.values()) for other in among)


def longest_is_best(options: Sequence[Option]) -> bool:
    """Whether the longest text is the best."""
    return is_best(max(options, key=lambda option: len(option.text)), options)


def clues(scenes: Iterable[Scene]) -> dict[str, Clue]:
    """For each clue how often it leads to the best in these scenes."""
    seen = [(_leads(scene, options), _chance(options)) for scene, options in _with_texts(scenes)]
    found = {}
    for clue in CLUES:
        there = [(leads[clue], chance) for leads, chance in seen if clue in leads]
        times = sum(led for led, _ in there)
        found[clue] = Clue(times, len(there), at_least(times, [chance for _, chance in there]))
    return found


def at_least(times: int, chances: Iterable[Fraction]) -> Fraction:
    """How likely at least so many of some independent things happen, each with its own chance."""
    exactly = [Fraction(1)]
    for chance in chances:
        happens, not_yet = [Fraction(0), *exactly], [*exactly, Fraction(0)]
        exactly = [chance * one + (1 - chance) * other for one, other in zip(happens, not_yet, strict=True)]
    return sum(exactly[times:], Fraction(0))


def _with_texts(scenes: Iterable[Scene]) -> list[tuple[Scene, Sequence[Option]]]:
    pairs = ((scene, compared(scene.task)) for scene in scenes)
    return [(scene, options) for scene, options in pairs if len(options) > 1]


def _chance(options: Sequence[Option]) -> Fraction:
    return Fraction(sum(is_best(option, options) for option in options), len(options))


def _leads(scene: Scene, options: Sequence[Option]) -> dict[str, bool]:
    """Which of the clues that the scene can give lead to the best."""
    found = {
        LONGEST: longest_is_best(options),
        SHORTEST: is_best(min(options, key=lambda option: len(option.text)), options),
        MOST: is_best(max(options, key=lambda option: parts(option.text)), options),
    }
    if scene.as_written or isinstance(scene.task, Thread):
        found[FIRST] = is_best(options[0], options)
    return found

"""What a simulation says is wrong, as sentences for an author."""

from collections.abc import Iterator
from dataclasses import dataclass

from .replies import LEVELS
from .scenario import GUESSERS, Interval, Simulated
from .trainees import TRICKS

LOWEST_TO_PROVE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``kind`` is a stable word; ``scenario`` is empty where it is about the course."""

    kind: str
    text: str
    scenario: str = ""
    variant: str = ""

    def __str__(self) -> str:
        where = f"{self.scenario} ({self.variant})" if self.variant else self.scenario
        return f"{where}: {self.text}" if where else self.text


def findings(simulated: Simulated) -> tuple[Finding, ...]:
    """Everything that is wrong with one variant of a scenario."""
    scenario = simulated.scenario
    checks = (_unreached, _endless, _tricks, _steady, _giveaways)
    return tuple(
        Finding(kind, text, scenario.id, scenario.variant) for check in checks for kind, text in check(simulated)
    )


Found = Iterator[tuple[str, str]]


def _unreached(simulated: Simulated) -> Found:
    for name in simulated.unreached:
        what = "ending" if simulated.scenario.scenes[name].end else "scene"
        why = "no answers lead there" if simulated.ways.every else "nobody who was simulated came there"
        yield "unreached", f'The {what} "{name}" is not reached: {why}.'


def _endless(simulated: Simulated) -> Found:
    for name, runs in simulated.runs.items():
        endless = sum(not each.finished for each in runs)
        if endless:
            yield "endless", f"{endless} of {len(runs)} trainees ({called(name)}) go in a circle and reach no end."


def _tricks(simulated: Simulated) -> Found:
    middle = simulated.random
    for trick in TRICKS if middle else ():
        grade = simulated.grades[trick]
        if middle and grade is not None and not middle.holds(grade):
            yield "trick", f"Always taking {called(trick)} gives {float(grade):.2f}, and {guessing(middle)}."


def _steady(simulated: Simulated) -> Found:
    for on in simulated.criteria:
        for level in LEVELS:
            offered, shown = on.offered[level], on.shown[level]
            if offered >= LOWEST_TO_PROVE and shown != min(level, offered):
                yield "steady", f"On {on.criterion} a trainee who is steadily at level {level} shows {shown or 'none'}."


def _giveaways(simulated: Simulated) -> Found:
    for name, clue in simulated.clues.items():
        if clue.gives_away:
            yield "giveaway", f"On the best way {called(name)} is the best answer in {clue.times} of {clue.of} tasks."


def called(name: str | int) -> str:
    """What sentences call a kind of trainee, or a clue."""
    return f"level {name}" if isinstance(name, int) else _NAMES.get(name, name)


def guessing(middle: Interval, places: int = 2) -> str:
    """What guessing gives, as part of a sentence."""
    low, high = float(middle.low), float(middle.high)
    return f"guessing {low:.{places}f} to {high:.{places}f} (95 % of {GUESSERS:,})"


_NAMES = {
    "random": "guessing",
    "longest": "the longest",
    "shortest": "the shortest",
    "first": "what is shown first",
    "most": "what includes most",
}

"""Which of a learner's evidence counts, and what each situation offered and showed by it.

domain.md 4.2.8, its first two clauses. Everything is handed in and nothing is dropped: what does not count stays with
the caller. What follows for the criterion is in ``mastery``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEY, SELF, MENTOR, PEER = "key", "self", "mentor", "peer"
CHOICES, WRITING = "choices", "writing"  # recognising is not producing: a standing each
LEFT_AFTER = timedelta(days=30)
TASKS_TO_OFFER = 2  # with one, a third of those who guess would reach level 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence: what one answer showed on one criterion, in whose judgement.

    ``seq`` is the move of the answer. ``written``: the answer was a text of the learner's own, in a ``write`` task.
    Of evidence judged again by a corrected key, only the newest belongs here.
    """

    criterion: str
    scene: str
    seq: int
    level: int
    offered: int
    source: str = KEY
    written: bool = False
    breach: bool = False
    undone: bool = False

    @property
    def of(self) -> str:
        """The standing it enters: choices judged by the key, own writing judged by a mentor; else empty."""
        if self.written:
            return WRITING if self.source == MENTOR else ""
        return CHOICES if self.source == KEY else ""


@dataclass(frozen=True, slots=True)
class AttemptEvidence:
    """An attempt and the evidence from it, which may be none: the variant it drew has been seen all the same.

    ``n`` is any number that grows in the order in which the learner began attempts at this scenario, wherever in the
    course it stands. ``moved`` is the time of the newest move, or of the start; ``finished`` of the arrival at an end.
    """

    scenario: str
    n: int
    moved: datetime
    finished: datetime | None = None
    variant: str = ""
    shown: tuple[Shown, ...] = ()

    def finished_by(self, now: datetime) -> datetime | None:
        """When it was finished, or left for so long that it counts as finished; None where that was not by ``now``."""
        when = self.finished or self.moved + LEFT_AFTER
        return when if when <= now else None

    def observed(self, criterion: str, of: str) -> tuple[Shown, ...]:
        """What it showed: no answers taken back, and of a scene answered again in a loop the first."""
        standing = [each for each in self.shown if each.of == of and not each.undone]
        first: dict[str, int] = {}
        for each in standing:
            first[each.scene] = min(each.seq, first.get(each.scene, each.seq))
        mine = (each for each in standing if each.criterion == criterion and each.seq == first[each.scene])
        return tuple(sorted(mine, key=lambda each: (each.seq, each.level)))


@dataclass(frozen=True, slots=True)
class Situation:
    """One scenario, by the attempt at it that counts: what it offered and what it showed on one criterion."""

    scenario: str
    variant: str
    n: int
    finished: datetime
    observed: tuple[Shown, ...]

    @property
    def offered(self) -> int:
        """The highest level it offers: that of its second best task. 0 where there is no second task."""
        tasks: dict[str, int] = defaultdict(int)
        for each in self.observed:
            tasks[each.scene] = max(each.offered, tasks[each.scene])
        best = sorted(tasks.values(), reverse=True)
        return best[TASKS_TO_OFFER - 1] if len(best) >= TASKS_TO_OFFER else 0

    @property
    def level(self) -> int:
        """The highest level it shows; 0 where it offers none."""
        return next((level for level in range(self.offered, 0, -1) if self.shows(level)), 0)

    @property
    def breach(self) -> bool:
        """Whether some answer in it was a breach."""
        return any(each.breach for each in self.observed)

    def shows(self, level: int) -> bool:
        """Whether it offers ``level`` and no answer fell short of it."""
        return self.offered >= level and not self.short_of(level)

    def short_of(self, level: int) -> tuple[Shown, ...]:
        """The answers below ``level`` at tasks that offered it."""
        return tuple(each for each in self.observed if each.offered >= level > each.level)


def situations(
    attempts: Iterable[AttemptEvidence], criterion: str, *, now: datetime, of: str = CHOICES
) -> tuple[Situation, ...]:
    """The situations in which the criterion was observed, as they stand at ``now``, the most recently finished last.

    An attempt without an observation on the criterion replaces none: opening a new variant and leaving it would
    otherwise wipe a situation out.
    """
    found = []
    for scenario, tried in _by_scenario(attempts).items():
        for attempt, finished in reversed(_that_count(tried, now)):
            observed = attempt.observed(criterion, of)
            if observed:
                found.append(Situation(scenario, attempt.variant, attempt.n, finished, observed))
                break
    return tuple(sorted(found, key=lambda each: (each.finished, each.scenario)))


def _by_scenario(attempts: Iterable[AttemptEvidence]) -> dict[str, list[AttemptEvidence]]:
    tried: dict[str, list[AttemptEvidence]] = defaultdict(list)
    for attempt in attempts:
        tried[attempt.scenario].append(attempt)
    return tried


def _that_count(tried: Iterable[AttemptEvidence], now: datetime) -> list[tuple[AttemptEvidence, datetime]]:
    """Of the attempts at one scenario the first finished, and those finished later that drew an unseen variant."""
    counting: list[tuple[AttemptEvidence, datetime]] = []
    seen: set[str] = set()
    for attempt in sorted(tried, key=lambda each: each.n):
        finished = attempt.finished_by(now)
        if finished and (not counting or attempt.variant not in seen):
            counting.append((attempt, finished))
        seen.add(attempt.variant)
    return counting

"""Every way through a scenario that answers can really take, conditions included, as far as there are not too many.

Answers that no route tells apart are one branch, so that ways are few and what is said of them holds of every answer.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..engine import Play
from ..scenario import Scenario
from ..tasks import Judgement
from .facts import Asked, asked
from .replies import Reply
from .runs import LONGEST_RUN, Run, Stage, go_on
from .trainees import Met

MOST_STEPS = 8_000  # of one variant; with more, what the runs met is all that is known
TASK = ""  # stands for the task as a whole, beside its criteria


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most."""

    least: Fraction
    most: Fraction


Earned = Mapping[str, Span]
"""By criterion, and under TASK: the credit an answer earns, or each of some answers."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way: its scenes in order, and what is earned by the answers that count, by scene."""

    scenes: tuple[str, ...]
    earned: Mapping[str, Earned]

    def credit(self, criterion: str = TASK) -> Span | None:
        """The mean credit to be earned on it: on one criterion, or the grade; None where nothing is."""
        spans = [earned[criterion] for earned in self.earned.values() if criterion in earned]
        if not spans:
            return None
        least, most = sum((span.least for span in spans), Fraction(0)), sum((span.most for span in spans), Fraction(0))
        return Span(least / len(spans), most / len(spans))


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of one variant, and the scenes that are reached.

    ``every`` is False where only those are known that somebody went, or where not every answer was tried.
    """

    ways: tuple[Way, ...]
    reached: frozenset[str]
    every: bool

    def credit(self, criterion: str = TASK) -> Span | None:
        """The credit that can be earned on any way that offers some."""
        alike = {tuple(id(each.get(criterion)) for each in way.earned.values()): way for way in self.ways}
        spans = [span for span in (way.credit(criterion) for way in alike.values()) if span]
        if not spans:
            return None
        return Span(min(span.least for span in spans), max(span.most for span in spans))

    def routes(self) -> int:
        """How many different sequences of scenes there are."""
        return len({way.scenes for way in self.ways})


def ways_through(scenario: Scenario, stage: Stage, runs: Iterable[Run]) -> Ways:
    """All ways of one variant; where there are too many, those of ``runs``."""
    told = asked(scenario)
    explorer = _Explorer(scenario, told, {name: branches(told, met) for name, met in stage.items()})
    if explorer.explore():
        every = all(met.replies.every for met in stage.values())
        return Ways(tuple(explorer.found), frozenset(explorer.reached), every)
    gone = [run for run in runs if run.finished]
    ways = (Way(run.scenes, {scene: _spans([judgement]) for scene, judgement in run.judged}) for run in gone)
    return Ways(tuple(ways), frozenset(scene for run in gone for scene in run.scenes), False)


@dataclass(frozen=True, slots=True)
class Branch:
    """Replies that lead the same way, now and later, by one of them."""

    reply: Reply
    earned: Earned


def branches(told: Asked, met: Met) -> tuple[Branch, ...]:
    """The replies to a task, those together that no route tells apart."""
    task = met.scene.task
    together: dict[Hashable, list[Reply]] = {}
    for reply in met.replies.all if task else ():
        together.setdefault(told.told(met.scene.id, task, reply) if task else None, []).append(reply)
    return tuple(Branch(like[0], _spans([reply.judgement for reply in like])) for like in together.values())


def _spans(judgements: list[Judgement]) -> Earned:
    credits: dict[str, list[Fraction]] = {TASK: [each.credit for each in judgements if each.credit is not None]}
    for judgement in judgements:
        for each in judgement.observations:
            credits.setdefault(each.criterion, []).append(each.credit)
    return {name: Span(min(earned), max(earned)) for name, earned in credits.items()}


@dataclass(frozen=True, slots=True)
class _Walk:
    """A play under way. ``first`` and ``latest`` have the branch by scene, ``ever`` all that were taken."""

    play: Play
    first: Mapping[str, int] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)
    ever: frozenset[tuple[str, int]] = frozenset()

    def state(self, told: Asked) -> Hashable:
        """Equal states go on alike, and what was earned so far is equal too; so loops come to an end."""
        visits = tuple(min(self.play.visits(scene), enough) for scene, enough in told.visits.items())
        scene = self.play.current.scene.id
        return scene, frozenset(self.first.items()), frozenset(self.latest.items()), self.ever, visits

    def taking(self, number: int, branch: Branch) -> "_Walk":
        play, scene = self.play.fork(), self.play.current.scene.id
        play.settle(branch.reply.answer, branch.reply.judgement, len(play.path))
        first = self.first if scene in self.first else {**self.first, scene: number}
        return _Walk(play, first, {**self.latest, scene: number}, self.ever | {(scene, number)})


class _Explorer:
    def __init__(self, scenario: Scenario, told: Asked, branches: Mapping[str, tuple[Branch, ...]]) -> None:
        self._told = told
        self._branches = branches
        self._waiting = [_Walk(Play(scenario))]
        self._seen: set[Hashable] = set()
        self.found: list[Way] = []
        self.reached: set[str] = set()

    def explore(self) -> bool:
        """Whether every way was found."""
        while self._waiting and len(self._seen) <= MOST_STEPS:
            self._follow(self._waiting.pop())
        return not self._waiting

    def _follow(self, walk: _Walk) -> None:
        play, moves = walk.play, 0
        while not play.finished and moves < LONGEST_RUN and not self._may_answer(play):
            go_on(play, moves)
            moves += 1
        self.reached.update(visit.scene.id for visit in play.path)
        state = walk.state(self._told)
        if state in self._seen:
            return
        self._seen.add(state)
        if play.finished:
            earned = {scene: self._branches[scene][number].earned for scene, number in walk.first.items()}
            self.found.append(Way(tuple(visit.scene.id for visit in play.path), earned))
        elif self._may_answer(play):
            branches = self._branches[play.current.scene.id]
            self._waiting.extend(walk.taking(number, branch) for number, branch in enumerate(branches))

    def _may_answer(self, play: Play) -> bool:
        return not play.current.answered and play.current.scene.id in self._branches

"""Plays from the start to an end, each by one trainee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from random import Random

from ..attempt import ANSWER, RATE
from ..engine import Play
from ..mastery_evidence import AttemptEvidence, Shown
from ..scenario import Scenario
from ..scoring import counted, grade
from ..tasks import Judgement
from .replies import own_levels, unjudged
from .trainees import Met, Trainee, meet

LONGEST_RUN = 200  # moves; whoever is not through by then goes in a circle
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # any time will do: nothing here takes long

Stage = Mapping[str, Met]


@dataclass(frozen=True, slots=True)
class Run:
    """What one trainee made of one variant. ``grade`` is None where nothing was graded or no end was reached.

    ``judged`` has the answers that count for the grade, ``shown`` every answer that was judged.
    """

    variant: str
    grade: Fraction | None
    finished: bool
    scenes: tuple[str, ...]
    judged: tuple[tuple[str, Judgement], ...]
    shown: tuple[Shown, ...]

    def evidence(self, scenario: str, when: datetime = BEGUN) -> AttemptEvidence:
        """What the rule of standings reads: a first attempt, finished at ``when``."""
        return AttemptEvidence(scenario, 1, when, when, self.variant, self.shown)


def stage(scenario: Scenario, rng: Random) -> Stage:
    """Every scene of the scenario whose task the key judges."""
    return {
        name: meet(scene, scene.task, rng)
        for name, scene in scenario.scenes.items()
        if scene.task and scene.task.is_graded
    }


def judged_criteria(stage: Stage) -> tuple[str, ...]:
    """The criteria that the key judges, in the order of the file."""
    tasks = [met.scene.task for met in stage.values()]
    return tuple(dict.fromkeys(name for task in tasks if task for name in task.criteria))


def run(scenario: Scenario, stage: Stage, trainee: Trainee, rng: Random) -> Run:
    """One play of a scenario without variants, or of one variant."""
    play = Play(scenario)
    for seq in range(LONGEST_RUN):
        if play.finished:
            break
        met = None if play.current.answered else stage.get(play.current.scene.id)
        if met:
            reply = trainee(met, rng)
            play.settle(reply.answer, reply.judgement, seq)
        else:
            go_on(play, seq)
    return Run(
        scenario.variant,
        grade(play),
        play.finished,
        tuple(visit.scene.id for visit in play.path),
        tuple((visit.scene.id, visit.judgement) for visit in counted(play)),
        shown(play),
    )


def go_on(play: Play, seq: int) -> None:
    """Make a move that shows nothing: Continue, some text, or a rating of oneself."""
    task, answered = play.current.scene.task, play.current.answered
    if task is None:
        play.take(ANSWER, None, seq)
    elif not answered:
        play.take(ANSWER, unjudged(task), seq)
    elif not play.current.rating:
        play.take(RATE, own_levels(task), seq)
    else:
        play.take(ANSWER, None, seq)


def shown(play: Play) -> tuple[Shown, ...]:
    """Every judged answer; that of a loop the first counts is left to the rule."""
    return tuple(
        _fact(each.criterion, visit.scene.id, visit.seq, each.level, each.offered, bool(visit.judgement.breach))
        for visit in play.answers()
        for each in visit.judgement.observations
    )


@lru_cache(maxsize=100_000)  # thousands of runs show the same few things
def _fact(criterion: str, scene: str, seq: int, level: int, offered: int, breach: bool) -> Shown:
    return Shown(criterion, scene, seq, level, offered, breach=breach)

"""The attempt engine: where a list of moves has led, what may be done next, and the next move.

``start`` makes an attempt, ``replay`` derives the present :class:`Play` from its moves, ``available``
says what may be done, ``make_move`` does it. Nothing here changes in place but the play being replayed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from .attempt import ANSWER, HINT, RATE, REVISE, UNDO, Attempt, Move
from .scenario import Message, Scenario, Scene
from .tasks import Answer, AnswerRefused, Judgement, Option, Task, Write

MOVES_LIMIT = 1_000  # a loop played for ever is not an exercise
NOT_JUDGED = Judgement()


class MoveRefused(ValueError):
    """The move cannot be made. ``str()`` is a sentence for the trainee; the attempt is unchanged."""


class PlayBroken(ValueError):
    """The moves do not fit the scenario (it was changed under the attempt)."""


@dataclass(slots=True)
class Visit:
    """One stay in a scene: the accepted answer and what followed it. ``nth`` counts visits of the same scene."""

    scene: Scene
    nth: int
    seq: int = -1
    answer: Answer = None
    answered: bool = False
    judgement: Judgement = NOT_JUDGED
    rating: dict[str, int] = field(default_factory=dict)
    revisions: list[str] = field(default_factory=list)
    hinted: bool = False
    left: bool = False

    @property
    def is_graded(self) -> bool:
        return self.answered and bool(self.judgement.observations)

    def picked(self) -> tuple[Option, ...]:
        """The options the answer consists of."""
        return self.scene.task.picked(self.answer) if self.scene.task and self.answered else ()


class Play:
    """An attempt seen through its scenario: the path of visits, the last of which is where the trainee stands.

    Also the facts that conditions ask for.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.path: list[Visit] = []
        self._visits: Counter[str] = Counter()
        self._enter(scenario.start)

    @property
    def current(self) -> Visit:
        return self.path[-1]

    @property
    def finished(self) -> bool:
        return self.current.scene.end

    def with_path(self, path: list[Visit]) -> "Play":
        """The same play with other visits: those of an attempt judged again."""
        other = Play(self.scenario)
        other.path, other._visits = path, self._visits
        return other

    def fork(self) -> "Play":
        """The same play, to be continued in another way than this one."""
        other = self.with_path([*self.path[:-1], replace(self.current)])
        other._visits = self._visits.copy()
        return other

    def messages(self, visit: Visit) -> tuple[Message, ...]:
        """The messages of the present visit whose condition holds."""
        return tuple(message for message in visit.scene.messages if message.when is None or message.when.holds(self))

    def answers(self) -> Iterator[Visit]:
        """Every answered task that still stands, in order."""
        return (visit for visit in self.path if visit.answered and visit.scene.task)

    # What conditions ask.

    def was_chosen(self, scene: str, option: str) -> bool:
        return any(option == picked.id for visit in self.path if visit.scene.id == scene for picked in visit.picked())

    def switch(self, scene: str, switch: str) -> str | None:
        answer = self._latest_answer(scene)
        value = answer.answer.get(switch) if answer and isinstance(answer.answer, dict) else None
        return value if isinstance(value, str) else None

    def mean_level(self, criterion: str) -> Fraction | None:
        latest = {visit.scene.id: visit for visit in self.answers()}
        levels = [
            observed.level
            for visit in latest.values()
            for observed in visit.judgement.observations
            if observed.criterion == criterion
        ]
        return Fraction(sum(levels), len(levels)) if levels else None

    def credit(self, scene: str) -> Fraction | None:
        answer = self._latest_answer(scene)
        return answer.judgement.credit if answer else None

    def is_breach(self, scene: str) -> bool:
        answer = self._latest_answer(scene)
        return bool(answer and answer.judgement.breach)

    def visits(self, scene: str) -> int:
        return self._visits[scene]

    def _latest_answer(self, scene: str) -> Visit | None:
        return next(
            (visit for visit in reversed(self.path) if visit.scene.id == scene and visit.answered),
            None,
        )

    # What moves do.

    def take(self, do: str, answer: object, seq: int) -> Any:
        """Make one move and return its answer in stored form; :class:`MoveRefused` or ``AnswerRefused``."""
        if do not in available(self):
            raise MoveRefused(_WHY_NOT.get(do, "That cannot be done here."))
        if do == UNDO:
            return self._undo()
        if do == RATE:
            return self._rate(answer)
        if do == REVISE:
            return self._revise(answer)
        if do == HINT:
            return self._hint()
        return self._answer(answer, seq)

    def settle(self, accepted: Answer, judgement: Judgement, seq: int) -> None:
        """Answer the present task, where the answer was accepted and judged before."""
        visit, task = self.current, cast(Task, self.current.scene.task)
        visit.seq, visit.answer, visit.answered, visit.judgement = seq, accepted, True, judgement
        if not task.needs_rating:
            self._leave(task.goto(accepted))

    def _answer(self, raw: object, seq: int) -> Answer:
        visit, task = self.current, self.current.scene.task
        if task is None or visit.answered:
            if raw is not None:
                raise AnswerRefused("There is nothing to answer here; go on.")
            self._leave("")
            return None
        accepted = task.accept(raw)
        self.settle(accepted, task.judge(accepted), seq)
        return accepted

    def _rate(self, raw: object) -> dict[str, int]:
        self.current.rating = _writing(self.current).accept_rating(raw)
        return self.current.rating

    def _revise(self, raw: object) -> dict[str, str]:
        accepted = _writing(self.current).accept(raw)
        self.current.revisions.append(accepted["text"])
        return accepted

    def _hint(self) -> None:
        self.current.hinted = True

    def _undo(self) -> None:
        """Take back the last answer and every Continue after it."""
        while not self.current.answered:
            self._visits[self.path.pop().scene.id] -= 1
        back = self.current
        self.path[-1] = Visit(back.scene, back.nth, hinted=back.hinted)

    def _leave(self, own_goto: str) -> None:
        visit = self.current
        visit.left = True
        route = next((route for route in visit.scene.routes if route.when.holds(self)), None)
        self._enter(route.goto if route else own_goto or visit.scene.goto)

    def _enter(self, scene_id: str) -> None:
        scene = self.scenario.scenes.get(scene_id)
        if scene is None:
            raise PlayBroken(f"The scene {scene_id!r} is no longer part of {self.scenario.id!r}.")
        self._visits[scene_id] += 1
        self.path.append(Visit(scene, self._visits[scene_id]))


def start(
    scenario: Scenario,
    *,
    uid: str,
    n: int,
    seed: str,
    version: str,
    framework: str,
    at: str,
    variant: str = "",
) -> Attempt:
    """A new attempt that stands at the scenario's start, without a move."""
    played = scenario.in_variant(variant)
    finished = at if played.scenes[played.start].end else ""
    return Attempt(uid, n, scenario.id, version, framework, seed, at, variant, finished)


def replay(scenario: Scenario, attempt: Attempt) -> Play:
    """Where the attempt stands. :class:`PlayBroken` where its variant or its moves do not fit this scenario."""
    try:
        play = Play(scenario.in_variant(attempt.variant))
    except KeyError as error:
        raise PlayBroken(f"{scenario.id!r} has no variant {attempt.variant!r} any more.") from error
    for move in attempt.moves:
        if move.scene != play.current.scene.id:
            raise PlayBroken(
                f"Move {move.seq} was made in {move.scene!r}, the scenario is in {play.current.scene.id!r}."
            )
        try:
            play.take(move.do, move.answer, move.seq)
        except (MoveRefused, AnswerRefused) as error:
            raise PlayBroken(f"Move {move.seq} no longer fits: {error}") from error
    if play.finished != bool(attempt.finished):
        raise PlayBroken(f"The moves end in {play.current.scene.id!r}, where the attempt did not end.")
    return play


def available(play: Play, *, undo_allowed: bool = True) -> frozenset[str]:
    """What may be done now: some of ``answer``, ``undo``, ``rate``, ``revise``, ``hint``; nothing once finished."""
    if play.finished:
        return frozenset()
    visit, doings = play.current, set()
    writing = visit.scene.task if visit.answered else None
    if writing is not None and writing.needs_rating and not visit.rating:
        doings.add(RATE)
    else:
        doings.add(ANSWER)
        if isinstance(writing, Write) and len(visit.revisions) < writing.revise:
            doings.add(REVISE)
    if visit.scene.hint and not visit.hinted and not visit.answered:
        doings.add(HINT)
    if undo_allowed and any(each.answered for each in play.path):
        doings.add(UNDO)
    return frozenset(doings)


def make_move(
    scenario: Scenario,
    attempt: Attempt,
    do: str,
    answer: object,
    *,
    request: str,
    at: str,
    undo_allowed: bool,
) -> tuple[Attempt, Play]:
    """The attempt with one more move, and where it stands now.

    :class:`MoveRefused` or :class:`~.tasks.AnswerRefused` where it cannot be made; nothing has changed then.
    """
    play = replay(scenario, attempt)
    if len(attempt.moves) >= MOVES_LIMIT:
        raise MoveRefused(f"This attempt has {MOVES_LIMIT} moves, which is the limit. Start a new one.")
    if do not in available(play, undo_allowed=undo_allowed):
        raise MoveRefused(_WHY_NOT.get(do, "That cannot be done here."))
    scene, seq = play.current.scene.id, len(attempt.moves)
    accepted = play.take(do, answer, seq)
    move = Move(seq, request, at, scene, do, accepted)
    return attempt.with_move(move, finished=at if play.finished else ""), play


_WHY_NOT = {
    ANSWER: "There is nothing to answer here just now.",
    RATE: "There is no text of yours to rate here.",
    REVISE: "This text cannot be revised any more.",
    UNDO: "Answers cannot be taken back here.",
    HINT: "There is no hint here.",
}


def _writing(visit: Visit) -> Write:
    return cast(Write, visit.scene.task)  # available() offers rating and revising for such tasks alone

"""A played attempt judged again by a corrected key, along the path that was taken and without playing anything.

Answers are found again by scene and option id. Where the variant, the scene, its kind of task or one of the options
picked is gone, the answer keeps what it had earned.
"""

from dataclasses import replace

from .engine import Play, Visit
from .scenario import Scenario
from .tasks import AnswerRefused


def rescored(play: Play, corrected: Scenario) -> Play:
    """The same path and answers with the judgements of ``corrected``. ``play`` itself stays as it is.

    Routes are not taken again: where a trainee went stays where they went.
    """
    try:
        variant = corrected.in_variant(play.scenario.variant)
    except KeyError:
        return play
    return play.with_path([_rejudged(visit, variant) for visit in play.path])


def _rejudged(visit: Visit, corrected: Scenario) -> Visit:
    scene = corrected.scenes.get(visit.scene.id)
    was, now = visit.scene.task, scene.task if scene else None
    if scene is None or was is None or now is None or now.kind != was.kind or not visit.answered:
        return visit
    try:
        answer = now.accept(visit.answer)
    except AnswerRefused:
        return visit
    return replace(visit, scene=scene, judgement=now.judge(answer))

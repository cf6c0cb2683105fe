"""Whether what conditions name is there, and can ever happen. Looked up once all scenes are known."""

from collections.abc import Iterable, Mapping, Sequence

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.tasks import Choose, Select, Settings, Task, Thread

from .catalogue import Code
from .diagnostics import did_you_mean
from .report import Report
from .scene_reader import Reference

Reading = tuple[Iterable[Reference], Mapping[str, Scene | None]]
"""What the conditions of one variant refer to, and its scenes; None for a scene that could not be read."""


class Complaint:
    """What is wrong with one reference, in one variant."""

    __slots__ = ("hint", "meant", "message")

    def __init__(self, message: str, hint: str = "", meant: tuple[str, Iterable[str]] | None = None) -> None:
        self.message = message
        self.hint = hint
        self.meant = meant


def check_references(readings: Sequence[Reading], report: Report) -> None:
    """Note every condition on something that is not there or never happens, in any variant that has the condition.

    A scene that could not be read leaves what refers to it unjudged.
    """
    found: dict[tuple[int, int], tuple[Reference, list[Complaint | None]]] = {}
    for references, scenes in readings:
        judged = _judged(scenes.values())
        for reference in references:
            key = (reference.place.line, reference.place.column)
            complaints = found.setdefault(key, (reference, []))[1]
            complaints.append(_complaint(reference, scenes, judged))
    for reference, complaints in found.values():
        first = complaints[0]
        if first is not None and all(complaints):
            report.add(Code.EMPTY_CONDITION, reference.place, first.message, first.hint, meant=first.meant)


def _judged(scenes: Iterable[Scene | None]) -> frozenset[str] | None:
    """The criteria for which some task gives a level; None where not every scene could be read."""
    judged: set[str] = set()
    for scene in scenes:
        if scene is None:
            return None
        if scene.task and scene.task.is_graded:
            judged.update(scene.task.criteria)
    return frozenset(judged)


def _complaint(
    reference: Reference, scenes: Mapping[str, Scene | None], judged: frozenset[str] | None
) -> Complaint | None:
    if reference.kind == "criterion":
        if judged is None or reference.detail in judged:
            return None
        hint = did_you_mean(reference.detail, judged) or "The condition could never hold."
        return Complaint(f'No task of this scenario judges "{reference.detail[:60]}".', hint)
    if reference.scene not in scenes:
        message = f'The condition looks at the scene "{reference.scene[:60]}", which does not exist.'
        return Complaint(message, meant=(reference.scene, scenes))
    scene = scenes[reference.scene]
    return _about_scene(reference, scene) if scene is not None else None


def _about_scene(reference: Reference, scene: Scene) -> Complaint | None:
    name, task = reference.scene, scene.task
    if reference.kind == "option":
        known = [each.id for each in task.options if each.id] if isinstance(task, Choose | Select | Thread) else []
        if reference.detail not in known:
            message = f'The scene "{name}" has no option "{reference.detail[:60]}" to choose.'
            return Complaint(message, meant=(reference.detail, known))
    elif reference.kind == "set":
        return _about_switch(reference, task)
    elif reference.kind == "credit" and not (task and task.is_graded):
        return Complaint(f'The scene "{name}" gives no credit.', "Look at a scene whose task the key grades.")
    elif reference.kind == "breach" and not (task and task.may_breach):
        return Complaint(f'No answer in the scene "{name}" is a breach.', "The condition could never hold.")
    return None


def _about_switch(reference: Reference, task: Task | None) -> Complaint | None:
    switch_id, _, value_id = reference.detail.partition(" = ")
    switches = {switch.id: switch for switch in task.switches} if isinstance(task, Settings) else {}
    switch = switches.get(switch_id)
    if switch is None:
        message = f'The scene "{reference.scene}" has no switch "{switch_id[:60]}".'
        return Complaint(message, meant=(switch_id, switches))
    values = [value.id for value in switch.values]
    if value_id not in values:
        return Complaint(f'The switch "{switch_id}" has no value "{value_id[:60]}".', meant=(value_id, values))
    return None

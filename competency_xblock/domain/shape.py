"""Whether an attempt that was started on one text of a scenario can go on with another.

It can while ids, kinds and targets match: wording, levels and feedback may differ.
"""

from collections.abc import Hashable

from .scenario import Scenario, Scene
from .tasks import Rank, Select, Write


def shape(scenario: Scenario) -> Hashable:
    """What must be equal in two texts for an attempt to move from the one to the other."""
    return (
        scenario.id,
        scenario.start,
        tuple(sorted((name, _scene_shape(scene)) for name, scene in scenario.scenes.items())),
    )


def _scene_shape(scene: Scene) -> tuple[object, ...]:
    routes = tuple((repr(route.when), route.goto) for route in scene.routes)
    return (scene.end, scene.goto, routes, *_task_shape(scene))


def _task_shape(scene: Scene) -> tuple[object, ...]:
    task = scene.task
    if task is None:
        return ("",)
    details: tuple[object, ...] = ()
    if isinstance(task, Select):
        details = (task.pick,)
    elif isinstance(task, Rank | Write):
        details = tuple(sorted(task.rated))
    options = tuple(sorted((option.id, option.goto) for option in task.options))
    return (task.kind, details, options)

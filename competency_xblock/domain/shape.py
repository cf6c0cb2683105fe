"""Whether an attempt that was started on one text of a scenario can go on with another.

It can while ids, kinds and targets match: wording, levels and feedback may differ.
"""

from collections.abc import Hashable

from .scenario import Scenario, Scene


def shape(scenario: Scenario) -> Hashable:
    """What must be equal in two texts for an attempt to move from the one to the other."""
    return (
        scenario.id,
        scenario.start,
        tuple(sorted((name, _scene_shape(scene)) for name, scene in scenario.scenes.items())),
    )


def _scene_shape(scene: Scene) -> tuple[object, ...]:
    routes = tuple((repr(route.when), route.goto) for route in scene.routes)
    task = scene.task
    return (scene.end, scene.goto, routes, task.kind if task else "", task.form if task else ())

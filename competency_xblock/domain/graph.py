"""The scene graph of a scenario: where each scene may lead, and how far it is to an end."""

from collections import deque

from .scenario import Scenario, Scene


def ways_on(scene: Scene) -> tuple[str, ...]:
    """Every scene this one may lead to, whatever is answered; each once, in the order of the file."""
    own = [option.goto for option in scene.task.options] if scene.task else []
    targets = [*(route.goto for route in scene.routes), *own, scene.goto]
    return tuple(dict.fromkeys(target for target in targets if target))


def reachable(scenario: Scenario) -> frozenset[str]:
    """The scenes that can be reached from the start, as far as ways lead, conditions left aside."""
    seen, waiting = {scenario.start}, [scenario.start]
    while waiting:
        for target in ways_on(scenario.scenes[waiting.pop()]):
            if target not in seen and target in scenario.scenes:
                seen.add(target)
                waiting.append(target)
    return frozenset(seen)


def tasks_to_end(scenario: Scenario) -> dict[str, int]:
    """For each scene the least number of tasks from there to an end, its own included.

    A scene from which no end can be reached is left out.
    """
    leading_to: dict[str, list[str]] = {name: [] for name in scenario.scenes}
    for name, scene in scenario.scenes.items():
        for target in ways_on(scene):
            leading_to[target].append(name)
    distance = {name: 0 for name, scene in scenario.scenes.items() if scene.end}
    waiting = deque(distance)
    while waiting:
        name = waiting.popleft()
        for before in leading_to[name]:
            cost = distance[name] + (1 if scenario.scenes[before].task else 0)
            if cost < distance.get(before, cost + 1):
                distance[before] = cost
                (waiting.append if scenario.scenes[before].task else waiting.appendleft)(before)
    return distance

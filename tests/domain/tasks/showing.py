"""What an answer shows, in a form that tests can compare."""

from fractions import Fraction

from competency_xblock.domain.tasks import Task


def credits(task: Task, answer: object) -> dict[str, Fraction]:
    """Criterion to credit."""
    return {each.criterion: each.credit for each in task.judge(task.accept(answer)).observations}


def levels(task: Task, answer: object) -> dict[str, tuple[int, int]]:
    """Criterion to the level shown and the level offered."""
    return {each.criterion: (each.level, each.offered) for each in task.judge(task.accept(answer)).observations}

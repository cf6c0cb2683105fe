"""Why an answer shows what it shows, as one sentence: from the reason kept with the evidence and the author's feedback.

The report has it of an attempt just played, the profile of evidence stored long ago; both read it here.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competency_xblock.domain.evidence import Evidence
from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.tasks import Option, Settings, Thread
from competency_xblock.domain.tasks.base import those_named

_COUNTED = {
    "places": gettext_lazy(
        "%(exact)s of %(items)s stand where the key has them; the nearer the others are, the more they count."
    ),
    "ratings": gettext_lazy("%(exact)s of %(items)s are rated as the key rates them; one level beside it counts half."),
    "bins": gettext_lazy("%(exact)s of %(items)s lie where the key has them."),
}


def why(scene: Scene | None, fact: Evidence, *, breach: str = "") -> str:
    """The sentence as Markdown; empty where the scene that would tell is gone.

    ``breach`` is the reason of a breach where it is at hand; a stored fact says only that there was one.
    """
    if fact.breach:
        return breach or _breach(scene, fact) or _("This answer crossed a line.")
    if fact.reason in _COUNTED:
        return str(_COUNTED[fact.reason]) % fact.args
    if scene and isinstance(scene.task, Settings):
        return _panel(scene.task, fact.args["set"], fact.criterion)
    picked = _picked(scene, fact.args)
    if not picked:
        return ""
    weakest = min(picked, key=lambda option: option.levels.get(fact.criterion, 0))
    return weakest.feedback.attracts if fact.level >= fact.offered else weakest.feedback.overlooks


def _picked(scene: Scene | None, args: Mapping[str, Any]) -> tuple[Option, ...]:
    task = scene.task if scene else None
    if task is None:
        return ()
    if isinstance(task, Thread):
        return task.picked(args) if "answer" in args else ()
    return those_named(task.options, args.get("options", ()))


def _panel(task: Settings, answer: Mapping[str, str], criterion: str) -> str:
    """The switch that held this criterion lowest says why, or the best of them where all are at their best."""
    set_to = [(switch, switch.value(answer[switch.id])) for switch in task.switches if criterion in switch.criteria]
    if not set_to:
        return ""
    switch, value = min(set_to, key=lambda pair: pair[1].levels[criterion])
    is_best = value.levels[criterion] == switch.best(criterion)
    return value.feedback.attracts if is_best else value.feedback.overlooks


def _breach(scene: Scene | None, fact: Evidence) -> str:
    if scene and isinstance(scene.task, Settings):
        whole = scene.task.whole_of(fact.args["set"])
        switches = (switch.value(fact.args["set"][switch.id]).breach for switch in scene.task.switches)
        return (whole.breach if whole else "") or next(filter(None, switches), "")
    return next((option.breach for option in _picked(scene, fact.args) if option.breach), "")

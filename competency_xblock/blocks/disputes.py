"""What learners see differently, for the course's staff: each disputed feedback with its counts, reasons and key."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from competency_xblock.domain.scenario import Scene
from competency_xblock.domain.tasks import Choose, Option, Select, Settings, Task, Thread

from .compiled import Compiled
from .objections import names_of_parts
from .rendering import Texts

CORRECTABLE = (Choose, Select, Thread)  # kinds whose options carry levels of their own


class Place(Protocol):
    """Where a feedback is found, and what was answered: ``Disputed`` or ``StoredObjection`` of ``evidence.api``."""

    @property
    def scenario(self) -> str: ...
    @property
    def variant(self) -> str: ...
    @property
    def scene(self) -> str: ...
    @property
    def option(self) -> str: ...
    @property
    def replies(self) -> tuple[Any, ...]: ...


@dataclass(frozen=True, slots=True)
class KeyedLevel:
    """The level an option shows on one criterion now, and all levels there are, as (number, title)."""

    criterion: str
    title: str
    level: int
    levels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the staff's, and how it changed the key: criterion title, title of the level before and after."""

    text: str
    at: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed feedback. ``chosen`` of ``answers`` picked what it is on; both None where that is not known.

    ``key`` is empty where the text alone can be corrected by hand: a kind of task without levels, a scene that is gone.
    """

    place: Any
    title: str
    asked_html: str
    option_html: str
    chosen: int | None
    answers: int | None
    key: tuple[KeyedLevel, ...]
    replies: tuple[Reply, ...]

    @property
    def levels(self) -> dict[str, int]:
        """The key as criterion -> level."""
        return {each.criterion: each.level for each in self.key}

    def corrected(self, wanted: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """What of the key these levels would change: criterion -> (before, after)."""
        return {name: (level, wanted[name]) for name, level in self.levels.items() if wanted.get(name, level) != level}


def dispute(
    found: Place,
    present: Compiled | None,
    played: Compiled | None,
    answers: Callable[[], Iterable[tuple[str, object, int]]],
) -> Dispute:
    """One disputed feedback as staff read it.

    ``present`` is the scenario as it stands in the course, ``played`` the version that the newest objector played.
    """
    text, scene = _scene(found, present)
    current = scene is not None
    if scene is None:
        text, scene = _scene(found, played)
    if text is None or scene is None or scene.task is None:
        return Dispute(found, found.scenario, "", "", None, None, (), _replies(found, present or played))
    words = Texts(text.local)
    option = _option(scene.task, found.option)
    counts = _counts(scene.task, found, answers()) if current else (None, None)
    keyed = option is not None and current and isinstance(scene.task, CORRECTABLE) and found.option
    return Dispute(
        place=found,
        title=text.scenario.in_variant(found.variant).title,
        asked_html=words.inline(scene.ask),
        option_html=words.html(option.text) if option else "",
        chosen=counts[0],
        answers=counts[1],
        key=_key(text, option) if keyed and option else (),
        replies=_replies(found, text),
    )


def _scene(found: Place, text: Compiled | None) -> tuple[Compiled | None, Scene | None]:
    if text is None or (found.variant and found.variant not in text.scenario.variants):
        return text, None
    scene = text.scenario.in_variant(found.variant).scenes.get(found.scene)
    has_part = scene is not None and scene.task is not None and (not found.option or _option(scene.task, found.option))
    return text, scene if has_part else None


def _option(task: Task, name: str) -> Option | None:
    """The option that objections call ``name``; for the task as a whole, what answers nobody foresaw come to."""
    if isinstance(task, Settings):
        values = {f"{switch.id}/{value.id}": value for switch in task.switches for value in switch.values}
        return values.get(name)
    if isinstance(task, Thread) and not name:
        return task.otherwise
    return next((each for each in task.options if each.id == name), None)


def _counts(task: Task, found: Place, answers: Iterable[tuple[str, object, int]]) -> tuple[int, int]:
    chosen = total = 0
    for variant, answer, times in answers:
        if variant != found.variant:
            continue
        total += times
        if not found.option or found.option in _parts(task, answer):
            chosen += times
    return chosen, total


def _parts(task: Task, answer: Any) -> tuple[str, ...]:
    try:
        return names_of_parts(task, answer)
    except (LookupError, TypeError, ValueError):  # given to an earlier version, which had other parts
        return ()


def _key(text: Compiled, option: Option) -> tuple[KeyedLevel, ...]:
    levels = tuple((each.level, each.title) for each in text.framework.levels)
    return tuple(KeyedLevel(name, _title(text, name), level, levels) for name, level in option.levels.items())


def _replies(found: Place, text: Compiled | None) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            each.text,
            each.at,
            tuple(
                (_title(text, name), _level(text, before), _level(text, after))
                for name, (before, after) in each.change.items()
            ),
        )
        for each in found.replies
    )


def _title(text: Compiled | None, criterion: str) -> str:
    return text.framework.criterion(criterion).title if text and criterion in text.framework else criterion


def _level(text: Compiled | None, level: int) -> str:
    return text.framework.level(level).title if text else str(level)

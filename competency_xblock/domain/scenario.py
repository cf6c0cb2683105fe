"""A scenario as the hosts play it: a graph of scenes, already checked and valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .conditions import Condition
from .tasks import Task

CHANNELS = ("chat", "mail", "feed", "group", "profile", "settings", "note")
USES = ("information", "one-to-one", "exploration", "co-careering")
ORIENTATIONS = ("information", "networking", "educational", "collaborative", "open")
TRAINEE = "me"


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says in a scene. ``sender`` is a name, or ``me`` for the trainee."""

    sender: str
    text: str
    role: str = ""
    at: str = ""
    when: Condition | None = None

    @property
    def is_mine(self) -> bool:
        return self.sender == TRAINEE


@dataclass(frozen=True, slots=True)
class Route:
    """A conditional way on, tried before the answer's own."""

    when: Condition
    goto: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown, at most one task, and where each answer leads.

    ``goto`` is the last resort. An ``end`` scene has neither task nor way on.
    """

    id: str
    channel: str = "note"
    subject: str = ""
    messages: tuple[Message, ...] = ()
    ask: str = ""
    hint: str = ""
    task: Task | None = None
    routes: tuple[Route, ...] = ()
    goto: str = ""
    end: bool = False
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class PlayRules:
    """How a scenario is played unless a block's settings say otherwise. ``attempts`` None = unlimited."""

    feedback: str = "at-once"
    undo: bool = False
    attempts: int | None = 3
    counts: str = "best"


@dataclass(frozen=True, slots=True)
class Key:
    """Who set which level an option shows, and how sure that is."""

    by: str = "author"
    status: str = "provisional"
    raters: int | None = None
    spread: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One exercise: scenes with a start."""

    id: str
    title: str
    area: str
    language: str
    summary: str
    minutes: int
    use: str
    start: str
    scenes: Mapping[str, Scene]
    orientation: str = ""
    key: Key = Key()
    play: PlayRules = PlayRules()
    allow: Mapping[str, str] = field(default_factory=dict)

    def criteria(self) -> tuple[str, ...]:
        """Ids of all criteria its tasks rate, in the order in which they first stand in the file."""
        seen = dict.fromkeys(
            criterion for scene in self.scenes.values() if scene.task for criterion in scene.task.criteria
        )
        return tuple(seen)

"""A scenario as the hosts play it: a graph of scenes, already checked and valid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .conditions import Condition
from .tasks import Post, SelfAssess, Task, Thread

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
class Media:
    """A picture, a sound or a film. ``src`` is ``/static/NAME``.

    A picture has ``alt``, a sound a ``transcript``, a film ``captions`` (another ``/static/NAME``).
    """

    kind: str
    src: str
    alt: str = ""
    transcript: str = ""
    captions: str = ""


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
    media: tuple[Media, ...] = ()
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
    """One exercise: scenes with a start.

    Where the author wrote variants, ``variants`` has each of them as a scenario of its own, and an attempt plays one
    of those; the outer scenario is what is said of the exercise before one is drawn.
    """

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
    variant: str = ""
    variants: "Mapping[str, Scenario]" = field(default_factory=dict)

    def in_variant(self, name: str) -> "Scenario":
        """The scenario as an attempt of this variant plays it; KeyError where there is no such variant."""
        return self.variants[name] if self.variants or name else self

    def tasks(self) -> Iterator[Task]:
        """Every task, in the order of the file; with variants, those of one variant after the other."""
        for played in self.variants.values() or (self,):
            for scene in played.scenes.values():
                if scene.task:
                    yield scene.task

    def criteria(self) -> tuple[str, ...]:
        """Ids of all criteria its tasks name, in the order in which they first stand in the file."""
        return tuple(dict.fromkeys(criterion for task in self.tasks() for criterion in task.criteria))

    def practised(self) -> tuple[str, ...]:
        """The same without those that it only asks the trainee to place themselves on."""
        rating = (task for task in self.tasks() if not isinstance(task, SelfAssess))
        return tuple(dict.fromkeys(criterion for task in rating for criterion in task.criteria))

    def people(self) -> tuple[tuple[str, str], ...]:
        """Everybody who says something to the trainee, each name with each of its roles once."""
        played = self.variants.values() or (self,)
        scenes = [scene for one in played for scene in one.scenes.values()]
        said = [(message.sender, message.role) for scene in scenes for message in scene.messages]
        posted = [(post.sender, post.role) for scene in scenes for post in _posts(scene)]
        return tuple(dict.fromkeys(each for each in (*said, *posted) if each[0] != TRAINEE))

    def media(self) -> tuple[Media, ...]:
        """Every picture, sound and film in it, each once."""
        played = self.variants.values() or (self,)
        return tuple(dict.fromkeys(each for one in played for scene in one.scenes.values() for each in scene.media))


def _posts(scene: Scene) -> tuple[Post, ...]:
    return scene.task.posts if isinstance(scene.task, Thread) else ()

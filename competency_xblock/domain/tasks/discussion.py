"""A discussion among people: the trainee picks a post, an action, and what to say."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from .base import OWN_WORDS, Answer, AnswerRefused, Judgement, Option, Task, judge_one, written_text

_PARTS = frozenset({"post", "action", "answer", OWN_WORDS})


@dataclass(frozen=True, slots=True)
class Post:
    """Something a person wrote in the discussion. ``reply_to`` is the id of another post, or empty."""

    id: str
    sender: str
    text: str
    role: str = ""
    at: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A way of stepping in."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ThreadAnswer:
    """What may be said at one post by one action. ``free``: in the trainee's own words, about ``words`` of them."""

    option: Option
    post: str
    action: str
    free: bool = False
    words: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        return self.post, self.action


@dataclass(frozen=True, slots=True)
class Thread(Task):
    """One step into a discussion. ``otherwise`` (id empty) judges every pair of post and action without an answer."""

    kind = "thread"
    parts = _PARTS
    posts: tuple[Post, ...]
    actions: tuple[Action, ...]
    answers: tuple[ThreadAnswer, ...]
    otherwise: Option

    @property
    def options(self) -> tuple[Option, ...]:
        return (*(answer.option for answer in self.answers), self.otherwise)

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(self.otherwise.levels)

    @property
    def takes_text(self) -> bool:
        return any(answer.free for answer in self.answers)

    @property
    def always_leads_on(self) -> bool:
        pairs = {answer.pair for answer in self.answers}
        covered = len(pairs) == len(self.posts) * len(self.actions)
        return covered and all(answer.option.goto for answer in self.answers)

    @property
    def names(self) -> tuple[str, ...]:
        return (
            *(post.id for post in self.posts),
            *(action.id for action in self.actions),
            *(answer.option.id for answer in self.answers),
        )

    @property
    def form(self) -> tuple[object, ...]:
        return (
            tuple(sorted(post.id for post in self.posts)),
            tuple(sorted(action.id for action in self.actions)),
            tuple(sorted((each.option.id, *each.pair, each.free, each.option.goto) for each in self.answers)),
        )

    def at(self, post: str, action: str) -> tuple[ThreadAnswer, ...]:
        """The answers of one pair of post and action."""
        return tuple(answer for answer in self.answers if answer.pair == (post, action))

    def accept(self, raw: object) -> Answer:
        if not _has_parts(raw) or not self._knows(raw["post"], raw["action"]):
            raise AnswerRefused("Choose a post, and what to do there.")
        pair = self.at(raw["post"], raw["action"])
        chosen = next((each for each in pair if each.option.id == raw["answer"]), None)
        if (pair and chosen is None) or (not pair and raw["answer"] is not None):
            raise AnswerRefused("Choose what to say there.")
        if chosen and chosen.free:
            return raw | {OWN_WORDS: written_text(raw[OWN_WORDS])}
        if raw[OWN_WORDS] is not None:
            raise AnswerRefused("Nothing is to be written there.")
        return dict(raw)

    def _knows(self, post: object, action: object) -> bool:
        return any(each.id == post for each in self.posts) and any(each.id == action for each in self.actions)

    def judge(self, answer: Answer) -> Judgement:
        return judge_one(self.picked(answer)[0], self.options)

    def picked(self, answer: Answer) -> tuple[Option, ...]:
        chosen = [each.option for each in self.answers if each.option.id == answer["answer"]]
        return (chosen[0] if chosen else self.otherwise,)

    def goto(self, answer: Answer) -> str:
        return self.picked(answer)[0].goto


def _has_parts(raw: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(raw, dict) and raw.keys() == _PARTS

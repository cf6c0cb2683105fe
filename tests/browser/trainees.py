"""Trainees who play a scenario in a browser, and an engine beside them that knows what may be seen by now.

One plays by keyboard alone, the other by thumb alone; what they do is the same.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from competency_xblock import markup
from competency_xblock.domain.engine import Play, make_move, start
from competency_xblock.domain.scenario import Scenario, Scene
from competency_xblock.domain.tasks import (
    Choose,
    Feedback,
    Option,
    Rank,
    Rate,
    Reflect,
    Select,
    SelfAssess,
    Settings,
    Sort,
    Task,
    Thread,
    Write,
)

NO_LOCAL: Mapping[str, str] = {}
AT = "2026-01-01T00:00:00+00:00"
TABS = 160
BUTTONS = {"rank": "Send this order", "settings": "Save these settings", "write": "Send and rate it yourself"}
KEEPING = "Keep this and go on"


class Trainee(ABC):
    """Answers the present scene. ``play`` is where the engine says the trainee stands."""

    variant_of: Callable[[str], str] | None = None  # of an attempt, where its first scene does not tell

    def __init__(self, page: Page, scenario: Scenario, local: Mapping[str, str] = NO_LOCAL) -> None:
        self.page, self.scenario, self.local = page, scenario, local

    def words(self, text: str) -> str:
        return words(text, self.local)

    def begin(self) -> None:
        self.page.wait_for_load_state("networkidle")  # before its script is there, a button does nothing
        self.press(self.page.get_by_role("button", name="Start", exact=True))
        self.arrived(0)
        variant = self._variant()
        self.attempt = start(self.scenario, uid="u", n=1, seed="s", version="v", framework="f", at=AT, variant=variant)
        self.play = Play(self.scenario.in_variant(variant))

    def _variant(self) -> str:
        """The variant that was drawn: the one whose first scene is on the page, unfolded or not."""
        if self.variant_of:
            return self.variant_of(self.page.locator("[data-attempt]").get_attribute("data-attempt") or "")
        shown = " ".join((self.page.locator(".scene").text_content() or "").split())
        for name, played in self.scenario.variants.items():
            if all(self.words(text) in shown for text in _texts_of(played.scenes[played.start])):
                return name
        return ""

    @property
    def task(self) -> Task | None:
        return self.play.current.scene.task

    def answer(self, answer: Any = None) -> None:
        """Give an answer in its stored form, as the engine takes it; a text is rated and left as it is."""
        task = self.task
        if task is None:
            return self.do("answer", None, "Continue")
        self.fill_in(task, answer)
        self.do("answer", answer, KEEPING if isinstance(task, Reflect | SelfAssess) else self._button(task))
        if isinstance(task, Write):
            self.rate_own_text(dict.fromkeys(task.criteria, 3))
            self.do("answer", None, "Continue")
        return None

    def best(self) -> Any:
        """An answer to the present scene that no other beats."""
        return best_answer(self.task)

    def fill_in(self, task: Task, answer: Any) -> None:
        """Put an answer into the form without sending it."""
        if isinstance(task, Choose):
            self.check(self._option(task, answer))
        elif isinstance(task, Select):
            for each in answer:
                self.check(self._option(task, each))
        elif isinstance(task, Rank):
            self._order(task, answer)
        elif isinstance(task, Rate):
            for item in task.choices:
                self.check(self._group(item.text).locator(f"input[value='{answer[item.id]}']"))
        elif isinstance(task, Sort):
            bins = {bin.id: bin.text for bin in task.bins}
            for item in task.choices:
                self.check(self._labelled(self._group(item.text), bins[answer[item.id]]))
        elif isinstance(task, Settings):
            for switch in task.switches:
                self.check(self._labelled(self._group(switch.text), switch.value(answer[switch.id]).text))
        elif isinstance(task, Thread):
            self._step_in(task, answer)
        elif isinstance(task, SelfAssess):
            self._rate(answer)
        elif isinstance(task, Write):
            self.type_into(self.page.get_by_role("textbox"), answer["text"])
        else:
            self.type_into(self.page.get_by_role("textbox"), answer)

    def rate_own_text(self, levels: dict[str, int]) -> None:
        self._rate(levels)
        self.do("rate", levels, "Keep my rating")

    def do(self, do: str, answer: Any, button: str) -> None:
        """Press a button and be where the engine says that it leads."""
        self.attempt, self.play = make_move(
            self.scenario, self.attempt, do, answer, request="r", at=AT, undo_allowed=False
        )
        self.press(self.page.get_by_role("button", name=button, exact=True))
        self.arrived(len(self.attempt.moves))

    def arrived(self, seen: int) -> None:
        expect(self.page.locator(f"[data-seen='{seen}']")).to_be_visible()

    def _button(self, task: Task) -> str:
        return BUTTONS.get(task.kind, "Send this answer")

    def _option(self, task: Task, option_id: str) -> Locator:
        option = next(each for each in task.options if each.id == option_id)
        return self._labelled(self.page.locator(".scene"), option.text)

    def _labelled(self, part: Locator, text: str) -> Locator:
        label = part.locator("label.option", has=self.page.get_by_text(self.words(text), exact=True))
        return label.locator("input")

    def _group(self, text: str) -> Locator:
        return self.page.locator("[data-group]", has=self.page.get_by_text(self.words(text), exact=True))

    def _rate(self, levels: dict[str, int]) -> None:
        groups = self.page.get_by_role("radiogroup").all()
        for group, level in zip(groups, levels.values(), strict=True):
            self.check(group.locator(f"input[value='{level}']"))

    def _step_in(self, task: Thread, answer: dict[str, Any]) -> None:
        post = next(each for each in task.posts if each.id == answer["post"])
        action = next(each for each in task.actions if each.id == answer["action"])
        entry = self.page.locator(".posts > li", has=self.page.get_by_text(self.words(post.text), exact=True))
        self.check(entry.locator("label.entry input"))
        self.check(self._labelled(entry.locator(".step-in"), action.text))
        if answer["text"]:
            self.type_into(entry.get_by_role("textbox"), answer["text"])
        elif answer["answer"]:
            said = next(each.option for each in task.answers if each.option.id == answer["answer"])
            self.check(self._labelled(entry, said.text))

    def _order(self, task: Rank, ids: list[str]) -> None:
        by_id = {option.id: option for option in task.options}
        for place, item_id in enumerate(ids):
            item = self.page.locator("ol.rank > li", has_text=self.words(by_id[item_id].text))
            now = int(item.evaluate("element => [...element.parentElement.children].indexOf(element)"))
            for _ in range(now - place):
                self.press(item.get_by_role("button", name="Move up"))

    @abstractmethod
    def press(self, button: Locator) -> None:
        """Press a button."""

    @abstractmethod
    def check(self, box: Locator) -> None:
        """Choose a radio button or a box."""

    @abstractmethod
    def type_into(self, box: Locator, text: str) -> None:
        """Write into a text box."""


class KeyboardTrainee(Trainee):
    """By keyboard alone."""

    def press(self, button: Locator) -> None:
        tab_to(self.page, button)
        self.page.keyboard.press("Enter")

    def check(self, box: Locator) -> None:
        if box.is_checked():
            return
        if box.get_attribute("type") == "checkbox":
            tab_to(self.page, box)
            self.page.keyboard.press("Space")
        else:
            self._tab_into_group(box.get_attribute("name"))
            self.page.keyboard.press("Space")
            for _ in range(TABS):
                if box.is_checked():
                    break
                self.page.keyboard.press("ArrowDown")
        expect(box).to_be_checked()

    def type_into(self, box: Locator, text: str) -> None:
        tab_to(self.page, box)
        self.page.keyboard.type(text)

    def _tab_into_group(self, name: str | None) -> None:
        for _ in range(TABS):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not lead to the choices {name}.")


class TouchTrainee(Trainee):
    """By thumb alone, in a browser that has touch."""

    def press(self, button: Locator) -> None:
        button.tap()

    def check(self, box: Locator) -> None:
        if not box.is_checked():
            box.locator("xpath=ancestor::label").tap()
        expect(box).to_be_checked()

    def type_into(self, box: Locator, text: str) -> None:
        box.tap()
        self.page.keyboard.type(text)  # what the keyboard on the screen sends


def _texts_of(scene: Scene) -> list[str]:
    """What a scene says and offers, as far as it is there whatever was done before."""
    posts = [post.text for post in scene.task.posts] if isinstance(scene.task, Thread) else []
    options = [option.text for option in scene.task.options if option.text] if scene.task else []
    return [*(each.text for each in scene.messages if not each.when), *posts, *options]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not lead to {target}.")


def best_answer(task: Task | None) -> Any:
    """An answer in its stored form that earns full credit; None for a Continue."""
    if task is None:
        return None
    if isinstance(task, Rank):
        return list(task.key)
    if isinstance(task, Rate | Sort):
        return {item.id: task.key[item.id] for item in task.choices}
    if isinstance(task, Settings):
        return {switch.id: max(switch.values, key=_sum).id for switch in task.switches}
    if isinstance(task, Thread):
        said = max(task.answers, key=lambda answer: _sum(answer.option))
        text = "I read what you wrote." if said.free else None
        return {"post": said.post, "action": said.action, "answer": said.option.id, "text": text}
    if isinstance(task, SelfAssess):
        return dict.fromkeys(task.criteria, 2)
    if isinstance(task, Write):
        return {"text": "Dear Duc, three steps. First the form, by Friday. Write to me when you have it."}
    if isinstance(task, Reflect):
        return "Shorter, and the date first."
    ranked = [option.id for option in sorted(task.options, key=lambda option: -_sum(option))]
    return ranked[: task.pick] if isinstance(task, Select) else ranked[0]


def _sum(option: Option) -> int:
    return sum(option.levels.values())


def words(text: str, local: Mapping[str, str] = NO_LOCAL) -> str:
    return markup.plain(text, local=local)


def secrets(scenario: Scenario, play: Play) -> Iterator[tuple[str, str]]:
    """What the browser must not have been told by now: (what it is, the text)."""
    shown = " ".join(_shown(play))
    return ((what, text) for what, text in _unseen(scenario, play) if text not in shown)


def _shown(play: Play) -> Iterator[str]:
    """What the visited scenes say; a later scene may quote it."""
    for visit in play.path:
        yield words(visit.scene.ask)
        yield from (words(message.text) for message in play.messages(visit))
        yield from (words(text) for text in _task_texts(visit.scene.task))


def _task_texts(task: Task | None) -> Iterator[str]:
    """What the page of a task says before it is answered."""
    if task is None:
        return
    yield from (option.text for option in task.options)
    if isinstance(task, Thread):
        yield from (post.text for post in task.posts)
    elif isinstance(task, Settings):
        yield from (switch.text for switch in task.switches)
        yield from (line.sees for line in task.preview)
    elif isinstance(task, Sort):
        yield from (bin.text for bin in task.bins)


def _unseen(scenario: Scenario, play: Play) -> Iterator[tuple[str, str]]:
    visited = {visit.scene.id for visit in play.path}
    picked = {(visit.scene.id, option.id) for visit in play.path for option in visit.picked()}
    for scene in scenario.scenes.values():
        if scene.id not in visited:
            yield from ((f"message of {scene.id}", words(message.text)) for message in scene.messages)
            yield f"question of {scene.id}", words(scene.ask)
        if scene.task is None:
            continue
        if scene.id not in visited:
            yield from ((f"task of {scene.id}", words(text)) for text in _task_texts(scene.task))
        if isinstance(scene.task, Settings) and scene.id not in visited:
            yield from ((f"panel of {scene.id}", words(whole.breach)) for whole in scene.task.whole)
        for option in scene.task.options:
            if (scene.id, option.id) not in picked:
                yield from _of_the_key(scene.id, option)
        if isinstance(scene.task, Write) and scene.id not in {visit.scene.id for visit in play.path if visit.rating}:
            yield from ((f"anchor of {scene.id}", words(anchor.text)) for anchor in scene.task.anchors)


def _of_the_key(scene: str, option: Option) -> Iterator[tuple[str, str]]:
    feedback: Feedback = option.feedback
    for part in (feedback.attracts, feedback.overlooks, feedback.moves_up, option.breach):
        yield f"feedback on {scene}/{option.id}", words(part)

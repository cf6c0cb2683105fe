"""A trainee who plays a scenario by keyboard alone, and an engine beside her that knows what may be seen by now."""

from collections.abc import Iterable, Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from competency_xblock import markup
from competency_xblock.domain.engine import Play, make_move, start
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.tasks import Choose, Feedback, Option, Rank, Reflect, Select, Task, Write

AT = "2026-01-01T00:00:00+00:00"
TABS = 120


class KeyboardTrainee:
    """Answers the present scene by keyboard. ``play`` is where the engine says she stands."""

    def __init__(self, page: Page, scenario: Scenario) -> None:
        self.page, self.scenario = page, scenario
        self.attempt = start(scenario, uid="u", n=1, seed="s", version="v", framework="f", at=AT)
        self.play = Play(scenario)

    def begin(self) -> None:
        self._press(self.page.get_by_role("button", name="Start", exact=True))
        self._arrived(0)

    def answer(self, ids: Iterable[str] = ()) -> None:
        """Answer with the options of these ids; nothing is a Continue."""
        task, ids = self.play.current.scene.task, list(ids)
        if task is None:
            self._do("answer", None, "Continue")
        elif isinstance(task, Choose):
            self._pick(task, ids, "ArrowDown")
            self._do("answer", ids[0], "Send this answer")
        elif isinstance(task, Select):
            self._pick(task, ids, "Space")
            self._do("answer", ids, "Send this answer")
        elif isinstance(task, Rank):
            self._order(ids)
            self._do("answer", ids, "Send this order")
        else:
            raise AssertionError(f"Write or reflect with other methods, not answer(): {task.kind}")

    def write(self, text: str, levels: dict[str, int]) -> None:
        """Write, rate the own text, and go on."""
        task = self.play.current.scene.task
        assert isinstance(task, Write)
        tab_to(self.page, self.page.get_by_role("textbox"))
        self.page.keyboard.type(text)
        self._do("answer", {"text": text}, "Send and rate it yourself")
        for group, criterion in zip(self.page.get_by_role("radiogroup").all(), task.criteria, strict=True):
            tab_to(self.page, group.get_by_role("radio").first)
            self.page.keyboard.press("Space")
            for _ in range(levels[criterion] - 1):
                self.page.keyboard.press("ArrowDown")
        self._do("rate", levels, "Keep my rating")
        self._do("answer", None, "Continue")

    def reflect(self, text: str) -> None:
        assert isinstance(self.play.current.scene.task, Reflect)
        tab_to(self.page, self.page.get_by_role("textbox"))
        self.page.keyboard.type(text)
        self._do("answer", text, "Keep this and go on")

    def best(self) -> list[str]:
        """Ids of an answer that no other beats."""
        return best_answer(self.play.current.scene.task)

    def _pick(self, task: Task, ids: list[str], key: str) -> None:
        for option in (option for option in task.options if option.id in ids):
            box = self.page.locator("label.option", has_text=words(option.text)).locator("input")
            if key == "Space":
                tab_to(self.page, box)
                self.page.keyboard.press("Space")
            else:
                tab_to(self.page, self.page.get_by_role("radio").first)
                self.page.keyboard.press("Space")
                for _ in range(len(task.options)):
                    if box.is_checked():
                        break
                    self.page.keyboard.press(key)
            expect(box).to_be_checked()

    def _order(self, ids: list[str]) -> None:
        task = self.play.current.scene.task
        assert task is not None
        by_id = {option.id: option for option in task.options}
        for place, item_id in enumerate(ids):
            item = self.page.locator("ol.rank > li", has_text=words(by_id[item_id].text))
            now = int(item.evaluate("element => [...element.parentElement.children].indexOf(element)"))
            if now > place:
                tab_to(self.page, item.get_by_role("button", name="Move up"))
                for _ in range(now - place):
                    self.page.keyboard.press("Enter")

    def _do(self, do: str, answer: Any, button: str) -> None:
        self.attempt, self.play = make_move(
            self.scenario, self.attempt, do, answer, request="r", at=AT, undo_allowed=False
        )
        self._press(self.page.get_by_role("button", name=button, exact=True))
        self._arrived(len(self.attempt.moves))

    def _press(self, target: Locator) -> None:
        tab_to(self.page, target)
        self.page.keyboard.press("Enter")

    def _arrived(self, seen: int) -> None:
        expect(self.page.locator(f"[data-seen='{seen}']")).to_be_visible()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not lead to {target}.")


def best_answer(task: Task | None) -> list[str]:
    """Ids of an answer that earns full credit; nothing for a Continue."""
    if task is None:
        return []
    if isinstance(task, Rank):
        return list(task.key)
    how_many = task.pick if isinstance(task, Select) else 1
    ranked = sorted(task.options, key=lambda option: -sum(option.levels.values()))
    return [option.id for option in ranked[:how_many]]


def words(text: str) -> str:
    return markup.plain(text)


def secrets(scenario: Scenario, play: Play) -> Iterator[tuple[str, str]]:
    """What the browser must not have been told by now: (what it is, the text)."""
    shown = " ".join(_shown(play))
    return ((what, text) for what, text in _unseen(scenario, play) if text not in shown)


def _shown(play: Play) -> Iterator[str]:
    """What the visited scenes say; a later scene may quote it."""
    for visit in play.path:
        yield words(visit.scene.ask)
        yield from (words(message.text) for message in play.messages(visit))
        yield from (words(option.text) for option in (visit.scene.task.options if visit.scene.task else ()))


def _unseen(scenario: Scenario, play: Play) -> Iterator[tuple[str, str]]:
    visited = {visit.scene.id for visit in play.path}
    picked = {(visit.scene.id, option.id) for visit in play.path for option in visit.picked()}
    for scene in scenario.scenes.values():
        if scene.id not in visited:
            yield from ((f"message of {scene.id}", words(message.text)) for message in scene.messages)
            yield f"question of {scene.id}", words(scene.ask)
        if scene.task is None:
            continue
        for option in scene.task.options:
            if scene.id not in visited:
                yield f"option of {scene.id}", words(option.text)
            if (scene.id, option.id) not in picked:
                yield from _of_the_key(scene.id, option)
        if isinstance(scene.task, Write) and scene.id not in {visit.scene.id for visit in play.path if visit.rating}:
            yield from ((f"anchor of {scene.id}", words(anchor.text)) for anchor in scene.task.anchors)


def _of_the_key(scene: str, option: Option) -> Iterator[tuple[str, str]]:
    feedback: Feedback = option.feedback
    for part in (feedback.attracts, feedback.overlooks, feedback.moves_up, option.breach):
        yield f"feedback on {scene}/{option.id}", words(part)

"""The kinds of task that judge, set and step in: each by keyboard alone and by thumb alone, and what they send."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import page_harness
from tests.browser.conftest import violations, wait_until_started

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
KINDS = ("rate", "sort", "settings", "thread", "self-assess")
PLACES = {"rate": 8, "sort": 9, "settings": 10, "thread": 11, "self-assess": 12}
SEND = {"settings": "Save these settings", "self-assess": "Keep this and go on"}
ANSWERS: dict[str, Any] = {
    "rate": {"t1": 1, "t2": 3, "t3": 2},
    "sort": {"t1": "b1", "t2": "b2", "t3": "b3"},
    "settings": {"s1": "s1v3", "s2": "s2v1", "s3": "s3v2"},
    "thread": {"post": "p1", "action": "a1", "answer": "w1", "text": None},
    "self-assess": {"c1": 2, "c2": 4},
}
OWN_WORDS = {"post": "p2", "action": "a2", "answer": "w3", "text": "Are you all right?"}


@pytest.fixture
def phone(chromium: Browser, host: page_harness.Host) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    yield page
    assert violations(page) == []
    context.close()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def choice(page: Page, group: str, value: object) -> Locator:
    """The radio button of a value; an action stands below each post, and only the one shown counts."""
    return page.locator(f"[data-group='{group}'] input[value='{value}']:visible")


def choose_by_keyboard(page: Page, target: Locator) -> None:
    """Tab to the group of a radio button, then arrows to it."""
    for _ in range(60):
        if target.evaluate("(radio) => radio.name === document.activeElement.name"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(8):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The keyboard does not lead to {target}.")


def send_by_keyboard(page: Page, name: str) -> None:
    target = button(page, name)
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def parts(answer: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in answer.items() if value is not None and name != "text"]


def play(page: Page, host: page_harness.Host, kind: str) -> None:
    host.exercise.at = PLACES[kind]
    page.goto(f"{host.url}/play/")
    wait_until_started(page)


def arrived(page: Page, host: page_harness.Host, kind: str) -> dict[str, Any]:
    expect(page.locator(f"[data-seen='{PLACES[kind] + 1}']")).to_be_visible()
    (move,) = host.exercise.counted
    assert move["do"] == "answer"
    answer: dict[str, Any] = move["answer"]
    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_by_keyboard_alone(opened: Open, host: page_harness.Host, kind: str) -> None:
    page = opened("play/")
    play(page, host, kind)
    for group, value in parts(ANSWERS[kind]):
        choose_by_keyboard(page, choice(page, group, value))
    send_by_keyboard(page, SEND.get(kind, "Send this answer"))
    assert arrived(page, host, kind) == ANSWERS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_by_thumb_alone(phone: Page, host: page_harness.Host, kind: str) -> None:
    play(phone, host, kind)
    for group, value in parts(ANSWERS[kind]):
        choice(phone, group, value).locator("xpath=ancestor::label").tap()
    button(phone, SEND.get(kind, "Send this answer")).tap()
    assert arrived(phone, host, kind) == ANSWERS[kind]


def test_own_words_in_a_discussion_by_keyboard(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    play(page, host, "thread")
    choose_by_keyboard(page, choice(page, "post", "p2"))
    choose_by_keyboard(page, choice(page, "action", "a2"))
    page.keyboard.press("Tab")
    page.keyboard.type(OWN_WORDS["text"])
    send_by_keyboard(page, "Send this answer")
    assert arrived(page, host, "thread") == OWN_WORDS


def test_own_words_in_a_discussion_by_thumb(phone: Page, host: page_harness.Host) -> None:
    play(phone, host, "thread")
    phone.get_by_text("I am in my third year of it.").tap()
    phone.get_by_text("Write privately").filter(visible=True).tap()
    phone.get_by_role("textbox").fill(OWN_WORDS["text"])
    button(phone, "Send this answer").tap()
    assert arrived(phone, host, "thread") == OWN_WORDS


def test_a_post_and_an_action_may_be_all_there_is_to_say(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    play(page, host, "thread")
    choice(page, "post", "p4").check()
    choice(page, "action", "a3").check()
    expect(page.get_by_text("There is nothing more to choose here.").filter(visible=True)).to_have_count(1)
    button(page, "Send this answer").click()
    assert arrived(page, host, "thread") == {"post": "p4", "action": "a3", "answer": None, "text": None}


def test_only_what_belongs_to_the_picked_post_is_shown_and_sent(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    play(page, host, "thread")
    for post, action in (("p1", "a1"), ("p2", "a1"), ("p2", "a2")):
        choice(page, "post", post).check()
        choice(page, "action", action).check()
    expect(page.get_by_role("textbox")).to_have_count(1)
    page.get_by_role("textbox").fill(OWN_WORDS["text"])
    choice(page, "post", "p1").check()
    expect(choice(page, "action", "a1")).to_be_checked()
    choice(page, "post", "p2").check()
    expect(page.get_by_role("textbox")).to_have_value(OWN_WORDS["text"])
    button(page, "Send this answer").click()
    assert arrived(page, host, "thread") == OWN_WORDS


@pytest.mark.parametrize("kind", ["rate", "sort", "thread", "self-assess"])
def test_what_is_missing_is_said_and_has_the_focus(opened: Open, host: page_harness.Host, kind: str) -> None:
    page = opened("play/")
    play(page, host, kind)
    (group, value), (missing, _) = parts(ANSWERS[kind])[:2]
    choice(page, group, value).check()
    button(page, SEND.get(kind, "Send this answer")).click()
    expect(page.locator("[data-alarm]:not(:empty)")).to_be_visible()
    expect(page.locator(f"[data-group='{missing}']:visible input").first).to_be_focused()
    assert host.exercise.requests == []


def test_the_panel_shows_at_once_who_would_see_what(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    play(page, host, "settings")
    seen = page.locator(".preview li:visible b")
    expect(seen).to_have_text(["Another pupil", "Amir's mother", "A new member"])
    choice(page, "s1", "s1v3").check()
    expect(seen).to_have_text(["A new member"])
    said = page.locator("[data-live]")
    expect(said).to_contain_text("No longer seen: Another pupil Everybody's phone number")
    choice(page, "s2", "s2v1").check()
    expect(seen).to_have_text(["A new member", "Somebody who finds the link"])
    expect(said).to_have_text("Seen now: Somebody who finds the link The name of the group")
    choice(page, "s3", "s3v2").check()
    expect(said).to_have_text("Seen now: Somebody who finds the link The name of the group")  # nothing new to say


def test_a_file_that_is_missing_is_said(opened: Open, host: page_harness.Host) -> None:
    page = opened("page/media")
    expect(page.get_by_text("This file could not be loaded. Its words are below.")).to_be_visible()
    expect(page.get_by_text("This file could not be loaded.", exact=True)).to_be_visible()
    page.get_by_text("Read it instead").click()
    expect(page.get_by_text("Marika: It is really urgent.")).to_be_visible()

"""Drafts and answers while there is no network: what is kept where, shown as what, and sent how often."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import page_harness
from tests.browser.conftest import wait_until_started

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
TEXT = "Dear Noor, the deadline first."
CHAT, GROUP, WRITE, COMPARE, REFLECT, SORT, THREAD = 0, 2, 4, 6, 7, 9, 11
QUIET = 3_000
WAITS = "Waiting to be sent."
OFFLINE = "**/handler/**"


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def stored(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return found


def at(host: page_harness.Host, opened: Open, place: int) -> Page:
    host.exercise.at = place
    return opened("play/")


def kept(page: Page, words: str) -> None:
    expect(page.locator("[data-kept]").filter(visible=True)).to_have_text(words)


def lose_connection(page: Page) -> None:
    """Handlers are out of reach; the page itself can still be loaded, as with a server that is being restarted."""
    page.route(OFFLINE, lambda route: route.abort())


# Drafts


@pytest.mark.parametrize("place", [WRITE, REFLECT, COMPARE])
def test_a_draft_goes_to_the_account_and_leaves_the_browser(
    opened: Open, host: page_harness.Host, context: BrowserContext, place: int
) -> None:
    context.clock.install()
    page = at(host, opened, place)
    page.get_by_role("textbox").fill(TEXT)
    kept(page, "Kept in this browser")
    assert list(stored(page).values()) == [TEXT]
    assert host.exercise.drafts == []
    page.clock.run_for(QUIET)
    kept(page, "Saved with your account")
    assert stored(page) == {}
    (draft,) = host.exercise.drafts
    assert (draft["attempt"], draft["seen"], draft["text"]) == ("attempt-1", place, TEXT)


def test_the_advice_follows_the_draft(opened: Open, host: page_harness.Host, context: BrowserContext) -> None:
    context.clock.install()
    page = at(host, opened, WRITE)
    expect(page.locator("[data-advice]")).to_contain_text("worth a look")
    page.get_by_role("textbox").fill(TEXT)
    page.clock.run_for(QUIET)
    expect(page.locator("[data-advice]")).to_contain_text("It says that the message is complete.")
    expect(page.get_by_role("textbox")).to_be_focused()


def test_who_types_without_a_pause_is_saved_all_the_same(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.clock.install()
    page = at(host, opened, REFLECT)
    for n in range(8):
        page.get_by_role("textbox").fill("word " * (n + 1))
        page.clock.run_for(2_000)
    kept(page, "Saved with your account")
    assert len(host.exercise.drafts) == 1


def test_leaving_the_page_saves_the_draft(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    page.goto(f"{host.url}/page/note")
    assert host.exercise.saved.wait(10)
    assert [draft["text"] for draft in host.exercise.drafts] == [TEXT]


def test_a_connection_lost_while_writing_loses_nothing(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.clock.install()
    page = at(host, opened, WRITE)
    lose_connection(page)
    page.get_by_role("textbox").fill(TEXT)
    with page.expect_event("requestfailed"):
        page.clock.run_for(QUIET)
    kept(page, "Kept in this browser")
    page.reload()
    wait_until_started(page)
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    page.unroute(OFFLINE)
    page.evaluate("dispatchEvent(new Event('online'))")
    kept(page, "Saved with your account")
    assert host.exercise.drafts[-1]["text"] == TEXT
    assert stored(page) == {}


def test_what_is_typed_while_a_draft_is_under_way_stays(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.clock.install()
    page = at(host, opened, WRITE)
    held: list[Any] = []
    page.route("**/draft", lambda route: held.append(route))
    page.get_by_role("textbox").fill(TEXT)
    with page.expect_request("**/draft"):
        page.clock.run_for(QUIET)
    page.get_by_role("textbox").fill(TEXT + " The rest on Thursday.")
    with page.expect_response("**/draft"):
        held[0].continue_()
    kept(page, "Kept in this browser")
    assert list(stored(page).values()) == [TEXT + " The rest on Thursday."]


def test_a_hint_does_not_part_the_draft_from_its_text(opened: Open, host: page_harness.Host) -> None:
    host.exercise.stages[WRITE]["scene"] |= {"hint": True}
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    button(page, "Show a hint").click()
    expect(page.locator("[data-seen='5']")).to_be_attached()
    page.reload()
    wait_until_started(page)
    expect(page.get_by_role("textbox")).to_have_value(TEXT)


def test_a_stored_draft_of_a_second_version_comes_back(opened: Open, host: page_harness.Host) -> None:
    task = host.exercise.stages[COMPARE]["scene"]["task"]
    host.exercise.stages[COMPARE]["scene"] |= {"task": task | {"begun": "Better."}}
    page = at(host, opened, COMPARE)
    expect(page.get_by_role("textbox")).to_have_value("Better.")
    kept(page, "Saved with your account")
    button(page, "Put the old version back").click()
    expect(page.get_by_role("textbox")).to_have_value(task["text"])


@pytest.mark.parametrize("place", [WRITE, REFLECT])
def test_beside_every_place_to_write_it_says_what_not_to_write(
    opened: Open, host: page_harness.Host, place: int
) -> None:
    expect(at(host, opened, place).get_by_text("Please never write a real client")).to_be_visible()


# Answers


def test_an_answer_without_a_network_waits_and_is_sent_once(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    context.set_offline(True)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(button(page, "Try now")).to_be_focused()
    expect(page.locator("[data-live]")).to_contain_text("Your answer waits here")
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    expect(page.get_by_role("textbox")).not_to_be_editable()
    expect(button(page, "Send and rate it yourself")).to_be_hidden()
    context.set_offline(False)  # and the browser says so
    expect(page.locator("[data-seen='5']")).to_be_visible()
    assert len(host.exercise.counted) == 1
    assert stored(page) == {}


def test_a_choice_that_waits_can_be_read_and_not_changed(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    page = at(host, opened, CHAT)
    page.get_by_role("radio").nth(1).check()
    context.set_offline(True)
    button(page, "Send this answer").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("radio").nth(2).click(force=True)
    page.get_by_role("radio").nth(1).press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    button(page, "Try now").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    context.set_offline(False)
    expect(page.locator("[data-seen='1']")).to_be_visible()
    assert [move["answer"] for move in host.exercise.counted] == ["t2"]


def test_it_is_tried_again_with_a_growing_pause(opened: Open, host: page_harness.Host, context: BrowserContext) -> None:
    context.clock.install()
    page = at(host, opened, CHAT)
    lose_connection(page)
    page.get_by_role("radio").first.check()
    with page.expect_event("requestfailed"):
        button(page, "Send this answer").click()
    for pause in (2_000, 4_000, 8_000):
        expect(page.locator("[data-stage]")).to_have_attribute("aria-busy", "false")
        with page.expect_event("requestfailed"):
            page.clock.run_for(pause)
    page.unroute(OFFLINE)
    page.clock.run_for(16_000)
    expect(page.locator("[data-seen='1']")).to_be_visible()
    assert len(host.exercise.counted) == 1


def test_a_reply_that_was_lost_is_asked_for_again_and_counted_once(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    host.exercise.lose = True
    button(page, "Send and rate it yourself").click()
    button(page, "Try now").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()
    first, second = (body["request"] for name, body in host.exercise.requests if name == "move")
    assert first == second
    assert len(host.exercise.counted) == 1


@pytest.mark.parametrize(
    ("place", "send"),
    [(CHAT, "Send this answer"), (GROUP, "Send this order"), (SORT, "Send this answer"), (THREAD, "Send this answer")],
)
def test_it_is_sent_once_after_a_reload(opened: Open, host: page_harness.Host, place: int, send: str) -> None:
    page = at(host, opened, place)
    lose_connection(page)
    if place == GROUP:
        button(page, "Move down").first.click()
    elif place == THREAD:
        page.locator("input[value=p2]").check()
        page.locator("input[value=a2]:visible").check()
        page.get_by_role("textbox").fill(TEXT)
    else:
        for group in page.get_by_role("radiogroup").all():
            group.get_by_role("radio").nth(1).check()
    with page.expect_event("requestfailed"):
        button(page, send).click()
    waiting = next(json.loads(value) for key, value in stored(page).items() if "waiting" in key)
    shown = (
        "(element) => [element.value, [...element.querySelectorAll('[data-token]')].map((each) => each.dataset.token)]"
    )
    before = page.locator("form[data-do=answer]").evaluate(shown)
    page.reload()
    wait_until_started(page)
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert page.locator("form[data-do=answer]").evaluate(shown) == before
    if place in (CHAT, SORT):
        for group in page.get_by_role("radiogroup").all():
            expect(group.get_by_role("radio").nth(1)).to_be_checked()
    if place == THREAD:
        expect(page.get_by_role("textbox")).to_have_value(TEXT)
    page.unroute(OFFLINE)
    button(page, "Try now").click()
    expect(page.locator(f"[data-seen='{place + 1}']")).to_be_visible()
    (move,) = host.exercise.counted
    assert (move["request"], move["answer"]) == (waiting["request"], waiting["content"]["answer"])
    assert stored(page) == {}


def test_an_answer_that_was_counted_before_the_reload_is_not_sent_twice(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, CHAT)
    page.get_by_role("radio").first.check()
    host.exercise.lose = True
    button(page, "Send this answer").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Mail")).to_be_visible()
    page.wait_for_load_state("networkidle")  # its script has taken the answer up, and heard that it counted
    expect(page.get_by_text(WAITS)).to_have_count(0)
    assert len(host.exercise.counted) == 1
    assert stored(page) == {}


def test_a_text_that_came_too_late_is_shown_as_unsent(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    lose_connection(page)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    host.exercise.at = WRITE + 1  # the other tab was faster
    page.unroute(OFFLINE)
    button(page, "Try now").click()
    expect(page.locator("[data-unsent]")).to_have_text(TEXT)
    assert stored(page) == {}


def test_a_refusal_lets_go_of_what_waited(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    lose_connection(page)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.unroute(OFFLINE)
    host.exercise.refuse, host.exercise.sentence = 400, "Your text is too long."
    button(page, "Try now").click()
    expect(page.get_by_role("alert").filter(has_text="Your text is too long.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_editable()
    expect(page.get_by_text(WAITS)).to_have_count(0)
    assert [key for key in stored(page) if "waiting" in key] == []


@pytest.mark.parametrize("status", [401, 403, 502])
def test_after_a_logout_it_goes_on_waiting(opened: Open, host: page_harness.Host, status: int) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    lose_connection(page)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.unroute(OFFLINE)
    host.exercise.refuse = status
    with page.expect_response(OFFLINE):
        button(page, "Try now").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    if status < 500:
        expect(page.get_by_text("You have been logged out.")).to_be_visible()
    host.exercise.refuse = 0
    button(page, "Try now").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()


def test_nothing_of_another_learner_is_shown_or_sent(opened: Open, host: page_harness.Host) -> None:
    page = at(host, opened, WRITE)
    page.get_by_role("textbox").fill(TEXT)
    lose_connection(page)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.unroute(OFFLINE)
    page.route("**/boot.js", lambda route: route.fulfill(body=page_harness.BOOT.replace("learner-1", "learner-2")))
    page.reload()
    wait_until_started(page)
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_text(WAITS)).to_have_count(0)
    assert host.exercise.requests == []

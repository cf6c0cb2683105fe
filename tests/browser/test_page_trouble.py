"""What goes wrong between page and server, and that nothing the trainee did is lost by it."""

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import page_harness
from tests.browser.conftest import wait_until_started

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
TEXT = "Dear Noor, the deadline first."
CHAT, WRITE, COMPARE = 0, 4, 6
OFFLINE = "This did not reach the server."


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def writing(opened: Open, host: page_harness.Host) -> Page:
    """A page in which a text was written and not yet sent."""
    host.exercise.at = WRITE
    page = opened("play/")
    page.get_by_role("textbox").fill(TEXT)
    return page


def alarm(page: Page, words: str) -> Locator:
    return page.get_by_role("alert").filter(has_text=words)


def test_pressing_twice_sends_once(opened: Open, host: page_harness.Host) -> None:
    host.exercise.at = CHAT
    host.exercise.hold = threading.Event()
    page = opened("play/")
    page.get_by_role("radio").first.check()
    send = button(page, "Send this answer")
    send.dblclick()
    expect(send).to_have_attribute("aria-disabled", "true")
    send.press("Enter")
    host.exercise.hold.set()
    expect(page.locator("[data-seen='1']")).to_be_visible()
    assert len(host.exercise.requests) == 1


def test_what_is_no_answer_does_not_wait_without_a_network(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    host.exercise.at = WRITE
    page = opened("play/")
    context.set_offline(True)
    button(page, "Take back my last answer").click()
    expect(alarm(page, OFFLINE)).to_be_visible()
    expect(page.locator(".waits")).to_have_count(0)
    context.set_offline(False)
    button(page, "Take back my last answer").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()


def test_a_stale_page_shows_where_the_attempt_is(opened: Open, host: page_harness.Host) -> None:
    page = writing(opened, host)
    host.exercise.at = WRITE + 1  # the other tab was faster
    button(page, "Send and rate it yourself").click()
    expect(page.locator(".notice")).to_be_focused()
    expect(page.get_by_role("button", name="Keep my rating")).to_be_visible()
    expect(page.locator("[data-unsent]")).to_have_text(TEXT)
    assert host.exercise.counted == []


@pytest.mark.parametrize("status", [401, 403])
def test_a_session_that_ended_keeps_the_text(opened: Open, host: page_harness.Host, status: int) -> None:
    page = writing(opened, host)
    host.exercise.refuse = status
    button(page, "Send and rate it yourself").click()
    expect(alarm(page, "You have been logged out.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    host.exercise.refuse = 0  # logged in again in another tab
    wait_until_started(page)
    button(page, "Send and rate it yourself").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("status", [400, 403, 409, 413, 500])
def test_a_refusal_says_what_the_server_says(opened: Open, host: page_harness.Host, status: int) -> None:
    page = writing(opened, host)
    host.exercise.refuse, host.exercise.sentence = status, "Your text has 20,001 characters; the limit is 20,000."
    button(page, "Send and rate it yourself").click()
    expect(alarm(page, "the limit is 20,000")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    expect(page.get_by_role("textbox")).to_be_editable()


def test_a_broken_server_is_named_in_plain_words(opened: Open, host: page_harness.Host) -> None:
    page = writing(opened, host)
    host.exercise.refuse = 502
    button(page, "Send and rate it yourself").click()
    expect(alarm(page, OFFLINE)).to_be_visible()


def test_a_login_page_in_place_of_an_answer_means_logged_out(opened: Open, host: page_harness.Host) -> None:
    page = writing(opened, host)
    page.route("**/handler/**", lambda route: route.fulfill(status=302, headers={"Location": f"{host.url}/page/chat"}))
    button(page, "Send and rate it yourself").click()
    expect(alarm(page, "You have been logged out.")).to_be_visible()


def test_going_back_brings_the_text_back(opened: Open, host: page_harness.Host) -> None:
    page = writing(opened, host)
    page.goto(f"{host.url}/page/note")
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    button(page, "Send and rate it yourself").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()


def test_a_page_out_of_the_cache_of_the_browser_can_send_again(opened: Open, host: page_harness.Host) -> None:
    host.exercise.hold = threading.Event()
    page = writing(opened, host)
    button(page, "Send and rate it yourself").click()
    expect(page.get_by_role("textbox")).not_to_be_editable()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("textbox")).to_be_editable()
    host.exercise.hold.set()
    expect(page.locator("[data-seen='5']")).to_be_visible()


def test_drafts_of_two_learners_stay_apart(opened: Open, host: page_harness.Host) -> None:
    page = writing(opened, host)
    assert page.evaluate("Object.entries(localStorage)") == [
        ["competency:learner-1:cx-sample:attempt-1:visit-4", TEXT],
    ]


def test_a_browser_that_refuses_storage_can_be_used(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page = writing(opened, host)
    button(page, "Send and rate it yourself").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()


def test_a_second_version_is_not_lost_by_going_on(opened: Open, host: page_harness.Host) -> None:
    host.exercise.at = COMPARE
    page = opened("play/")
    page.get_by_role("textbox").fill("Better.")
    button(page, "Continue").click()
    expect(alarm(page, "A text here is not sent yet.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    assert host.exercise.requests == []
    button(page, "Put the old version back").click()
    button(page, "Continue").click()
    expect(page.locator("[data-seen='7']")).to_be_visible()


def test_a_second_version_is_saved(opened: Open, host: page_harness.Host) -> None:
    host.exercise.at = COMPARE
    page = opened("play/")
    page.get_by_role("textbox").fill("Better.")
    button(page, "Save the second version").click()
    expect(page.locator("[data-seen='7']")).to_be_visible()
    assert (host.exercise.counted[0]["do"], host.exercise.counted[0]["answer"]) == ("revise", {"text": "Better."})


def test_the_token_against_forged_requests_is_sent(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.add_cookies([{"name": "csrftoken", "value": "abc123", "url": host.url}])
    button(opened("play/"), "Start").click()
    context.pages[0].locator(".scene").wait_for()
    assert host.exercise.headers[0]["x-csrftoken"] == "abc123"


def test_a_script_that_does_not_load_is_said(opened: Open, host: page_harness.Host, context: BrowserContext) -> None:
    context.route("**/scenario.js*", lambda route: route.abort())
    page = opened("play/")
    expect(alarm(page, "The exercise could not be loaded.")).to_be_visible()


def test_without_a_script_nothing_leaves_the_page(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.route("**/scenario.js*", lambda route: route.abort())
    host.exercise.at = CHAT
    page = opened("play/")
    page.get_by_role("radio").first.check()
    button(page, "Send this answer").click()
    assert page.url == f"{host.url}/play/"
    assert host.exercise.requests == []

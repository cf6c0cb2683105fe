"""Messages of a chat that come one after another: never in the way, and never lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_harness
from tests.browser.conftest import violations, wait_until_started
from tests.browser.test_page_looks import axe_findings

pytestmark = pytest.mark.browser

BEFORE_CHAT = 12  # the self-assessment; the chat comes next
LONGEST = 2_500


@pytest.fixture
def page(chromium: Browser, host: page_harness.Host) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="no-preference")
    context.set_default_timeout(10_000)
    context.clock.install(time=0)
    page = context.new_page()
    page.clock.pause_at(60_000)
    yield page
    assert violations(page) == []
    context.close()


def arrive(page: Page, host: page_harness.Host) -> None:
    host.exercise.at = BEFORE_CHAT
    page.goto(f"{host.url}/play/")
    wait_until_started(page)
    for group in page.get_by_role("radiogroup").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="Keep this and go on").click()
    expect(page.get_by_role("heading", name="Chat")).to_be_visible()


def test_messages_come_one_after_another_and_then_the_task(page: Page, host: page_harness.Host) -> None:
    arrive(page, host)
    messages = page.locator(".message").filter(visible=True)
    expect(messages).to_have_count(0)
    expect(page.locator(".typing")).to_be_visible()
    expect(page.get_by_role("button", name="Send this answer")).to_be_hidden()
    for shown in (1, 2):
        page.clock.run_for(LONGEST)
        expect(messages.nth(shown - 1)).to_be_visible()
    page.clock.run_for(3 * LONGEST)
    expect(messages).to_have_count(4)
    expect(page.locator(".typing")).to_be_hidden()
    expect(page.get_by_role("button", name="Send this answer")).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="What you showed")).to_be_visible()


def test_all_can_be_shown_now(page: Page, host: page_harness.Host) -> None:
    arrive(page, host)
    page.get_by_role("button", name="Show all now").press("Enter")
    expect(page.locator(".message").filter(visible=True)).to_have_count(4)
    expect(page.get_by_role("heading", name="Chat")).to_be_focused()
    expect(page.get_by_role("button", name="Send this answer")).to_be_visible()


def test_at_once_is_a_lasting_choice_that_can_be_taken_back(page: Page, host: page_harness.Host) -> None:
    arrive(page, host)
    page.get_by_label("Always show messages at once").check()
    expect(page.locator(".message").filter(visible=True)).to_have_count(4)
    arrive(page, host)
    expect(page.locator(".message").filter(visible=True)).to_have_count(4)
    page.get_by_label("Always show messages at once").uncheck()
    arrive(page, host)
    expect(page.locator(".message").filter(visible=True)).to_have_count(0)


def test_a_reload_shows_everything(page: Page, host: page_harness.Host) -> None:
    arrive(page, host)
    page.reload()
    wait_until_started(page)
    expect(page.locator(".message").filter(visible=True)).to_have_count(4)
    expect(page.get_by_role("button", name="Show all now")).to_be_hidden()


def test_without_motion_nothing_is_paced(page: Page, host: page_harness.Host) -> None:
    page.emulate_media(reduced_motion="reduce")
    arrive(page, host)
    expect(page.locator(".message").filter(visible=True)).to_have_count(4)
    expect(page.get_by_role("button", name="Show all now")).to_be_hidden()
    expect(page.get_by_role("button", name="Send this answer")).to_be_visible()


def test_a_chat_under_way_is_accessible(chromium: Browser, host: page_harness.Host) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="no-preference")
    page = context.new_page()
    arrive(page, host)
    assert page.locator(".messages").get_attribute("aria-live") == "polite"
    expect(page.locator(".typing")).to_be_visible()
    assert axe_findings(page) == []
    context.close()

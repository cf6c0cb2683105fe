"""A lesson in the page: read once its end was on screen, readable and printable whatever it holds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import page_harness

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
LESSON = "lesson/orientation/four-ways"
READ = "I have read this"


def to_the_end(page: Page) -> None:
    page.locator("[data-end]").scroll_into_view_if_needed()


def test_a_lesson_is_read_once_its_end_was_on_screen(opened: Open, host: page_harness.Host) -> None:
    page = opened(LESSON)
    assert host.exercise.requests == []
    to_the_end(page)
    expect(page.get_by_text("Marked as read.", exact=True)).to_be_visible()
    page.mouse.wheel(0, -3000)
    to_the_end(page)
    assert [name for name, _ in host.exercise.requests] == ["read"]


def test_a_lesson_that_could_not_be_marked_offers_a_button(opened: Open, host: page_harness.Host) -> None:
    host.exercise.refuse = 500
    page = opened(LESSON)
    to_the_end(page)
    expect(page.get_by_role("alert").filter(has_text="This could not be marked as read.")).to_be_visible()
    host.exercise.refuse = 0
    page.get_by_role("button", name=READ).click()
    expect(page.get_by_text("Marked as read.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=READ)).to_be_hidden()


def test_a_browser_that_cannot_watch_the_screen_gets_the_button(
    opened: Open, host: page_harness.Host, context: BrowserContext
) -> None:
    context.add_init_script("delete window.IntersectionObserver")
    page = opened(LESSON)
    to_the_end(page)
    page.get_by_role("button", name=READ).click()
    expect(page.get_by_text("Marked as read.", exact=True)).to_be_visible()


def test_a_wide_table_scrolls_inside_the_lesson_and_by_keyboard(opened: Open) -> None:
    page = opened(LESSON)
    page.set_viewport_size({"width": 320, "height": 640})
    table = page.get_by_role("group", name="Table")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_paper_shows_no_button_and_the_address_of_links(opened: Open) -> None:
    page = opened(LESSON)
    page.emulate_media(media="print")
    expect(page.locator("[data-end]")).to_be_hidden()
    link = page.locator('.prose a[href^="http"]').first
    assert "attr" not in link.evaluate("element => getComputedStyle(element, '::after').content")
    assert link.evaluate("element => getComputedStyle(element, '::after').content").startswith('" (')

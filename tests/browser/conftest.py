"""Chromium for the browser tests: found, started once, and given out as fresh contexts.

Where there is none the tests are skipped with one loud line, except where CI=true: there that is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser import page_harness

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "BROWSER TESTS SKIPPED: no Chromium was found. Install the package chromium to run them."

expect.set_options(timeout=15_000)  # two browsers and a server share the cores

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, without motion so that nothing has to be waited for."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def host() -> Iterator[page_harness.Host]:
    with page_harness.serving() as host:
        yield host


@pytest.fixture
def opened(context: BrowserContext, host: page_harness.Host) -> Iterator[Open]:
    """Opens a page of the host. Afterwards nothing may have broken the policy or thrown."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(path: str, **more: Any) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(f"{host.url}/{path}", **more)
        wait_until_started(page)
        return page

    yield open_page
    for page in pages:
        assert violations(page) == []
    assert errors == []


def wait_until_started(page: Page) -> None:
    """Until the modules of all blocks have run, or failed to load."""
    page.evaluate("""Promise.allSettled([...document.querySelectorAll("[data-init]")].map(
        (block) => import(block.dataset.module)
    )).then(() => true)""")


def violations(page: Page) -> list[str]:
    """What the page did against its Content-Security-Policy."""
    try:
        found: list[str] = page.evaluate("window.violations ?? []")
    except Error:  # the test closed it
        return []
    return found

"""The sample scenario in a real browser, served by the workbench."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.thirdparty,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]
OFFLINE = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture
def page(live_server: LiveServer, workbench: None) -> Iterator[Page]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE) as browser:
        page = browser.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{live_server.url}/scenario/CompetencyScenarioBlock.0/?student=ada")
        yield page


def test_the_sample_is_played_in_the_workbench(page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    scenario = page.locator("[data-competency-scenario]")

    scenario.get_by_role("button", name="Start").click()
    scenario.get_by_text("What would make a course easy for you?").click()
    scenario.get_by_role("button", name="Send this answer").click()
    scenario.get_by_role("textbox").fill("What went wrong the last time? Let us begin with that, tomorrow at nine.")
    scenario.get_by_role("button", name="Send and rate it yourself").click()
    scenario.get_by_role("radio", name="Skilled").check()
    scenario.get_by_role("button", name="Keep my rating").click()
    scenario.get_by_role("button", name="Continue").click()

    expect(scenario.get_by_text("I will sleep now and call tomorrow.").first).to_be_visible()
    assert faults == []


def test_a_reload_finds_the_same_place(page: Page) -> None:
    scenario = page.locator("[data-competency-scenario]")
    scenario.get_by_role("button", name="Start").click()
    expect(scenario.get_by_text("Which course is easiest to get into?")).to_be_visible()

    page.reload()

    expect(scenario.get_by_text("Which course is easiest to get into?")).to_be_visible()

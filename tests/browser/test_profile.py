"""The profile on the real server: it changes with every scenario that is finished, and the third gives a level."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.blocks.situations import CLARITY, READING, block, profile_block, situation
from tests.browser.real_server import RealServer
from tests.player.courseware.packages import an_archive

pytestmark = pytest.mark.browser

PASSWORD = "seven-lamps-in-a-row"
TITLES = ("The first case", "The second case", "The third case")
CASES = [situation(f"case-{n}", READING, title=title) for n, title in enumerate(TITLES)]
RELATED = {
    "id": "online-writing/next",
    "title": "The next one",
    "criteria": [READING, CLARITY],
    "use": "exploration",
}
NEXT = situation("next", READING, CLARITY, title="The next one", use="exploration")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    package = tmp_path / "course.tar.gz"
    units = {f"u{n}": block(text) for n, text in enumerate((*CASES, NEXT))} | {"mine": profile_block(RELATED)}
    package.write_bytes(an_archive(units, title="A small course"))
    server = RealServer(tmp_path / "home", package)
    server.add_user("noor", PASSWORD)
    server.start()
    yield server
    server.kill()


def log_in(page: Page, server: RealServer) -> None:
    page.goto(f"{server.url}/profile/")
    page.get_by_label("Name").fill("noor")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your profile", level=1)).to_be_visible()


def play(page: Page, server: RealServer, unit: str) -> None:
    page.goto(f"{server.url}/unit/{unit}/")
    page.get_by_role("button", name="Start").click()
    for scene, level in ((1, 2), (2, 3)):
        expect(page.get_by_text(f"What do you do, number {scene}?").last).to_be_visible()
        page.get_by_role("radio", name=f"An answer of level {level}.").check()
        page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="What you showed")).to_be_visible()


def test_only_the_third_situation_makes_a_level_and_everything_behind_it_is_there(
    chromium: Browser, server: RealServer, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, server)
    reading = page.locator("details.criterion").first
    said = []
    for unit in (None, "u0", "u1", "u2"):
        if unit:
            play(page, server, unit)
            page.get_by_role("link", name="Profile", exact=True).click()
        said.append(reading.locator("summary .status b").inner_text())
    assert said == ["Not enough yet", "Not enough yet", "Not enough yet", "Sound start"]
    reading.locator("summary").focus()
    page.keyboard.press("Enter")
    for sentence in (
        "It leaves out what level 3 sees.",
        "It leaves out what level 4 sees.",
        "For level 3, Skilled, 4 more situations that show it are enough.",
    ):
        expect(reading.get_by_text(sentence).first).to_be_visible()
    expect(reading.get_by_role("link", name="The next one")).to_have_attribute(
        "href", "/jump_to_id/online-writing_next"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep it as a table (CSV)").click()
    download.value.save_as(tmp_path / "profile.csv")
    rows = list(csv.DictReader((tmp_path / "profile.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["scenario_title"] for row in rows if row["kind"] == "situation"] == [*reversed(TITLES)]
    reading.get_by_role("link", name="The first case").click()
    expect(page.get_by_role("heading", name="What you showed")).to_be_visible()
    looks(chromium, server, context.storage_state())
    context.close()


def looks(chromium: Browser, server: RealServer, logged_in: object) -> None:
    """Page and block: accessible and within their width, folded and unfolded, at every width and in both themes."""
    for width in (320, 1280):
        for theme in ("light", "dark"):
            context = chromium.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=theme,
                reduced_motion="reduce",
                storage_state=logged_in,
            )
            page = context.new_page()
            for path in ("profile/", "unit/mine/"):
                page.goto(f"{server.url}/{path}")
                for step in ("", "for (const each of document.querySelectorAll('details')) each.open = true"):
                    page.evaluate(step or "0")
                    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
                    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            page.emulate_media(media="print")
            page.goto(f"{server.url}/profile/")
            expect(page.get_by_text("It leaves out what level 3 sees.").first).to_be_visible()
            context.close()

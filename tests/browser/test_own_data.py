"""What is held about a trainee, in a real browser: the notice before the first play, the download, and the erasure."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.real_server import RealServer
from tests.browser.test_main_job import PASSWORD, flawless, log_in_by_keyboard
from tests.browser.trainees import tab_to
from tests.player.courseware.packages import an_archive
from tests.player.test_own_data import DIARY, scenario_xml

pytestmark = pytest.mark.browser

SECRET = "zebra quilt 1867"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    package = folder / "course.tar.gz"
    package.write_bytes(an_archive({"unit": scenario_xml(DIARY)}))
    server = RealServer(folder / "home", package)
    server.environment["COMPETENCY_RETENTION_DAYS"] = "365"
    server.add_user("noor", PASSWORD)
    server.start()
    yield server
    server.kill()


def test_a_trainee_reads_the_notice_takes_everything_along_and_erases_it(context, server, tmp_path: Path) -> None:
    page: Page = context.new_page()
    log_in_by_keyboard(page, server, "noor")
    page.goto(f"{server.url}/unit/unit/")
    notice = page.get_by_text("Your answers are stored with your account")
    tab_to(page, notice)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Until nothing was done in an attempt for 365 days.")).to_be_visible()
    flawless(page)
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Ask what easy would mean").click()
    page.get_by_role("button", name="Send this answer").click()
    page.get_by_role("textbox").fill(SECRET)
    page.wait_for_function("Object.values(localStorage).join().includes('zebra')")

    page.goto(f"{server.url}/privacy/")
    expect(page.get_by_text("for 365 days is removed")).to_be_visible()
    flawless(page)
    page.goto(f"{server.url}/account/")
    flawless(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download everything").click()
    started.value.save_as(tmp_path / "everything.json")
    told = json.loads((tmp_path / "everything.json").read_text(encoding="utf-8"))
    assert told["account"]["name"] == "noor"
    assert len(told["attempts"]) == 1

    tab_to(page, page.get_by_role("link", name="Erase it"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Your password"))
    page.keyboard.type("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The password is not right. Nothing was erased.")).to_be_visible()
    flawless(page)
    tab_to(page, page.get_by_label("Your password"))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_label("Close my account too"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was erased")).to_be_visible()
    expect(page.get_by_text("Your account is closed and removed.")).to_be_visible()
    flawless(page)
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page.goto(server.url)
    expect(page.get_by_label("Password")).to_be_visible()

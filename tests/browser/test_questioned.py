"""The whole way of evidence on the real server, by keyboard: shown, questioned, corrected, taken along, erased."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from competency_xblock.authoring.loader import load_scenario
from tests.blocks.situations import READING, block, profile_block, situation
from tests.browser.real_server import RealServer
from tests.browser.test_main_job import PASSWORD, flawless, log_in_by_keyboard
from tests.browser.trainees import KeyboardTrainee, tab_to
from tests.player.courseware.packages import an_archive
from tests.sample import sample_framework

pytestmark = pytest.mark.browser

TITLES = ("The first case", "The second case", "The third case")
CASES = [situation(f"case-{n}", READING, title=title, own=(READING,)) for n, title in enumerate(TITLES)]
RELATED = {"id": "online-writing/case-2", "title": TITLES[2], "criteria": [READING], "use": "one-to-one"}
REASON = "She asked for zebra facts, and that is what she got."
ANSWER = "You are right: in this case it is as good."
SAID = (
    ("Not enough yet", "2 more situations are needed before there is a level."),
    ("Not enough yet", "One more situation is needed before there is a level."),
    ("Sound start", "For level 3, Skilled, 4 more situations that show it are enough."),
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    package = tmp_path / "course.tar.gz"
    units = {f"u{n}": block(text) for n, text in enumerate(CASES)} | {"mine": profile_block(RELATED)}
    package.write_bytes(an_archive(units, title="A small course"))
    server = RealServer(tmp_path / "home", package)
    server.add_user("noor", PASSWORD)
    server.add_user("petronella", PASSWORD, role="mentor")
    server.start()
    yield server
    server.kill()


def enter(page: Page, name: str, role: str = "link") -> None:
    target = page.get_by_role(role, name=name, exact=True).first
    tab_to(page, target)
    page.keyboard.press("Enter")


def play(page: Page, server: RealServer, n: int) -> None:
    page.goto(f"{server.url}/unit/u{n}/")
    scenario = load_scenario(CASES[n], sample_framework(), path="case.yaml").value
    assert scenario is not None
    trainee = KeyboardTrainee(page, scenario)
    trainee.begin()
    trainee.answer("o2")
    flawless(page)
    if n == 0:
        object_to_the_feedback(page, trainee)
    trainee.answer("o3")
    trainee.answer({READING: 4})
    flawless(page)


def object_to_the_feedback(page: Page, trainee: KeyboardTrainee) -> None:
    trainee.fill_in(trainee.task, "o3")
    tab_to(page, page.get_by_text("I see this differently").first)
    page.keyboard.press("Enter")
    reason = page.get_by_label("What do you see differently, and why?")
    tab_to(page, reason)
    page.keyboard.type(REASON)
    tab_to(page, page.get_by_role("button", name="Send this answer"))
    page.keyboard.press("Enter")  # a reason that is not sent is not lost by going on
    expect(page.get_by_text("A text here is not sent yet.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Send this objection"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-instead]").filter(has_text="Nobody has answered yet.")).to_be_focused()
    flawless(page)


def everything_stored(home: Path) -> str:
    """Every value of every table of the server's database, as text."""
    with sqlite3.connect(next(home.glob("*.sqlite3"))) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(row) for name in tables for row in database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608


def test_what_a_person_is_graded_by_a_person_can_question(
    chromium: Browser, server: RealServer, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    log_in_by_keyboard(page, server, "noor")
    reading = page.locator("details.criterion").first
    for n, (level, sentence) in enumerate(SAID):
        play(page, server, n)
        enter(page, "Profile")
        expect(reading.locator("summary .status b")).to_have_text(level)
        tab_to(page, reading.locator("summary").first)
        page.keyboard.press("Enter")
        expect(reading.get_by_text(sentence).first).to_be_visible()
        expect(reading.get_by_text("It leaves out what level 3 sees.").first).to_be_visible()
        flawless(page)
    page.emulate_media(media="print")
    expect(reading.get_by_text("It leaves out what level 3 sees.").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.emulate_media(media="screen")

    the_mentor_answers(chromium, server)

    page.goto(f"{server.url}/objections/")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(
        page.get_by_text("The key was corrected: Reading the enquiry, Skilled instead of Sound start.")
    ).to_be_visible()
    flawless(page)
    page.goto(f"{server.url}/unit/u0/")
    page.get_by_text("It leaves out what level 3 sees.").first.click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()

    page.goto(f"{server.url}/account/")
    tab_to(page, page.get_by_role("link", name="Download everything"))
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    told = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert [each["reason"] for each in told["objections"]] == [REASON]
    assert len(told["attempts"]) == 3 and told["standings"]
    assert {fact["source"] for attempt in told["attempts"] for fact in attempt["evidence"]} == {"key", "self"}
    assert "zebra" in everything_stored(server.home)

    enter(page, "Erase it")
    tab_to(page, page.get_by_label("Your password"))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.get_by_label("Close my account too"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was erased")).to_be_visible()
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    left = everything_stored(server.home)
    assert "zebra" not in left and "noor" not in left
    context.close()


def the_mentor_answers(chromium: Browser, server: RealServer) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    log_in_by_keyboard(page, server, "petronella")
    page.goto(f"{server.url}/results/")
    enter(page, "Objections to feedback")
    expect(page.get_by_text(REASON)).to_be_visible()
    assert "noor" not in page.content()
    flawless(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    tab_to(page, page.get_by_label("Your answer to all of them"))
    page.keyboard.type(ANSWER)
    tab_to(page, page.get_by_label("Reading the enquiry"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Reading the enquiry")).to_have_value("3")
    enter(page, "Answer", "button")
    expect(
        page.get_by_text("The key is corrected, and finished attempts were judged again: 1 score changed.")
    ).to_be_visible()
    flawless(page)
    context.close()

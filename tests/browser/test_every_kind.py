"""Every kind of task on the real server, by keyboard alone and by thumb alone, with axe at every step.

All shipped scenarios are played, so that each kind is met in real content and under the player's own policy.
"""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.course import Course
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.tasks import Write
from tests.browser.delivered import Delivered
from tests.browser.real_server import ROOT, RealServer, build
from tests.browser.trainees import KeyboardTrainee, TouchTrainee, Trainee

pytestmark = pytest.mark.browser

PASSWORD = "seven-lamps-in-a-row"
NUMBERS = count(1)
KINDS = {"choose", "select", "rank", "rate", "sort", "settings", "thread", "write", "reflect", "self-assess"}
# Together these have every kind.
PLAYED = (
    "ethics/eighty-percent",
    "privacy/group-chat-by-tonight",
    "privacy/where-the-line-runs",
    "facilitation/the-useless-degree",
)


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load_course(ROOT)
    assert loaded.value is not None
    return loaded.value


@pytest.fixture(scope="module")
def scenarios(course: Course) -> dict[str, Scenario]:
    return {name: file.scenario for name, file in course.scenarios.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    server = RealServer(folder / "home", build(folder))
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["keyboard", "touch"])
def trainee_on(request: pytest.FixtureRequest, chromium: Browser, server: RealServer, course: Course) -> Iterator[Any]:
    """Opens a scenario for a new learner; the trainee plays by keyboard in a window, by thumb on a phone."""
    by_touch = request.param == "touch"
    context = chromium.new_context(
        viewport={"width": 390, "height": 780} if by_touch else {"width": 1280, "height": 800},
        has_touch=by_touch,
        reduced_motion="reduce",
        color_scheme="dark" if by_touch else "light",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.extend([message.text] * ("Content Security Policy" in message.text)))

    def open_scenario(scenario: Scenario) -> Trainee:
        log_in(page, server)
        page.goto(f"{server.url}/jump_to_id/{scenario.id.replace('/', '_')}")
        return (TouchTrainee if by_touch else KeyboardTrainee)(page, scenario, course.local)

    yield open_scenario
    context.close()
    assert errors == []


def log_in(page: Page, server: RealServer) -> None:
    name = f"kofi-{next(NUMBERS)}"
    server.add_user(name, PASSWORD)
    page.goto(server.url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def flawless(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the page."""
    found = Axe().run(page).response["violations"]
    assert not found, json.dumps(found, indent=1)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_shipped_scenarios_use_every_kind(scenarios):
    assert {task.kind for scenario in scenarios.values() for task in scenario.tasks()} == KINDS
    assert {task.kind for name in PLAYED for task in scenarios[name].tasks()} == KINDS


@pytest.mark.parametrize("scenario_id", PLAYED)
def test_it_can_be_played_to_its_report(trainee_on, scenarios, scenario_id):
    trainee = trainee_on(scenarios[scenario_id])
    trainee.begin()
    while not trainee.play.finished:
        flawless(trainee.page)
        trainee.answer(trainee.best())
    flawless(trainee.page)
    expect(trainee.page.get_by_role("heading", name="What you showed")).to_be_visible()
    expect(trainee.page.get_by_role("heading", name="The way you took")).to_be_visible()


WRITTEN = "privacy/where-the-line-runs"


def to_the_text(trainee: Trainee) -> Locator:
    trainee.begin()
    while not isinstance(trainee.task, Write):
        trainee.answer(trainee.best())
    return trainee.page.get_by_role("textbox")


def test_a_connection_lost_while_writing_loses_not_a_word(trainee_on, scenarios):
    trainee = trainee_on(scenarios[WRITTEN])
    page, box = trainee.page, to_the_text(trainee)
    trainee.type_into(box, "Dear Ana, thank you")
    expect(page.get_by_text("Saved with your account")).to_be_visible()
    page.context.set_offline(True)
    trainee.type_into(box, " for your message.")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    flawless(page)
    page.context.set_offline(False)
    page.reload()  # whatever the server had not got by then, the browser still has
    expect(box).to_have_value(re.compile("^Dear Ana, thank you for your message"))
    expect(page.get_by_text("Saved with your account")).to_be_visible()
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "Dear Ana" not in kept, "a shared computer keeps nothing that the server has"


def test_an_answer_sent_without_a_connection_waits_and_is_sent_once(trainee_on, scenarios):
    trainee = trainee_on(scenarios[WRITTEN])
    page, box = trainee.page, to_the_text(trainee)
    trainee.type_into(box, "Dear Ana, we meet on Monday.")
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.extend(["move"] * ("/handler/move" in request.url)))
    page.context.set_offline(True)
    trainee.press(page.get_by_role("button", name="Send and rate it yourself"))
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    flawless(page)
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Keep my rating")).to_be_visible()
    expect(page.locator(".own", has_text="Dear Ana, we meet on Monday.")).to_be_visible()
    assert sent == ["move"]


@pytest.mark.parametrize("trainee_on", ["keyboard"], indirect=True)
@pytest.mark.parametrize("scenario_id", PLAYED)
def test_no_byte_of_the_key_or_of_a_later_scene_reaches_the_browser(trainee_on, scenarios, scenario_id):
    trainee = trainee_on(scenarios[scenario_id])
    delivered = Delivered(trainee.page)
    trainee.page.reload()
    trainee.begin()
    while not trainee.play.finished:
        assert delivered.leaks(trainee) == []
        trainee.answer(trainee.best())

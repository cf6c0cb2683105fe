"""The main job through the real server: a trainee logs in, plays a graded scenario, and finds the place again."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.scenario import Scenario
from competency_xblock.domain.tasks import Write
from tests.browser.delivered import Delivered
from tests.browser.real_server import ROOT, RealServer, build
from tests.browser.trainees import KeyboardTrainee, tab_to

pytestmark = pytest.mark.browser

FIRST = "online-writing/five-questions-before-midnight"
TAKEN_OUT = "online-writing/the-easiest-course"
WRITTEN = "online-writing/six-hundred-words-on-a-phone"
PASSWORD = "seven-lamps-in-a-row"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    loaded = load_course(ROOT)
    assert loaded.value is not None
    return {name: file.scenario for name, file in loaded.value.scenarios.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    server = RealServer(folder / "home", build(folder))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def learner(server: RealServer) -> str:
    name = f"noor-{next(NUMBERS)}"
    server.add_user(name, PASSWORD)
    return name


def log_in_by_keyboard(page: Page, server: RealServer, name: str) -> None:
    page.goto(server.url)
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Log out").or_(page.get_by_role("button", name="Log out"))).to_be_visible()


def open_scenario(page: Page, server: RealServer, scenario: str) -> None:
    page.goto(f"{server.url}/jump_to_id/{scenario.replace('/', '_')}")
    expect(page.locator("[data-competency-scenario]")).to_be_visible()


def flawless(page: Page) -> None:
    """The page has no accessibility fault that axe can see."""
    found = Axe().run(page).response["violations"]
    assert not found, json.dumps(found, indent=1)[:3000]


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.extend([message.text] * ("Content Security Policy" in message.text)))
    yield page
    assert errors == []


def test_a_trainee_plays_the_first_scenario_by_keyboard_and_finds_the_report_again(page, server, learner, scenarios):
    log_in_by_keyboard(page, server, learner)
    flawless(page)
    open_scenario(page, server, FIRST)
    flawless(page)
    trainee = KeyboardTrainee(page, scenarios[FIRST])
    trainee.begin()
    while not trainee.play.finished:
        flawless(page)
        trainee.answer(trainee.best())
    flawless(page)
    expect(page.get_by_role("heading", name="What you showed")).to_be_visible()
    expect(page.get_by_text("100 %").first).to_be_visible()

    tab_to(page, page.get_by_role("button", name="Log out"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_be_visible()
    flawless(page)
    log_in_by_keyboard(page, server, learner)
    tab_to(page, page.get_by_role("link", name="Go on").or_(page.get_by_role("button", name="Go on")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What you showed")).to_be_visible()


# The words of all module titles that stand in more than one line.
BROKEN_WORDS = r"""() => [...document.querySelectorAll(".module h2")].flatMap((title) =>
    [...title.firstChild.data.matchAll(/\S+/g)].filter((word) => {
        const range = document.createRange();
        range.setStart(title.firstChild, word.index);
        range.setEnd(title.firstChild, word.index + word[0].length);
        return range.getClientRects().length > 1;
    }).map(([word]) => word))"""


def test_the_results_fit_a_phone_and_break_no_word(page, server, learner, scenarios):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, FIRST)
    trainee = KeyboardTrainee(page, scenarios[FIRST])
    trainee.begin()
    while not trainee.play.finished:
        trainee.answer(trainee.best())
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server.url}/results/")

    expect(page.get_by_text("score so far")).to_be_visible()
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    flawless(page)


def test_a_written_reply_is_rated_compared_and_kept(page, server, learner, scenarios):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, WRITTEN)
    trainee = KeyboardTrainee(page, scenarios[WRITTEN])
    trainee.begin()
    text = "Dear Duc, three steps. First the form, by Friday. Write to me when you have it."
    while not trainee.play.finished:
        trainee.answer({"text": text} if isinstance(trainee.task, Write) else trainee.best())
        flawless(page)
    expect(page.locator(".report .own", has_text=text)).to_be_visible()
    expect(page.locator(".report .own", has_text="Shorter, and the date first.")).to_be_visible()


def test_the_place_is_found_in_a_second_browser_and_after_the_server_was_killed(
    page, chromium: Browser, server, learner, scenarios
):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, FIRST)
    trainee = KeyboardTrainee(page, scenarios[FIRST])
    trainee.begin()
    trainee.answer(trainee.best())
    trainee.answer(trainee.best())
    server.kill()
    server.start()

    other = chromium.new_context()
    elsewhere = other.new_page()
    log_in_by_keyboard(elsewhere, server, learner)
    elsewhere.get_by_role("link", name="Go on").or_(elsewhere.get_by_role("button", name="Go on")).click()
    expect(elsewhere.locator("[data-seen='2']")).to_be_visible()
    resumed = KeyboardTrainee(elsewhere, scenarios[FIRST])
    resumed.attempt, resumed.play = trainee.attempt, trainee.play
    resumed.answer(resumed.best())
    other.close()

    # The first browser still shows the scene before: its answer is not counted, and it is shown where things stand.
    page.locator("label.option").first.click()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.locator("[data-seen='3']")).to_be_visible()
    expect(page.get_by_text("answered here already").first).to_be_visible()


def test_a_lost_connection_loses_nothing_and_counts_once(page, context, server, learner, scenarios):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, FIRST)
    trainee = KeyboardTrainee(page, scenarios[FIRST])
    trainee.begin()
    page.locator("label.option").first.click()
    dropped: list[str] = []
    # The request arrives, its answer does not: the worst a network can do.
    page.route("**/handler/move**", lambda route: (route.fetch(), dropped.append("x"), route.abort()))
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    page.unroute("**/handler/move**")
    page.get_by_role("button", name="Try now").click()
    expect(page.locator("[data-seen='1']")).to_be_visible()
    assert dropped


def test_a_session_that_ended_keeps_the_text(page, context, server, learner, scenarios):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, FIRST)
    KeyboardTrainee(page, scenarios[FIRST]).begin()
    page.locator("label.option").first.click()
    context.clear_cookies(name="competency_session")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("alert").filter(has_text="logged out")).to_be_visible()
    expect(page.locator("label.option input").first).to_be_checked()


def test_a_new_package_put_in_place_lets_a_trainee_finish_what_was_begun(page, server, learner, scenarios, tmp_path):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, FIRST)
    trainee = KeyboardTrainee(page, scenarios[FIRST])
    trainee.begin()
    trainee.answer(trainee.best())
    old = server.home / "course.tar.gz"
    kept = tmp_path / "old.tar.gz"
    kept.write_bytes(old.read_bytes())
    server.install(_with_a_renamed_scene(tmp_path, FIRST, scenarios[FIRST]))
    try:
        page.reload()
        expect(page.locator("[data-seen='1']")).to_be_visible()
        while not trainee.play.finished:
            trainee.answer(trainee.best())
        expect(page.get_by_role("heading", name="What you showed")).to_be_visible()
    finally:
        server.install(kept)


def test_a_scenario_taken_out_of_the_course_is_missed_politely_and_goes_on_when_it_is_back(
    page, server, learner, scenarios, tmp_path
):
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, TAKEN_OUT)
    trainee = KeyboardTrainee(page, scenarios[TAKEN_OUT])
    trainee.begin()
    trainee.answer(trainee.best())
    kept = tmp_path / "old.tar.gz"
    kept.write_bytes((server.home / "course.tar.gz").read_bytes())
    server.install(_without(tmp_path, TAKEN_OUT))
    try:
        # The page still shows the scene: its answer cannot be taken, and stays where it is.
        page.locator("label.option").first.click()
        page.get_by_role("button", name="Send this answer").click()
        expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
        expect(page.locator("label.option input").first).to_be_checked()
        page.goto(server.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        flawless(page)
    finally:
        server.install(kept)
    open_scenario(page, server, TAKEN_OUT)
    expect(page.locator("[data-seen='1']")).to_be_visible()
    trainee.answer(trainee.best())


def _without(folder: Path, scenario_id: str) -> Path:
    """The course without one scenario."""
    root = folder / "course-without"
    for name in ("course", "scenarios"):
        _copy(ROOT / name, root / name)
    outline = root / "course" / "outline.yaml"
    block = re.compile(rf"(?m)^ *- scenario: {scenario_id}\n(?= *- lesson)")  # beside others in its unit
    text, found = block.subn("", outline.read_text(encoding="utf-8"))
    assert found == 1
    outline.write_text(text, encoding="utf-8")
    return build(folder / "without", root=root)


def _with_a_renamed_scene(folder: Path, scenario_id: str, scenario: Scenario) -> Path:
    """The course with every scene of one scenario renamed: no old attempt fits it."""
    root = folder / "course-copy"
    for name in ("course", "scenarios"):
        _copy(ROOT / name, root / name)
    file = root / "scenarios" / f"{scenario_id}.yaml"
    text = file.read_text(encoding="utf-8")
    for scene in scenario.scenes:
        text = re.sub(rf"(?m)(^  |goto: |start: |[ {{(]){scene}(?=[:/ ,}}\n])", rf"\g<1>{scene}-new", text)
    file.write_text(text, encoding="utf-8")
    return build(folder / "new", root=root)


def _copy(source: Path, target: Path) -> None:
    for file in source.rglob("*"):
        if file.is_file():
            copied = target / file.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(file.read_bytes())


@pytest.mark.parametrize("scenario_id", [FIRST, WRITTEN])
def test_no_byte_of_the_key_or_of_a_later_scene_reaches_the_browser(page, server, learner, scenarios, scenario_id):
    delivered = Delivered(page)
    log_in_by_keyboard(page, server, learner)
    open_scenario(page, server, scenario_id)
    trainee = KeyboardTrainee(page, scenarios[scenario_id])
    trainee.begin()
    while not trainee.play.finished:
        assert delivered.leaks(trainee) == []
        trainee.answer(trainee.best())

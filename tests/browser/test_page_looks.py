"""What every state of a scenario and a lesson must be: accessible, inside its width, within policy."""

import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import page_harness, page_samples
from tests.browser.conftest import wait_until_started

pytestmark = pytest.mark.browser

PUBLIC = page_harness.BLOCKS / "public"
LEARNER_SIDE = ("scenario.js", "scenario.css", "scenario_loader.js")
BUDGET = 16 * 1024
PAGES = (
    *(f"page/{name}" for name in (*page_samples.STATES, *page_samples.PROBLEMS)),
    "lesson/orientation/four-ways",
    "lesson/online-writing/before-you-send",
)
# The rules of WCAG and of good practice, all of them.
AXE_OPTIONS = {"resultTypes": ["violations"]}


def axe_findings(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_is_accessible_and_fits(chromium: Browser, host: page_harness.Host, theme: str, width: int) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    problems = {}
    for path in PAGES:
        page.goto(f"{host.url}/{path}")
        wait_until_started(page)
        found = axe_findings(page)
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sideways > 0:
            found.append(f"scrolls sideways by {sideways} px")
        found += page.evaluate("violations")
        if found:
            problems[path] = found
    context.close()
    assert problems == {}


def open_everything(page: Page) -> None:
    page.evaluate("""for (const each of document.querySelectorAll("details")) {
        each.removeAttribute("name");
        each.open = true;
    }""")


def step_into_the_discussion(page: Page) -> None:
    page.locator("[value=p2]").check()
    page.locator("[value=a2]:visible").check()


def ask_for_a_hint(page: Page) -> None:
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator("[data-hint]")).to_be_focused()


def send_without_a_network(page: Page) -> None:
    page.route("**/handler/**", lambda route: route.abort())
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("button", name="Try now")).to_be_focused()


def send_too_early(page: Page) -> None:
    page.get_by_role("button", name="Send this answer").click()
    expect(page.locator("[data-alarm]:not(:empty)")).to_be_visible()


DONE = (
    ("page/start", open_everything),
    ("page/report", open_everything),
    ("page/staff", open_everything),
    ("page/write", open_everything),
    ("page/media", open_everything),
    ("page/sort", open_everything),
    ("page/thread", step_into_the_discussion),
    ("page/chat", ask_for_a_hint),
    ("page/chat", send_without_a_network),
    ("page/rate-items", send_too_early),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_what_the_trainee_opens_is_accessible_and_fits(
    chromium: Browser, host: page_harness.Host, theme: str, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=theme, reduced_motion="reduce"
    )
    problems = {}
    for path, act in DONE:
        page = context.new_page()
        page.goto(f"{host.url}/{path}")
        wait_until_started(page)
        act(page)
        found = axe_findings(page) + small_targets(page)
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sideways > 0:
            found.append(f"scrolls sideways by {sideways} px")
        if found:
            problems[path, act.__name__] = found
        page.close()
    context.close()
    assert problems == {}


def small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate("""[...document.querySelectorAll("main :is(button, label, summary, textarea)")]
        .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => width && (width < 44 || height < 44))
        .map(([html]) => html)""")
    return found


def test_tap_targets_are_large_enough_for_a_thumb(chromium: Browser, host: page_harness.Host) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    small = {}
    for path in PAGES:
        page.goto(f"{host.url}/{path}")
        found = small_targets(page)
        if found:
            small[path] = found
    context.close()
    assert small == {}


def test_the_learner_side_fits_its_budget() -> None:
    sizes = {name: len(gzip.compress(Path(PUBLIC / name).read_bytes(), 9)) for name in LEARNER_SIDE}
    assert sum(sizes.values()) <= BUDGET, sizes


def test_motion_is_left_out_where_it_is_not_wanted(chromium: Browser, host: page_harness.Host) -> None:
    moving = {}
    for wish in ("reduce", "no-preference"):
        context = chromium.new_context(reduced_motion=wish)
        page = context.new_page()
        page.goto(f"{host.url}/page/chat")
        moving[wish] = page.evaluate("getComputedStyle(document.querySelector('.message')).animationName")
        context.close()
    assert moving == {"reduce": "none", "no-preference": "cx-arrive"}


def test_paper_gets_the_report_without_buttons_and_with_everything_unfolded(opened) -> None:
    page = opened("page/report")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".cx button:visible").count() == 0
    page.set_viewport_size({"width": 700, "height": 900})
    picture = page.locator(".map svg").bounding_box()
    assert picture and picture["x"] >= 0 and picture["x"] + picture["width"] <= 700
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_a_chosen_answer_shows_without_colour(chromium: Browser, host: page_harness.Host) -> None:
    context = chromium.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{host.url}/page/report")
    filled, empty = (
        page.locator(f".level-3 .steps i:nth-child({place})").first.evaluate("e => getComputedStyle(e).backgroundColor")
        for place in (3, 4)
    )
    context.close()
    assert filled != empty


def test_rules_of_the_host_do_not_reach_inside(opened) -> None:
    looks = """[...document.querySelectorAll(".cx :is(p, h3, button, label, input, li)")].map((element) => {
        const { color, fontSize, textTransform, boxShadow, marginBlock, inlineSize } = getComputedStyle(element);
        return [element.outerHTML.slice(0, 60), color, fontSize, textTransform, boxShadow, marginBlock, inlineSize];
    })"""
    for name in ("mail", "group"):
        assert opened(f"hostile/{name}").evaluate(looks) == opened(f"page/{name}").evaluate(looks)

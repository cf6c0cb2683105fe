"""Playing a scenario in the page: by keyboard, mouse and thumb, with focus and announcements where they belong."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import page_harness, page_samples
from tests.browser.conftest import wait_until_started

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
TEXT = "Dear Noor, the deadline first. The rest can wait until Thursday."


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not lead to {target}.")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def at(host: page_harness.Host, place: int) -> None:
    """Let the exercise stand at one of its stages."""
    host.exercise.at = place


def test_a_whole_exercise_by_keyboard_alone(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    press = page.keyboard.press

    def go(name: str) -> None:
        seen = host.exercise.at
        tab_to(page, button(page, name))
        press("Enter")
        expect(page.locator(f"[data-seen='{seen + 1}']")).to_be_visible()

    go("Start")
    tab_to(page, page.get_by_role("radio").first)
    press("ArrowDown")
    go("Send this answer")
    for place in (0, 2):
        tab_to(page, page.get_by_role("checkbox").nth(place))
        press("Space")
    go("Send this answer")
    tab_to(page, button(page, "Move down").first)
    press("Enter")
    press("Enter")
    go("Send this order")
    go("Continue")
    tab_to(page, page.get_by_role("textbox"))
    page.keyboard.type(TEXT)
    go("Send and rate it yourself")
    for group in page.get_by_role("radiogroup").all():
        tab_to(page, group.get_by_role("radio").first)
        press("Space")
        press("ArrowDown")
    go("Keep my rating")
    go("Continue")
    tab_to(page, page.get_by_role("textbox"))
    page.keyboard.type("Read it once more.")
    go("Keep this and go on")

    assert [(move.get("do"), move.get("answer")) for move in host.exercise.counted[1:]] == [
        ("answer", "t2"),
        ("answer", ["t1", "t3"]),
        ("answer", ["t2", "t3", "t1", "t4"]),
        ("answer", None),
        ("answer", {"text": TEXT}),
        ("rate", {"c1": 2, "c2": 2}),
        ("answer", None),
        ("answer", "Read it once more."),
    ]
    assert len({move["request"] for move in host.exercise.counted}) == 9


def test_after_a_move_the_feedback_is_seen_first_and_has_the_focus(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    button(page, "Start").click()
    expect(page.get_by_role("heading", name="Chat")).to_be_focused()
    page.get_by_role("radio").first.check()
    button(page, "Send this answer").click()
    heading = page.get_by_role("heading", name="About your answer")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.locator("[data-live]")).to_have_text("Sent. The next scene follows.")
    assert abs(page.locator(".feedback").evaluate("card => card.getBoundingClientRect().top")) < 200


def test_without_feedback_the_focus_goes_to_the_new_scene(opened: Open, host: page_harness.Host) -> None:
    host.exercise.stages[1] |= {"before": page_samples.STATES["settings"]["stage"]["before"]}
    at(host, 0)
    page = opened("play/")
    page.get_by_role("radio").first.check()
    button(page, "Send this answer").click()
    expect(page.get_by_role("heading", name="Mail")).to_be_focused()


def test_nothing_is_sent_before_it_is_complete(opened: Open, host: page_harness.Host) -> None:
    at(host, 0)
    page = opened("play/")
    button(page, "Send this answer").click()
    expect(page.get_by_role("alert").filter(has_text="Choose one of the answers first.")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_role("radio").first.check()
    expect(page.get_by_text("Choose one of the answers first.")).to_be_hidden()
    assert host.exercise.requests == []


def test_more_than_asked_for_is_not_sent(opened: Open, host: page_harness.Host) -> None:
    at(host, 1)
    page = opened("play/")
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    button(page, "Send this answer").click()
    expect(page.get_by_text("Pick at least one and at most 2 answers.")).to_be_visible()
    assert host.exercise.requests == []


def test_a_rating_asks_for_the_criterion_that_is_missing(opened: Open, host: page_harness.Host) -> None:
    at(host, 5)
    page = opened("play/")
    groups = page.get_by_role("radiogroup")
    groups.first.get_by_role("radio").nth(2).check()
    button(page, "Keep my rating").click()
    expect(page.get_by_text("Choose a level on every criterion first.")).to_be_visible()
    expect(groups.nth(1).get_by_role("radio").first).to_be_focused()


def test_ranking_by_buttons_keeps_the_focus_and_says_the_place(opened: Open, host: page_harness.Host) -> None:
    at(host, 2)
    page = opened("play/")
    down = page.locator("[data-token=t1] [data-step='1']")
    down.focus()
    down.press("Enter")
    expect(page.locator("[data-live]")).to_have_text("Report the slip to the data officer.: now place 2 of 4.")
    expect(down).to_be_focused()
    assert order(page) == ["t2", "t1", "t3", "t4"]


def test_ranking_by_mouse(opened: Open, host: page_harness.Host) -> None:
    at(host, 2)
    page = opened("play/")
    grip, last = page.locator("[data-token=t1] [data-grip]"), page.locator("[data-token=t4] [data-grip]")
    grip.scroll_into_view_if_needed()
    (x, y), (_, end) = middle(grip), middle(last)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, end + 20, steps=12)
    page.mouse.up()
    assert order(page) == ["t2", "t3", "t4", "t1"]
    expect(page.locator("[data-live]")).to_contain_text("now place 4 of 4")


@pytest.fixture
def phone(chromium: Browser, host: page_harness.Host) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 1400}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{host.url}/play/")
    wait_until_started(page)
    yield page
    context.close()


def test_a_whole_exercise_by_thumb(phone: Page, host: page_harness.Host) -> None:
    button(phone, "Start").tap()
    phone.get_by_text("The office opens at nine.").tap()
    button(phone, "Send this answer").tap()
    phone.get_by_text("Who sees the numbers.").tap()
    button(phone, "Send this answer").tap()
    button(phone, "Move down").first.tap()
    button(phone, "Send this order").tap()
    button(phone, "Continue").tap()
    phone.get_by_role("textbox").fill(TEXT)
    button(phone, "Send and rate it yourself").tap()
    for group in (phone.get_by_role("radiogroup").nth(n) for n in (0, 1)):
        group.get_by_text("3 · Skilled").tap()
    button(phone, "Keep my rating").tap()
    button(phone, "Continue").tap()
    phone.get_by_role("textbox").fill("Read it once more.")
    button(phone, "Keep this and go on").tap()
    expect(phone.locator("[data-seen='8']")).to_be_visible()
    assert [(move.get("do"), move.get("answer")) for move in host.exercise.counted[1:]] == [
        ("answer", "t4"),
        ("answer", ["t1"]),
        ("answer", ["t2", "t1", "t3", "t4"]),
        ("answer", None),
        ("answer", {"text": TEXT}),
        ("rate", {"c1": 3, "c2": 3}),
        ("answer", None),
        ("answer", "Read it once more."),
    ]


def test_ranking_by_thumb_does_not_scroll(phone: Page, host: page_harness.Host) -> None:
    at(host, 2)
    phone.reload()
    wait_until_started(phone)
    touch = phone.context.new_cdp_session(phone)
    grip = phone.locator("[data-token=t1] [data-grip]")
    grip.scroll_into_view_if_needed()
    x, y = middle(grip)
    _, end = middle(phone.locator("[data-token=t2] [data-grip]"))
    scrolled = phone.evaluate("scrollY")
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        points = [{"x": x, "y": y + (end + 10 - y) * step / 8}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert order(phone) == ["t2", "t1", "t3", "t4"]
    assert phone.evaluate("scrollY") == scrolled


def test_a_hint_comes_on_request(opened: Open, host: page_harness.Host) -> None:
    at(host, 0)
    page = opened("play/")
    button(page, "Show a hint").click()
    expect(page.get_by_text("What might easy stand for?")).to_be_visible()
    expect(page.locator("[data-hint]")).to_be_focused()
    expect(button(page, "Show a hint")).to_be_hidden()
    page.get_by_role("radio").first.check()
    button(page, "Send this answer").click()
    expect(page.get_by_role("heading", name="Mail")).to_be_visible()
    assert [(name, body["seen"]) for name, body in host.exercise.requests] == [("hint", 0), ("move", 1)]


def test_an_answer_can_be_taken_back_where_that_is_allowed(opened: Open, host: page_harness.Host) -> None:
    at(host, 4)
    page = opened("play/")
    button(page, "Take back my last answer").click()
    expect(page.locator("[data-seen='5']")).to_be_visible()
    assert host.exercise.counted[0]["do"] == "undo"


def test_words_are_counted_while_writing(opened: Open, host: page_harness.Host) -> None:
    at(host, 4)
    page = opened("play/")
    box = page.get_by_role("textbox")
    box.fill("  one two\n\nthree ")
    expect(page.locator(".words")).to_contain_text("3 words")
    expect(page.get_by_text("Longer than asked for")).to_be_hidden()
    box.fill("word " * 251)
    expect(page.get_by_text("Longer than asked for: it is kept as it is.")).to_be_visible()


def test_the_rubric_is_open_where_there_is_room(opened: Open, host: page_harness.Host) -> None:
    at(host, 4)
    page = opened("play/")
    for panel in page.locator("[data-roomy]").all():
        expect(panel).to_have_attribute("open", "")
    page.set_viewport_size({"width": 360, "height": 700})
    page.reload()
    wait_until_started(page)
    expect(page.locator("details[open]")).to_have_count(0)


def test_two_blocks_on_a_page_go_their_own_ways(opened: Open, host: page_harness.Host) -> None:
    page = opened("two/")
    button(page, "Start").click()
    expect(page.locator("#one .scene")).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    page.locator("#two").get_by_role("radio").first.check()
    page.locator("#one").get_by_role("radio").nth(1).check()
    expect(page.locator("#two").get_by_role("radio").first).to_be_checked()


def test_a_host_may_hand_over_a_jquery_object(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/jquery")
    button(page, "Start").click()
    expect(page.locator(".scene")).to_be_visible()


def test_only_the_init_functions_are_global(opened: Open) -> None:
    page = opened("play/")
    names = "Object.getOwnPropertyNames(window).filter((name) => /competency|scenario|lesson/i.test(name))"
    assert sorted(page.evaluate(names)) == ["CompetencyLesson", "CompetencyScenario"]


def test_a_frame_asks_its_parent_to_scroll(opened: Open, host: page_harness.Host) -> None:
    page = opened("play/")
    outer = '<iframe src="/play/" width="800" height="3000"></iframe>'
    page.route("**/frame", lambda route: route.fulfill(body=outer, content_type="text/html"))
    page.goto(f"{host.url}/frame")
    page.evaluate("window.offsets = []; addEventListener('message', ({ data }) => offsets.push(data.offset))")
    button(page.frames[1], "Start").click()  # type: ignore[arg-type]
    expect(page.frames[1].get_by_role("heading", name="Chat")).to_be_focused()
    page.wait_for_function("offsets.length === 1")
    assert page.evaluate("offsets[0]") > 50


def order(page: Page) -> list[str]:
    return [item.get_attribute("data-token") or "" for item in page.locator("[data-token]").all()]


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

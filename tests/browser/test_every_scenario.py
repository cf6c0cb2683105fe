"""Every scenario of the course on the real server: along one path to its report, by thumb, with axe at its end.

Each learner is somebody new. How the kinds of task work by keyboard, and what every step looks like, is in
``test_every_kind``; that every ending can be reached is in ``tests/domain/test_mastery_simulation``.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from competency_xblock.authoring.course import load_course
from competency_xblock.domain.course import Course
from tests.browser.real_server import ROOT, RealServer, build
from tests.browser.test_every_kind import flawless, log_in
from tests.browser.trainees import TouchTrainee

pytestmark = pytest.mark.browser


def the_course() -> Course:
    loaded = load_course(ROOT)
    assert loaded.value is not None
    return loaded.value


COURSE = the_course()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    server = RealServer(folder / "home", build(folder))
    server.start()
    yield server
    server.kill()


@pytest.mark.parametrize("name", sorted(COURSE.scenarios))
def test_it_can_be_played_to_its_report_on_a_phone(chromium: Browser, server: RealServer, name: str) -> None:
    scenario = COURSE.scenarios[name].scenario
    context = chromium.new_context(viewport={"width": 390, "height": 780}, has_touch=True, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, server)
    page.goto(f"{server.url}/jump_to_id/{name.replace('/', '_')}")
    trainee = TouchTrainee(page, scenario, COURSE.local)
    trainee.variant_of = server.variant_of  # some variants begin alike
    trainee.begin()
    while not trainee.play.finished:
        trainee.answer(trainee.best())
    expect(page.get_by_role("heading", name="The way you took")).to_be_visible()
    flawless(page)
    context.close()
    assert errors == []

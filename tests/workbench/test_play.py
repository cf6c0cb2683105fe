"""Our samples played in the XBlock workbench: what a host offers that knows nothing of us and has no evidence app."""

import json
import logging
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from lxml import html
from workbench.runtime import ID_MANAGER

pytestmark = [pytest.mark.thirdparty, pytest.mark.usefixtures("workbench")]

SCENARIO = "/scenario/CompetencyScenarioBlock.0/?student={}"
LESSON = "/scenario/CompetencyLessonBlock.0/?student={}"
PROFILE = "/scenario/CompetencyProfileBlock.0/?student={}"


class Learner:
    """Somebody in front of the sample scenario, who sends what its page would send."""

    _requests = count(1)

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = Client()
        self.seen = 0
        self.page = self.look()

    def look(self) -> html.HtmlElement:
        response = self.client.get(SCENARIO.format(self.name))
        assert response.status_code == 200
        return html.fromstring(response.content)

    def send(self, handler: str, **body: Any) -> dict[str, Any]:
        (usage,) = (name for name in ID_MANAGER._usages if ".competency_scenario." in name)
        request = json.dumps(body | {"request": f"request-{self.name}-{next(self._requests)}"})
        url = f"/handler/{usage}/{handler}?student={self.name}"
        response = self.client.post(url, request, content_type="application/json")
        assert response.status_code == 200, response.content
        reply: dict[str, Any] = response.json()
        self.page = html.fromstring(reply["html"])
        self.seen = reply["seen"]
        return reply

    def begin(self) -> None:
        self.send("begin")

    def move(self, do: str, answer: Any) -> dict[str, Any]:
        (stage,) = self.page.xpath("//*[@data-attempt]")
        return self.send("move", attempt=stage.get("data-attempt"), seen=self.seen, do=do, answer=answer)

    def choose(self, text: str) -> None:
        (option,) = self.page.xpath("//label[contains(., $text)]//input", text=text)
        self.move("answer", option.get("value"))

    def play_to_the_end(self) -> dict[str, Any]:
        self.begin()
        self.choose("What would make a course easy for you?")
        self.move("answer", {"text": "What went wrong the last time? Let us begin with that, tomorrow at nine."})
        self.move("rate", dict.fromkeys(self.page.xpath("//*[@role='radiogroup']/@data-group"), 3))
        return self.move("answer", None)

    def text(self) -> str:
        return " ".join(self.page.text_content().split())


def test_the_evidence_app_is_not_needed() -> None:
    assert not apps.is_installed("competency_xblock.evidence")


def test_a_scenario_opens_with_its_story_and_a_way_to_start() -> None:
    page = Learner("ada")

    assert "Noor writes shortly before midnight." in page.text()
    assert "Start" in page.text()


def test_a_scenario_is_played_to_its_end() -> None:
    learner = Learner("ada")

    last = learner.play_to_the_end()

    assert last["finished"]
    assert "I will sleep now and call tomorrow." in learner.text()


def test_what_was_answered_is_there_on_the_next_visit() -> None:
    learner = Learner("ada")
    learner.begin()
    learner.choose("Here are last year's entry figures")

    returned = Learner("ada")

    assert "I mean one where I would not fail again." in returned.text()


def test_another_learner_starts_at_the_beginning() -> None:
    Learner("ada").begin()

    assert "Noor writes shortly before midnight." in Learner("ben").text()


def test_the_end_publishes_a_grade_and_completion(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="workbench.runtime")

    Learner("ada").play_to_the_end()

    published = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert {"value": 1.0, "max_value": 1.0} in published
    assert {"completion": 1.0} in published


def test_a_profile_says_that_nothing_is_kept_here() -> None:
    response = Client().get(PROFILE.format("ada"))

    assert response.status_code == 200
    assert "There is no profile here" in response.content.decode()


def test_a_lesson_shows_its_text() -> None:
    response = Client().get(LESSON.format("ada"))

    assert response.status_code == 200
    assert "Put the answer <strong>first</strong>" in response.content.decode()

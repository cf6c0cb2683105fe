"""Every byte a page was sent, searched for what nobody may know yet."""

import json
import re
from html import unescape

from playwright.sync_api import Page, Response

from tests.browser.trainees import Trainee, secrets

ENOUGH = 24  # characters: shorter texts may stand on a page by chance
STYLED = re.compile(r' class="[^"]*"')  # what a thing is, for the style sheet
TELLING = re.compile(r'"(levels?|credit|breach|goto|offered|seed|cap|key|bin|variant)"\s*:')


class Delivered:
    """What the server sends to ``page`` from now on."""

    def __init__(self, page: Page) -> None:
        self.page, self.bodies = page, list[str]()
        page.on("response", lambda response: self.bodies.append(_body(response)))

    def leaks(self, trainee: Trainee) -> list[str]:
        """What was told too early: texts of later scenes, feedback, keys, and ids in place of tokens."""
        self.page.wait_for_load_state("networkidle")
        played, raw = trainee.play.scenario, " ".join(self.bodies)
        told = " ".join(" ".join(unescape(re.sub(r"<[^>]+>", " ", _texts(each))).split()) for each in self.bodies)
        texts = [what for what, text in secrets(played, trainee.play) if len(text) >= ENOUGH and text in told]
        names = {name for task in played.tasks() for name in task.names if name}
        return [*texts, *TELLING.findall(raw), *(f"the id {name}" for name in names if self._is_named(name))]

    def _is_named(self, name: str) -> bool:
        """Whether an id stands in an attribute or in data; as a word of a text, in quotes too, it tells nothing."""
        marks = (f'="{name}"', f"&quot;{name}&quot;")
        replies = (body for body in self.bodies if _texts(body) != body)
        pages = (STYLED.sub("", _texts(body)) for body in self.bodies)
        return any(mark in page for page in pages for mark in marks) or any(f'"{name}"' in body for body in replies)


def _texts(body: str) -> str:
    """JSON replies hold their HTML as a JSON text."""
    try:
        reply = json.loads(body)
    except ValueError:
        return body
    return " ".join(str(value) for value in reply.values()) if isinstance(reply, dict) else body


def _body(response: Response) -> str:
    kind = response.headers.get("content-type", "")
    if response.status >= 300 or not kind.startswith(("text/html", "application/json")):
        return ""
    return response.text()

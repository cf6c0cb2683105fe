"""People who play over the player's own addresses, as a browser does."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from competency_xblock.domain.shuffle import token
from competency_xblock.evidence import api

USAGE = "block-v1:Org+Course+Run+type@competency_scenario+block@sample"


class Person:
    """A browser in which ``user`` is logged in by their password, and what it sends to the exercise at ``usage``."""

    def __init__(self, user: User, password: str, usage: str = USAGE) -> None:
        self.user, self.usage, self.requests = user, usage, 0
        self.client = Client()
        done = self.client.post("/account/login/", {"username": user.username, "password": password})
        assert done.status_code == 302

    def begin(self) -> None:
        self._post("begin")

    def move(self, do: str = "answer", answer: Any = None) -> None:
        """``answer`` may hold ``(scene, name)`` where the page would hold a token."""
        self._post("move", do=do, answer=self._encoded(answer))

    def draft(self, text: str) -> None:
        self._post("draft", text=text)

    def object_to(self, scene: str, seq: int, option: str, reason: str) -> None:
        """An objection to the feedback on ``option`` in the answer ``seq`` of the newest attempt."""
        self._post("objection", answer={"of": self._encoded((scene, f"objection/{seq}/{option}")), "reason": reason})

    def play_diary(self, secret: str, *, first: str = "ask-easy", to_the_end: bool = True) -> None:
        """An attempt at the scenario of ``tests.blocks.test_portfolio``, with ``secret`` in every text."""
        self.begin()
        self.move(answer=("question", first))
        self.move(answer={"text": f"Dear Noor, first {secret}"})
        self.move("rate", {("answer", "online-writing/clarity"): 2})
        self.move("revise", {"text": f"Dear Noor, second {secret}"})
        self.move()
        step = {"post": "p1", "action": "reply", "answer": "free"}
        tokens = {name: ("corridor", value) for name, value in step.items()}
        self.move(answer=tokens | {"text": f"Ask her {secret}"})
        if to_the_end:
            self.move(answer=f"I will ask first {secret}")
        else:
            self.draft(f"I will {secret}")

    def _post(self, handler: str, **body: Any) -> None:
        self.requests += 1
        stored = api.newest_attempt(self.user.pk, self.usage)
        if stored:
            body |= {"attempt": stored.attempt.uid, "seen": len(stored.attempt.moves)}
        body["request"] = f"request-{self.user.pk}-{self.requests:04d}"
        address = reverse("courseware:handler", args=[self.usage, handler])
        response = self.client.post(address, body, "application/json")
        assert response.status_code == 200, response.content

    def _encoded(self, answer: Any) -> Any:
        if isinstance(answer, tuple):
            stored = api.newest_attempt(self.user.pk, self.usage)
            return token(stored.attempt.seed, *answer)
        if isinstance(answer, dict):
            return {self._encoded(name): self._encoded(value) for name, value in answer.items()}
        return answer

"""A learner's browser: logs in, plays as fast as it is answered, and remembers what was answered and what was not."""

import http.client
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

SECONDS = 60
ATTEMPT = re.compile(r'data-attempt="(\w+)"')
OPTION = re.compile(r'type="radio"[^>]* value="(\w+)"')
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Parcel:
    """A request as the page sends it, again under the same id until it is answered. ``html`` is the first answer."""

    usage: str
    handler: str
    body: dict[str, object]
    html: str = ""

    @property
    def request(self) -> str:
        return str(self.body["request"])


class ServerGone(Exception):
    """The connection ended before the answer was there."""


class Learner:
    """Plays the exercises in turn, each to its end, and then once more."""

    def __init__(self, name: str, usages: Sequence[str], random: Random) -> None:
        self.name, self.user_id = name, 0
        self.answered: list[Parcel] = []
        self.unanswered: Parcel | None = None
        self._usages, self._turn, self._random = usages, 0, random
        self._next: Parcel | None = None
        self._cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def connect(self, port: int) -> None:
        """Speak to the server at this port from now on."""
        self.disconnect()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)

    def disconnect(self) -> None:
        if self._connection:
            self._connection.close()

    def log_in(self, password: str) -> None:
        _, page = self._ask("GET", "/account/login/")
        token = CSRF.search(page)
        assert token, page
        form = {"csrfmiddlewaretoken": token[1], "username": self.name, "password": password}
        status, page = self._ask("POST", "/account/login/", urlencode(form), "application/x-www-form-urlencoded")
        assert status == 302, page

    def play_on(self) -> None:
        """One request more."""
        self.send(self._next or self._begin())

    def send(self, parcel: Parcel) -> None:
        """Send a request; :class:`ServerGone` where no answer came, and then it stays in ``unanswered``."""
        self.unanswered = parcel
        status, reply = self.post(parcel)
        assert status == 200, (status, reply)
        parcel.html = str(reply["html"])
        self.unanswered = None
        self.answered.append(parcel)
        self._next = self._after(parcel, reply)

    def post(self, parcel: Parcel) -> tuple[int, dict[str, object]]:
        """Send a request and remember nothing: its status and what came back."""
        status, text = self._ask("POST", f"/xblock/{quote(parcel.usage)}/handler/{parcel.handler}", parcel.body)
        reply: dict[str, object] = json.loads(text)
        return status, reply

    def look(self, usage: str) -> None:
        """Load the page on which an exercise stands."""
        status, page = self._ask("GET", f"/jump_to_id/{usage.rpartition('@')[2]}")
        assert status == 302, page
        status, page = self._ask("GET", self._location)
        assert status == 200, page

    def _begin(self) -> Parcel:
        usage = self._usages[self._turn % len(self._usages)]
        return Parcel(usage, "begin", {"request": self._new_id()})

    def _after(self, parcel: Parcel, reply: dict[str, object]) -> Parcel | None:
        """What the page asks for next: an answer by one of its options, or at an end another attempt elsewhere."""
        if reply["finished"]:
            self._turn += 1
            return None
        attempt, options = ATTEMPT.search(parcel.html), OPTION.findall(parcel.html)
        assert attempt and options, parcel.html
        content = {"attempt": attempt[1], "seen": reply["seen"], "do": "answer", "answer": self._random.choice(options)}
        return Parcel(parcel.usage, "move", content | {"request": self._new_id()})

    def _new_id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def _ask(self, method: str, path: str, body: object = None, kind: str = "application/json") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if "csrftoken" in self._cookies:
            headers["X-CSRFToken"] = self._cookies["csrftoken"]
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        assert self._connection
        try:
            self._connection.request(method, path, text, headers | ({"Content-Type": kind} if text else {}))
            with self._connection.getresponse() as response:
                content = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.disconnect()
            raise ServerGone(str(error)) from error
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        self._location = response.headers.get("Location", "")
        return response.status, content

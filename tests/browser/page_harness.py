"""A host for the templates and scripts of the blocks: static pages, a strict policy, and a handler that tests steer.

Shows every sample state under ``/page/NAME`` and plays a short exercise under ``/play``. It knows nothing of
scenarios; what the handler answers comes from page_samples. Run it as a script to look at the pages in a browser.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.utils.safestring import SafeString

from competency_xblock import blocks, markup
from competency_xblock.blocks import rendering
from tests.browser import page_samples as samples

BLOCKS = Path(blocks.__file__).parent
LESSONS = BLOCKS.parent.parent / "course" / "lessons"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; media-src 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml"}
# What a host does: call the init function of every block with a runtime, an element and the block's arguments.
BOOT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
addEventListener("load", () => {
  for (const element of document.querySelectorAll("[data-init]")) {
    const runtime = { handlerUrl: (given, name) => {
      if (given !== wrapped) throw new Error("handlerUrl wants the element the host gave");
      return `/handler/${element.id}/${name}`;
    } };
    const wrapped = element.hasAttribute("data-jquery") ? { 0: element, length: 1 } : element;
    const init = window[element.dataset.init];
    new init(runtime, wrapped, { module: element.dataset.module, learner: "learner-1" });
  }
});
"""
# A picture for the samples that show one.
PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240" viewBox="0 0 640 240">
<rect width="640" height="240" fill="#e8e2d4"/>
<path d="M60 60h520M60 110h520M60 160h340" stroke="#666" stroke-width="6"/>
</svg>"""
# Rules such as a learning platform has for its own pages.
HOST_CSS = """
body { margin: 0; padding: 16px; background: #fff; color: #454545; font: 14px/1.4 Helvetica, Arial, sans-serif; }
main { max-width: 1180px; margin: auto; }
@media (max-width: 400px) { body { padding: 8px; } }
.hostile p { font-size: 11px; line-height: 3; margin: 30px; color: red; }
.hostile h3 { text-transform: uppercase; letter-spacing: 4px; color: red; }
.hostile ol li { list-style: square; margin-bottom: 40px; }
.hostile button { background: linear-gradient(red, blue); box-shadow: 0 0 9px red; text-transform: uppercase; }
.hostile label { display: inline; font-weight: 900; color: red; }
.hostile input { width: 90%; }
.card { display: flex; flex-direction: column; background: red; }
.progress { height: 4px; overflow: hidden; background: red; }
.lead, .small, .note, .text { color: red; font-size: 30px; }
"""


def configure() -> None:
    """What translating a template needs, where no test settings are in place."""
    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGES=[("en", "English")])
        django.setup()


@dataclass
class Exercise:
    """The server's side of one exercise: a list of stages and the moves that were counted.

    ``refuse`` answers the next requests with that status; ``lose`` counts the next move and never answers it.
    """

    stages: list[dict[str, Any]]
    at: int = -1
    counted: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refuse: int = 0
    sentence: str = ""
    lose: bool = False
    hold: threading.Event | None = None
    drafts: list[dict[str, Any]] = field(default_factory=list)
    saved: threading.Event = field(default_factory=threading.Event)
    hints: int = 0

    def page(self) -> dict[str, Any]:
        return samples.page(self.stage() if self.at >= 0 else None)

    def stage(self, **more: Any) -> dict[str, Any]:
        return self.stages[self.at] | {"seen": self.at + self.hints, "draft": f"visit-{self.at}"} | more

    def handle(self, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and reply of one request; status 0 = the connection breaks."""
        self.requests.append((name, body))
        if self.hold:
            self.hold.wait(10)
        if self.refuse:
            return self.refuse, {"error": self.sentence} if self.sentence else {}
        if name == "hint":
            self.hints += 1
            return 200, {"html": "<p>What might <em>easy</em> stand for?</p>", "seen": self.at + self.hints}
        if name == "draft":
            self.drafts.append(body)
            self.saved.set()
            advice = [samples.rule("close", "A close", "It says that the message is complete.", "seen")]
            return 200, {"saved": True, "html": rendering.page("scene/advice.html", advice=advice), "announce": ""}
        if name == "read":
            return 200, {"read": True}
        known = any(body["request"] == each["request"] for each in self.counted)
        if not known and name == "move" and body["seen"] != self.at + self.hints:
            notice = "This page was older than your attempt. Here is where you are."
            return 409, self._reply(notice=notice) | {"error": notice}
        if not known:
            self.at += 1
            self.counted.append(body)
        if self.lose:
            self.lose = False
            return 0, {}
        return 200, self._reply() | {"announce": "Sent. The next scene follows."}

    def _reply(self, **more: Any) -> dict[str, Any]:
        shown = self.stage(**more)
        return {"html": rendering.page("stage.html", stage=shown), "seen": shown["seen"], "finished": shown["finished"]}


def short_exercise() -> Exercise:
    """One scene of every kind, and the report."""
    after = samples.before("choose", samples.PICKED)
    return Exercise(
        [
            samples.stage(samples.CHAT),
            samples.stage(samples.MAIL, before=after),
            samples.stage(samples.GROUP, before=samples.before("select", samples.PICKED, samples.PICKED)),
            samples.stage(samples.NOTE, before=samples.before("rank", samples.PICKED, samples.PICKED)),
            samples.stage(samples.scene("note", task=samples.WRITE, ask="Answer Noor."), can_undo=True),
            samples.stage(samples.scene("note", task=samples.RATE, ask="Answer Noor.")),
            samples.stage(samples.scene("note", task=samples.COMPARE, ask="Answer Noor.")),
            samples.stage(samples.scene("note", task=samples.REFLECT, ask="What would you do differently?")),
            samples.stage(samples.ITEMS),
            samples.stage(samples.POSTS),
            samples.stage(samples.PANEL),
            samples.stage(samples.DISCUSSION),
            samples.stage(samples.WHERE_AM_I),
            samples.stage(samples.PACED),
            samples.stage(samples.END, before=after, **samples.FINISHED),
        ]
    )


def document(*blocks_html: str) -> str:
    """A host's page around blocks."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A unit</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css">'
        '<link rel="stylesheet" href="/public/scenario.css"><link rel="stylesheet" href="/public/lesson.css">'
        '<script src="/public/scenario_loader.js"></script><script src="/public/lesson_loader.js"></script>'
        '<script src="/boot.js"></script></head><body><main><h1>A unit</h1>'
        + "".join(blocks_html)
        + "</main></body></html>"
    )


def block(html: str, *, name: str = "one", init: str = "CompetencyScenario", marks: str = "") -> str:
    """A block as a host puts it on a page. ``marks``: ``data-jquery`` or ``class="hostile"``."""
    module = "/public/lesson.js?v=1" if init == "CompetencyLesson" else "/public/scenario.js?v=1"
    return f'<div id="{name}" data-init="{init}" data-module="{module}" {marks}>{html}</div>'


def scenario_html(page: dict[str, Any]) -> str:
    return rendering.page("scenario.html", page=page, stage=page["stage"])


@lru_cache(maxsize=8)
def lesson_html(name: str, language: str = "en", direction: str = "ltr") -> str:
    """A lesson of the course, its first line taken as the title."""
    title, _, text = (LESSONS / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    lesson = {
        "title": title.lstrip("# "),
        "html": SafeString(markup.render(text, profile="page", prefix="cx-lesson")),  # sanitised there
        "minutes": 5,
        "dom": "cx-lesson",
        "language": language,
        "dir": direction,
    }
    return rendering.page("lesson.html", lesson=lesson)


def shown(path: str, exercise: Exercise) -> str:
    """The document at a path; KeyError where there is none."""
    kind, _, name = path.strip("/").partition("/")
    if kind == "play":
        marks = {"": "", "jquery": "data-jquery", "hostile": 'class="hostile"'}[name]
        return document(block(scenario_html(exercise.page()), marks=marks))
    if kind == "two":
        other = samples.STATES["chat"]
        other = other | {"dom": "cx-other", "stage": other["stage"] | {"dom": "cx-other"}}
        return document(block(scenario_html(exercise.page())), block(scenario_html(other), name="two"))
    if kind == "lesson":
        return document(block(lesson_html(name), init="CompetencyLesson"))
    if kind == "hostile":
        return document(block(scenario_html(samples.STATES[name]), marks='class="hostile"'))
    if name in samples.PROBLEMS:
        return document(block(rendering.page("unplayable.html", problem=samples.PROBLEMS[name])))
    return document(block(scenario_html(samples.STATES[name])))


class Host(ThreadingHTTPServer):
    """The server with the exercise that is being played."""

    daemon_threads = True
    exercise: Exercise

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"
    fixed: ClassVar[dict[str, str]] = {"/boot.js": BOOT, "/host.css": HOST_CSS, "/sample.svg": PICTURE}

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in self.fixed:
            return self._send(200, self.fixed[path].encode(), TYPES[Path(path).suffix])
        folder, name = path.rsplit("/", 1)
        file = {"/public": BLOCKS / "public", "/static": LESSONS.parent / "static"}.get(folder, Path()) / name
        if folder in ("/public", "/static") and file.is_file():
            return self._send(200, file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
        try:
            return self._send(200, shown(path, self.server.exercise).encode(), TYPES[".html"])
        except (KeyError, FileNotFoundError):
            return self._send(404, b"Nothing here.", "text/plain")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.exercise.headers.append({name.lower(): value for name, value in self.headers.items()})
        status, reply = self.server.exercise.handle(self.path.rsplit("/", 1)[1], body)
        if status:
            return self._send(status, json.dumps(reply).encode(), "application/json")
        # A reply that breaks off: without its first bytes Chromium would send the request again by itself.
        self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"html')
        self.close_connection = True

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": content_type,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-cache",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test prints what it needs."""


@contextmanager
def serving(port: int = 0) -> Iterator[Host]:
    """The host on a free port, for as long as the block runs."""
    with Host(("127.0.0.1", port), _Handler) as host:
        host.exercise = short_exercise()
        thread = threading.Thread(target=host.serve_forever)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


if __name__ == "__main__":
    configure()
    with serving(8900) as running:
        print(f"{running.url}/page/chat, and so on: {', '.join(samples.STATES)}. Press Enter to stop.")
        input()

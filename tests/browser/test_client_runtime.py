"""The browser's side of the player's XBlock runtime: what blocks get from it, whatever else is on the page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

import competency_xblock.player.courseware

pytestmark = pytest.mark.browser

FOLDER = Path(competency_xblock.player.courseware.__file__).parent / "static/courseware"
INIT = """
window.made = [];
window.Plain = function (runtime, element, args) {
  window.made.push({name: element.dataset.name, args});
  this.own = 1;
};
window.Arrow = (runtime, element, args) => { window.made.push({name: element.dataset.name, args}); };
window.Thrower = function () { throw new Error("no start today"); };
window.Aside = function (runtime, element, beside, args) { window.beside = beside; window.made.push({args}); };
window.Holder = function (runtime, element) { window.held = {runtime, element}; };
"""


def _block(name: str, body: str = "", *, init: str = "Plain", args: str = "", version: str = "1") -> str:
    script = f'<script type="json/xblock-args">{args}</script>' if args else ""
    return (
        f'<div class="xblock-v1" data-usage="u-{name}" data-handlers="/xblock/u-{name}/handler/" data-name="{name}" '
        f'data-block-type="plain" data-init="{init}" data-runtime-version="{version}">{body}{script}</div>'
    )


def _open(context: BrowserContext, body: str, before: str = "") -> Page:
    page = context.new_page()
    page.set_content(f"<body>{body}</body>")
    page.evaluate(INIT + before)
    page.add_script_tag(path=FOLDER / "runtime.js")
    return page


def _made(page: Page) -> Any:
    return page.evaluate("window.made")


def test_blocks_start_with_their_arguments_inner_ones_first(context: BrowserContext) -> None:
    inner = _block("inner", args='{"n": 1, "text": "\\u003C/script>"}')
    page = _open(context, _block("outer", f"<section>{inner}</section>", init="Arrow") + _block("next"))
    assert _made(page) == [
        {"name": "inner", "args": {"n": 1, "text": "</script>"}},
        {"name": "outer", "args": {}},
        {"name": "next", "args": {}},
    ]


def test_a_block_that_cannot_start_leaves_the_others_alone(context: BrowserContext) -> None:
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.set_content(
        _block("a", init="Thrower")
        + _block("b", init="Missing")
        + _block("c", version="2")
        + _block("d", args="{")
        + '<div class="xblock-v1" data-usage="u-e"></div>'
        + _block("f")
    )
    page.evaluate(INIT)
    page.add_script_tag(path=FOLDER / "runtime.js")
    assert [each["name"] for each in _made(page)] == ["f"]
    assert [fault.split(" could not start")[0] for fault in faults] == [f"The block u-{name}" for name in "abcd"]


def test_a_block_finds_its_handlers(context: BrowserContext) -> None:
    page = _open(context, _block("a", init="Holder"))
    ask = "(args) => window.held.runtime.handlerUrl(window.held.element, ...args)"
    assert page.evaluate(ask, ["save"]) == "/xblock/u-a/handler/save"
    assert page.evaluate(ask, ["save", "some/suffix"]) == "/xblock/u-a/handler/save/some/suffix"
    assert page.evaluate(ask, ["save", "", "a=1&b=2"]) == "/xblock/u-a/handler/save?a=1&b=2"
    assert page.evaluate(ask, ["sa/ve", "s", "a=1"]) == "/xblock/u-a/handler/sa%2Fve/s?a=1"


def test_an_element_may_come_as_jquery_makes_it(context: BrowserContext) -> None:
    page = _open(context, _block("a", _block("in"), init="Holder"))
    wrapped = "{get: () => window.held.element}"
    assert page.evaluate(f"window.held.runtime.handlerUrl({wrapped}, 'save')") == "/xblock/u-a/handler/save"
    assert page.evaluate(f"window.held.runtime.children({wrapped}).length") == 1


def test_a_block_finds_its_children(context: BrowserContext) -> None:
    page = _open(context, _block("a", _block("one", _block("deep")) + _block("two"), init="Holder"))
    assert page.evaluate(
        """() => {
            const {runtime, element} = window.held;
            const child = runtime.childMap(element, "two");
            return {
                names: runtime.children(element).map((each) => each.name),
                two: [child.own, child.type, child.element.dataset.usage, child.runtime !== runtime],
                none: runtime.childMap(element, "three") === undefined,
            };
        }"""
    ) == {"names": ["one", "two"], "two": [1, "plain", "u-two", True], "none": True}


def test_what_a_block_notifies_rises_from_its_element(context: BrowserContext) -> None:
    page = _open(context, _block("a", init="Holder"))
    assert page.evaluate(
        """() => new Promise((resolve) => {
            const hear = (event) => resolve([event.target.dataset.usage, event.detail]);
            document.body.addEventListener("xblock:save", hear);
            window.held.runtime.notify("save", {state: "start"});
        })"""
    ) == ["u-a", {"state": "start"}]


ASIDE = (
    '<div class="xblock_asides-v1" data-usage="aside" data-block-id="u-a" data-init="Aside" data-runtime-version="1">'
    '<script type="json/xblock-args">{"n": 1}</script></div>'
)


@pytest.mark.parametrize(
    ("jquery", "usage"), [("", "beside.dataset.usage"), ("jQuery", "beside.wrapped.dataset.usage")]
)
def test_an_aside_gets_the_block_it_stands_beside(context: BrowserContext, jquery: str, usage: str) -> None:
    before = "window.jQuery = (element) => ({wrapped: element});" if jquery else ""
    page = _open(context, _block("other") + _block("a") + ASIDE, before)
    assert page.evaluate(f"window.{usage}") == "u-a"
    assert _made(page)[-1] == {"args": {"n": 1}}


def test_blocks_that_come_later_can_be_started(context: BrowserContext) -> None:
    page = _open(context, _block("a"))
    page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', `<main>${html}</main>`)", _block("later"))
    assert page.evaluate("XBlock.initializeBlocks(document.querySelector('main')).map((each) => each.name)") == [
        "later"
    ]
    assert [each["name"] for each in _made(page)] == ["a", "later"]


def test_nothing_starts_before_the_page_is_there(context: BrowserContext) -> None:
    page = context.new_page()
    runtime = (FOLDER / "runtime.js").read_text()
    page.set_content(f"<body><script>{INIT}</script><script>{runtime}</script>{_block('a')}</body>")
    assert [each["name"] for each in _made(page)] == ["a"]


def test_jquery_sends_the_token_to_this_server_alone(context: BrowserContext) -> None:
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<body></body>", content_type="text/html"))
    page.goto("http://player.test/")
    page.evaluate(
        """() => {
            document.cookie = "other=1"; document.cookie = "csrftoken=abc";
            window.jQuery = () => ({on: (name, send) => { window.send = send; }});
            window.sent = (crossDomain) => {
                const headers = {};
                window.send(null, {setRequestHeader: (name, value) => { headers[name] = value; }}, {crossDomain});
                return headers;
            };
        }"""
    )
    page.add_script_tag(path=FOLDER / "jquery_csrf.js")
    assert page.evaluate("window.sent(false)") == {"X-CSRFToken": "abc"}
    assert page.evaluate("window.sent(true)") == {}

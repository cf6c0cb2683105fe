"""The addresses of the app, as a browser finds them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competency_xblock.player.courseware.views import MAX_BODY_BYTES

Install = Callable[..., Path]
USAGE = "block-v1:Org+Course+Run+type@counter+block@a"
COUNTER = '<counter url_name="a"/>'


@pytest.fixture
def client(learner: Any) -> Client:
    """A browser in which the learner has logged in."""
    client = Client()
    client.force_login(learner)
    return client


def _address(handler: str = "add", usage: str = USAGE, suffix: str = "") -> str:
    return f"/xblock/{usage}/handler/{handler}{suffix}"


def _post(client: Client, address: str, data: Any, **more: Any) -> Any:
    return client.post(address, json.dumps(data), content_type="application/json", **more)


def test_a_handler_answers(client: Client, install: Install):
    install({"unit": COUNTER})
    for expected in (2, 4):
        answer = _post(client, _address(), {"by": 2})
        assert (answer.status_code, answer.json()) == (200, {"count": expected})
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("suffix", "seen"), [("", ""), ("/", ""), ("/one", "one"), ("/one/two%20words", "one/two words")]
)
def test_a_handler_gets_method_query_and_suffix(client: Client, install: Install, suffix: str, seen: str):
    install({"unit": COUNTER})
    address = _address("show", suffix=suffix)
    assert client.get(address + "?q=1%2B1").json() == {"method": "GET", "query": "1+1", "suffix": seen}
    assert client.post(address).json()["method"] == "POST"


def test_the_addresses_the_runtime_makes_are_those_of_the_handlers(install: Install):
    assert reverse("courseware:handler", kwargs={"usage_key": USAGE, "handler": "add"}) == _address()
    assert reverse("courseware:handlers", kwargs={"usage_key": USAGE}) == _address("")


def test_a_handler_gets_forms_and_files(client: Client, install: Install):
    install({"unit": COUNTER})
    assert client.post(_address("form"), {"word": "grüß"}).json() == {"word": "grüß", "file": None}
    upload = SimpleUploadedFile("a.txt", b"content")
    assert client.post(_address("form"), {"word": "w", "file": upload}).json() == {"word": "w", "file": "content"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_login_a_handler_says_so_in_place(install: Install, db: None, method: str):
    install({"unit": COUNTER})
    answer = getattr(Client(), method)(_address())
    assert answer.status_code == 401
    assert "Log in again" in answer.json()["error"]


def test_a_post_without_csrf_token_is_refused(install: Install, learner: Any):
    install({"unit": COUNTER})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    assert _post(strict, _address(), {"by": 1}).status_code == 403
    strict.get("/unit/unit/")
    token = strict.cookies["csrftoken"].value
    assert _post(strict, _address(), {"by": 1}, headers={"X-CSRFToken": token}).json() == {"count": 1}


def test_too_much_is_refused_before_it_is_read(client: Client, install: Install):
    install({"unit": COUNTER})
    fitting = json.dumps({"by": 1, "x": ""})
    fitting = fitting.replace('""', '"' + "x" * (MAX_BODY_BYTES - len(fitting)) + '"')
    assert client.post(_address(), fitting, content_type="application/json").status_code == 200
    answer = client.post(_address(), fitting + " ", content_type="application/json")
    assert answer.status_code == 413
    assert "Shorten it" in answer.json()["error"]


@pytest.mark.parametrize(
    "address",
    [
        _address("nothing"),
        _address("student_view"),
        _address(""),
        _address(usage="block-v1:Org+Course+Run+type@counter+block@other"),
        _address(usage="block-v1:Org+Other+Run+type@counter+block@a"),
        _address(usage="block-v1:Org+Course+Run+type@vertical+block@unit"),
        _address("look", usage="aside-usage-v2:block-v1$:Org+Course+Run+type@counter+block@a::note"),
        _address(usage="no key"),
        _address(usage="course-v1:Org+Course+Run"),
    ],
)
def test_what_is_not_there_is_not_found(client: Client, install: Install, address: str):
    install({"unit": COUNTER})
    answer = _post(client, address, {})
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("This part of the course is not there any more.")


def test_handlers_of_asides_answer_where_they_are_on(client: Client, install: Install, settings: Any):
    install({"unit": COUNTER})
    settings.COMPETENCY_ASIDES = ["note"]
    usage = "aside-usage-v2:block-v1$:Org+Course+Run+type@counter+block@{}::note"
    assert _post(client, _address("look", usage=usage.format("a")), {}).json() == {"seen": 0}
    assert _post(client, _address("look", usage=usage.format("b")), {}).status_code == 404


@pytest.mark.parametrize(
    ("how", "status", "body"),
    [
        ("json", 418, {"error": "teapot"}),
        ("missing", 404, {"error": "This part of the course is not there any more. Load the page again."}),
        ("processing", 200, {"success": "wrong input"}),
        ("any", 500, {"error": "Something went wrong here. Please send it again."}),
    ],
)
def test_errors_of_a_handler_are_told(client: Client, install: Install, how: str, status: int, body: Any):
    install({"unit": '<failing url_name="a"/>'})
    answer = _post(client, _address("fail", usage=USAGE.replace("counter", "failing")), {"how": how})
    assert (answer.status_code, answer.json()) == (status, body)


def test_a_json_handler_refuses_what_is_no_post_and_no_json(client: Client, install: Install):
    install({"unit": COUNTER})
    assert client.get(_address()).status_code == 405
    assert client.post(_address(), "{", content_type="application/json").status_code == 400


def test_content_cannot_be_changed_by_a_handler(client: Client, install: Install, caplog: pytest.LogCaptureFixture):
    install({"unit": COUNTER})
    assert _post(client, _address("rewrite"), {}).status_code == 500
    assert "InvalidScopeError" in caplog.text
    assert _post(client, _address(), {"by": 0}).json() == {"count": 0}


def test_a_database_that_does_not_answer_is_told(client: Client, install: Install):
    install({"unit": '<locked url_name="a"/>'})
    answer = _post(client, _address("wait", usage=USAGE.replace("counter", "locked")), {})
    assert (answer.status_code, answer.json()) == (503, {"error": "The server is busy. Please send it again."})


def test_without_a_course_handlers_say_so(client: Client, settings: Any, tmp_path: Path):
    settings.COMPETENCY_PACKAGE = tmp_path / "none.tar.gz"
    answer = _post(client, _address(), {})
    assert (answer.status_code, answer.json()) == (
        503,
        {"error": "There is no course at the moment. Please try again later."},
    )


# Files of blocks.


def test_a_public_file_of_a_block_is_served_to_everybody():
    answer = Client().get("/xblock/resource/counter/public/data.json")
    assert answer.json() == {"found": True}
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("name", "kind"), [("script.js", "text/javascript; charset=utf-8"), ("picture.svg", "image/svg+xml")]
)
def test_files_have_their_type(name: str, kind: str):
    assert Client().get(f"/xblock/resource/counter/public/{name}")["Content-Type"] == kind


def test_a_file_with_a_version_is_kept_and_one_without_is_asked_for_again():
    address = "/xblock/resource/counter/public/data.json"
    assert "immutable" in Client().get(address + "?v=1")["Cache-Control"]
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_files_of_asides_are_served():
    assert Client().get("/xblock/resource/note/public/data.json").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "counter/public/missing.js",
        "counter/public",
        "counter/public/",
        "counter/blocks.py",
        "counter/public/../blocks.py",
        "counter/public/%2e%2e/blocks.py",
        "counter/public/..%2fblocks.py",
        "counter/public/%00",
        "counter//etc/passwd",
        "nothing/public/data.json",
    ],
)
def test_nothing_else_of_a_package_is_served(path: str, db: None):
    assert Client().get(f"/xblock/resource/{path}").status_code == 404


def test_files_are_read_only(client: Client):
    assert client.post("/xblock/resource/counter/public/data.json").status_code == 405
    assert client.post("/asset/map.png").status_code == 405


# Files of the course.


def test_a_file_of_the_course_is_served_to_learners(client: Client, install: Install):
    install({"unit": ""}, static={"map.png": b"png"})
    answer = client.get("/asset/map.png?v=1")
    assert (answer.content, answer["Content-Type"]) == (b"png", "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Client().get("/asset/map.png").status_code == 302


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "data.xml"])
def test_nothing_an_author_put_into_a_file_runs(client: Client, install: Install, name: str):
    install({"unit": ""}, static={name: b"<svg onload='alert(1)'/>"})
    policy = client.get(f"/asset/{name}")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["missing.png", "../course.xml", "%2e%2e/course.xml"])
def test_other_files_of_the_course_are_not_found(client: Client, install: Install, path: str):
    install({"unit": ""}, static={"map.png": b"png"})
    assert client.get(f"/asset/{path}").status_code == 404


def test_without_a_course_there_are_no_files(client: Client, settings: Any, tmp_path: Path):
    settings.COMPETENCY_PACKAGE = tmp_path / "none.tar.gz"
    assert client.get("/asset/map.png").status_code == 404


# Jumps.


def test_a_jump_leads_to_the_unit(client: Client, install: Install):
    install({"first": "", "second": COUNTER})
    answer = client.get("/jump_to_id/a")
    assert (answer.status_code, answer["Location"]) == (302, "/unit/second/")
    assert client.get("/jump_to_id/elsewhere").status_code == 404
    assert Client().get("/jump_to_id/a")["Location"].startswith("/account/")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("multipart/form-data; boundary=x", 400),  # what the handler says of a body that is no JSON
        ("multipart/form-data", 400),
        (f"multipart/form-data; boundary={'x' * 300}", 400),
    ],
)
def test_a_body_of_another_kind_is_answered_in_json_and_is_no_fault_of_ours(
    learner: Any, install: Install, kind: str, status: int
):
    install({"unit": COUNTER})
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    client.get("/account/password/")
    token = client.cookies["csrftoken"].value
    answer = client.generic("POST", _address(), b"--x\r\n", content_type=kind, headers={"X-CSRFToken": token})
    assert (answer.status_code, set(answer.json())) == (status, {"error"})


def test_a_request_no_page_of_ours_sent_is_refused(learner: Any, install: Install):
    install({"unit": COUNTER})
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    answer = _post(client, _address(), {"by": 2})
    assert answer.status_code == 403 and answer.json()["error"]
    assert _post(Client(enforce_csrf_checks=True), _address(), {"by": 2}).status_code == 401

"""The description and the views say the same: addresses, parameters, statuses, and the form of every answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import validator_for

from competency_xblock.evidence import models
from competency_xblock.rest import asked, views
from competency_xblock.rest.description import describe
from competency_xblock.rest.urls import urlpatterns
from tests.blocks.situations import CLARITY, READING, play
from tests.rest.conftest import CASES, COURSE, PREFIX

DESCRIPTION = describe(PREFIX)
METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))
OPERATIONS = {path: item["get"] for path, item in DESCRIPTION["paths"].items()}
PARAMETERS = DESCRIPTION["components"]["parameters"]
GOOD = {
    "limit": ["1", "200", "7"],
    "since": ["2026-09-01T00:00:00Z", "2026-09-01T18:01:30+02:00"],
    "criterion": [CLARITY, "no-such/criterion"],
    "revisions": ["newest", "all"],
}
BAD = {"limit": ["0", "201", ""], "since": ["today"], "criterion": ["clarity"], "revisions": ["old"], "after": ["-"]}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = DESCRIPTION
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def parameters_of(path: str, place: str) -> set[str]:
    item = DESCRIPTION["paths"][path]
    described = [resolved(each) for each in (*item.get("parameters", ()), *item["get"].get("parameters", ()))]
    return {each["name"] for each in described if each["in"] == place}


def problems(path: str, response: Any) -> list[str]:
    """What in an answer is not as it is described."""
    responses = OPERATIONS[path]["responses"]
    status = str(response.status_code)
    if status not in responses:
        return [f"status {status} is not described"]
    described = responses[status]
    headers = {name: header["schema"]["const"] for name, header in described["headers"].items()}
    (media_type,) = described["content"]
    schema = {**described["content"][media_type]["schema"], "components": DESCRIPTION["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [
        *(f"{name} is {response[name]}" for name, value in headers.items() if response[name] != value),
        *([] if response["Content-Type"] == media_type else [f"it is {response['Content-Type']}"]),
        *(f"{error.json_path}: {error.message}" for error in validator.iter_errors(response.json())),
    ]


def address_of(path: str, course: str = COURSE) -> str:
    return path.replace("{course_key}", course)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


@pytest.fixture
def played(noor, ilse):
    for day, case in enumerate(CASES):
        play(noor.user.pk, case, 2, 3, day=day, own={READING: 4})
    play(ilse.user.pk, CASES[0], 1, 4, day=5, own={READING: 1})
    play(ilse.user.pk, CASES[1], 1, day=6)
    fact = models.Evidence.objects.filter(source=models.Evidence.KEY).first()
    models.Evidence.objects.filter(pk=fact.pk).update(rater=ilse.user.pk, source=models.Evidence.PEER)


def test_every_address_is_described_and_every_described_one_is_there():
    addresses = {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(each.pattern)): each.callback.cls
        for each in urlpatterns
        if each.callback.cls is not views.Nothing
    }
    assert addresses.keys() == DESCRIPTION["paths"].keys()
    for path, view in addresses.items():
        assert view.parameters == parameters_of(path, "query"), path
        assert set(re.findall(r"{(\w+)}", path)) == parameters_of(path, "path"), path
        assert {name for name in view.http_method_names if hasattr(view, name)} & METHODS == {"get", "options"}
        assert DESCRIPTION["paths"][path].keys() & METHODS == {"get"}, path


def test_the_description_is_whole():
    assert DESCRIPTION["openapi"] == "3.1.0"
    assert {"info", "servers", "paths", "components", "security"} <= DESCRIPTION.keys()
    for schema in DESCRIPTION["components"]["schemas"].values():
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
    names = [each["operationId"] for each in OPERATIONS.values()]
    assert len(set(names)) == len(names)
    found = set(references(DESCRIPTION))
    components = DESCRIPTION["components"]
    made = {f"#/components/{kind}/{name}" for kind in ("parameters", "schemas") for name in components[kind]}
    assert found == made  # none leads nowhere, none is left over
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert all(response["description"] for response in operation["responses"].values())


def test_the_bounds_in_it_are_those_of_the_views():
    assert PARAMETERS["limit"]["schema"] == {
        **{"type": "integer", "minimum": 1, "maximum": asked.MOST, "default": asked.LIMIT}
    }
    assert PARAMETERS["revisions"]["schema"]["enum"] == GOOD["revisions"]


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_has_the_form_that_is_described(played, mentor, author, noor, ilse, path):
    filled = 0
    for who in (mentor, author, noor, ilse):
        for parameters in ({}, *({name: text} for name in parameters_of(path, "query") for text in GOOD.get(name, ()))):
            response = who.get(address_of(path), **parameters)
            assert problems(path, response) == [], (who.user, parameters)
            following = response.json().get("next")
            if following:
                assert problems(path, who.get(following)) == []
            filled += bool(response.json().get("results"))
    assert filled or path == "/openapi.json"


@pytest.mark.parametrize("path", OPERATIONS)
def test_what_the_description_takes_the_view_takes_and_what_it_refuses_is_refused(played, mentor, path):
    taken = parameters_of(path, "query")
    for name, texts in BAD.items():
        for text in texts:
            response = mentor.get(address_of(path), **{name: text})
            assert response.status_code == 400
            assert problems(path, response) == []
    for name, texts in GOOD.items():
        for text in texts:
            assert mentor.get(address_of(path), **{name: text}).status_code == (200 if name in taken else 400)


def statuses(path: str, who: dict[str, Any], settings: Any, folder: Any) -> set[str]:
    """Every status that can be got from an address, each answer held against its description."""
    got = [
        who["mentor"].get(address_of(path)),
        who["noor"].get(address_of(path)),
        who["visitor"].get(address_of(path)),
        who["mentor"].get(address_of(path, "course-v1:Org+Nothing+Run")),
        who["mentor"].get(address_of(path), nonsense="1"),
    ]
    settings.COMPETENCY_PACKAGE = folder / "nothing.tar.gz"
    got.append(who["mentor"].get(address_of(path)))
    for response in got:
        assert problems(path, response) == []
    return {str(response.status_code) for response in got}


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_status_that_is_described_can_be_got_and_no_other(
    played, mentor, noor, visitor, path, settings, tmp_path
):
    who = {"mentor": mentor, "noor": noor, "visitor": visitor}
    assert statuses(path, who, settings, tmp_path) == OPERATIONS[path]["responses"].keys()


def test_a_wrong_answer_would_be_noticed(played, mentor):
    path = "/courses/{course_key}/evidence"
    response = mentor.get(address_of(path))
    page = response.json()
    for name in page["results"][0]:
        for spoilt in ({**page["results"][0], name: []}, {**page["results"][0], "more": 1}):
            response.json = lambda spoilt=spoilt: {**page, "results": [spoilt]}
            assert problems(path, response), name


def test_it_is_served_to_everybody_with_the_server_it_is_served_by(visitor, client):
    served = visitor.ok("/openapi.json")
    assert served == json.loads(json.dumps(describe(PREFIX)))
    assert served["servers"] == [{"url": PREFIX}]

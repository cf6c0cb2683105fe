"""Every cell of the table of who sees what, asked of the player itself."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from competency_xblock.domain.shuffle import token
from competency_xblock.evidence import api
from competency_xblock.evidence import models as evidence
from competency_xblock.player.accounts.register import NewAccount, add_account
from competency_xblock.player.courseware.models import BlockProgress
from tests.blocks.hosting import scenario_xml
from tests.blocks.test_portfolio import DIARY
from tests.player.access_table import PAGE, ROLES, TABLE, USAGE, Cell, Mark, Row, page_with_table
from tests.player.conftest import PASSWORD
from tests.player.courseware.packages import an_archive
from tests.player.people import Person

# Names and texts that stand nowhere by chance. The trainee is the one the others ask about.
NAMES = {"trainee": "noorjehan", "other trainee": "ilsebill", "mentor": "petronella", "author": "adalbert"}
TEXTS = {"trainee": "zebra-quilt", "other trainee": "walrus-kite", "mentor": "otter-drum", "author": "heron-lamp"}
FIRST = {"trainee": "ask-easy", "other trainee": "name-course", "mentor": "figures", "author": "figures"}
# Where an answer that is no refusal leads on to another page.
LEADS_ON = {"courseware:jump", "accounts:login", "pages:objections"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Person]]:
    """One of each role, all of whom have played; made once, and undone after the last cell."""
    package = tmp_path_factory.mktemp("access") / "course.tar.gz"
    package.write_bytes(an_archive({"unit": scenario_xml(DIARY)}, static={"map.txt": b"A map."}))
    with override_settings(COMPETENCY_PACKAGE=package), django_db_blocker.unblock(), transaction.atomic():
        found = {role: _played(role) for role in NAMES}
        assert len({_score(each) for role, each in found.items() if role != "author"}) == 3
        yield found
        transaction.set_rollback(True)


def _played(role: str) -> Person:
    name = NAMES[role]
    group = role if role in ("mentor", "author") else "trainee"
    user = add_account(NewAccount(name=name, email=f"{name}@example.org", role=group, password=PASSWORD))
    person = Person(user, PASSWORD)
    person.play_diary(TEXTS[role], first=FIRST[role])
    person.object_to("question", 0, FIRST[role], f"I differ {TEXTS[role]}")
    return person


def _score(person: Person) -> str:
    row = BlockProgress.objects.get(user=person.user, usage=USAGE)
    return f"{round(100 * row.earned / row.possible)} %"


CELLS = [
    pytest.param(row, role, cell, id=f"{row.what}-{role}".replace(" ", "_"))
    for row in TABLE
    for role, cell in zip(ROLES, row.cells, strict=True)
]


@pytest.mark.parametrize(("row", "role", "cell"), CELLS)
def test_a_cell_is_true(people, row: Row, role: str, cell: Cell):
    person = people.get(role)
    before = rows_of(people, but=role)

    response = ask(row, person, people["trainee"])

    body = text_of(response)
    if cell is Cell.LOGIN:
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")
    elif cell is Cell.REFUSED:
        assert response.status_code in (401, 403, 409)
    else:
        assert response.status_code == 200 or (response.status_code == 302 and row.view in LEADS_ON)
    if cell in (Cell.OWN, Cell.NAMES, Cell.NUMBERS):
        assert mark_of(row, role, person) in body
    own = NAMES.get(role, "")
    for other, name in NAMES.items():
        if other == role:
            continue
        assert TEXTS[other] not in body or cell is Cell.REASONS
        assert f"{name}@example.org" not in body
        if cell not in (Cell.NAMES, Cell.FACTS_NAMED):
            assert name not in body.replace(own or "-", "")
    if cell is Cell.FACTS:
        assert not any(name in body for name in NAMES.values())
        assert len(set(re.findall(r'"learner": {"id": "(\w+)", "name": null}', body))) == len(NAMES)
    if cell in (Cell.NAMES, Cell.FACTS_NAMED):
        assert all(name in body for name in NAMES.values())
    if cell is Cell.REASONS:
        assert all(text in body for text in TEXTS.values())
    if cell is Cell.NUMBERS:
        assert all(f"Learner {n}" in body for n in range(1, 5))
    assert rows_of(people, but=role) == before


def ask(row: Row, person: Person | None, trainee: Person) -> HttpResponseBase:
    """The request of a row; reading, in the name of somebody else as far as parameters can say so."""
    client = Client()  # of its own: an erasure or a logout changes its cookies
    if person:
        client.cookies = copy.deepcopy(person.client.cookies)
    if not row.post:
        asked = {"user": trainee.user.pk, "learner": trainee.user.pk, "user_id": trainee.user.pk}
        response = client.get(row.address, asked)
        return client.get(row.address) if _takes_no(response, asked) else response
    mine = api.newest_attempt((person or trainee).user.pk, USAGE)
    theirs = api.newest_attempt(trainee.user.pk, USAGE)
    bodies: dict[str, Any] = {
        "nothing": {},
        "erase": {"password": PASSWORD, "account": "on"},
        "reply": {"usage": USAGE, "variant": "", "scene": "question", "option": "ask-easy", "text": "We see why."},
        "begin": _move(mine),
        "answer": _move(mine),
        "answer of the trainee": _move(theirs),
    }
    if row.post in ("nothing", "erase", "reply"):
        return client.post(row.address, bodies[row.post])
    if row.post.startswith("answer") and person:
        person.begin()
        mine = api.newest_attempt(person.user.pk, USAGE)
        theirs = api.newest_attempt(trainee.user.pk, USAGE)
        bodies |= {"answer": _move(mine), "answer of the trainee": _move(theirs)}
        for name in ("answer", "answer of the trainee"):
            bodies[name]["answer"] = person._encoded(("question", "figures"))
    if row.post == "objection":
        about = token(mine.attempt.seed, "corridor", "objection/5/free")
        bodies["objection"] = _move(mine) | {"answer": {"of": about, "reason": "I differ."}}
    return client.post(row.address, bodies[row.post], "application/json")


def _takes_no(response: HttpResponseBase, asked: dict[str, int]) -> bool:
    """Whether it was refused for these parameters, which an address may not know."""
    return response.status_code == 400 and any(name in text_of(response) for name in asked)


def _move(stored: api.StoredAttempt) -> dict[str, Any]:
    seen = len(stored.attempt.moves)
    return {"attempt": stored.attempt.uid, "seen": seen, "request": f"request-{seen}-of-a-cell", "do": "answer"}


def mark_of(row: Row, role: str, person: Person) -> str:
    """What has to stand on a page that is about this person."""
    return {Mark.TEXT: TEXTS[role], Mark.NAME: NAMES[role], Mark.NONE: ""}.get(row.mark) or (
        _score(person) if row.mark is Mark.SCORE else ""
    )


def text_of(response: HttpResponseBase) -> str:
    content = response.getvalue() if response.streaming else response.content
    try:
        return json.dumps(json.loads(content), ensure_ascii=False)
    except ValueError:
        return content.decode("utf-8", "replace")


def rows_of(people: dict[str, Person], *, but: str) -> dict[str, tuple[int, int, int]]:
    """How much is stored of everybody but one: no request of theirs may change it."""
    return {
        role: (
            evidence.Attempt.objects.filter(learner=person.user).count(),
            evidence.Move.objects.filter(attempt__learner=person.user).count(),
            evidence.Evidence.objects.filter(attempt__learner=person.user).count(),
        )
        for role, person in people.items()
        if role != but
    }


def names(resolver: URLResolver, app: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{pattern.app_name}:" if pattern.app_name else app)
        else:
            yield f"{app}{pattern.name or pattern.lookup_str.rpartition('.')[2]}"


def test_every_page_of_the_player_is_in_the_table():
    # A client makes the addresses of handlers from the first; by itself it is none. The other answers where nothing is.
    assert set(names(get_resolver())) - {"courseware:handlers", "competency_rest:nothing"} == {
        row.view for row in TABLE
    } - {"static files"}


def test_the_table_in_the_documentation_is_this_one():
    text = PAGE.read_text(encoding="utf-8")
    assert text == page_with_table(text), "python -m tests.player.access_table writes it anew"

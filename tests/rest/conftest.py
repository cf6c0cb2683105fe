"""A course in place, two who play it, a mentor and an author, and how each of them asks."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from competency_xblock.player.accounts.register import NewAccount, add_account
from tests.blocks.situations import CLARITY, READING, block, situation
from tests.player.conftest import PASSWORD
from tests.player.courseware.packages import an_archive

COURSE = "course-v1:Org+Course+Run"
PREFIX = "/api/competency/v1"
CASES = [situation(f"case-{n}", READING, CLARITY, own=(READING,)) for n in range(4)]


@dataclass(frozen=True)
class Asking:
    """Somebody with a session, or a visitor, and what they get."""

    user: User | None
    client: Client

    def get(self, address: str, **parameters: Any) -> Any:
        return self.client.get(address if "://" in address else f"{PREFIX}{address}", parameters)

    def rows(self, address: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of all pages."""
        found, next_page = [], self.ok(address, **parameters)
        while True:
            found += next_page["results"]
            if not next_page["next"]:
                return found
            next_page = self.ok(next_page["next"])

    def ok(self, address: str, **parameters: Any) -> dict[str, Any]:
        response = self.get(address, **parameters)
        assert response.status_code == 200, response.content
        return response.json()


def put(settings, *blocks: str, **options: Any) -> None:
    settings.COMPETENCY_PACKAGE.parent.mkdir(exist_ok=True)
    settings.COMPETENCY_PACKAGE.write_bytes(an_archive({"unit": "".join(blocks)}, **options))


def asking(name: str, role: str = "trainee") -> Asking:
    user = add_account(NewAccount(name=name, email=f"{name}@example.org", role=role, password=PASSWORD))
    client = Client()
    client.force_login(user)
    return Asking(user, client)


@pytest.fixture
def home(settings, tmp_path):
    settings.COMPETENCY_PACKAGE = tmp_path / "home" / "course.tar.gz"


@pytest.fixture
def course(home, settings, db) -> str:
    put(settings, *map(block, CASES))
    return COURSE


@pytest.fixture
def visitor() -> Asking:
    return Asking(None, Client())


@pytest.fixture
def noor(course) -> Asking:
    return asking("noor")


@pytest.fixture
def ilse(course) -> Asking:
    return asking("ilse")


@pytest.fixture
def mentor(course) -> Asking:
    return asking("petra", "mentor")


@pytest.fixture
def author(course) -> Asking:
    return asking("adalbert", "author")

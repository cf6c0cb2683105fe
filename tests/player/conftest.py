"""What tests of the player start from: a course package, a data folder, accounts."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from competency_xblock.olx.archive import pack
from competency_xblock.olx.writer import write_course
from competency_xblock.player.accounts.register import NewAccount, add_account
from tests.olx.courses import sample_course

PASSWORD = "seven-lamps-in-a-row"


@pytest.fixture(scope="session")
def sample_package(tmp_path_factory) -> Path:
    """The package of the sample course: modules `orientation` and `writing`, units u-start, u-late, u-warm, ..."""
    file = tmp_path_factory.mktemp("package") / "course.tar.gz"
    file.write_bytes(pack(write_course(sample_course())))
    return file


@pytest.fixture
def home(settings, tmp_path) -> Path:
    """A data folder of its own, still empty."""
    settings.COMPETENCY_HOME = tmp_path / "home"
    settings.COMPETENCY_PACKAGE = tmp_path / "home" / "course.tar.gz"
    settings.SECRET_KEY = settings.SECRET_KEY  # so that a key made by a test does not outlive it
    return settings.COMPETENCY_HOME


@pytest.fixture
def course(settings, sample_package) -> Path:
    """The sample course in place."""
    settings.COMPETENCY_PACKAGE = sample_package
    return sample_package


@pytest.fixture
def trainee(db) -> User:
    return add_account(NewAccount(name="noor", email="noor@example.org", password=PASSWORD))


@pytest.fixture
def trainee_client(trainee, course) -> Client:
    """A browser in which the trainee is logged in, with the sample course in place."""
    client = Client()
    client.force_login(trainee)
    return client

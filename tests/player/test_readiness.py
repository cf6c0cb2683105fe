import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from competency_xblock.player.accounts.demo import DEMO_PASSWORDS, make_demo_accounts, open_demo_accounts
from competency_xblock.player.accounts.register import NewAccount, add_account, get_account, set_password
from competency_xblock.player.environment import SettingsError
from competency_xblock.player.readiness import require_ready_to_serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(home, course):
    """All is well: a course, a database, no demo accounts."""
    return home


def refusal(home) -> str:
    """What starting is refused with, having written nothing."""
    with pytest.raises(SettingsError) as refused:
        require_ready_to_serve()
    assert not home.exists()
    return str(refused.value)


def test_a_start_makes_the_secret_key(ready, settings):
    require_ready_to_serve()

    assert (ready / "secret_key").read_text() == settings.SECRET_KEY


def test_a_start_warns_of_a_key_others_can_read(ready, caplog):
    require_ready_to_serve()
    (ready / "secret_key").chmod(0o644)

    require_ready_to_serve()

    (warning,) = caplog.messages
    assert f"chmod 600 {ready}/secret_key" in warning


def test_without_a_course(home):
    assert f"There is no course at {home}/course.tar.gz. Put one there: competency install" in refusal(home)


def test_with_a_course_that_cannot_be_read(home, settings, tmp_path):
    settings.COMPETENCY_PACKAGE = tmp_path / "broken.tar.gz"
    settings.COMPETENCY_PACKAGE.write_bytes(b"not an archive")

    assert "broken.tar.gz cannot be used: The package is neither" in refusal(home)


def test_with_pending_migrations(ready):
    MigrationRecorder(connection).migration_qs.filter(app="accounts").delete()

    assert "(changes missing: 1). Make a backup, then bring them up to date: competency migrate" in refusal(ready)


def test_while_demo_accounts_are_open(ready):
    make_demo_accounts()

    assert "The demo accounts trainee, mentor, author still have the passwords everybody knows" in refusal(ready)

    for name in DEMO_PASSWORDS:
        set_password(get_account(name), f"another-one-for-{name}")
    require_ready_to_serve()


def test_in_demo_mode(ready, settings):
    settings.COMPETENCY_DEMO = True

    assert "COMPETENCY_DEMO is set" in refusal(ready)


def test_demo_accounts_leave_alone_what_is_there():
    add_account(NewAccount(name="mentor", role="mentor", password="my-own-password"))

    make_demo_accounts()
    make_demo_accounts()

    assert open_demo_accounts() == ["trainee", "author"]
    assert get_account("mentor").check_password("my-own-password")
    assert get_account("author").is_staff

import re

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from competency_xblock.cli import main
from competency_xblock.player.accounts.names import role_of

pytestmark = pytest.mark.django_db


def user(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["user", *arguments], input=given)


def test_an_account_is_made_and_its_password_shown():
    done = user("add", "Noor", "--email", "noor@example.org")

    assert done.exit_code == 0, done.output
    assert "Made the account noor (trainee)." in done.stdout
    account = User.objects.get(username="noor")
    assert account.check_password(re.search(r"shown this once: (\S+)", done.stdout)[1])
    assert account.email == "noor@example.org"


def test_a_password_can_be_given_and_is_not_repeated():
    done = user("add", "petra", "--role", "mentor", "--password-stdin", given="nine-birds-on-a-wire\n")

    account = User.objects.get(username="petra")
    assert account.check_password("nine-birds-on-a-wire")
    assert role_of(account) == "mentor"
    assert "nine-birds" not in done.output


@pytest.mark.parametrize("given", ["short\n", "\n", "", "noor-noor\n"])
def test_a_weak_password_is_refused(given):
    done = user("add", "noor", "--password-stdin", given=given)

    assert done.exit_code == 1
    assert "This password cannot be used." in done.stderr
    assert not User.objects.exists()


def test_a_link_can_be_given_instead_of_a_password(home):
    done = user("add", "noor", "--link")

    assert re.search(r"^/account/password/\S+/\S+/$", done.stdout, re.MULTILINE)
    assert not User.objects.get(username="noor").has_usable_password()


def test_a_link_and_a_password_are_one_too_many():
    assert user("add", "noor", "--link", "--password-stdin", given="x").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["a b"], "letters, digits"),
        (["noor", "--email", "x"], "not an e-mail address"),
        (["taken"], 'there already is an account "taken"'),
    ],
)
def test_what_cannot_be_an_account_is_refused(arguments, why):
    user("add", "taken")

    done = user("add", *arguments)

    assert done.exit_code == 1
    assert why in done.stderr
    assert User.objects.count() == 1


def test_a_new_password_replaces_the_old_one():
    user("add", "noor", "--password-stdin", given="nine-birds-on-a-wire\n")

    done = user("password", "NOOR")

    account = User.objects.get(username="noor")
    assert not account.check_password("nine-birds-on-a-wire")
    assert account.check_password(re.search(r"shown this once: (\S+)", done.stdout)[1])


def test_a_new_password_for_nobody():
    done = user("password", "nobody")

    assert done.exit_code == 1
    assert 'there is no account "nobody"' in done.stderr


def test_many_accounts_are_made_and_their_passwords_printed(tmp_path):
    (tmp_path / "class.csv").write_text("name,email,role\nnoor,noor@example.org,\npetra,,mentor\n")

    done = user("import", str(tmp_path / "class.csv"))

    header, *lines = done.stdout.split()
    assert header == "name,password"
    assert len(lines) == 2
    for line in lines:
        name, password = line.split(",")
        assert User.objects.get(username=name).check_password(password)


def test_passwords_can_go_to_a_file_only_its_owner_reads(tmp_path):
    (tmp_path / "class.csv").write_text("name\nnoor\n")

    done = user("import", str(tmp_path / "class.csv"), "--passwords", str(tmp_path / "passwords.csv"))

    name, password = (tmp_path / "passwords.csv").read_text().split()[1].split(",")
    assert User.objects.get(username=name).check_password(password)
    assert (tmp_path / "passwords.csv").stat().st_mode & 0o777 == 0o600
    assert password not in done.output


def test_no_account_is_made_where_passwords_cannot_be_written(tmp_path):
    (tmp_path / "class.csv").write_text("name\nnoor\n")
    (tmp_path / "passwords.csv").write_text("precious")

    done = user("import", str(tmp_path / "class.csv"), "--passwords", str(tmp_path / "passwords.csv"))

    assert done.exit_code == 1
    assert "exists already" in done.stderr
    assert not User.objects.exists()
    assert (tmp_path / "passwords.csv").read_text() == "precious"


def test_all_problems_of_a_file_are_listed_and_no_account_is_made(tmp_path):
    file = tmp_path / "class.csv"
    file.write_text("name,role\nnoor,\nji ho,boss\nnoor,\n")

    done = user("import", str(file))

    assert done.exit_code == 1
    assert f'{file}:3 the name "ji ho" holds' in done.stderr
    assert f'{file}:3 "boss" is not a role' in done.stderr
    assert f'{file}:4 the name "noor" is already in line 2' in done.stderr
    assert "3 problems in" in done.stderr
    assert not User.objects.exists()


def test_one_problem_and_one_account_are_counted_as_one(tmp_path):
    (tmp_path / "bad.csv").write_text("name\nji ho\n")
    (tmp_path / "good.csv").write_text("name\njiho\n")

    refused, made = user("import", str(tmp_path / "bad.csv")), user("import", str(tmp_path / "good.csv"))

    assert f"1 problem in {tmp_path}/bad.csv. No account was made." in refused.stderr
    assert "Made 1 account." in made.stderr


@pytest.mark.parametrize("arguments", [["add", "noor"], ["password", "noor"], ["import", __file__]])
def test_tables_of_another_version_are_refused(arguments):
    MigrationRecorder(connection).migration_qs.filter(app="accounts").delete()

    done = user(*arguments)

    assert done.exit_code == 1
    assert "competency migrate" in done.stderr

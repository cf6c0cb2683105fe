import re

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from competency_xblock.player.accounts.names import role_of
from competency_xblock.player.accounts.register import (
    AccountError,
    NewAccount,
    add_account,
    add_accounts,
    generate_password,
    get_account,
    set_password,
)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "is_staff"), [("trainee", False), ("mentor", True), ("author", True)])
def test_an_account_has_its_role(role, is_staff):
    user = add_account(NewAccount(name="noor", role=role, password="x"))

    assert (role_of(user), user.is_staff, user.is_superuser) == (role, is_staff, False)


@pytest.mark.django_db
def test_somebody_without_a_role_is_a_trainee():
    assert role_of(User.objects.create(username="made-elsewhere")) == "trainee"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("account", "why"),
    [
        (NewAccount(name=""), "the name is missing"),
        (NewAccount(name="a b"), "letters, digits"),
        (NewAccount(name="noor", email="x"), "not an e-mail address"),
        (NewAccount(name="noor", role="root"), "not a role"),
        (NewAccount(name="taken"), 'already is an account "taken"'),
    ],
)
def test_accounts_that_cannot_be_are_refused(account, why):
    add_account(NewAccount(name="taken"))

    with pytest.raises(AccountError, match=why):
        add_account(account)

    assert list(User.objects.values_list("username", flat=True)) == ["taken"]


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_all_are_made_or_none():
    with pytest.raises(IntegrityError):
        add_accounts([NewAccount(name="noor"), NewAccount(name="ji-ho"), NewAccount(name="noor")])

    assert not User.objects.exists()


@pytest.mark.django_db
def test_without_a_password_nothing_lets_in():
    user = add_account(NewAccount(name="noor"))
    set_password(user, "x")
    assert get_account(" NOOR ").check_password("x")

    set_password(user, "")

    assert not get_account("noor").has_usable_password()


@pytest.mark.django_db
def test_an_account_that_is_not_there():
    with pytest.raises(AccountError, match='there is no account "noor"'):
        get_account("Noor")


def test_generated_passwords_can_be_read_out():
    passwords = {generate_password() for _ in range(50)}

    assert len(passwords) == 50
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){2}", password) for password in passwords)

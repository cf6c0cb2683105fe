"""Making accounts and setting their passwords. Nothing here prints or asks: see the command line and the forms."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .names import TRAINEE, clean_name, email_problem, name_problem, role_problem

# Without letters and digits that are mistaken for one another when read from a slip of paper.
_PASSWORD_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


class AccountError(Exception):
    """An account cannot be made or changed; the text says why."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. ``password`` empty: none can be used until one is set by a link."""

    name: str
    role: str = TRAINEE
    email: str = ""
    password: str = ""

    def problems(self) -> list[str]:
        """Everything that keeps this from being an account, apart from a name that is taken."""
        found = (name_problem(self.name), email_problem(self.email), role_problem(self.role))
        return [problem for problem in found if problem]


def add_account(account: NewAccount) -> User:
    """Make one account. Raises AccountError where its name is taken or anything about it cannot be."""
    if problems := account.problems():
        raise AccountError("; ".join(problems))
    if taken_names([account.name]):
        raise AccountError(f'there already is an account "{account.name}"')
    return add_accounts([account])[0]


def add_accounts(accounts: Iterable[NewAccount]) -> list[User]:
    """Make all these accounts or none; they must be free of problems. Nothing is locked while passwords are hashed."""
    prepared = [(account, _user(account)) for account in accounts]
    with transaction.atomic():
        for account, user in prepared:
            user.save(force_insert=True)
            user.groups.set([Group.objects.get_or_create(name=account.role)[0]])
    return [user for _, user in prepared]


def _user(account: NewAccount) -> User:
    return get_user_model()(
        username=account.name,
        email=account.email,
        is_staff=account.role != TRAINEE,
        # make_password(None) is a hash that no password has
        password=make_password(account.password or None),
    )


def taken_names(names: Iterable[str]) -> set[str]:
    """Those of the names that accounts already have."""
    wanted = list(names)
    users = get_user_model().objects
    return {
        name
        for start in range(0, len(wanted), 500)  # some databases take no more values in one query
        for name in users.filter(username__in=wanted[start : start + 500]).values_list("username", flat=True)
    }


def get_account(name: str) -> User:
    """The account of that name. Raises AccountError where there is none."""
    try:
        return get_user_model().objects.get(username=clean_name(name))
    except get_user_model().DoesNotExist:
        raise AccountError(f'there is no account "{clean_name(name)}"') from None


def set_password(user: User, password: str) -> None:
    """Give an account a new password, which ends its other sessions. Empty: none works until one is set by a link."""
    user.password = make_password(password or None)
    user.save(update_fields=["password"])


def password_problems(password: str, name: str, email: str = "") -> list[str]:
    """Why a password somebody chose is too easy to guess."""
    try:
        validate_password(password, get_user_model()(username=name, email=email))
    except ValidationError as error:
        return list(error.messages)
    return []


def generate_password() -> str:
    """A password that can be read out: three groups of five, some 74 bits."""
    return "-".join("".join(secrets.choice(_PASSWORD_CHARACTERS) for _ in range(5)) for _ in range(3))


def password_link(user: User) -> str:
    """The path of a page where this account's password can be set once, for as long as PASSWORD_RESET_TIMEOUT says."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:set_password", args=[uid, default_token_generator.make_token(user)])

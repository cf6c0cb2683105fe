"""Account names and roles: what they may be, and what each role is."""

from typing import NewType

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

AccountName = NewType("AccountName", str)

TRAINEE, MENTOR, AUTHOR = "trainee", "mentor", "author"
ROLES = (TRAINEE, MENTOR, AUTHOR)
_LONGEST_NAME = 150


def clean_name(text: str) -> AccountName:
    """The name as it is stored: in lower case, so that a phone's capital at the start does not keep anyone out."""
    return AccountName(get_user_model().normalize_username(text.strip()).lower())


def name_problem(name: str) -> str:
    """Why this cannot be the name of an account; empty where it can."""
    if not name:
        return "the name is missing"
    if len(name) > _LONGEST_NAME:
        return f"the name has {len(name)} characters; at most {_LONGEST_NAME} are possible"
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        return f'the name "{name}" holds something else than letters, digits and @ . + - _'
    return ""


def email_problem(email: str) -> str:
    """Why this cannot be an e-mail address; empty where it can, or where none is given."""
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return f'"{email}" is not an e-mail address'
    return ""


def role_problem(role: str) -> str:
    """Why this is not a role; empty where it is."""
    return "" if role in ROLES else f'"{role}" is not a role; the roles are {", ".join(ROLES)}'


def role_of(user: User | AnonymousUser) -> str:
    """The role of an account. One that has none of our groups is a trainee."""
    held = set(user.groups.values_list("name", flat=True))
    return next((role for role in (AUTHOR, MENTOR) if role in held), TRAINEE)

"""Accounts to try the player with. Their passwords are public, so nothing here may meet a server others can reach."""

from django.contrib.auth import get_user_model

from .names import ROLES
from .register import NewAccount, add_account, taken_names

# One account for each role, of the same name.
DEMO_PASSWORDS = {role: f"play-{role}" for role in ROLES}


def make_demo_accounts() -> None:
    """Make those demo accounts that are missing; one whose password was changed is left alone."""
    taken = taken_names(DEMO_PASSWORDS)
    for name, password in DEMO_PASSWORDS.items():
        if name not in taken:
            add_account(NewAccount(name=name, role=name, password=password))


def open_demo_accounts() -> list[str]:
    """The names of demo accounts that still let in whoever knows the demo password."""
    users = get_user_model().objects.filter(username__in=DEMO_PASSWORDS, is_active=True).order_by("pk")
    return [user.username for user in users if user.check_password(DEMO_PASSWORDS[user.username])]

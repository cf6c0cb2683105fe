"""What the platform tells the evidence app: inside Open edX alone, where the plugin machinery connects it."""

from typing import Any

from .privacy import erase


def erase_retired(sender: Any = None, user: Any = None, **more: Any) -> None:
    """Erase all that is stored of a user who is being retired. Told twice, it finds nothing the second time."""
    if user is not None:
        erase(user.pk)

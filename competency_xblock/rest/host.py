"""What the interface asks of the installation it runs in: who is there, what they may read, which courses there are.

An installation names its own answers in the setting COMPETENCY_REST_HOST. Where it names none, nobody gets anything.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from competency_xblock.evidence.api import EvidencedAttempt

MayShow = Callable[[EvidencedAttempt], bool]


class Reads(Enum):
    """What somebody may read of everybody in a course."""

    NOTHING = "nothing"
    NUMBERS = "everything without names"
    NAMES = "everything with names"


class Unavailable(Exception):
    """The installation cannot answer at the moment. ``str()`` tells the operator why."""


class Host:
    """An installation that lets nobody in. A subclass says what is allowed in its own."""

    @property
    def authentication_classes(self) -> Sequence[type[Any]]:
        """How somebody proves who they are, as classes of REST framework."""
        return ()

    @property
    def permission_classes(self) -> Sequence[type[Any]]:
        """What has to be true of everybody besides, as classes of REST framework."""
        return ()

    def reads(self, user: Any, course_key: str, /) -> Reads:
        """What ``user`` may read of everybody in the course, whether or not there is such a course."""
        return Reads.NOTHING

    def has_course(self, course_key: str, /) -> bool:
        """Whether there is such a course. ``course_key`` is what somebody sent, and may be anything."""
        return False

    def may_show(self, user: Any, course_key: str, now: datetime, /) -> MayShow:
        """Whether an attempt's levels may be told to the ``user`` whose it is, by the rules of its exercise."""
        return _nothing


def host() -> Host:
    """The installation's own answers, or those that allow nothing."""
    return _made(getattr(settings, "COMPETENCY_REST_HOST", ""))


@lru_cache(maxsize=8)
def _made(name: str) -> Host:
    made = import_string(name)() if name else Host()
    if not isinstance(made, Host):
        raise TypeError(f"COMPETENCY_REST_HOST names {name}, which is no {Host.__module__}.{Host.__name__}.")
    return made


def _nothing(_attempt: EvidencedAttempt) -> bool:
    return False

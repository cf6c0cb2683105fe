"""More time for one learner: granted and taken back, each with the reason where that makes no sense."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.contrib.auth.models import User
from opaque_keys.edx.keys import UsageKey

from .courseware.content import current_course
from .courseware.course import LoadedCourse
from .courseware.extensions import extend, take_back
from .courseware.places import find_place
from .courseware.policies import DUE, moment


class ExtensionRefused(Exception):
    """The date cannot be given or taken back. ``str()`` is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class DueHere:
    """A part of the course: its usage key as text, its title, and when it is due for everybody."""

    usage: str
    title: str
    due: datetime


def read_moment(text: str) -> datetime:
    """A date, which means its last second, or a date with a time; UTC unless it says otherwise.

    Raises ValueError for anything else.
    """
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= len("2026-12-24"):
            moment = datetime.combine(moment, time(23, 59, 59))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{text!r} is no date. Write it as 2026-12-24, which includes that day, or as 2026-12-24T18:00 (UTC)."
        ) from None


def grant(user: User, name: str, due: datetime) -> DueHere:
    """Give a learner until ``due`` at the part of the course of this name, and at all inside it.

    Raises NoSuchPlace, or ExtensionRefused where nothing is due there or all have that long.
    """
    course = current_course()
    usage = find_place(course, name)
    dates = list(_due_dates(course, usage))
    if not dates:
        raise ExtensionRefused(f"{usage} has no due date, nor has anything inside it: there is nothing to extend.")
    here = DueHere(str(usage), _title(course, usage), dates[0])
    if due <= here.due:
        raise ExtensionRefused(f"{usage} is due at {here.due:%Y-%m-%d %H:%M} UTC for everybody. Give a later date.")
    extend(user.pk, usage, due)
    return here


def withdraw(user: User, name: str) -> str:
    """Take back what was granted at exactly this part of the course; its usage key.

    Raises NoSuchPlace, or ExtensionRefused where nothing was granted.
    """
    usage = find_place(current_course(), name)
    if not take_back(user.pk, usage):
        raise ExtensionRefused(f"{user.username} has no due date of their own at {usage}.")
    return str(usage)


def _due_dates(course: LoadedCourse, usage: UsageKey) -> Iterator[datetime]:
    """When it is due, then when what is inside it is."""
    due = moment(course.inherited(usage, DUE))
    if due:
        yield due
    for child in course.definition(usage).children:
        yield from _due_dates(course, child)


def _title(course: LoadedCourse, usage: UsageKey) -> str:
    return str(course.values.get((usage, "display_name")) or usage.block_id)

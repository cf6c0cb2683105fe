"""All that an installation holds about one person: given out as a file, erased, and removed when its time is over."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from competency_xblock.evidence import api

from .accounts.names import role_of
from .accounts.throttle import forget_tries
from .courseware.erasing import everything_held, forget_learner, forget_places, forget_visits
from .pages.portfolio import portfolio_of

KINDS = ("fields", "progress", "visits", "extensions", "attempts", "standings", "drafts", "objections", "replies")
SESSIONS = 500  # held in memory at a time
NAMES = {
    "attempts": gettext_lazy("Attempts"),
    "moves": gettext_lazy("Answers and other moves"),
    "evidence": gettext_lazy("Pieces of evidence"),
    "results": gettext_lazy("Results of judging again"),
    "standings": gettext_lazy("Levels in the profile"),
    "drafts": gettext_lazy("Drafts"),
    "objections": gettext_lazy("Objections to feedback"),
    "ratings": gettext_lazy("Ratings of others and answers to them, which name nobody now"),
    "fields": gettext_lazy("Copies of the state of exercises"),
    "progress": gettext_lazy("Scores and progress"),
    "visits": gettext_lazy("Places opened last"),
    "extensions": gettext_lazy("Later due dates"),
    "login_tries": gettext_lazy("Failed logins"),
}


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of what are gone, and whether the account is."""

    counts: dict[str, int]
    account: bool

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def named(self) -> list[tuple[str, int]]:
        """The counts with words for people."""
        return [(str(NAMES[kind]), count) for kind, count in self.counts.items()]


def file_about(user: User) -> Iterator[str]:
    """All that is held about a person as the pieces of one JSON document; only some rows are in memory at a time."""
    yield f'{{"made":{_json(timezone.now().isoformat(timespec="seconds"))},\n"account":{_json(_account(user))}'
    told = set()
    for kind, rows in groupby(chain(everything_held(user.pk), api.everything_about(user.pk)), key=itemgetter(0)):
        told.add(kind)
        yield f',\n"{kind}":['
        for number, (_, row) in enumerate(rows):
            yield f"{',' * bool(number)}\n{_json(row)}"
        yield "]"
    for kind in KINDS:
        if kind not in told:
            yield f',\n"{kind}":[]'
    yield f',\n"portfolio":{_json(portfolio_of(user).to_json())}}}\n'


def erase(user: User, *, account: bool) -> Erased:
    """Remove everything a person did here, and the account too if asked. Another call finds nothing more.

    All of it or nothing; what others did is not touched.
    """
    user_id = user.pk
    if account:
        _end_sessions(user_id)  # before the rest, so that nothing new arrives
    with transaction.atomic():
        counts = api.erase(user_id) | forget_learner(user_id) | {"login_tries": forget_tries(user.get_username())}
        if account:
            user.delete()
    return Erased({name: count for name, count in counts.items() if count}, account)


def expire(days: int, *, course_key: str | None, now: datetime) -> dict[str, int]:
    """Remove attempts in which nothing was done for so many days, with all that hangs on them; how much of what."""
    before = now - timedelta(days=days)
    counts: Counter[str] = Counter()

    def forget(places: Sequence[tuple[int, str]]) -> None:
        counts.update(forget_places(places))

    counts.update(api.expire(course_key, before, at=now.isoformat(timespec="seconds"), forget=forget))
    counts["visits"] += forget_visits(course_key, before)
    return {name: count for name, count in counts.items() if count > 0}


def _account(user: User) -> dict[str, Any]:
    return {
        "name": user.get_username(),
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "role": role_of(user),
        "made": user.date_joined.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
    }


def _end_sessions(user_id: int) -> None:
    """Log a person out everywhere. Whose a session is stands inside it, so all of them are looked at."""
    last = ""
    while chunk := list(Session.objects.filter(pk__gt=last).order_by("pk")[:SESSIONS]):
        own = [each.pk for each in chunk if each.get_decoded().get("_auth_user_id") == str(user_id)]
        Session.objects.filter(pk__in=own).delete()
        last = chunk[-1].pk


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which a learner can type and no file can hold
        return json.dumps(value)
    return text

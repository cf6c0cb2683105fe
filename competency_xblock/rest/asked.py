"""What a request asks for, read with distrust: a mistake is named and nothing is left aside."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from datetime import UTC, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from competency_xblock.evidence.api import Position, Wanted

LIMIT, MOST = 100, 200  # rows of a page: unless asked for, and at most
CRITERION = r"[a-z0-9-]{1,64}/[a-z0-9-]{1,64}"
NEWEST, ALL = "newest", "all"
_POSITION = re.compile(r"(\d{1,18}) ([0-9T:.+Z-]{1,40})")


class NotUnderstood(Exception):
    """A parameter cannot be read. ``str()`` says which, why, and what to do."""


def read(sent: QueryDict, allowed: Collection[str]) -> Wanted:
    """Which rows the parameters ask for; :class:`NotUnderstood` for one that is not ``allowed`` or makes no sense."""
    for name, values in sent.lists():
        if name not in allowed:
            sentence = _("There is no parameter “%(name)s” here. %(known)s")
            raise NotUnderstood(sentence % {"name": name[:40], "known": _known(allowed)})
        if len(values) > 1:
            raise NotUnderstood(_("“%(name)s” is given more than once. Give it once.") % {"name": name})
    given = {name: str(values[-1]) for name, values in sent.lists()}
    return Wanted(
        limit=_limit(given.get("limit", str(LIMIT))),
        after=_position(given["after"]) if "after" in given else None,
        since=_since(given["since"]) if "since" in given else "",
        criterion=_criterion(given["criterion"]) if "criterion" in given else "",
        revisions=_revisions(given.get("revisions", NEWEST)),
    )


def position_text(position: Position) -> str:
    """A place between two rows as it stands in the address of the next page."""
    at, row = position
    return urlsafe_b64encode(f"{row} {at}".encode()).decode().rstrip("=")


def _known(allowed: Collection[str]) -> str:
    if not allowed:
        return _("This address takes none: leave it out.")
    return _("Those there are: %(names)s.") % {"names": ", ".join(sorted(allowed))}


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise NotUnderstood(_("“limit” has to be a whole number from 1 to %(most)s.") % {"most": MOST})
    return int(text)


def _position(text: str) -> Position:
    try:
        found = _POSITION.fullmatch(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii"))
    except ValueError:
        found = None
    if found is None:
        raise NotUnderstood(_("“after” has to be taken from “next” of the page before, as it stands there."))
    return found[2], int(found[1])


def _since(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError) as error:
        sentence = _(
            "“since” has to be a time with its zone, like 2026-11-27T18:00:00Z. In an address a plus is written %2B."
        )
        raise NotUnderstood(sentence) from error


def _criterion(text: str) -> str:
    if not re.fullmatch(CRITERION, text):
        raise NotUnderstood(_("“criterion” has to be the id of one, like online-writing/clarity."))
    return text


def _revisions(text: str) -> bool:
    if text not in (NEWEST, ALL):
        raise NotUnderstood(_("“revisions” has to be “newest” or “all”."))
    return text == ALL

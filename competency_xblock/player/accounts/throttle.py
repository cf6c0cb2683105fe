"""The limit on failed logins, kept in the database so that it holds across threads, processes and restarts.

A try is counted before its password is looked at, so that many at once cannot slip through between counting
and failing; a login that succeeds takes its count back.
"""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .models import LoginTry


class TooManyTries(Exception):
    """No login is looked at for ``wait`` from now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many failed logins; wait {wait}")
        self.wait = wait


def count_try(account: str, address: str, *, now: datetime) -> None:
    """Count a login that is about to be tried. Raises TooManyTries, and counts nothing, where a limit is reached."""
    limits = settings.COMPETENCY_LOGIN_LIMITS
    window = timedelta(minutes=limits["minutes"])
    LoginTry.objects.filter(at__lte=now - window).delete()
    own = LoginTry.objects.create(account=_hashed(account), address=_hashed(address), at=now)
    others = LoginTry.objects.filter(address=own.address, at__gt=now - window).exclude(pk=own.pk)
    waits = (
        _wait(others.filter(account=own.account), limits["account"], now - window),
        _wait(others, limits["address"], now - window),
    )
    if longest := max(waits):
        own.delete()
        raise TooManyTries(longest)


def forgive_tries(account: str, address: str) -> None:
    """Forget what was counted for this account from this address: its password was right."""
    LoginTry.objects.filter(account=_hashed(account), address=_hashed(address)).delete()


def forget_tries(account: str) -> int:
    """Forget what was counted for this account from anywhere; how much that was."""
    return LoginTry.objects.filter(account=_hashed(account)).delete()[0]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a trusted proxy, the last address in X-Forwarded-For, which the proxy wrote.

    An IPv6 address is cut to its network of 64 bits: one customer has them all.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.COMPETENCY_TRUST_PROXY:
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _wait(tries: QuerySet[LoginTry], limit: int, start: datetime) -> timedelta:
    """Until the try that reached the limit leaves the window that began at ``start``; 0 where none reached it."""
    reached = tries.order_by("-at").values_list("at", flat=True)[limit - 1 : limit]
    return max((at - start for at in reached), default=timedelta(0))


def _hashed(text: str) -> str:
    return salted_hmac("competency_xblock.player.accounts.throttle", text, algorithm="sha256").hexdigest()

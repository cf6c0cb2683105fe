from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import RequestFactory

from competency_xblock.player.accounts.models import LoginTry
from competency_xblock.player.accounts.throttle import TooManyTries, client_address, count_try, forgive_tries

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def fail(account: str, address: str, times: int, *, start: datetime = NOW) -> None:
    for second in range(times):
        count_try(account, address, now=start + timedelta(seconds=second))


@pytest.mark.django_db
def test_the_sixth_failure_of_an_account_from_one_address_waits_until_the_first_is_old():
    fail("noor", "192.0.2.1", 5)

    with pytest.raises(TooManyTries) as limit:
        count_try("noor", "192.0.2.1", now=minutes(5))

    assert limit.value.wait == timedelta(minutes=10)
    count_try("noor", "192.0.2.1", now=minutes(15))


@pytest.mark.django_db
def test_trying_on_does_not_make_the_wait_longer():
    fail("noor", "192.0.2.1", 5)
    for minute in range(1, 15):
        with pytest.raises(TooManyTries):
            count_try("noor", "192.0.2.1", now=minutes(minute))

    count_try("noor", "192.0.2.1", now=minutes(15))


@pytest.mark.django_db
def test_others_are_not_kept_out():
    fail("noor", "192.0.2.1", 5)

    count_try("noor", "192.0.2.2", now=NOW)
    count_try("ji-ho", "192.0.2.1", now=NOW)


@pytest.mark.django_db
def test_one_address_may_not_go_through_many_accounts():
    for number in range(30):
        fail(f"account-{number}", "192.0.2.1", 1)

    with pytest.raises(TooManyTries):
        count_try("one-more", "192.0.2.1", now=minutes(1))


@pytest.mark.django_db
def test_success_forgives_this_account_and_no_other():
    fail("noor", "192.0.2.1", 4)
    fail("ji-ho", "192.0.2.1", 5)

    forgive_tries("noor", "192.0.2.1")

    fail("noor", "192.0.2.1", 5)
    with pytest.raises(TooManyTries):
        count_try("ji-ho", "192.0.2.1", now=NOW)


@pytest.mark.django_db
def test_what_is_old_is_deleted_and_names_are_never_stored():
    fail("my-password-in-the-wrong-field", "192.0.2.1", 3)
    count_try("noor", "192.0.2.9", now=minutes(16))

    (row,) = LoginTry.objects.all()
    assert "noor" not in f"{row.account}{row.address}{row}"
    assert len(row.account) == len(row.address) == 64


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_not_let_through_between_counting_and_failing():
    barrier = Barrier(8)

    def attempt(_: int) -> bool:
        try:
            barrier.wait()
            count_try("noor", "192.0.2.1", now=NOW)
        except TooManyTries:
            return False
        finally:
            connection.close()
        return True

    fail("noor", "192.0.2.1", 3)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) <= 2


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        ("192.0.2.1", "", False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", False, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.66, 198.51.100.7", True, "198.51.100.7"),
        ("192.0.2.1", "", True, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("", "", False, "unknown"),
        ("192.0.2.1", "nonsense", True, "unknown"),
    ],
)
def test_the_address_of_a_visitor(settings, remote, forwarded, trusted, expected):
    settings.COMPETENCY_TRUST_PROXY = trusted
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra)) == expected

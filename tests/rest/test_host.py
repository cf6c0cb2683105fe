"""An installation says who may read what. Where it says nothing, or says it wrongly, nobody reads anything."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from competency_xblock.player.rest_host import PlayerHost
from competency_xblock.rest.host import Host, Reads
from tests.blocks.situations import READING, play
from tests.rest.conftest import CASES, COURSE

OWN = [f"/courses/{COURSE}/standings/me", f"/courses/{COURSE}/evidence/me"]
STAFF = [f"/courses/{COURSE}/standings", f"/courses/{COURSE}/evidence"]


class SaysNothing(Host):
    """Knows who is there and what courses there are, and nothing of who may read what."""

    @property
    def authentication_classes(self):
        return PlayerHost().authentication_classes

    def has_course(self, course_key, /):
        return True


class SaysYes(SaysNothing):
    def reads(self, user, course_key, /):
        return True


class SaysNames(SaysNothing):
    def reads(self, user, course_key, /):
        return Reads.NAMES if course_key == COURSE else Reads.NOTHING


class Fails(SaysNothing):
    error: Exception = RuntimeError("secret-detail")

    def reads(self, user, course_key, /):
        raise self.error


class Refuses(Fails):
    error = PermissionDenied("secret-detail")


class Busy(Fails):
    error = OperationalError("secret-detail")


class NoHost:
    pass


@pytest.fixture(autouse=True)
def played(noor):
    play(noor.user.pk, CASES[0], 2, 3, own={READING: 4})


@pytest.mark.parametrize("address", [*OWN, *STAFF])
def test_where_no_host_is_named_nobody_is_known(settings, mentor, noor, visitor, address):
    del settings.COMPETENCY_REST_HOST
    assert {who.get(address).status_code for who in (mentor, noor, visitor)} == {403}


@pytest.mark.parametrize("name", ["SaysNothing", "SaysYes"])
def test_a_host_that_does_not_say_who_is_staff_has_none(settings, mentor, name):
    settings.COMPETENCY_REST_HOST = f"{__name__}.{name}"
    assert {mentor.get(address).status_code for address in STAFF} == {403}


def test_a_host_that_does_not_say_what_may_be_shown_shows_nothing(settings, noor):
    settings.COMPETENCY_REST_HOST = f"{__name__}.SaysNothing"
    for address in OWN:
        found = noor.ok(address)
        assert found["results"] == []
        assert len(found["held_back"]) == 1


def test_the_host_decides_course_by_course(settings, noor):
    settings.COMPETENCY_REST_HOST = f"{__name__}.SaysNames"
    assert noor.ok(STAFF[1])["results"][0]["learner"]["name"] == "noor"
    assert noor.get("/courses/course-v1:Org+Other+Run/evidence").status_code == 403


@pytest.mark.parametrize(("name", "status"), [("Fails", 500), ("Refuses", 403), ("Busy", 503)])
def test_a_host_that_fails_lets_nobody_in_and_tells_the_operator_alone(settings, mentor, caplog, name, status):
    settings.COMPETENCY_REST_HOST = f"{__name__}.{name}"
    for address in STAFF:
        response = mentor.get(address)
        assert response.status_code == status
        assert response.json().keys() == {"error"}
        assert "secret-detail" not in response.content.decode()
    assert ("secret-detail" in caplog.text) == (status >= 500)


def test_something_else_than_a_host_is_an_error(settings, mentor):
    settings.COMPETENCY_REST_HOST = f"{__name__}.NoHost"
    with pytest.raises(TypeError, match=r"NoHost, which is no competency_xblock\.rest\.host\.Host"):
        mentor.get(STAFF[0])


def test_who_is_switched_off_reads_nothing(noor, mentor):
    for who in (noor, mentor):
        who.user.is_active = False
        who.user.save()
        assert {who.get(address).status_code for address in [*OWN, *STAFF]} == {401}

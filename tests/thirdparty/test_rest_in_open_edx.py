"""The REST interface with the classes by which Open edX knows who is calling: its tokens, its sessions, its middleware.

They need packages of their own (`make thirdparty`), and no browser.
"""

import json
from time import time
from typing import Any

import pytest
from django.test import Client

from competency_xblock.rest.host import Reads
from competency_xblock.rest.openedx import OpenEdxHost
from tests.blocks.situations import READING, play
from tests.rest.conftest import CASES, COURSE, PREFIX, Asking, asking

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]

OWN, STAFF = f"/courses/{COURSE}/evidence/me", f"/courses/{COURSE}/evidence"
MIDDLEWARE = [
    "edx_rest_framework_extensions.auth.jwt.middleware.EnsureJWTAuthSettingsMiddleware",
    "edx_rest_framework_extensions.auth.jwt.middleware.JwtAuthCookieMiddleware",
]


class Lms(OpenEdxHost):
    """What the plugin app adds: staff of this course alone, and nothing held back."""

    def reads(self, user, course_key, /):
        return Reads.NAMES if user.username == "petra" and course_key == COURSE else Reads.NOTHING

    def may_show(self, user, course_key, now, /):
        return lambda attempt: True


@pytest.fixture(scope="module")
def keys() -> tuple[Any, Any]:
    """The platform's key, and somebody else's."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(65537, 2048), generate_private_key(65537, 2048)


@pytest.fixture(autouse=True)
def open_edx(settings, keys):
    from jwt.algorithms import RSAAlgorithm

    public = RSAAlgorithm.to_jwk(keys[0].public_key(), as_dict=True)
    settings.COMPETENCY_REST_HOST = f"{__name__}.Lms"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, *MIDDLEWARE]
    settings.EDX_DRF_EXTENSIONS = {"JWT_PAYLOAD_USER_ATTRIBUTE_MAPPING": {}}
    settings.JWT_AUTH = {
        "JWT_ISSUERS": [{"ISSUER": "lms", "AUDIENCE": "lms", "SECRET_KEY": "not-used"}],
        "JWT_PUBLIC_SIGNING_JWK_SET": json.dumps({"keys": [public | {"kid": "key"}]}),
        "JWT_ALGORITHM": "RS512",
        "JWT_DECODE_HANDLER": "edx_rest_framework_extensions.auth.jwt.decoder.jwt_decode_handler",
        "JWT_PAYLOAD_GET_USERNAME_HANDLER": lambda payload: payload["preferred_username"],
        "JWT_AUTH_HEADER_PREFIX": "JWT",
        "JWT_AUTH_COOKIE": "edx-jwt-cookie",
        "JWT_VERIFY_AUDIENCE": True,
    }


@pytest.fixture
def noor(db) -> Asking:
    found = asking("noor")
    play(found.user.pk, CASES[0], 2, 3, own={READING: 4})
    return found


@pytest.fixture
def petra(db) -> Asking:
    return asking("petra")


@pytest.fixture
def token(keys) -> Any:
    """Makes a token of this name."""

    def make(name: str, *, key: Any = keys[0], **claims: Any) -> str:
        import jwt

        now = int(time())
        about = {"iss": "lms", "aud": "lms", "preferred_username": name, "iat": now, "exp": now + 60}
        return jwt.encode({**about, "version": "1.2.0", **claims}, key, algorithm="RS512")

    return make


def get(address: str, proof: str) -> Any:
    return Client().get(f"{PREFIX}{address}", headers={"authorization": f"JWT {proof}"})


def test_a_token_opens_what_is_its_owners(noor, petra, token):
    assert {row["learner"]["name"] for row in get(OWN, token("noor")).json()["results"]} == {"noor"}
    assert get(OWN, token("petra")).json()["results"] == []


def test_staff_of_the_course_read_everybody_and_others_nobody(noor, petra, token):
    assert {row["learner"]["name"] for row in get(STAFF, token("petra")).json()["results"]} == {"noor"}
    assert get(STAFF, token("noor")).status_code == 403
    assert get("/courses/course-v1:Org+Other+Run/evidence", token("petra")).status_code == 403


@pytest.mark.parametrize("claims", [{"exp": 1}, {"iss": "somebody"}, {"aud": "others"}, {"key": "else"}, {}])
@pytest.mark.parametrize("address", [OWN, STAFF])
def test_a_token_that_proves_nothing_opens_nothing(noor, petra, keys, token, claims, address):
    if "key" in claims:
        claims = {"key": keys[1]}
    response = get(address, token("petra", **claims) if claims else "nonsense")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("JWT")
    assert response.json().keys() == {"error"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [OWN, STAFF])
def test_a_token_for_certain_data_only_opens_nothing(noor, petra, token, address):
    assert get(address, token("petra", is_restricted=True)).status_code == 403


@pytest.mark.parametrize("address", [OWN, STAFF])
def test_without_token_and_session_it_is_401_and_no_login_page(db, address):
    assert Client().get(f"{PREFIX}{address}").status_code == 401


def test_a_session_opens_it_and_nothing_can_be_written(noor, petra):
    assert noor.rows(OWN)
    assert petra.rows(STAFF)
    assert noor.get(STAFF).status_code == 403
    assert petra.client.post(f"{PREFIX}{STAFF}").status_code == 405


def test_without_what_the_plugin_says_nobody_reads_anything(noor, petra, token, settings):
    settings.COMPETENCY_REST_HOST = "competency_xblock.rest.openedx.OpenEdxHost"
    assert noor.ok(OWN)["results"] == []
    assert get(STAFF, token("petra")).status_code == 403

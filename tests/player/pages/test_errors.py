import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from django.urls import include, path

from competency_xblock.player import urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def raising(error: Exception):
    def view(request: HttpRequest):
        raise error

    return view


urlpatterns = [
    path("forbidden/", raising(PermissionDenied())),
    path("suspicious/", raising(SuspiciousOperation())),
    path("broken/", raising(OperationalError("the password is hush"))),
    path("", include(urls.urlpatterns)),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/suspicious/", 400, "This could not be read"),
        ("/forbidden/", 403, "This is not open to you"),
        ("/nowhere/", 404, "There is no such page"),
        ("/unit/nowhere/", 404, "There is no such page"),
        ("/broken/", 500, "Something broke on our side"),
    ],
)
def test_what_went_wrong_is_said_in_plain_words(trainee_client, address, status, words):
    trainee_client.raise_request_exception = False

    response = trainee_client.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in page
    assert "hush" not in page
    assert 'href="/"' in page
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
def test_a_form_from_before_the_login_is_explained(trainee, course):
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"username": "noor", "password": "x"})

    assert response.status_code == 403
    assert "This page was too old" in response.content.decode()


@pytest.mark.django_db
def test_a_block_is_told_the_same_as_json(trainee, course):
    client = Client(enforce_csrf_checks=True)
    client.force_login(trainee)

    response = client.post("/xblock/some-usage/handler/move", "{}", content_type="application/json")

    assert response.status_code == 403
    assert "Load it again" in response.json()["error"]


def test_without_a_course_the_pages_still_say_what_they_can(client, home):
    page = client.get("/privacy/").content.decode()

    assert "What is stored about you" in page

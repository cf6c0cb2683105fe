import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from competency_xblock.player.headers import SafetyHeadersMiddleware

PAGES = ["/account/login/", "/privacy/", "/no-such-page/", "/healthz", "/static/pages/player.css"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_answer_has_a_strict_content_policy(client, course, address):
    response = client.get(address)
    response.close()

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_a_page_tells_no_other_site_where_it_was_and_cannot_be_framed_by_one(client, course):
    headers = client.get("/account/login/").headers

    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_of_somebody_logged_in_are_not_kept_by_the_browser(trainee_client):
    assert trainee_client.get("/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_cookies_go_only_over_https_where_the_page_came_over_https(course):
    client = Client()

    assert not client.get("/account/login/").cookies["csrftoken"]["secure"]
    assert client.get("/account/login/", secure=True).cookies["csrftoken"]["secure"]


@pytest.mark.django_db
@pytest.mark.parametrize("trusted", [True, False])
def test_a_proxy_is_believed_only_where_the_settings_say_so(settings, course, trusted):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None

    response = Client().get("/account/login/", headers={"x-forwarded-proto": "https"})

    assert bool(response.cookies["csrftoken"]["secure"]) is trusted


def test_a_policy_set_by_a_view_is_left_alone():
    middleware = SafetyHeadersMiddleware(lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))

    assert middleware(RequestFactory().get("/")).headers["Content-Security-Policy"] == "sandbox"

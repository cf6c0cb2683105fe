import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client

from competency_xblock.player.accounts.register import NewAccount, add_account, password_link, set_password
from tests.player.conftest import PASSWORD

LOGIN = "/account/login/"
NEW_PASSWORD = {"new_password1": "nine-birds-on-a-wire", "new_password2": "nine-birds-on-a-wire"}
pytestmark = pytest.mark.django_db


def log_in(client: Client, name: str = "noor", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": name, "password": password, **more})


def test_without_an_account_every_page_leads_to_the_login_and_back(client, trainee, course):
    response = client.get("/results/?x=1")

    assert response.headers["Location"] == "/account/login/?next=/results/%3Fx%3D1"
    assert log_in(client, next="/results/?x=1").headers["Location"] == "/results/?x=1"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_login_never_leads_to_another_site(client, trainee, course, address):
    assert log_in(client, next=address).headers["Location"] == "/"


@pytest.mark.parametrize("typed", ["noor", "Noor", " NOOR "])
def test_capital_letters_in_a_name_do_not_matter(client, trainee, course, typed):
    assert log_in(client, typed).status_code == 302


def test_unknown_names_wrong_passwords_and_closed_accounts_get_the_same_answer(client, trainee, course):
    closed = add_account(NewAccount(name="closed", password=PASSWORD))
    User.objects.filter(pk=closed.pk).update(is_active=False)

    answers = [log_in(client, *pair) for pair in (("nobody", "x"), ("noor", "x"), ("closed", PASSWORD))]

    messages = [answer.context["form"].non_field_errors() for answer in answers]
    assert messages == [["The name or the password is not right."]] * 3
    assert {answer.status_code for answer in answers} == {200}


def test_the_cursor_is_where_something_has_to_be_typed(client, trainee, course):
    page = log_in(client, password="x").content.decode()

    assert page.count("autofocus") == 1
    assert "autofocus" in page[page.index('name="password"') : page.index('id="id_password"')]


def test_after_five_failures_the_login_says_how_long_to_wait(client, trainee, course):
    for _ in range(5):
        log_in(client, password="wrong")

    response = log_in(client)

    assert response.status_code == 429
    assert 890 < int(response.headers["Retry-After"]) <= 900
    assert "Try again in 15 minutes" in response.content.decode()
    assert log_in(client, "Noor").status_code == 429


def test_a_success_clears_the_count(client, trainee, course):
    for _ in range(4):
        log_in(client, password="wrong")
    log_in(client)

    for _ in range(5):
        assert log_in(Client(), password="wrong").status_code == 200


def test_logging_out_takes_a_form_and_leads_to_the_login(trainee_client):
    assert trainee_client.get("/account/logout/").status_code == 405
    assert trainee_client.post("/account/logout/").headers["Location"] == LOGIN
    assert trainee_client.get("/").status_code == 302


def test_the_account_page_says_who_is_logged_in(trainee_client):
    page = trainee_client.get("/account/").content.decode()

    assert "noor@example.org" in page
    assert "<dd>trainee</dd>" in page


@pytest.mark.parametrize("role", ["mentor", "author"])
def test_staff_see_the_course_and_their_role(client, course, role):
    add_account(NewAccount(name="petra", role=role, password=PASSWORD))
    log_in(client, "petra")

    assert client.get("/").status_code == 200
    assert f"<dd>{role}</dd>" in client.get("/account/").content.decode()


def test_a_changed_password_works_and_ends_other_sessions(trainee_client, trainee):
    elsewhere = Client()
    log_in(elsewhere)

    page = trainee_client.post("/account/password/", {"old_password": PASSWORD, **NEW_PASSWORD}, follow=True)

    assert "Your password is changed" in page.content.decode()
    assert elsewhere.get("/").status_code == 302
    assert log_in(Client(), password="nine-birds-on-a-wire").status_code == 302


@pytest.mark.parametrize("weak", ["short", "1234567890123", "password123", "noor@example.org"])
def test_a_weak_password_is_refused(trainee_client, weak):
    page = trainee_client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    )

    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_link_sets_the_password_once(client, trainee, course):
    set_password(trainee, "")
    link = password_link(trainee)
    form = client.get(link, follow=True)

    page = client.post(form.redirect_chain[-1][0], NEW_PASSWORD, follow=True)

    assert "Log in with it now" in page.content.decode()
    assert log_in(client, password="nine-birds-on-a-wire").status_code == 302
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_demo_accounts_are_shown_only_in_a_demo(client, settings, course):
    assert "play-trainee" not in client.get(LOGIN).content.decode()

    settings.COMPETENCY_DEMO = True

    assert "play-trainee" in client.get(LOGIN).content.decode()


def test_a_block_that_sends_without_a_session_is_told_so_as_json(client, course):
    response = client.post("/xblock/some-usage/handler/move", "{}", content_type="application/json")

    assert response.status_code == 401
    assert "logged out" in response.json()["error"]


class CountingHasher(MD5PasswordHasher):
    """Notes each time a password is hashed."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


def test_a_name_that_is_not_there_takes_as_long_as_one_that_is(client, course, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    add_account(NewAccount(name="noor", password=PASSWORD))
    add_account(NewAccount(name="no-password-yet"))

    def hashed(name: str) -> int:
        before = CountingHasher.count
        log_in(client, name, "wrong")
        return CountingHasher.count - before

    assert hashed("noor") == hashed("nobody") == hashed("no-password-yet") == 1

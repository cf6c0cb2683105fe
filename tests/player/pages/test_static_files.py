import pytest
from django.templatetags.static import static

pytestmark = pytest.mark.django_db


def test_an_address_changes_with_the_file(client):
    address = static("pages/player.css")

    assert address.startswith("/static/pages/player.css?v=")
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("text/css")
    assert "max-age=86400" in response.headers["Cache-Control"]
    response.close()


def test_a_file_that_is_not_there_has_a_plain_address():
    assert static("pages/no-such-file.css") == "/static/pages/no-such-file.css"


@pytest.mark.parametrize("name", ["player.css", "icon.svg"])
def test_nothing_is_loaded_from_elsewhere(client, name):
    response = client.get(static(f"pages/{name}"))
    content = b"".join(response.streaming_content).decode()
    response.close()

    assert "url(" not in content
    assert "@import" not in content

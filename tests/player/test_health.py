import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_all_is_well(client, course):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


def test_it_is_cheap(client, course, django_assert_max_num_queries):
    client.get("/healthz")

    with django_assert_max_num_queries(3):
        client.get("/healthz")


def test_a_missing_course_is_named_without_saying_where_it_should_be(client, home):
    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"status": "failing", "failed": ["package"]}


def test_pending_migrations_are_named(client, course):
    MigrationRecorder(connection).migration_qs.filter(app="courseware").delete()

    assert client.get("/healthz").json() == {"status": "failing", "failed": ["migrations"]}


def test_a_database_that_does_not_answer_is_named(client, course):
    def broken(execute, sql, params, many, context):
        raise OperationalError("password for secret-host refused")

    with connection.execute_wrapper(broken):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["failed"] == ["database", "migrations"]
    assert b"secret-host" not in response.content


def test_only_looking_is_possible(client, course):
    assert client.post("/healthz").status_code == 405

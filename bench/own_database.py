"""A database of one's own on a server, made at the start and dropped at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
from django.conf import settings
from django.db.utils import ConnectionHandler

from competency_xblock.player.databases import database_setting


@contextmanager
def own_database(url: str, name: str) -> Iterator[str]:
    """The address of an empty database called ``name`` beside the one at ``url``. One left by a killed run goes first.

    The account at ``url`` has to be allowed to create databases; the one that ``url`` names has to be there.
    """
    is_postgres = url.startswith("postgres")
    drop = f"DROP DATABASE IF EXISTS {name}" + (" WITH (FORCE)" if is_postgres else "")
    _run(url, drop)
    _run(url, f"CREATE DATABASE {name}" + ("" if is_postgres else " CHARACTER SET utf8mb4"))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        _run(url, drop)


def _run(url: str, sql: str) -> None:
    """Run a statement outside any transaction."""
    if not settings.configured:
        settings.configure(USE_TZ=True)
        django.setup()
    setting = database_setting(url, Path(tempfile.gettempdir()))
    connection = ConnectionHandler({"default": setting})["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()

"""Two server processes on one database, brought to the same point before either stores a move."""

import json
import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any

SECONDS = 60
Request = dict[str, Any]
Reply = tuple[int, dict[str, Any]]


def race(
    requests: list[Request], *, url: str, session: str, database: str, package: str, storing: str = "append"
) -> list[Reply]:
    """Post each request from a process of its own; all have read where things stand before one may store anything.

    ``storing`` names what they meet before: ``append`` of a move, or ``open`` of an attempt.
    """
    context = multiprocessing.get_context("spawn")
    barrier, replies = context.Barrier(len(requests)), context.Queue()
    processes = [
        context.Process(target=_serve_one, args=(request, url, session, database, package, storing, barrier, replies))
        for request in requests
    ]
    for process in processes:
        process.start()
    try:
        return [replies.get(timeout=SECONDS) for _ in processes]
    finally:
        for process in processes:
            process.join(SECONDS)


def _serve_one(
    request: Request,
    url: str,
    session: str,
    database: str,
    package: str,
    storing: str,
    barrier: Barrier,
    replies: "Queue[Reply]",
) -> None:
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.COMPETENCY_PACKAGE = package
    django.setup()

    from django.test import Client

    from competency_xblock.blocks.ports import EvidenceStore

    store = getattr(EvidenceStore, storing)

    def store_together(self: EvidenceStore, *args: Any, **more: Any) -> Any:
        barrier.wait(SECONDS)
        return store(self, *args, **more)

    setattr(EvidenceStore, storing, store_together)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    response = client.post(url, json.dumps(request), content_type="application/json")
    replies.put((response.status_code, response.json()))

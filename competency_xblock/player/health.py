"""`/healthz`: may this server be sent learners? For probes, so without login and without any detail."""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .courseware.content import CourseUnavailable, current_course
from .readiness import pending_migrations

logger = logging.getLogger(__name__)


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 and ``ok``, or 503 and the names of the parts that fail; the reasons go to the log."""
    failed = [name for name, works in _PARTS.items() if not works()]
    if failed:
        return JsonResponse({"status": "failing", "failed": failed}, status=503)
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    return _works("database", lambda: connection.cursor().execute("SELECT 1") or True)


def _tables_are_current() -> bool:
    return _works("migrations", lambda: not pending_migrations())


def _course_is_loaded() -> bool:
    return _works("package", lambda: current_course() is not None)


def _works(part: str, check: Callable[[], bool]) -> bool:
    try:
        return bool(check())
    except (DatabaseError, InterfaceError, CourseUnavailable):
        logger.exception("The health check of the %s failed", part)
        return False


_PARTS = {"database": _database_answers, "migrations": _tables_are_current, "package": _course_is_loaded}

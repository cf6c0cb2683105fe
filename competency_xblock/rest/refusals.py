"""What is answered where a request cannot be: ``{"error": sentence}``, which says what to do."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import set_rollback

from .asked import NotUnderstood
from .host import Unavailable

log = logging.getLogger(__name__)


def answer_for(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to a request that failed with ``error``; what is no fault of the sender's is in the log."""
    set_rollback()
    status = _status(error)
    if status >= 500:
        log.error("%s cannot be answered.", context["request"].path, exc_info=error)
    return Response({"error": _sentence(status, error)}, status, headers=_headers(error))


def _status(error: Exception) -> int:
    if isinstance(error, APIException):
        return int(error.status_code)
    statuses = {NotUnderstood: 400, PermissionDenied: 403, Http404: 404, Unavailable: 503, OperationalError: 503}
    return next((status for kind, status in statuses.items() if isinstance(error, kind)), 500)


def _sentence(status: int, error: Exception) -> str:
    sentences = {
        401: _("Nobody is logged in, or what proves it is not valid any more. Log in, then ask again."),
        403: _("This is not for you to read. Your own facts are at the addresses that end with “me”."),
        405: _("This address can only be read: use GET."),
        500: _("Something went wrong here. Please ask again."),
        503: _("The server cannot answer at the moment. Please ask again later."),
    }
    return sentences.get(status) or str(getattr(error, "detail", error))


def _headers(error: Exception) -> dict[str, str]:
    proof = getattr(error, "auth_header", "")
    return {"WWW-Authenticate": proof} if proof else {}

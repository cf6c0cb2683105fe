"""The addresses blocks and their pages use: handlers, files of blocks, files of the course, and jumps between units."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import AsideUsageKey, UsageKey
from xblock.core import XBlock, XBlockAside
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import DisallowedFileError, NoSuchHandlerError, NoSuchUsage, NotFoundError, ProcessingError
from xblock.plugin import PluginMissingError

from .content import CourseUnavailable, LoadedCourse, current_course
from .files import author_file_response, file_response
from .runtime import PlayerRuntime

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 256 * 1024


@csrf_exempt  # checked below, after the body is kept: the check reads forms, and then a block could not
@login_not_required  # answered below, with a sentence a block can show in place
def handler(request: HttpRequest, usage_key: str, handler: str, suffix: str = "") -> HttpResponseBase:
    """Run a handler of a block. What goes wrong is answered with ``{"error": sentence}``."""
    if not request.user.is_authenticated:
        return _refusal(401, _("You have been logged out. Log in again, then send your answer."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        return _refusal(413, _("This is too much to send at once. Shorten it and send it again."))
    try:
        if _is_forged(request):
            return _refusal(403, _("This page is from before you last logged in. Load it again."))
        response = _handled(request, usage_key, handler, suffix)
    except (MultiPartParserError, SuspiciousOperation):
        return _refusal(400, _("The page sent something that cannot be read. Load it again."))
    except (InvalidKeyError, NoSuchUsage, NoSuchHandlerError, NotFoundError):
        return _refusal(404, _("This part of the course is not there any more. Load the page again."))
    except ProcessingError as error:
        return JsonResponse({"success": str(error)})  # what blocks of Open edX expect
    except CourseUnavailable as error:
        log.error("%s", error)
        return _refusal(503, _("There is no course at the moment. Please try again later."))
    except OperationalError:
        log.exception("The database failed in the handler %r of %s.", handler, usage_key)
        return _refusal(503, _("The server is busy. Please send it again."))
    except Exception:
        log.exception("The handler %r of %s failed.", handler, usage_key)
        return _refusal(500, _("Something went wrong here. Please send it again."))
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


class _ForgeryCheck(CsrfViewMiddleware):
    """Django's check of the token that proves that our own page sent the request, asked instead of applied."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponseForbidden(reason)


def _is_forged(request: HttpRequest) -> bool:
    _kept = request.body
    return _ForgeryCheck(_never).process_view(request, _never, (), {}) is not None


def _never(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError("The check is asked; it leads on to no view.")


def _handled(request: HttpRequest, usage_key: str, handler: str, suffix: str) -> HttpResponseBase:
    runtime = PlayerRuntime(current_course(), request.user, request)
    key = UsageKey.from_string(usage_key)
    if isinstance(key, AsideUsageKey):
        if key.aside_type not in getattr(settings, "COMPETENCY_ASIDES", ()):
            raise NoSuchUsage(usage_key)
        block = runtime.get_aside(key)
    else:
        block = runtime.get_block(key)
    answer: HttpResponse = webob_to_django_response(
        runtime.handle(block, handler, django_to_webob_request(request), suffix)
    )
    return answer


def _refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


@require_safe
@login_not_required  # the program text of a block, the same for everybody
def resource(request: HttpRequest, block_type: str, path: str) -> HttpResponseBase:
    """A file from the ``public`` folder of the package a block comes from."""
    try:
        with _class_with_files(block_type).open_local_resource(path) as file:
            data = file.read()
    except (PluginMissingError, DisallowedFileError, OSError, ValueError) as error:
        raise Http404(path) from error
    return file_response(request, data, path)


def _class_with_files(block_type: str) -> type[XBlock | XBlockAside]:
    try:
        return XBlock.load_class(block_type)
    except PluginMissingError:
        return XBlockAside.load_class(block_type)


@require_safe
@login_required
def asset(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the course, by its name in the package's ``static`` folder."""
    data = _course_or_404().package.static.get(path)
    if data is None:
        raise Http404(path)
    return author_file_response(request, data, path)


@require_safe
@login_required
def jump(request: HttpRequest, url_name: str) -> HttpResponseBase:
    """To the unit in which something of this name stands; authors link so from one text to another."""
    try:
        vertical = _course_or_404().vertical_of(url_name)
    except KeyError as error:
        raise Http404(url_name) from error
    return redirect("pages:unit", vertical.url_name)


def _course_or_404() -> LoadedCourse:
    try:
        return current_course()
    except CourseUnavailable as error:
        raise Http404(str(error)) from error

"""What is shown when a request cannot be answered, in words that say what to do next."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _asked_by_a_block(request):
        return JsonResponse({"error": _("The page sent something that cannot be read. Load it again.")}, status=400)
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: whatever broke (the database, the session) may be what it would ask."""
    return HttpResponse(loader.render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last login or logout. Blocks get JSON, so that they can say it in place."""
    if _asked_by_a_block(request):
        return JsonResponse({"error": _("This page is from before you last logged in. Load it again.")}, status=403)
    return render(request, "errors/csrf.html", status=403)


def _asked_by_a_block(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.app_name == "courseware"

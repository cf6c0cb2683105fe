"""What an account can do about what is held about it: take it along, and have it erased."""

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .. import own_data
from .forms import EraseForm


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """All that is held about whoever is logged in, as one file."""
    response = StreamingHttpResponse(own_data.file_about(_account(request)), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="everything.json"'
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase what whoever is logged in did here, and the account if they say so; their password has to be given."""
    user = _account(request)
    form = EraseForm(request, request.POST or None)
    if not form.is_valid():
        response = render(request, "accounts/erase.html", {"form": form, "place": "account"})
        response.status_code = 429 if form.wait_seconds else 200
        return response
    erased = own_data.erase(user, account=form.cleaned_data["account"])
    if erased.account:
        logout(request)
    response = render(request, "accounts/erased.html", {"erased": erased})
    response["Clear-Site-Data"] = '"storage"'  # drafts that this browser keeps; heeded over https and on localhost
    return response


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  the login middleware lets nobody else in
    return request.user

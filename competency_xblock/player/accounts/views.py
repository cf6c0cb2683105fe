"""Logging in, the account page, and setting a password."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from .demo import DEMO_PASSWORDS
from .forms import LoginForm
from .names import role_of


class LoginView(auth_views.LoginView):
    """Goes on to the page asked for, if that is one of ours; a login that has to wait is answered with 429."""

    form_class = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if isinstance(form, LoginForm) and form.wait_seconds:
            response.status_code = 429
            response.headers["Retry-After"] = str(form.wait_seconds)
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"demo": DEMO_PASSWORDS if settings.COMPETENCY_DEMO else {}}


# SuccessMessageMixin has type arguments in its stubs alone.
class ChangePasswordView(SuccessMessageMixin, auth_views.PasswordChangeView):  # type: ignore[type-arg]
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:account")
    success_message = _("Your password is changed. You are logged out everywhere else.")


class SetPasswordView(SuccessMessageMixin, auth_views.PasswordResetConfirmView):  # type: ignore[type-arg]
    """The page behind a link from whoever runs the course; the link works once."""

    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("accounts:login")
    success_message = _("Your password is set. Log in with it now.")


def account(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and what they may do about it."""
    return render(request, "accounts/account.html", {"role": role_of(request.user), "place": "account"})

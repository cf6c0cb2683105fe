"""Forms that ask for a password, with the limit on failed ones: login, and erasing what is stored."""

from math import ceil
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .names import clean_name
from .throttle import TooManyTries, client_address, count_try, forgive_tries

_WRONG = _("The name or the password is not right.")


class LoginForm(AuthenticationForm):
    """Unknown, wrong and closed accounts get one and the same answer, in the same time."""

    wait_seconds = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {"invalid_login": _WRONG, "inactive": _WRONG}
        self.fields["username"].label = _("Name")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Password")
        if self.data.get("username"):  # the cursor belongs where there is something to type
            self.fields["password"].widget.attrs |= {"autofocus": self.fields["username"].widget.attrs.pop("autofocus")}

    def clean_username(self) -> str:
        return clean_name(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        account, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not account or not password:
            return self.cleaned_data
        assert self.request is not None  # noqa: S101  the view always gives one
        address = client_address(self.request)
        try:
            count_try(account, address, now=timezone.now())
        except TooManyTries as limit:
            self.wait_seconds = ceil(limit.wait.total_seconds())
            raise ValidationError(_too_many(self.wait_seconds)) from limit
        cleaned = super().clean()
        forgive_tries(account, address)
        return cleaned


class EraseForm(forms.Form):
    """Asks for the password again: somebody else may sit at a computer on which one is still logged in."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    account = forms.BooleanField(label=_("Close my account too; I cannot log in any more then"), required=False)
    wait_seconds = 0

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        name, address = self.request.user.get_username(), client_address(self.request)
        try:
            count_try(name, address, now=timezone.now())
        except TooManyTries as limit:
            self.wait_seconds = ceil(limit.wait.total_seconds())
            raise ValidationError(_too_many(self.wait_seconds)) from limit
        if not self.request.user.check_password(password):
            raise ValidationError(_("The password is not right. Nothing was erased."))
        forgive_tries(name, address)
        return password


def _too_many(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    return ngettext(
        "Too many failed logins. Try again in %(minutes)d minute; until then no password is looked at.",
        "Too many failed logins. Try again in %(minutes)d minutes; until then no password is looked at.",
        minutes,
    ) % {"minutes": minutes}

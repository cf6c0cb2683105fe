"""Headers that keep a page safe whatever stands on it: content policy, permissions, cookies only over https."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _UNUSED)


class SafetyHeadersMiddleware:
    """Outermost, so that it also sees what other middleware answers; leaves a policy a view has set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{directive} {sources}" for directive, sources in settings.COMPETENCY_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        # Pages hold what one learner did; on a shared computer the next person must not find them with the back button.
        # Asked of the cookie, since asking for the user would query a database that may just have failed.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

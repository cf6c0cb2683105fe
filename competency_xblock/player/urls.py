"""Addresses of the player."""

from django.urls import include, path

from .health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("api/competency/v1/", include("competency_xblock.rest.urls")),
    path("account/", include("competency_xblock.player.accounts.urls")),
    path("", include("competency_xblock.player.pages.urls")),
    path("", include("competency_xblock.player.courseware.urls")),
]
handler400 = "competency_xblock.player.pages.errors.bad_request"
handler403 = "competency_xblock.player.pages.errors.permission_denied"
handler404 = "competency_xblock.player.pages.errors.page_not_found"
handler500 = "competency_xblock.player.pages.errors.server_error"

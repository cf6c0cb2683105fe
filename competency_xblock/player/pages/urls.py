"""Addresses of the pages app."""

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.outline, name="outline"),
    path("unit/<str:url_name>/", views.unit, name="unit"),
    path("results/", views.results, name="results"),
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/<str:form>", views.portfolio_file, name="portfolio_file"),
    path("profile/", views.profile, name="profile"),
    path("profile/<str:form>", views.profile_file, name="profile_file"),
    path("objections/", views.objections, name="objections"),
    path("privacy/", views.privacy, name="privacy"),
]

"""Addresses of the interface, below wherever a host puts them: ``/api/competency/v1/`` by habit."""

from django.urls import path, re_path

from . import views

app_name = "competency_rest"
urlpatterns = [
    path("courses/<str:course_key>/standings/me", views.OwnStandings.as_view(), name="own_standings"),
    path("courses/<str:course_key>/evidence/me", views.OwnEvidence.as_view(), name="own_evidence"),
    path("courses/<str:course_key>/standings", views.CourseStandings.as_view(), name="course_standings"),
    path("courses/<str:course_key>/evidence", views.CourseEvidence.as_view(), name="course_evidence"),
    path("openapi.json", views.Description.as_view(), name="description"),
    re_path("", views.Nothing.as_view(), name="nothing"),
]

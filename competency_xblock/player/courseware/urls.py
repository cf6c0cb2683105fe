"""Addresses of the courseware app."""

from django.urls import path

from . import views

app_name = "courseware"
urlpatterns = [
    path("xblock/resource/<str:block_type>/<path:path>", views.resource, name="resource"),
    # A client's own addresses begin with this one; by itself it is no handler.
    path("xblock/<str:usage_key>/handler/", views.handler, {"handler": ""}, name="handlers"),
    path("xblock/<str:usage_key>/handler/<str:handler>", views.handler, name="handler"),
    path("xblock/<str:usage_key>/handler/<str:handler>/", views.handler),
    path("xblock/<str:usage_key>/handler/<str:handler>/<path:suffix>", views.handler, name="handler"),
    path("asset/<path:path>", views.asset, name="asset"),
    path("jump_to_id/<str:url_name>", views.jump, name="jump"),
]

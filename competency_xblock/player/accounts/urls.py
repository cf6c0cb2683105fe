"""Addresses of the accounts app."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import own_data, views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("data.json", own_data.download, name="data"),
    path("erase/", own_data.erase, name="erase"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.ChangePasswordView.as_view(), name="change_password"),
    path("password/<uidb64>/<token>/", views.SetPasswordView.as_view(), name="set_password"),
]

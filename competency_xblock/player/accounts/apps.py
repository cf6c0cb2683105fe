"""The accounts app of the player."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "competency_xblock.player.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

"""The pages app of the player."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "competency_xblock.player.pages"
    label = "pages"

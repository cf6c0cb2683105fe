"""The courseware app of the player."""

from django.apps import AppConfig


class CoursewareConfig(AppConfig):
    name = "competency_xblock.player.courseware"
    label = "courseware"
    default_auto_field = "django.db.models.BigAutoField"

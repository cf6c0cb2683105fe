"""The XBlock workbench as it comes, but for its files: the database is in memory and nothing is logged to disk."""

from workbench.settings import *  # noqa: F403

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
LOGGING = {"version": 1, "disable_existing_loggers": False}

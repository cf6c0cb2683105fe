"""The one signal of the platform's module of this name that we listen to."""

from django.dispatch import Signal

USER_RETIRE_LMS_MISC = Signal()

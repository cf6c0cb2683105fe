"""The Django app of the evidence tables, and what Open edX reads of it as a plugin."""

from typing import Any, ClassVar

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """In Open edX the entry point ``lms.djangoapp`` installs it, with its tables and commands."""

    name = "competency_xblock.evidence"
    label = "competency_evidence"
    verbose_name = "Competency evidence"
    default_auto_field = "django.db.models.BigAutoField"

    plugin_app: ClassVar[dict[str, Any]] = {
        "signals_config": {
            "lms.djangoapp": {
                "relative_path": "receivers",
                "receivers": [
                    {
                        "receiver_func_name": "erase_retired",
                        "signal_path": "openedx.core.djangoapps.user_api.accounts.signals.USER_RETIRE_LMS_MISC",
                        "dispatch_uid": "competency_evidence.erase_retired",
                    }
                ],
            }
        }
    }

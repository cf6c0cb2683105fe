"""The Django app of the evidence tables."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "competency_xblock.evidence"
    label = "competency_evidence"
    verbose_name = "Competency evidence"
    default_auto_field = "django.db.models.BigAutoField"

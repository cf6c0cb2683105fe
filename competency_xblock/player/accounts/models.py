"""The one table of this app: logins that failed, or are being tried, within the last minutes."""

from django.db import models


class LoginTry(models.Model):
    """Account and address are keyed hashes: people type passwords into the name field, and no row may keep one."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["address", "at"], name="logintry_address_at"),
            models.Index(fields=["at"], name="logintry_at"),
        )

    def __str__(self) -> str:
        return f"login try at {self.at}"

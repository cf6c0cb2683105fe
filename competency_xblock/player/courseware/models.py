"""What is stored about learners in a course: values of block fields, results, where they were last, own due dates.

Keys are sha256 digests of what identifies a row. MariaDB and MySQL compare text without regard to case and
limit the length of an index; a digest of fixed length is the same everywhere. The parts it was made of
stand beside it as plain text, so that a row can be read, found and erased.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connections, models

DIGEST_LENGTH = 64


def digest(*parts: str) -> str:
    """The key of the row that these parts identify. Never change it: stored rows would not be found again."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


class RowQuerySet(models.QuerySet[Any]):
    """A query set that can insert or update many rows at once."""

    def upsert(self, rows: Sequence[models.Model], *, update: Sequence[str]) -> None:
        """Insert ``rows``; where a key is taken, set the ``update`` columns of the row that has it. One statement."""
        # MySQL takes any unique index of the table as the conflict and lets nobody name one.
        named = connections[self.db].features.supports_update_conflicts_with_target
        self.bulk_create(rows, update_conflicts=True, unique_fields=["key"] if named else None, update_fields=update)


class FieldValue(models.Model):
    """The value of one field of a block, as JSON text.

    ``group`` is shared by all fields of one scope that belong to the same learner and block, which are read
    together. ``place`` says in plain text what the value belongs to: a usage key, a block type, or nothing for
    what belongs to the learner alone. ``user`` is NULL for what belongs to all learners together.
    """

    key = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    group = models.CharField(max_length=DIGEST_LENGTH)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    scope = models.CharField(max_length=64)
    place = models.TextField(blank=True)
    field = models.CharField(max_length=255)
    value = models.TextField()

    objects = RowQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["group"], name="courseware_field_group"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.place or 'the learner'}"


class BlockProgress(models.Model):
    """How far one learner is with one block. What was never published is NULL."""

    key = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    usage = models.TextField()
    earned = models.FloatField(null=True)
    possible = models.FloatField(null=True)
    graded_at = models.DateTimeField(null=True)
    completion = models.FloatField(null=True)

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.usage} of learner {self.user_id}"


class LastVisit(models.Model):
    """The unit one learner opened last in one course."""

    key = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.TextField()
    vertical = models.TextField()
    visited_at = models.DateTimeField()

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.vertical} by learner {self.user_id}"


class Extension(models.Model):
    """When a block, or all inside it, is due for one learner. ``due`` is ISO 8601 in UTC."""

    key = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    usage = models.TextField()
    due = models.CharField(max_length=40)

    objects = RowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.usage} of learner {self.user_id} until {self.due}"

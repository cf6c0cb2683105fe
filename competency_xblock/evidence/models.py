"""The tables: append-only, read and written through ``api`` alone.

Unique keys are integers or sha256 hex: MySQL compares text without regard to case and limits the length
of its keys. No partial or conditional constraints, which MySQL lacks.
"""

import hashlib

from django.conf import settings
from django.db import models


def digest(text: str) -> str:
    """What stands for an opaque key in a unique key."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Course(models.Model):
    """A course as an opaque-key text. ``rule`` is the text of its mastery rule, empty for ours."""

    key = models.CharField(max_length=255)
    key_sha256 = models.CharField(max_length=64, unique=True)
    rule = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.key


class Place(models.Model):
    """Where something was played: a block in a course, both as opaque-key texts."""

    usage_sha256 = models.CharField(max_length=64, unique=True)
    usage_key = models.CharField(max_length=255)
    course_key = models.CharField(max_length=255)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="places")

    def __str__(self) -> str:
        return self.usage_key


class Version(models.Model):
    """A scenario's texts as somebody played them, kept so that an old attempt can be finished and read."""

    sha256 = models.CharField(max_length=64, unique=True)
    scenario = models.CharField(max_length=255)
    source = models.TextField()
    framework = models.TextField()
    local = models.TextField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scenario} {self.sha256[:8]}"


class Attempt(models.Model):
    """One learner's attempt at one block. ``n`` counts from 1."""

    uid = models.CharField(max_length=64, unique=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    framework = models.CharField(max_length=255)
    seed = models.CharField(max_length=64)
    variant = models.CharField(max_length=64, blank=True)
    started_at = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["learner", "place", "n"], name="competency_attempt_of_learner"),)

    def __str__(self) -> str:
        return f"{self.uid} ({self.n})"


class Move(models.Model):
    """One move. Unique by attempt and ``seq``, so that of two tabs only one can make it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="moves")
    seq = models.PositiveIntegerField()
    request = models.CharField(max_length=64)
    at = models.CharField(max_length=40)
    scene = models.CharField(max_length=60)
    do = models.CharField(max_length=10)
    answer = models.JSONField(null=True)
    finishes = models.BooleanField()

    class Meta:
        ordering = ("attempt", "seq")
        constraints = (models.UniqueConstraint(fields=["attempt", "seq"], name="competency_move_of_attempt"),)

    def __str__(self) -> str:
        return f"{self.do} {self.seq}"


class Evidence(models.Model):
    """One fact: what one answer showed on one criterion, in whose judgement. Never changed, only added to.

    A later ``revision`` of the same fact replaces it for those who read: an answer taken back, or judged by a corrected
    key. ``source`` and ``rater`` say who judged (rater 0 = none), ``reason`` and ``args`` why; ``credit`` is an exact
    fraction or empty. ``criterion_hash`` stands for the criterion in the key, which is of numbers alone. ``course`` is
    that of the attempt, once more: the index by it and by time gives any page of a course's evidence at the same cost.
    """

    KEY, SELF, MENTOR, PEER = range(1, 5)

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="evidence")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.PositiveIntegerField()
    criterion = models.CharField(max_length=130)
    criterion_hash = models.BigIntegerField()
    source = models.PositiveSmallIntegerField()
    rater = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    scene = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    offered = models.PositiveSmallIntegerField()
    credit = models.CharField(max_length=40, blank=True)
    written = models.BooleanField(default=False)
    breach = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    args = models.JSONField(default=dict)
    at = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["attempt", "seq", "criterion_hash", "source", "rater", "revision"],
                name="competency_evidence_fact",
            ),
        )
        indexes = (models.Index(fields=["course", "at", "id"], name="competency_evidence_by_time"),)

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.seq} {self.level}"


class Standing(models.Model):
    """Where a learner stands on a criterion in a course: derived from the evidence, and made anew from it at any time.

    ``written``: shown by own writing rather than by choices. ``level`` 0 = not enough yet; ``value`` is the number that
    the course's mastery rule makes of it, empty where it makes none.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, db_index=False, related_name="standings")
    criterion = models.CharField(max_length=130)
    criterion_hash = models.BigIntegerField()
    written = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=10, blank=True)
    situations = models.PositiveIntegerField()
    observations = models.PositiveIntegerField()
    breach = models.BooleanField(default=False)
    at = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["learner", "course", "criterion_hash", "written"], name="competency_standing_of_learner"
            ),
        )
        indexes = (models.Index(fields=["course", "id"], name="competency_standing_by_course"),)

    def __str__(self) -> str:
        return f"{self.level} ({self.situations})"


class Draft(models.Model):
    """A text begun and not sent. The one thing here that is overwritten: it is not evidence of anything yet.

    ``name`` says where in the attempt it was begun.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=64)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["learner", "place"], name="competency_draft_of_learner"),)

    def __str__(self) -> str:
        return f"{self.name} ({len(self.text)})"


class Result(models.Model):
    """What a finished attempt came to under one version of its scenario, and each of the judgements behind it.

    The first judgement of an attempt needs no row: it is revision 0, follows from the moves, and stands as long as
    there is none. ``grade`` is an exact fraction or empty, ``rater`` the user who judged, 0 where it was the key.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="results")
    revision = models.PositiveIntegerField()
    version = models.CharField(max_length=64)
    grade = models.CharField(max_length=255, blank=True)
    judged = models.JSONField()
    at = models.CharField(max_length=40)
    rater = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("attempt", "revision")
        constraints = (models.UniqueConstraint(fields=["attempt", "revision"], name="competency_result_of_attempt"),)

    def __str__(self) -> str:
        return f"{self.grade or '-'} ({self.revision})"


class Objection(models.Model):
    """A learner sees the feedback on one part of an answer differently, and says why. Once for each.

    ``option`` is what the feedback was on, empty for the task as a whole; ``option_hash`` stands for it in the key.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="objections")
    seq = models.PositiveIntegerField()
    scene = models.CharField(max_length=60)
    option = models.CharField(max_length=130, blank=True)
    option_hash = models.BigIntegerField()
    reason = models.TextField()
    at = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["attempt", "seq", "option_hash"], name="competency_objection_to_feedback"),
        )

    def __str__(self) -> str:
        return f"{self.scene}/{self.option} ({self.attempt_id})"


class Reply(models.Model):
    """What the course's staff answered to those who object to one feedback. Never changed, only added to.

    ``change`` says how the key was corrected with it: criterion -> [level before, level after]; empty where it stays.
    ``by`` is empty once that account is gone.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="replies")
    variant = models.CharField(max_length=64, blank=True)
    scene = models.CharField(max_length=60)
    option = models.CharField(max_length=130, blank=True)
    text = models.TextField(blank=True)
    change = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=["place", "scene"], name="competency_reply_at_place"),)

    def __str__(self) -> str:
        return f"{self.scene}/{self.option} {self.at}"

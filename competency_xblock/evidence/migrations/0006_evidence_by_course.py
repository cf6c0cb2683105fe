"""Evidence and places name their course, so that a page of a course's evidence costs the same wherever it lies."""

import hashlib
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery

CHUNK = 50_000  # rows of evidence changed at a time


def name_courses(apps: Any, schema_editor: Any) -> None:
    db = schema_editor.connection.alias
    course, place, attempt, evidence = (
        apps.get_model("competency_evidence", name)._default_manager.using(db)
        for name in ("Course", "Place", "Attempt", "Evidence")
    )
    for key in place.filter(course=None).values_list("course_key", flat=True).distinct():
        sha256 = hashlib.sha256(key.encode("utf-8")).hexdigest()
        place.filter(course_key=key).update(course=course.get_or_create(key_sha256=sha256, defaults={"key": key})[0])
    of_attempt = Subquery(attempt.filter(pk=OuterRef("attempt_id")).values("place__course_id")[:1])
    for start in range(0, evidence.aggregate(last=Max("pk"))["last"] or 0, CHUNK):
        evidence.filter(pk__gt=start, pk__lte=start + CHUNK, course=None).update(course=of_attempt)


def _course(**options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="competency_evidence.course", **options)


class Migration(migrations.Migration):
    # PostgreSQL changes no table that has rows written in the same transaction; and nothing here is lost by a stop.
    atomic = False

    dependencies = [("competency_evidence", "0005_objections")]

    operations = [
        migrations.AddField("place", "course", _course(related_name="places", null=True)),
        migrations.AddField("evidence", "course", _course(db_index=False, related_name="+", null=True)),
        migrations.RunPython(name_courses, migrations.RunPython.noop),
        migrations.AlterField("place", "course", _course(related_name="places")),
        migrations.AddIndex(
            "evidence", models.Index(fields=["course", "at", "id"], name="competency_evidence_by_time")
        ),
        migrations.AlterField("evidence", "course", _course(db_index=False, related_name="+")),
        migrations.AddIndex("standing", models.Index(fields=["course", "id"], name="competency_standing_by_course")),
        migrations.AlterField(
            "standing",
            "course",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="standings",
                to="competency_evidence.course",
            ),
        ),
    ]

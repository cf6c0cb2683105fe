"""A course may choose its mastery rule, and a standing keeps the number the rule makes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competency_evidence", "0006_evidence_by_course"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="rule",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="standing",
            name="value",
            field=models.CharField(blank=True, max_length=10),
        ),
    ]

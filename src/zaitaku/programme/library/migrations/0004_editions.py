"""Editions of the casebook, and the cases that stand in them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0003_cases")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("issued_on", models.DateField()),
                ("preface", models.TextField(blank=True, max_length=2000)),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("is_open", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_because", models.CharField(blank=True, max_length=300)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_editions",
                        to="areas.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-issued_on", "-number"],
            },
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["issued_on"], name="editions_by_day"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("owner", "number"), name="edition_number_once"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="edition_number_from_1"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stopped_at", None), ("stopped_because", "")),
                    models.Q(("stopped_at__isnull", False), models.Q(("stopped_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="edition_stopped_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="EditionPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                (
                    "scene",
                    models.CharField(
                        choices=[
                            ("daily_life", "Daily life at home"),
                            ("hospital", "Going to and leaving hospital"),
                            ("sudden", "Sudden change of condition"),
                            ("end_of_life", "End-of-life care"),
                        ],
                        max_length=12,
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=200)),
                ("professions", models.JSONField(blank=True, default=list)),
                ("background", models.TextField(blank=True, max_length=4000)),
                ("done", models.TextField(blank=True, max_length=6000)),
                ("learnt", models.TextField(blank=True, max_length=4000)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="library.case"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="library.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="editionpart",
            constraint=models.UniqueConstraint(fields=("edition", "case"), name="edition_has_case_once"),
        ),
        migrations.AddConstraint(
            model_name="editionpart",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="edition_position_once"),
        ),
    ]

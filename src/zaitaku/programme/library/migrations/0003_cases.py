"""Cases with their consents and ticks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaitaku.core.records.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("library", "0002_sharings"), ("events", "0007_questions_more")]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                ("cleared_because", models.CharField(blank=True, max_length=300)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_cases",
                        to="areas.organisation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_cases",
                        to="events.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cleared_at", None), ("cleared_because", ""), models.Q(("title", ""), _negated=True)),
                    models.Q(
                        ("background", ""),
                        ("cleared_at__isnull", False),
                        ("done", ""),
                        ("learnt", ""),
                        ("theme", ""),
                        ("title", ""),
                        models.Q(("cleared_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_cleared_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="ConsentStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("person", "The person or the family"),
                            ("facility", "The facility"),
                            ("presenter", "The presenter"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_asked", "Not asked yet"),
                            ("asked", "Asked"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField()),
                ("how", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="library.case"
                    ),
                ),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("names", "Names and initials of people"),
                            ("ages", "Exact ages (write “in the eighties”; above 89 only “90 or older”)"),
                            ("dates", "Exact dates (write the season or the number of weeks)"),
                            ("places", "Addresses, towns and places of work"),
                            ("contacts", "Telephone numbers, e-mail addresses, insurance numbers"),
                            ("institutions", "Names of hospitals, offices and facilities"),
                            ("rare", "A rare disease, accident or course by which people would know who it is"),
                            ("occupation", "Occupation, title or achievements by which people would know who it is"),
                            ("family", "Unusual family circumstances"),
                            ("photographs", "Photographs, pictures and handwriting"),
                            ("quotation", "Words quoted as they were said or written"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ticked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("reset_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="library.case"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="tick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reset_at", None)), fields=("case", "item"), name="tick_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tick",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("ticked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="tick_confirmed_by_another",
            ),
        ),
        append_only("library_consentstep", "consents to a case"),
    ]

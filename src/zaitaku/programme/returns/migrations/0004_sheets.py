"""Rounds, their sheets with the steps, and the files handed in."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from zaitaku.core.records.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("areas", "0001_initial"),
        ("returns", "0003_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="returns.form"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("due_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-start"],
                "indexes": [models.Index(fields=["due_on"], name="round_by_due_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "start"), name="round_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("end")), ("start__lte", models.F("end"))),
                        name="round_due_after_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="returns.form"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="areas.organisation"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="returns.round",
                    ),
                ),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded directly"),
                            ("asked", "Not begun"),
                            ("draft", "Being filled in"),
                            ("submitted", "Sent in"),
                            ("returned", "Handed back"),
                            ("accepted", "Accepted"),
                            ("locked", "Locked"),
                            ("excused", "Excused"),
                        ],
                        default="recorded",
                        max_length=10,
                    ),
                ),
                ("covers", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("first_sent_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-end"],
                "indexes": [
                    models.Index(fields=["form", "end"], name="returns_ret_form_id_3129eb_idx"),
                    models.Index(fields=["round", "status"], name="returns_ret_round_i_8d2280_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "organisation", "start", "end"), name="return_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("start", None)),
                        fields=("form", "organisation", "end"),
                        name="return_once_without_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start", None), ("start__lte", models.F("end")), _connector="OR"),
                        name="return_starts_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("round", None), ("status", "recorded")),
                            models.Q(("round__isnull", False), models.Q(("status", "recorded"), _negated=True)),
                            _connector="OR",
                        ),
                        name="return_of_a_round_has_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["submitted", "returned", "accepted", "locked"]), _negated=True),
                            ("first_sent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="return_sent_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="returns.return"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("saved", "Saved"),
                            ("covers", "What it adds up changed"),
                            ("submitted", "Sent in"),
                            ("returned", "Handed back"),
                            ("accepted", "Accepted"),
                            ("locked", "Locked"),
                            ("reopened", "Re-opened"),
                            ("excused", "Excused"),
                            ("reminded", "Reminded"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["sheet", "at"], name="steps_of_sheet")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="returns.return"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("cells", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_outdated", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["sheet", "-at"], name="uploads_of_sheet")],
            },
        ),
        append_only("returns_sheetstep", "steps of a sheet"),
    ]

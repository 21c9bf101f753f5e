import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0004_attendance"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendancePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("final", "Final"),
                            ("preliminary", "Preliminary"),
                            ("tallying", "Being tallied"),
                            ("to_follow", "To follow when final"),
                            ("after_event", "To follow after the event"),
                            ("planned", "Planned"),
                            ("asking", "Intentions being asked"),
                            ("suppressed", "Suppressed"),
                            ("not_applicable", "Not applicable"),
                        ],
                        default="final",
                        max_length=20,
                    ),
                ),
                ("mark", models.CharField(blank=True, max_length=60)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("as_of_text", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("profession", "Profession"),
                            ("office", "Office"),
                            ("area", "Area of residence"),
                            ("age_group", "Age group"),
                        ],
                        max_length=12,
                    ),
                ),
                ("category", models.CharField(max_length=200)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_parts",
                        to="events.channel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("channel", "dimension", "category"),
                        name="one_current_attendance_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state__in", ["final", "preliminary"]), ("value__isnull", False)),
                                models.Q(("state__in", ["suppressed", "not_applicable"]), ("value", None)),
                                models.Q(
                                    models.Q(("state__in", ["final", "preliminary"]), _negated=True),
                                    models.Q(("state__in", ["suppressed", "not_applicable"]), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                        ),
                        name="attendance_part_value_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                        ),
                        name="attendance_part_superseded_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("final", "Final"),
                            ("preliminary", "Preliminary"),
                            ("tallying", "Being tallied"),
                            ("to_follow", "To follow when final"),
                            ("after_event", "To follow after the event"),
                            ("planned", "Planned"),
                            ("asking", "Intentions being asked"),
                            ("suppressed", "Suppressed"),
                            ("not_applicable", "Not applicable"),
                        ],
                        default="final",
                        max_length=20,
                    ),
                ),
                ("mark", models.CharField(blank=True, max_length=60)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("as_of_text", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="events.channel"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "attendance",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)), fields=("channel",), name="one_current_attendance"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state__in", ["final", "preliminary"]), ("value__isnull", False)),
                                models.Q(("state__in", ["suppressed", "not_applicable"]), ("value", None)),
                                models.Q(
                                    models.Q(("state__in", ["final", "preliminary"]), _negated=True),
                                    models.Q(("state__in", ["suppressed", "not_applicable"]), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                        ),
                        name="attendance_value_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                        ),
                        name="attendance_superseded_later",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="onlinereport",
            constraint=models.UniqueConstraint(fields=("channel", "digest"), name="online_report_once"),
        ),
        migrations.AddConstraint(
            model_name="knownpersons",
            constraint=models.CheckConstraint(
                condition=models.Q(("upper__gte", models.F("lower"))), name="known_persons_are_a_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("sign_up",), name="one_check_in_per_sign_up"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="check_in_has_people"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at", None), models.Q(("email", ""), ("name", ""), ("office", "")), _connector="OR"
                ),
                name="removed_check_in_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("series", "measure", "start"),
                name="one_current_summary",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["final", "preliminary"]), ("value__isnull", False)),
                        models.Q(("state__in", ["suppressed", "not_applicable"]), ("value", None)),
                        models.Q(
                            models.Q(("state__in", ["final", "preliminary"]), _negated=True),
                            models.Q(("state__in", ["suppressed", "not_applicable"]), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                ),
                name="summary_value_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="summary_superseded_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))), name="summary_ends_after_start"
            ),
        ),
    ]

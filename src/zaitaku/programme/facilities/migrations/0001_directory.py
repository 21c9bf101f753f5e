"""The directory of community groups, and how many it listed before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("areas", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Directory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_directory",
                        to="areas.organisation",
                    ),
                ),
                ("kept_since", models.DateField()),
                ("months", models.PositiveSmallIntegerField(default=12)),
                ("grace_days", models.PositiveSmallIntegerField(default=60)),
                ("notice_days", models.PositiveSmallIntegerField(default=30)),
                ("takes_requests", models.BooleanField(default=True)),
                ("contact", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "directories",
                "ordering": ["owner__kind", "owner__code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("months__gte", 1)), name="directory_holds_a_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedCount",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_counts",
                        to="areas.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["owner", "-as_of"],
                "constraints": [
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
                        name="listed_count_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                        ),
                        name="listed_count_superseded_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)), fields=("owner", "as_of"), name="listed_count_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("as_of__isnull", False)), name="listed_count_has_day"),
                ],
            },
        ),
    ]

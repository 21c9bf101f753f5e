"""Movements of copies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("materials", "0002_destinations")]

    operations = [
        migrations.CreateModel(
            name="Movement",
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
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="materials.title"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="materials.edition",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("distributed", "Distributed"),
                            ("returned", "Came back"),
                            ("disposed", "Disposed of"),
                            ("found", "Found in a stocktake"),
                            ("lost", "Missing in a stocktake"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="materials.destination",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=200)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField()),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="materials.movement",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="materials.movement",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "end"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["title", "end"],
                        name="movements_that_count",
                    )
                ],
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
                        name="movement_value_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                        ),
                        name="movement_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start", None), ("start__lte", models.F("end")), _connector="OR"),
                        name="movement_starts_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["issued", "distributed", "returned", "disposed", "found", "lost"])
                        ),
                        name="movement_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place", None),
                            models.Q(("destination", ""), ("kind__in", ["distributed", "returned"])),
                            _connector="OR",
                        ),
                        name="movement_place_fits_kind",
                    ),
                ],
            },
        ),
    ]

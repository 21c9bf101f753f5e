"""Print runs and stocktakes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("materials", "0003_movements")]

    operations = [
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="print_runs", to="materials.title"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_runs",
                        to="materials.edition",
                    ),
                ),
                ("copies", models.PositiveIntegerField()),
                ("printer", models.CharField(blank=True, max_length=200)),
                ("ordered_on", models.DateField()),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("cost_yen", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "delivery",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_run",
                        to="materials.movement",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True)),
                ("cancelled_because", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-ordered_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("copies__gt", 0)), name="print_run_has_copies"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_on", None), ("delivery", None)),
                            models.Q(("delivered_on__isnull", False), ("delivery__isnull", False)),
                            _connector="OR",
                        ),
                        name="print_run_delivered_with_movement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_because", ""), ("delivery", None), _connector="OR"),
                        name="print_run_delivered_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected_on", None), ("expected_on__gte", models.F("ordered_on")), _connector="OR"
                        ),
                        name="print_run_expected_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stocktake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stocktakes", to="materials.title"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stocktakes",
                        to="materials.edition",
                    ),
                ),
                ("counted_on", models.DateField()),
                ("counted", models.PositiveIntegerField()),
                ("computed", models.IntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "movement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stocktake",
                        to="materials.movement",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-counted_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted", models.F("computed")), ("movement__isnull", False), _connector="OR"
                        ),
                        name="stocktake_books_its_difference",
                    )
                ],
            },
        ),
    ]

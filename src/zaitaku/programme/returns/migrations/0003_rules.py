"""What the values of a sheet are compared with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("returns", "0002_senders")]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="returns.form"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sum", "Equals the sum of other items"),
                            ("not_above", "Not above the other items"),
                            ("not_below_last", "Running total: not below the month before, not above the month after"),
                            ("not_below_year", "Running total that begins anew each fiscal year"),
                            ("fixed", "Between two numbers"),
                            ("history", "Near the sender's own months before"),
                            ("per_1000_65", "Per 1,000 residents aged 65 or more"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("stop", "Stops sending"), ("doubt", "Asks for an explanation")], max_length=10
                    ),
                ),
                (
                    "element",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="returns.element"
                    ),
                ),
                ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("maximum", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("others", models.ManyToManyField(blank=True, related_name="compared_in", to="returns.element")),
            ],
            options={
                "ordering": ["form", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum", None), ("maximum", None), ("maximum__gte", models.F("minimum")), _connector="OR"
                        ),
                        name="rule_bounds_in_order",
                    )
                ],
            },
        ),
    ]

"""Values of the items."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("returns", "0004_sheets")]

    operations = [
        migrations.CreateModel(
            name="Value",
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
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="returns.return"
                    ),
                ),
                (
                    "element",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="returns.element"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("number", "Number"), ("none", "None this month"), ("same", "No change")],
                        default="number",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["element", "as_of", "sheet"],
                        name="current_value",
                    ),
                    models.Index(fields=["sheet", "element"], name="value_history"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("sheet", "element"),
                        name="one_current_value",
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
                        name="value_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                        ),
                        name="value_superseded_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("answer", "none"), _negated=True), ("value", 0), _connector="OR"),
                        name="value_none_is_zero",
                    ),
                ],
            },
        ),
    ]

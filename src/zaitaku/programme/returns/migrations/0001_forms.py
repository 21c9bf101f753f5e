"""Forms with their items, breakdowns and earlier wordings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("areas", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_forms",
                        to="areas.organisation",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("month", "Monthly"), ("year", "Yearly"), ("once", "Once")], max_length=10
                    ),
                ),
                ("is_collected", models.BooleanField(default=False)),
                ("instructions", models.TextField(blank=True, max_length=2000)),
                ("due_day", models.PositiveSmallIntegerField(default=10)),
                ("opens_itself", models.BooleanField(default=False)),
                ("remind_before", models.PositiveSmallIntegerField(default=3)),
                ("remind_every", models.PositiveSmallIntegerField(default=7)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "code"), name="form_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_day__gte", 1), ("due_day__lte", 28)), name="form_due_day_exists"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breakdowns", to="returns.form"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=100)),
                (
                    "adding",
                    models.CharField(
                        choices=[
                            ("exact", "The parts add up to the whole"),
                            ("several", "One case may count in several parts"),
                        ],
                        default="exact",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["form", "position"],
                "constraints": [models.UniqueConstraint(fields=("form", "code"), name="breakdown_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="returns.breakdown"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["breakdown", "position"],
                "constraints": [models.UniqueConstraint(fields=("breakdown", "code"), name="option_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Element",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="elements", to="returns.form"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="returns.element",
                    ),
                ),
                (
                    "breakdown",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elements",
                        to="returns.breakdown",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="elements",
                        to="returns.option",
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                ("help_text", models.CharField(blank=True, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("persons", "Persons (each once)"),
                            ("person_times", "Person-times"),
                            ("cases", "Cases"),
                            ("times", "Times"),
                            ("copies", "Copies"),
                            ("places", "Places"),
                            ("groups", "Groups"),
                            ("percent", "Percent"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "span",
                    models.CharField(
                        choices=[
                            ("period", "Within the period"),
                            ("running_total", "Running total"),
                            ("point", "On a day"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=10)),
                ("decimals", models.PositiveSmallIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["form", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "code"), name="element_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("breakdown", None), ("option", None)),
                            models.Q(
                                ("breakdown__isnull", False), ("option__isnull", False), ("parent__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="element_option_of_a_breakdown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "element",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="returns.element"
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("help_text", models.CharField(blank=True, max_length=300)),
                ("until", models.DateField()),
            ],
            options={
                "ordering": ["element", "until"],
                "constraints": [models.UniqueConstraint(fields=("element", "until"), name="wording_once_a_day")],
            },
        ),
    ]

"""Who sends in, and how many residents it answers for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial"), ("returns", "0001_forms")]

    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="senders", to="returns.form"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sends", to="areas.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["form", "organisation__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "organisation", "valid_from"), name="sender_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="sender_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Catchment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="catchments", to="areas.organisation"
                    ),
                ),
                ("as_of", models.DateField()),
                ("residents_65", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["organisation", "-as_of"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "as_of"), name="catchment_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("residents_65__gte", 1)), name="catchment_has_residents"
                    ),
                ],
            },
        ),
    ]

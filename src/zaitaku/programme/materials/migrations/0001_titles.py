"""Titles and their editions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("areas", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Title",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material_titles",
                        to="areas.organisation",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("counted_since", models.DateField(blank=True, null=True)),
                ("is_stocked", models.BooleanField(default=False)),
                ("stocked_since", models.DateField(blank=True, null=True)),
                ("reorder_point", models.PositiveIntegerField(blank=True, null=True)),
                ("lead_days", models.PositiveSmallIntegerField(default=30)),
                ("safety_copies", models.PositiveIntegerField(default=0)),
                ("low_told_on", models.DateField(blank=True, null=True)),
                ("has_coordination_sheet", models.BooleanField(default=False)),
                ("contact", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [models.UniqueConstraint(fields=("owner", "code"), name="title_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="materials.title"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("issued_on", models.DateField(blank=True, null=True)),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="materials.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["title", models.OrderBy(models.F("issued_on"), descending=True, nulls_last=True), "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("title", "name"), name="edition_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by", None),
                            models.Q(("superseded_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="edition_not_its_own_successor",
                    ),
                ],
            },
        ),
    ]

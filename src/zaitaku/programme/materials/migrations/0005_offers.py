"""What may be ordered, and the private links to order by."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("materials", "0004_stock")]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offer", to="materials.title"
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("bundle", models.PositiveIntegerField(default=1)),
                ("largest", models.PositiveIntegerField(default=100)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("bundle__gte", 1)), name="offer_has_a_bundle"),
                    models.CheckConstraint(
                        condition=models.Q(("largest__gte", 1), ("largest__lte", 10000)), name="offer_has_a_limit"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "destination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_link",
                        to="materials.destination",
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]

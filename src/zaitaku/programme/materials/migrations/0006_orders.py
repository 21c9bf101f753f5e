"""Orders with their lines and steps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaitaku.core.records.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("materials", "0005_offers")]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="materials.destination"
                    ),
                ),
                ("key", models.CharField(max_length=36, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("link", "Private link"),
                            ("account", "Signed in"),
                            ("phone", "Telephone"),
                            ("fax", "Fax"),
                            ("counter", "Counter"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("granted", "Granted"),
                            ("packed", "Packed"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("wanted_by", models.DateField(blank=True, null=True)),
                ("contact", models.CharField(blank=True, max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("remark", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-requested_at", "-pk"],
                "indexes": [
                    models.Index(fields=["destination", "status"], name="orders_of_destination"),
                    models.Index(fields=["status", "requested_at"], name="orders_by_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completed_at__isnull", False), ("status__in", ("received", "declined", "cancelled"))
                            ),
                            models.Q(
                                models.Q(("status__in", ("received", "declined", "cancelled")), _negated=True),
                                ("completed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="order_completed_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_on__isnull", False), ("status__in", ["sent", "received"])),
                            models.Q(models.Q(("status__in", ["sent", "received"]), _negated=True), ("sent_on", None)),
                            _connector="OR",
                        ),
                        name="order_sent_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at", None),
                            models.Q(("contact", ""), ("phone", ""), ("remark", "")),
                            _connector="OR",
                        ),
                        name="removed_order_names_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="materials.order"
                    ),
                ),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="order_lines", to="materials.title"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="materials.edition",
                    ),
                ),
                ("bundle", models.PositiveIntegerField(default=1)),
                ("asked", models.PositiveIntegerField()),
                ("granted", models.PositiveIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "movement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_line",
                        to="materials.movement",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "title__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "title"), name="order_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("asked__gte", 1), ("asked__lte", 10000)), name="order_line_asks"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("granted", None), ("granted__lte", models.F("asked")), _connector="OR"),
                        name="order_line_grants_no_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted", None),
                            ("granted", models.F("asked")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="order_line_says_why_fewer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="materials.order"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("granted", "Granted"),
                            ("packed", "Packed"),
                            ("unpacked", "Unpacked"),
                            ("sent", "Sent"),
                            ("sent_back", "Sending undone"),
                            ("received", "Received"),
                            ("declined", "Declined"),
                            ("cancelled", "Cancelled"),
                            ("removed", "Contact removed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        append_only("materials_orderstep", "steps of an order"),
    ]

"""What happened to a group."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaitaku.core.records.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("facilities", "0002_groups")]

    operations = [
        migrations.CreateModel(
            name="GroupStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="facilities.group"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entered", "Asked to be listed"),
                            ("changed", "Changes handed in"),
                            ("contact", "Contact for the section changed"),
                            ("approved", "Approved"),
                            ("hidden", "Contact taken off the public list"),
                            ("returned", "Handed back"),
                            ("confirmed", "Confirmed as right"),
                            ("asked", "Asked to confirm"),
                            ("consented", "Agreed to the publication"),
                            ("withdrawn", "Withdrew the agreement"),
                            ("ended", "Ended its activity"),
                            ("resumed", "Took up its activity again"),
                            ("link_renewed", "Got a new private link"),
                            ("forgotten", "Contact persons removed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "By the private link"),
                            ("phone", "Telephone"),
                            ("visit", "In person"),
                            ("paper", "Letter or fax"),
                            ("form", "Public form"),
                            ("list", "From an earlier list"),
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
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="facilities.entry",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["group", "pk"],
                "indexes": [models.Index(fields=["group", "on"], name="group_steps_by_day")],
            },
        ),
        append_only("facilities_groupstep", "steps of a group"),
    ]

"""Groups and what they handed in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("areas", "0001_initial"),
        ("facilities", "0001_directory"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "directory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="facilities.directory"
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("contact_name", models.CharField(blank=True, max_length=100)),
                ("contact_phone", models.CharField(blank=True, max_length=20)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_note", models.CharField(blank=True, max_length=300)),
                ("returned_because", models.CharField(blank=True, max_length=500)),
                ("has_consent", models.BooleanField(default=False)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("asked_stage", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["directory", "confirmed_on"], name="groups_by_confirmation"),
                    models.Index(fields=["contact_email"], name="groups_by_email"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="facilities.group"
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
                ("name", models.CharField(max_length=100)),
                ("kana", models.CharField(blank=True, max_length=100)),
                ("kinds", models.JSONField(default=list)),
                ("what", models.CharField(max_length=1000)),
                ("for_whom", models.CharField(blank=True, max_length=300)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=200)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
                ("weekdays", models.JSONField(blank=True, default=list)),
                ("weeks", models.JSONField(blank=True, default=list)),
                ("starts", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("when_text", models.CharField(blank=True, max_length=200)),
                ("fee", models.CharField(blank=True, max_length=200)),
                ("how_to_join", models.CharField(blank=True, max_length=300)),
                ("desk", models.CharField(blank=True, max_length=100)),
                ("desk_public", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("phone_public", models.BooleanField(default=False)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_public", models.BooleanField(default=False)),
                ("web", models.CharField(blank=True, max_length=300)),
                ("web_public", models.BooleanField(default=False)),
                ("tags", models.CharField(max_length=300)),
                ("words", models.TextField()),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["group", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts", None), ("ends", None), ("starts__lt", models.F("ends")), _connector="OR"
                        ),
                        name="entry_ends_later",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="group",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="facilities.entry",
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="pending",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="facilities.entry",
            ),
        ),
    ]

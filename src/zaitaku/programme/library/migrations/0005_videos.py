"""Videos and how often they were seen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0004_editions")]

    operations = [
        migrations.CreateModel(
            name="Video",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("address", models.URLField(max_length=500)),
                ("published_on", models.DateField()),
                ("published_to", models.DateField(blank=True, null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("residents", "Residents"),
                            ("professionals", "Professionals"),
                            ("members", "Members only"),
                        ],
                        default="residents",
                        max_length=20,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("description", models.TextField(blank=True, max_length=2000)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_videos",
                        to="areas.organisation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="library_videos",
                        to="events.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-published_on", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="video",
            index=models.Index(fields=["published_on"], name="videos_by_day"),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.UniqueConstraint(fields=("owner", "address"), name="video_address_once"),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_to", None), ("published_to__gte", models.F("published_on")), _connector="OR"
                ),
                name="video_ends_after_it_begins",
            ),
        ),
        migrations.CreateModel(
            name="ViewCount",
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
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("month", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "video",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="views", to="library.video"
                    ),
                ),
            ],
            options={
                "ordering": ["video", "month", "-recorded_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="viewcount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)), fields=("video", "month"), name="views_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewcount",
            constraint=models.CheckConstraint(
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
                name="views_value_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="viewcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="views_superseded_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="viewcount",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="views_month_is_a_first"),
        ),
    ]

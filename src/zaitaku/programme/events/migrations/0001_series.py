import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("areas", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main_hall", "Main hall"),
                            ("simultaneous", "Simultaneous screening"),
                            ("online", "Online"),
                            ("later_screening", "Later screening"),
                            ("video", "Video"),
                            ("phone", "Consultation by telephone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Called off")],
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True)),
                ("starts", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("join_url", models.URLField(blank=True, max_length=500)),
                (
                    "admission",
                    models.CharField(
                        choices=[
                            ("open", "No sign-up"),
                            ("first_come", "First come, first served"),
                            ("lottery", "Lottery"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                ("has_waiting_list", models.BooleanField(default=True)),
                ("largest_group", models.PositiveSmallIntegerField(default=4)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("last_number", models.PositiveIntegerField(default=0)),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["session", "position"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("title_kana", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lecture", "Lecture"),
                            ("course", "Course of several parts"),
                            ("salon", "Salon"),
                            ("cafe", "Café"),
                            ("phone_day", "Phone consultation day"),
                            ("peer_meeting", "Peer meeting"),
                            ("case_meeting", "Case meeting"),
                            ("training", "Training"),
                            ("visit", "Accompanied visit"),
                            ("committee", "Committee"),
                        ],
                        max_length=20,
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("planned_sessions", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                ("audience_text", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True, max_length=2000)),
                ("fee_yen", models.PositiveIntegerField(blank=True, null=True)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=False)),
                ("asks_area", models.BooleanField(default=False)),
                ("asks_age_group", models.BooleanField(default=False)),
                ("asks_needs", models.BooleanField(default=True)),
                ("keeps_days", models.PositiveSmallIntegerField(default=180)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_series",
                        to="areas.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["-fiscal_year", "code"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("theme", models.CharField(blank=True, max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Called off")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True)),
                ("planned_month", models.DateField(blank=True, null=True)),
                ("starts", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("access", models.CharField(blank=True, max_length=300)),
                ("has_acp_content", models.BooleanField(default=False)),
                ("audience_text", models.CharField(blank=True, max_length=200)),
                ("fee_yen", models.PositiveIntegerField(blank=True, null=True)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("called_off_because", models.CharField(blank=True, max_length=300)),
                ("minutes", models.TextField(blank=True, max_length=20000)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_sessions",
                        to="areas.area",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.organisation",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="events.series"
                    ),
                ),
            ],
            options={
                "ordering": ["series", "number"],
            },
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("file_name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("is_public", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handouts", to="events.session"
                    ),
                ),
            ],
            options={
                "ordering": ["session", "pk"],
            },
        ),
        migrations.AddField(
            model_name="channel",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="channels", to="events.session"
            ),
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("affiliation", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.organisation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="speakers", to="events.session"
                    ),
                ),
            ],
            options={
                "ordering": ["session", "position"],
            },
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(fields=["fiscal_year", "title"], name="series_by_year"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("owner", "code", "fiscal_year"), name="series_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("keeps_days__gte", 1)), name="series_keeps_at_least_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["held_on"], name="session_by_day"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("series", "number"), name="session_number_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="session_number_from_1"),
        ),
    ]

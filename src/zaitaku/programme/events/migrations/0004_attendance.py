import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0003_signup"),
    ]

    operations = [
        migrations.CreateModel(
            name="OnlineReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.JSONField(default=list)),
                ("left_out", models.JSONField(default=dict)),
                ("least_minutes", models.PositiveSmallIntegerField(default=0)),
                ("imported_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="online_reports", to="events.channel"
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["channel", "-imported_at"],
            },
        ),
        migrations.CreateModel(
            name="KnownPersons",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lower", models.PositiveIntegerField()),
                ("upper", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                (
                    "series",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="known_persons", to="events.series"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "known persons",
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=36, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("door", "At the door"),
                            ("sheet", "From the sign-in sheet"),
                            ("online_report", "From the online report"),
                        ],
                        default="door",
                        max_length=20,
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "profession",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("doctor", "Doctor"),
                            ("dentist", "Dentist"),
                            ("pharmacist", "Pharmacist"),
                            ("nurse", "Nurse"),
                            ("visiting_nurse", "Visiting nurse"),
                            ("care_manager", "Care manager"),
                            ("social_worker", "Medical social worker"),
                            ("therapist", "Physical, occupational or speech therapist"),
                            ("dental_hygienist", "Dental hygienist"),
                            ("dietitian", "Dietitian"),
                            ("care_worker", "Care worker or helper"),
                            ("support_center", "Support centre staff"),
                            ("fire", "Fire and ambulance"),
                            ("city_staff", "City staff"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=200)),
                (
                    "age_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_40", "Under 40"),
                            ("40s", "40 to 49"),
                            ("50s", "50 to 59"),
                            ("60_64", "60 to 64"),
                            ("65_74", "65 to 74"),
                            ("over_74", "75 and over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="events.channel"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="events.onlinereport",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="events.signup",
                    ),
                ),
            ],
            options={
                "ordering": ["channel", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Summary",
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
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("sessions", "Times held"),
                            ("attendance", "Attendance (each time counted)"),
                            ("persons", "Participants (each person once)"),
                            ("cases", "Consultations or cases"),
                            ("places", "Places"),
                            ("views", "Views"),
                        ],
                        max_length=12,
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="events.series"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "summaries",
            },
        ),
    ]

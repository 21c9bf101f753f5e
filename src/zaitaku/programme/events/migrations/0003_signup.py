import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0002_series_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lottery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.CharField(max_length=64)),
                ("seed_digest", models.CharField(max_length=64)),
                ("announced_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                ("entries_digest", models.CharField(blank=True, max_length=64)),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lottery", to="events.channel"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "lotteries",
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=20)),
                ("rows", models.PositiveIntegerField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="removals", to="events.series"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("rank", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("confirmed", "Seat confirmed"),
                            ("waiting", "On the waiting list"),
                            ("entered", "Entered for the lottery"),
                            ("not_drawn", "Not drawn"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(default=1)),
                (
                    "way",
                    models.CharField(
                        choices=[("web", "Web"), ("phone", "Phone"), ("counter", "Counter"), ("fax", "Fax or post")],
                        default="web",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100)),
                ("kana", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("needs", models.JSONField(blank=True, default=list)),
                ("needs_text", models.CharField(blank=True, max_length=300)),
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
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
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
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_ups", to="events.channel"
                    ),
                ),
            ],
            options={
                "ordering": ["channel", "number"],
            },
        ),
        migrations.CreateModel(
            name="SignUpStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_up", "Signed up"),
                            ("changed", "Changed"),
                            ("cancelled", "Cancelled"),
                            ("promoted", "Moved up from the waiting list"),
                            ("drawn", "Drawn by lot"),
                            ("not_drawn", "Not drawn"),
                            ("told", "Told by telephone"),
                            ("reminded", "Reminded"),
                            ("removed", "Personal data removed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("details", models.JSONField(default=dict)),
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
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="events.signup"
                    ),
                ),
            ],
            options={
                "ordering": ["sign_up", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["channel", "status", "rank"], name="sign_ups_in_order"),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["channel", "email"], name="sign_ups_by_email"),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["channel", "phone"], name="sign_ups_by_phone"),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(fields=("channel", "number"), name="sign_up_number_once"),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1), ("seats__lte", 50)), name="sign_up_has_seats"
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at", None),
                    models.Q(
                        ("email", ""),
                        ("kana", ""),
                        ("name", ""),
                        ("needs", []),
                        ("needs_text", ""),
                        ("office", ""),
                        ("phone", ""),
                    ),
                    _connector="OR",
                ),
                name="removed_sign_up_names_nobody",
            ),
        ),
    ]

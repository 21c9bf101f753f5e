import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0003_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hospital",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "review_status",
                    models.CharField(
                        choices=[
                            ("asking", "Being asked"),
                            ("wanted", "Wanted"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                        ],
                        default="asking",
                        max_length=10,
                    ),
                ),
                ("reviewed_on", models.DateField(blank=True, null=True)),
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
                    "review_session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.session",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visiting_hospitals",
                        to="events.series",
                    ),
                ),
            ],
            options={
                "ordering": ["series", "name"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[("asking", "Wishes come in"), ("matched", "Matched"), ("settled", "Settled")],
                        default="asking",
                        max_length=10,
                    ),
                ),
                ("with_letters", models.BooleanField(default=False)),
                ("closes_on", models.DateField(blank=True, null=True)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visit_rounds", to="events.series"
                    ),
                ),
            ],
            options={
                "ordering": ["series", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("day", models.DateField()),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "Morning"), ("afternoon", "Afternoon"), ("day", "Whole day")],
                        default="day",
                        max_length=10,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("reminded_for", models.DateField(blank=True, null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="meetings.round"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "team", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Trainee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
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
                ("entered_on", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trainees", to="meetings.hospital"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trainees", to="meetings.round"
                    ),
                ),
            ],
            options={
                "ordering": ["round", "number"],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wished_by", to="meetings.slot"
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="meetings.trainee"
                    ),
                ),
            ],
            options={
                "ordering": ["trainee", "rank"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("done", "Done"), ("cancelled", "Called off")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("is_pinned", models.BooleanField(default=False)),
                ("reminded_for", models.DateField(blank=True, null=True)),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="meetings.slot"
                    ),
                ),
                (
                    "trainee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visit", to="meetings.trainee"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="hospital",
            constraint=models.UniqueConstraint(fields=("series", "name"), name="visiting_hospital_once"),
        ),
        migrations.AddConstraint(
            model_name="hospital",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review_status", "done"), _negated=True),
                    ("review_session__isnull", False),
                    ("reviewed_on__isnull", False),
                    _connector="OR",
                ),
                name="review_done_some_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(fields=("round", "team", "day", "half"), name="slot_once"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="slot_takes_somebody"),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.UniqueConstraint(fields=("round", "number"), name="trainee_number_once"),
        ),
        migrations.AddConstraint(
            model_name="trainee",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed_at", None), models.Q(("email", ""), ("name", "")), _connector="OR"),
                name="removed_trainee_nameless",
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(fields=("trainee", "slot"), name="choice_slot_once"),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.UniqueConstraint(fields=("trainee", "rank"), name="choice_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="choice_rank_from_1"),
        ),
    ]

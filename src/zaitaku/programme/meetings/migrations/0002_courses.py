import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_issues"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parts_needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("certificate_title", models.CharField(blank=True, max_length=100)),
                ("certificate_text", models.TextField(blank=True, max_length=1000)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                (
                    "series",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="course", to="events.series"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=100)),
                ("kana", models.CharField(blank=True, max_length=100)),
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
                ("enrolled_on", models.DateField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("certified_on", models.DateField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="meetings.course"
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.signup",
                    ),
                ),
            ],
            options={
                "ordering": ["course", "number"],
            },
        ),
        migrations.CreateModel(
            name="PartAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came", models.BooleanField()),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.channel",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="meetings.enrolment"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="part_attendance", to="events.session"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "part attendance",
            },
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("course", "number"), name="enrolment_number_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("course", "sign_up"), name="sign_up_enrolled_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at", None),
                    models.Q(("email", ""), ("kana", ""), ("name", ""), ("office", "")),
                    _connector="OR",
                ),
                name="removed_enrolment_nameless",
            ),
        ),
        migrations.AddConstraint(
            model_name="partattendance",
            constraint=models.UniqueConstraint(fields=("enrolment", "session"), name="part_attendance_once"),
        ),
    ]

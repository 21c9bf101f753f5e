import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0002_courses"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=0)),
                ("is_fixed", models.BooleanField(default=False)),
                ("undo", models.JSONField(blank=True, default=list)),
                ("made_from", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="group_plan", to="events.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=100)),
                ("office", models.CharField(blank=True, max_length=200)),
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
                (
                    "kind",
                    models.CharField(
                        choices=[("hall", "In the hall"), ("online", "Online")], default="hall", max_length=10
                    ),
                ),
                ("person_key", models.CharField(max_length=64)),
                ("is_facilitator", models.BooleanField(default=False)),
                ("is_pinned", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("expected", "Expected"), ("late", "Added late"), ("absent", "Did not come")],
                        default="expected",
                        max_length=10,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="meetings.groupplan"
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
                "ordering": ["plan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Bond",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("together", "Keep together"), ("apart", "Keep apart")], max_length=10),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bonds", to="meetings.groupplan"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.member"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Table",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("label", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[("hall", "In the hall"), ("online", "Online")], default="hall", max_length=10
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tables", to="meetings.groupplan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "number"],
            },
        ),
        migrations.AddField(
            model_name="member",
            name="table",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="members",
                to="meetings.table",
            ),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="bond_once"),
        ),
        migrations.AddConstraint(
            model_name="bond",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="bond_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="table",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="table_number_once"),
        ),
        migrations.AddConstraint(
            model_name="table",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1), ("seats__lte", 60)), name="table_has_seats"
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["person_key"], name="member_by_person"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("plan", "sign_up"), name="sign_up_seated_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed_at", None), models.Q(("name", ""), ("office", "")), _connector="OR"),
                name="removed_member_nameless",
            ),
        ),
    ]

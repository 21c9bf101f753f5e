import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaitaku.core.records.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("areas", "0001_initial"),
        ("events", "0007_questions_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("case", "Issue of a case"), ("area", "Issue of the area"), ("proposal", "Proposal")],
                        max_length=10,
                    ),
                ),
                ("raised_on", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.organisation",
                    ),
                ),
                (
                    "gathered_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gathered",
                        to="meetings.issue",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care_issues", to="areas.organisation"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="events.session",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IssueStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="meetings.issue"
                    ),
                ),
            ],
            options={
                "ordering": ["issue", "on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["owner", "raised_on"], name="issue_by_owner"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gathered_into", None), models.Q(("level", "proposal"), _negated=True), _connector="OR"
                ),
                name="proposal_is_the_end",
            ),
        ),
        append_only("meetings_issuestep", "follow-up steps", name="issuestep"),
    ]

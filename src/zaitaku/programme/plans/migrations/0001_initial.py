import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0001_initial"),
        ("indicators", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goal", "Goal"),
                            ("pillar", "Pillar"),
                            ("category", "Category"),
                            ("desired_state", "Desired state"),
                            ("objective", "Objective"),
                            ("initiative", "Initiative"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=10)),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="plans.node",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "position"],
            },
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "node",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="initiative",
                        serialize=False,
                        to="plans.node",
                    ),
                ),
                ("frequency", models.CharField(blank=True, max_length=40)),
                ("times", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("per_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("description", models.TextField(blank=True)),
                ("row", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="areas.area"
                    ),
                ),
            ],
            options={
                "ordering": ["-first_year"],
            },
        ),
        migrations.CreateModel(
            name="PlanIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=100)),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("up", "To rise"), ("down", "To fall"), ("keep", "To hold"), ("", "Not set")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("target_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("next_measured", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "measures",
                    models.ManyToManyField(blank=True, related_name="plan_indicators", to="indicators.indicator"),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_indicators", to="plans.node"
                    ),
                ),
            ],
            options={
                "ordering": ["node", "position"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("adopted", "Adopted"), ("revised", "Revised")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("source_digest", models.CharField(blank=True, max_length=64)),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="plans.planversion",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "-number"],
            },
        ),
        migrations.AddField(
            model_name="node",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="nodes", to="plans.planversion"
            ),
        ),
        migrations.CreateModel(
            name="Lineage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("renamed", "Renamed"),
                            ("merged", "Merged"),
                            ("split", "Split"),
                            ("dropped", "Dropped"),
                            ("added", "Added"),
                            ("owner_changed", "Owner changed"),
                            ("frequency_changed", "Frequency changed"),
                            ("indicator_changed", "Indicator changed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="came_from",
                        to="plans.node",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="plans.node",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lineage", to="plans.planversion"
                    ),
                ),
            ],
            options={
                "ordering": ["version", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vocabulary",
                    models.CharField(choices=[("scene", "Scene"), ("item", "Item"), ("theme", "Theme")], max_length=10),
                ),
                ("code", models.CharField(max_length=20)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="plans.initiative"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InitiativeOwner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiative_links",
                        to="areas.organisation",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="owner_links", to="plans.initiative"
                    ),
                ),
            ],
            options={
                "ordering": ["initiative", "position"],
            },
        ),
        migrations.AddField(
            model_name="initiative",
            name="owners",
            field=models.ManyToManyField(
                related_name="initiatives", through="plans.InitiativeOwner", to="areas.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("area", "title"), name="plan_title_once"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_year__lte", models.F("last_year"))), name="plan_years_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="planindicator",
            constraint=models.UniqueConstraint(fields=("node", "key"), name="plan_indicator_key_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),
        ),
    ]

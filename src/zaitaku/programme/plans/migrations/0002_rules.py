from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("in_force_from__isnull", False), _connector="OR"),
                name="settled_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="node",
            constraint=models.UniqueConstraint(fields=("version", "key"), name="node_key_once"),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("before", None), _negated=True), models.Q(("after", None), _negated=True), _connector="OR"
                ),
                name="lineage_names_a_node",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="lineage_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("initiative", "vocabulary", "code"), name="tag_once"),
        ),
        migrations.AddConstraint(
            model_name="initiativeowner",
            constraint=models.UniqueConstraint(fields=("initiative", "organisation"), name="owner_once"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_series"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_month", None), ("planned_month__day", 1), _connector="OR"),
                name="planned_month_is_a_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("starts", None), ("ends__gt", models.F("starts")), _connector="OR"),
                name="session_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="channel",
            index=models.Index(fields=["held_on"], name="channel_by_day"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.UniqueConstraint(fields=("session", "label"), name="channel_label_once"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity", None), ("taken__lte", models.F("capacity")), _connector="OR"),
                name="channel_never_oversold",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at", None), ("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                ),
                name="channel_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("starts", None), ("ends__gt", models.F("starts")), _connector="OR"),
                name="channel_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("largest_group__gte", 1)), name="channel_takes_at_least_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=models.UniqueConstraint(fields=("session", "position"), name="speaker_position_once"),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0006_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerShare",
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
                ("numerator", models.PositiveIntegerField(blank=True, null=True)),
                ("denominator", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_shares",
                        to="events.channel",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="events.question"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer_shares", to="events.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tag", models.CharField(max_length=40)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="events.answer"
                    ),
                ),
            ],
            options={
                "ordering": ["tag"],
                "constraints": [models.UniqueConstraint(fields=("answer", "tag"), name="answer_tag_once")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("key", models.CharField(max_length=32, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("is_answered", models.BooleanField(default=False)),
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
                    "check_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="events.checkin",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="events.collection"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "check_in"), name="invited_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("about", ""), _negated=True),
                        fields=("collection", "about"),
                        name="invited_about_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("about", ""),
                                ("channel", None),
                                ("check_in__isnull", False),
                                ("email", ""),
                                ("name", ""),
                            ),
                            models.Q(
                                ("channel__isnull", False), ("check_in", None), models.Q(("about", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="invited_as_came_or_named",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("questionnaire", "position"), name="item_position_once"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("questionnaire", "question"), name="item_question_once"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("collection", "number"), name="sheet_number_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("response", "question", "option"), name="answer_option_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("option", None)), fields=("response", "question"), name="answer_without_option_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.UniqueConstraint(fields=("owner", "code"), name="scale_code_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("owner", "code"), name="question_code_once"),
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(fields=("scale", "position"), name="option_position_once"),
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(fields=("scale", "label"), name="option_label_once"),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(fields=("questionnaire", "session"), name="collection_once"),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("question", "session", "channel"),
                name="one_current_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel", None), ("superseded_at", None)),
                fields=("question", "session"),
                name="one_current_share_of_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["final", "preliminary"]), ("value__isnull", False)),
                        models.Q(("state__in", ["suppressed", "not_applicable"]), ("value", None)),
                        models.Q(
                            models.Q(("state__in", ["final", "preliminary"]), _negated=True),
                            models.Q(("state__in", ["suppressed", "not_applicable"]), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(("value", None), ("value__gte", 0), _connector="OR"),
                ),
                name="share_value_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at", None), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="share_superseded_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", None), ("value__lte", 100), _connector="OR"), name="share_up_to_100"
            ),
        ),
        migrations.AddConstraint(
            model_name="answershare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator", None), ("numerator", None)),
                    models.Q(("denominator__gte", models.F("numerator")), ("numerator__isnull", False)),
                    _connector="OR",
                ),
                name="share_fraction_whole",
            ),
        ),
    ]

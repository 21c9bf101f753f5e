"""Meetings people are invited to: series, their sessions, each session's channels, and who came."""

from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus


class Series(models.Model):
    """A year's run of one event, such as 在宅療養講演会 of FY2023; `planned_sessions` is the plan's "3回/年"."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="event_series")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SeriesKind.choices)
    fiscal_year = models.PositiveSmallIntegerField()
    planned_sessions = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code", "fiscal_year"], name="series_once_a_year")]
        ordering = ["-fiscal_year", "code"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """One meeting. `planned_month` (its first day) stands in while the day is not fixed or not known."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    planned_month = models.DateField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_from_1"),
            models.CheckConstraint(
                condition=Q(planned_month=None) | Q(planned_month__day=1), name="planned_month_is_a_first"
            ),
        ]
        ordering = ["series", "number"]

    def __str__(self) -> str:
        return f"{self.series} 第{self.number}回"

    @property
    def label(self) -> str:
        return f"第{self.number}回"


class Channel(models.Model):
    """A way to take part in a session: 本会場, 同時上映, Zoom, 後日上映会."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=20, choices=ChannelKind.choices)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "label"], name="channel_label_once")]
        ordering = ["session", "position"]

    def __str__(self) -> str:
        return f"{self.session} {self.label}"


class Attendance(Recorded):
    """How many came through a channel, each attendance counted (延)."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="attendance")

    class Meta:
        verbose_name_plural = "attendance"
        constraints = [
            one_current_row("channel", name="one_current_attendance"),
            value_fits_state("attendance_value_fits_state"),
            superseded_after_recorded("attendance_superseded_later"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.value}"


class Question(models.Model):
    """A question asked after sessions; `definition` says which answers count ("とても思った、思った合算")."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    definition = models.CharField(max_length=200, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="question_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text


class AnswerShare(Recorded):
    """The share (percent) of one session's or channel's answers that count, with its fraction where known."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="shares")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="answer_shares")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="answer_shares")
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            one_current_row("question", "session", "channel", name="one_current_share"),
            models.UniqueConstraint(
                fields=["question", "session"],
                condition=Q(superseded_at=None, channel=None),
                name="one_current_share_of_a_session",
            ),
            value_fits_state("share_value_fits_state"),
            superseded_after_recorded("share_superseded_later"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__lte=100), name="share_up_to_100"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__gte=models.F("numerator")),
                name="share_fraction_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.session}: {self.value}"

"""Who came: single check-ins, the count of each channel, its break-down, and summaries of whole runs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Area
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.events.choices import AgeGroup, CheckInWay, Dimension, Measure, Profession
from zaitaku.programme.events.models.series import Channel, Series, Session
from zaitaku.programme.events.models.signup import SignUp


class Attendance(Recorded):
    """How many came through a channel, each attendance counted (延); of a video, how often it was viewed."""

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


class AttendancePart(Recorded):
    """A channel's attendance by one category of a dimension, where it was counted without check-in."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="attendance_parts")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    category = models.CharField(max_length=200)

    class Meta:
        constraints = [
            one_current_row("channel", "dimension", "category", name="one_current_attendance_part"),
            value_fits_state("attendance_part_value_fits_state"),
            superseded_after_recorded("attendance_part_superseded_later"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.dimension} {self.category}: {self.value}"


class OnlineReport(models.Model):
    """An imported participants' report of an online channel, and the names somebody still has to decide about.

    `rows` is what analysis made of the file: one entry per person with names, e-mail, minutes, and the joins behind it.
    It is emptied when the personal data of the series is removed. `left_out` says how many hosts, panelists and
    absentees of a webinar are not among them.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="online_reports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    left_out = models.JSONField(default=dict)
    least_minutes = models.PositiveSmallIntegerField(default=0)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "digest"], name="online_report_once")]
        ordering = ["channel", "-imported_at"]

    def __str__(self) -> str:
        return f"{self.channel} {self.file_name}"


class CheckIn(models.Model):
    """An arrival: of a sign-up (one check-in per sign-up) or of a walk-in, for `people` persons.

    `key` is made by the device that sends it, so that sending again after a lost answer changes nothing. An arrival
    entered by mistake is undone, not deleted.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="check_ins")
    sign_up = models.ForeignKey(SignUp, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    report = models.ForeignKey(OnlineReport, null=True, blank=True, on_delete=models.PROTECT, related_name="check_ins")
    key = models.CharField(max_length=36, unique=True)
    way = models.CharField(max_length=20, choices=CheckInWay.choices, default=CheckInWay.DOOR)
    people = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    office = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    age_group = models.CharField(max_length=10, choices=AgeGroup.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sign_up"], condition=Q(undone_at=None), name="one_check_in_per_sign_up"),
            models.CheckConstraint(condition=Q(people__gte=1), name="check_in_has_people"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(name="", email="", office=""), name="removed_check_in_names_nobody"
            ),
        ]
        ordering = ["channel", "pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%H:%M}"


class Summary(Recorded):
    """What an organiser reports of a run, or a stretch of it, whose single sessions are not recorded ("34回 329人").

    It stands for the sessions of its days (`start` to `end`, both included): the actions keep the same stretch from
    being counted twice.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="summaries")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    start = models.DateField()
    end = models.DateField()

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [
            one_current_row("series", "measure", "start", name="one_current_summary"),
            value_fits_state("summary_value_fits_state"),
            superseded_after_recorded("summary_superseded_later"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="summary_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.measure}: {self.value}"

    def covers(self, session: Session) -> bool:
        """Whether it stands for the session: one within its days, or of unknown day."""
        day = session.day_or_month
        return day is None or self.start <= day <= self.end


class KnownPersons(models.Model):
    """How many different people came to a series (`lower` to `upper`), kept when its personal data was removed: from
    then on nobody can work it out any more."""

    series = models.OneToOneField(Series, on_delete=models.PROTECT, related_name="known_persons")
    lower = models.PositiveIntegerField()
    upper = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "known persons"
        constraints = [models.CheckConstraint(condition=Q(upper__gte=F("lower")), name="known_persons_are_a_range")]

    def __str__(self) -> str:
        return f"{self.series}: {self.lower}–{self.upper}"

"""Courses of several parts: who is enrolled, which parts each attended, who completed."""

from django.db import models
from django.db.models import Q

from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Channel, Series, Session, SignUp


class Course(models.Model):
    """A series whose sessions are parts of one course; `parts_needed` None means all that were not called off."""

    series = models.OneToOneField(Series, on_delete=models.PROTECT, related_name="course")
    parts_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_title = models.CharField(max_length=100, blank=True)
    certificate_text = models.TextField(max_length=1000, blank=True)
    issuer = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.series)


class Enrolment(models.Model):
    """A participant of a course, numbered for the certificate. `enrolled_on` None means from the start."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    number = models.PositiveSmallIntegerField()
    sign_up = models.ForeignKey(SignUp, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    kana = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    office = models.CharField(max_length=200, blank=True)
    enrolled_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    certified_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="enrolment_number_once"),
            models.UniqueConstraint(fields=["course", "sign_up"], name="sign_up_enrolled_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(name="", kana="", email="", office=""),
                name="removed_enrolment_nameless",
            ),
        ]
        ordering = ["course", "number"]

    def __str__(self) -> str:
        return f"{self.course} No.{self.number}"


class PartAttendance(models.Model):
    """Whether an enrolled person came to a part; no row means that nobody has said so yet.

    `channel` is the way in which they came; None stands for the main one.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="part_attendance")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField()

    class Meta:
        verbose_name_plural = "part attendance"
        constraints = [models.UniqueConstraint(fields=["enrolment", "session"], name="part_attendance_once")]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.session}"

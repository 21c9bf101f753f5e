"""Accompanied home visits (在宅医療同行研修): hospital staff go with home-care teams on dates that suit both."""

from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, RoundStatus, VisitStatus


class Round(models.Model):
    """One round of wishes and matching within a series. `with_letters`: once it is settled, people learn by e-mail
    where they go, what changes, and on the day before."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="visit_rounds")
    title = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=RoundStatus.choices, default=RoundStatus.ASKING)
    with_letters = models.BooleanField(default=False)
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["series", "pk"]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """A home-care team's offer: on this day it takes up to `capacity` trainees along.

    `reminded_for` is the day of which the team was reminded last.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="slots")
    team = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    day = models.DateField()
    half = models.CharField(max_length=10, choices=HalfDay.choices, default=HalfDay.DAY)
    capacity = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True)
    reminded_for = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "team", "day", "half"], name="slot_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="slot_takes_somebody"),
        ]
        ordering = ["day", "team", "pk"]

    def __str__(self) -> str:
        return f"{self.team} {self.day}"


class Hospital(models.Model):
    """A hospital or body that takes part in a series of visits, and what it says about the 振り返り研修: held as
    `review_session` of the series, or on `reviewed_on`."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="visiting_hospitals")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_status = models.CharField(max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.ASKING)
    review_session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="visiting_hospital_once"),
            models.CheckConstraint(
                condition=~Q(review_status=ReviewStatus.DONE)
                | Q(review_session__isnull=False)
                | Q(reviewed_on__isnull=False),
                name="review_done_some_day",
            ),
        ]
        ordering = ["series", "name"]

    def __str__(self) -> str:
        return self.name


class Trainee(models.Model):
    """One of a hospital's staff who wants to go along. `entered_on` None means from the start."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="trainees")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="trainees")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="trainee_number_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(name="", email=""), name="removed_trainee_nameless"
            ),
        ]
        ordering = ["round", "number"]

    def __str__(self) -> str:
        return f"{self.hospital} No.{self.number}"


class Choice(models.Model):
    """A slot somebody wishes for; rank 1 is the dearest."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="choices")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="wished_by")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "slot"], name="choice_slot_once"),
            models.UniqueConstraint(fields=["trainee", "rank"], name="choice_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="choice_rank_from_1"),
        ]
        ordering = ["trainee", "rank"]

    def __str__(self) -> str:
        return f"{self.trainee} {self.rank}"


class Visit(models.Model):
    """A trainee's place in a slot. `is_pinned`: set by hand, not moved by another matching; `reminded_for` is the day
    of which the trainee was reminded last."""

    trainee = models.OneToOneField(Trainee, on_delete=models.PROTECT, related_name="visit")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="visits")
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED)
    is_pinned = models.BooleanField(default=False)
    reminded_for = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.trainee} → {self.slot}"

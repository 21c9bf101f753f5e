"""Sign-up for a channel, the steps it went through, lotteries, and the removal of personal data."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zaitaku.core.areas.models import Area
from zaitaku.programme.events.choices import LIVE, AgeGroup, Profession, SignUpStatus, SignUpWay, StepKind
from zaitaku.programme.events.models.series import Channel, Series

LARGEST_GROUP = 50
# Entries of a channel with one e-mail address or telephone that the public can make, cancelled ones too: an office
# enters its staff with one number, and nobody fills the channel, or the mailbox of a stranger.
MOST_OF_ONE = 30


class SignUp(models.Model):
    """One entry for one or several seats of a channel.

    `number` is the reception number within the channel; `rank` is the place in the order in which seats are given: the
    number, until a draw or a late return to the list says otherwise. `key` is at once the private link and what makes
    sending the form twice the same as sending it once. After the removal of personal data
    (`removed_at`) name, contact, needs and office are empty; seats and the attributes that are counted stay.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="sign_ups")
    number = models.PositiveIntegerField()
    rank = models.PositiveIntegerField()
    key = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=10, choices=SignUpStatus.choices)
    seats = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=10, choices=SignUpWay.choices, default=SignUpWay.WEB)
    name = models.CharField(max_length=100, blank=True)
    kana = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=list, blank=True)
    needs_text = models.CharField(max_length=300, blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    office = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    age_group = models.CharField(max_length=10, choices=AgeGroup.choices, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "number"], name="sign_up_number_once"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=LARGEST_GROUP), name="sign_up_has_seats"),
            models.CheckConstraint(
                condition=Q(removed_at=None)
                | Q(name="", kana="", email="", phone="", needs=[], needs_text="", office=""),
                name="removed_sign_up_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "status", "rank"], name="sign_ups_in_order"),
            models.Index(fields=["channel", "email"], name="sign_ups_by_email"),
            models.Index(fields=["channel", "phone"], name="sign_ups_by_phone"),
        ]
        ordering = ["channel", "number"]

    def __str__(self) -> str:
        return f"{self.channel} No.{self.number}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE


class SignUpStep(models.Model):
    """What happened to a sign-up; `by` is empty when the person did it through the private link, or nobody did.

    `details` holds seats and states, never names: steps outlive the personal data.
    """

    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["sign_up", "pk"]

    def __str__(self) -> str:
        return f"{self.sign_up} {self.kind}"


class Lottery(models.Model):
    """The draw of one channel. `seed_digest` is published before closing, `seed` with the result, so that anybody can
    repeat the draw and see that the seed was not chosen afterwards."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="lottery")
    seed = models.CharField(max_length=64)
    seed_digest = models.CharField(max_length=64)
    announced_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)
    entries_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "lotteries"

    def __str__(self) -> str:
        return f"{self.channel} {self.seed_digest[:8]}"


class Removal(models.Model):
    """The record that a series' personal data was removed, and how much of it there was."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="removals")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.series} {self.at:%Y-%m-%d}"

"""Mixed-profession groups of a case meeting: who sits at which table."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Channel, Session, SignUp
from zaitaku.programme.meetings.choices import BondKind, MemberStatus, TableKind


class GroupPlan(models.Model):
    """The groups of one session. `version` grows with every change, so that two people cannot overwrite each other.

    `undo` holds the seatings before the last changes, oldest first: {member id: table id or None}. `made_from` is what
    the seating cost from which the last search began, `{"profession": …, "office": …, "repeat": …}`.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="group_plan")
    seed = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    is_fixed = models.BooleanField(default=False)
    undo = models.JSONField(default=list, blank=True)
    made_from = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.session)


class Table(models.Model):
    plan = models.ForeignKey(GroupPlan, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=TableKind.choices, default=TableKind.HALL)
    seats = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="table_number_once"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=60), name="table_has_seats"),
        ]
        ordering = ["plan", "number"]

    def __str__(self) -> str:
        return self.label or str(self.number)


class Member(models.Model):
    """A participant to be seated. `person_key` is a digest of name and office that links the same professional over
    several meetings, and stays when name and office are removed with the series' personal data."""

    plan = models.ForeignKey(GroupPlan, on_delete=models.CASCADE, related_name="members")
    table = models.ForeignKey(Table, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    sign_up = models.ForeignKey(SignUp, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    office = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=20, choices=Profession.choices, blank=True)
    kind = models.CharField(max_length=10, choices=TableKind.choices, default=TableKind.HALL)
    person_key = models.CharField(max_length=64)
    is_facilitator = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=MemberStatus.choices, default=MemberStatus.EXPECTED)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "sign_up"], name="sign_up_seated_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(name="", office=""), name="removed_member_nameless"
            ),
        ]
        indexes = [models.Index(fields=["person_key"], name="member_by_person")]
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return self.name


class Bond(models.Model):
    """Two members who must sit at the same table, or must not."""

    plan = models.ForeignKey(GroupPlan, on_delete=models.CASCADE, related_name="bonds")
    first = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=BondKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="bond_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="bond_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.kind} {self.second}"

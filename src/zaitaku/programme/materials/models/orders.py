"""Orders of guidebooks: what may be ordered, by whom, and what happened to each order."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation
from zaitaku.programme.materials.choices import COMPLETED, OrderStatus, OrderStepKind, OrderWay
from zaitaku.programme.materials.models.ledger import Destination, Movement
from zaitaku.programme.materials.models.titles import Edition, Title

LARGEST_ORDER = 10_000


class Offer(models.Model):
    """A title that may be ordered while `is_open`: what it is for, how it is bundled, how many at most in one order."""

    title = models.OneToOneField(Title, on_delete=models.PROTECT, related_name="offer")
    purpose = models.CharField(max_length=200, blank=True)
    bundle = models.PositiveIntegerField(default=1)
    largest = models.PositiveIntegerField(default=100)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(bundle__gte=1), name="offer_has_a_bundle"),
            models.CheckConstraint(condition=Q(largest__gte=1, largest__lte=LARGEST_ORDER), name="offer_has_a_limit"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class OrderLink(models.Model):
    """The private address by which a destination without an account orders. A new `key` ends the old address."""

    destination = models.OneToOneField(Destination, on_delete=models.PROTECT, related_name="order_link")
    key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.destination)


class Order(models.Model):
    """Copies a destination wants. `version` grows with every step, so that two people cannot take the same one.

    `key` makes sending the form twice the same as sending it once. Contact, telephone and remark are personal data:
    in no audit entry, and empty after `removed_at`. `completed_at`: received, declined or cancelled.
    """

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="orders")
    key = models.CharField(max_length=36, unique=True)
    way = models.CharField(max_length=10, choices=OrderWay.choices)
    status = models.CharField(max_length=10, choices=OrderStatus.choices, default=OrderStatus.REQUESTED)
    wanted_by = models.DateField(null=True, blank=True)
    contact = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=COMPLETED, completed_at__isnull=False)
                | (~Q(status__in=COMPLETED) & Q(completed_at=None)),
                name="order_completed_or_not",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["sent", "received"], sent_on__isnull=False)
                | (~Q(status__in=["sent", "received"]) & Q(sent_on=None)),
                name="order_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(contact="", phone="", remark=""), name="removed_order_names_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["destination", "status"], name="orders_of_destination"),
            models.Index(fields=["status", "requested_at"], name="orders_by_status"),
        ]
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        """Without contact: the audit keeps this for good."""
        return f"No.{self.pk} {self.destination}"

    @property
    def goes_to(self) -> Destination:
        """Where its copies go: of a double, the entry it was merged into."""
        return self.destination.merged_into or self.destination


class OrderLine(models.Model):
    """Copies of one title: asked for, granted (with a `reason` when fewer), and the movement that took them along."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="order_lines")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="order_lines")
    bundle = models.PositiveIntegerField(default=1)
    asked = models.PositiveIntegerField()
    granted = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    movement = models.OneToOneField(
        Movement, null=True, blank=True, on_delete=models.PROTECT, related_name="order_line"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "title"], name="order_line_once"),
            models.CheckConstraint(condition=Q(asked__gte=1, asked__lte=LARGEST_ORDER), name="order_line_asks"),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__lte=F("asked")), name="order_line_grants_no_more"
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted=F("asked")) | ~Q(reason=""), name="order_line_says_why_fewer"
            ),
        ]
        ordering = ["order", "title__name", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.asked}"


class OrderStep(models.Model):
    """What happened to an order; `by` is empty when it was done by the private link. Rows are added only."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=OrderStepKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.order} {self.kind}"


class DestinationWish(models.Model):
    """An organisation asks the owner of guidebooks to be entered as a destination; settled by doing so or saying why
    not."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="destination_wishes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    postal_code = models.CharField(max_length=8, blank=True)
    address = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "organisation"], condition=Q(settled_at=None), name="destination_wish_once"
            ),
        ]
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}"

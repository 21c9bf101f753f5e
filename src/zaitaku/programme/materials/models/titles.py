"""Guidebooks and sheets: their titles, editions and print runs."""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation


class Title(models.Model):
    """A printed thing with its running totals counted since `counted_since` (empty where nobody knows).

    Stock is kept where `is_stocked`, of movements since `stocked_since` (empty: since the first). It is ordered anew
    at `reorder_point` copies, or, where that is empty, at what is used in `lead_days` and `safety_copies` more.
    `low_told_on`: the day on which letters told that the stock had fallen to that point; empty while it is above.
    `has_coordination_sheet`: it is the 医療・介護連携シート, which anybody may download to fill it in; `contact` is
    printed on it.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_titles")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    counted_since = models.DateField(null=True, blank=True)
    is_stocked = models.BooleanField(default=False)
    stocked_since = models.DateField(null=True, blank=True)
    reorder_point = models.PositiveIntegerField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=30)
    safety_copies = models.PositiveIntegerField(default=0)
    low_told_on = models.DateField(null=True, blank=True)
    has_coordination_sheet = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="title_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """A printing with contents of its own, such as 令和5年度版. The one it is followed by is handed out instead."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="editions")
    name = models.CharField(max_length=100)
    issued_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "name"], name="edition_name_once"),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")), name="edition_not_its_own_successor"
            ),
        ]
        ordering = ["title", F("issued_on").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.name}"


class PrintRun(models.Model):
    """Copies ordered from a printer. `delivery` is the movement by which they came into stock."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="print_runs")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="print_runs")
    copies = models.PositiveIntegerField()
    printer = models.CharField(max_length=200, blank=True)
    ordered_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    cost_yen = models.PositiveBigIntegerField(null=True, blank=True)
    delivery = models.OneToOneField(
        "materials.Movement", null=True, blank=True, on_delete=models.PROTECT, related_name="print_run"
    )
    delivered_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(copies__gt=0), name="print_run_has_copies"),
            models.CheckConstraint(
                condition=Q(delivery=None, delivered_on=None) | Q(delivery__isnull=False, delivered_on__isnull=False),
                name="print_run_delivered_with_movement",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_because="") | Q(delivery=None), name="print_run_delivered_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(expected_on=None) | Q(expected_on__gte=F("ordered_on")), name="print_run_expected_later"
            ),
        ]
        ordering = ["-ordered_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.copies}"

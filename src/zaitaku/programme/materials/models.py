"""Guidebooks and sheets: what was issued and handed out, over which stretch of time."""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.models import Recorded, superseded_after_recorded, value_fits_state
from zaitaku.programme.materials.choices import MovementKind


class Title(models.Model):
    """A printed thing with its running totals counted since `counted_since` (empty where nobody knows)."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="material_titles")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    counted_since = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="title_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Movement(Recorded):
    """Copies (`value`) issued, distributed or disposed of between two days.

    `start` is empty where only the running total is known. `within` names the movement whose copies these are part
    of, so that a year's share of a known running total is not counted twice.
    """

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=20, choices=MovementKind.choices)
    destination = models.CharField(max_length=200, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField()
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="shares")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints = [
            value_fits_state("movement_value_fits_state"),
            superseded_after_recorded("movement_superseded_later"),
            models.CheckConstraint(condition=Q(start=None) | Q(start__lte=F("end")), name="movement_starts_before_end"),
        ]
        ordering = ["title", "end"]

    def __str__(self) -> str:
        return f"{self.title} {self.value}"

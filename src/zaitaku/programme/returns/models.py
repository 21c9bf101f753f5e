"""Figures that organisations send in: forms with elements, returns per organisation and period, values."""

from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Organisation
from zaitaku.core.records.choices import KIND_CHOICES, SPAN_CHOICES
from zaitaku.core.records.models import Recorded, one_current_row, superseded_after_recorded, value_fits_state
from zaitaku.programme.returns.choices import Rhythm


class Form(models.Model):
    """What is asked, by whom (`owner`), how often."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="return_forms")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="form_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """One question of a form. Children are its parts, and add up to it (A 3 + B 13 + C 17 … = 38).

    A share (percent) may name the elements it is made of: numerator ÷ denominator, then nobody types it.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="elements")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    span = models.CharField(max_length=20, choices=SPAN_CHOICES)
    unit = models.CharField(max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="element_code_once")]
        ordering = ["form", "position"]

    def __str__(self) -> str:
        return self.label


class Return(models.Model):
    """One organisation's sheet for one period; `start` is empty for running totals of unknown beginning."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    start = models.DateField(null=True, blank=True)
    end = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "organisation", "start", "end"], name="return_once"),
            models.UniqueConstraint(
                fields=["form", "organisation", "end"], condition=Q(start=None), name="return_once_without_start"
            ),
            models.CheckConstraint(condition=Q(start=None) | Q(start__lte=F("end")), name="return_starts_before_end"),
        ]
        indexes = [models.Index(fields=["form", "end"])]
        ordering = ["-end"]

    def __str__(self) -> str:
        return f"{self.form} {self.organisation} {self.end}"


class Value(Recorded):
    """The answer to one element in one return."""

    sheet = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="values")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="values")

    class Meta:
        constraints = [
            one_current_row("sheet", "element", name="one_current_value"),
            value_fits_state("value_fits_state"),
            superseded_after_recorded("value_superseded_later"),
        ]
        indexes = [
            models.Index(fields=["element", "as_of", "sheet"], condition=Q(superseded_at=None), name="current_value"),
            models.Index(fields=["sheet", "element"], name="value_history"),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.value}"

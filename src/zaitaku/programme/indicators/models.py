"""What is to be computed (indicators) and what owners have confirmed (frozen values)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.core.areas.models import Area, Organisation


class Indicator(models.Model):
    """A figure of the programme: `function` names a line of the catalogue, `params` say of which records.

    Code is short and stable ("A1.attendance"); it is what templates, papers and commands name.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    function = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="indicator_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Confirmation(models.Model):
    """The owner's word that a figure is right, with the figure as it was then. Withdrawn, never changed."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="confirmations")
    fiscal_year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    figure = models.JSONField()
    digest = models.CharField(max_length=64)
    formula_version = models.PositiveSmallIntegerField()
    record_count = models.PositiveIntegerField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year", "as_of"],
                condition=Q(withdrawn_at=None),
                name="one_standing_confirmation",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(withdrawn_at__gte=F("confirmed_at")) & ~Q(withdrawn_reason="")),
                name="withdrawal_has_a_reason",
            ),
        ]
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.fiscal_year}"

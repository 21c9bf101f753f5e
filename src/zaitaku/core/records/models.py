"""The abstract record of a value. Rows are never changed: a correction adds a row and closes the old one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zaitaku.analysis.figure import OPEN, State
from zaitaku.core.records.choices import STATE_CHOICES


class Recorded(models.Model):
    """A value as somebody recorded it. `superseded_at` is empty on the row that counts now."""

    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=State.FINAL.value)
    mark = models.CharField(max_length=60, blank=True)
    as_of = models.DateField(null=True, blank=True)
    as_of_text = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN


def value_fits_state(name: str) -> models.CheckConstraint:
    """Settled rows have a value, suppressed and not-applicable rows have none, values are not negative."""
    settled = Q(state__in=[State.FINAL.value, State.PRELIMINARY.value])
    empty = Q(state__in=[State.SUPPRESSED.value, State.NOT_APPLICABLE.value])
    fits = (settled & Q(value__isnull=False)) | (empty & Q(value=None)) | (~settled & ~empty)
    return models.CheckConstraint(condition=fits & (Q(value=None) | Q(value__gte=0)), name=name)


def one_current_row(*of: str, name: str) -> models.UniqueConstraint:
    """At most one row counts at a time for whatever `of` names."""
    return models.UniqueConstraint(fields=list(of), condition=Q(superseded_at=None), name=name)


def superseded_after_recorded(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")), name=name)

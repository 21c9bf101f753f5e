"""Where the programme runs and who takes part in it, each with the days between which it exists."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from zaitaku.core.areas.choices import AreaKind, OrganisationKind


class Dated(models.Model):
    """Something that begins and may end; both days belong to it."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


TREE_DEPTH = 6


def below(path: str, roots: QuerySet[Any, Any]) -> Q:
    """The condition "`path` is one of the roots or stands below one", without a query of its own.

    A tree has at most TREE_DEPTH levels (the kinds of area are six; `actions` keeps organisations to it), so that
    the whole tree is one query on every database.
    """
    steps = [path] if path else []
    condition = Q(**{f"{path or 'pk'}__in": roots})
    for _level in range(1, TREE_DEPTH):
        steps.append("parent")
        condition |= Q(**{f"{'__'.join(steps)}__in": roots})
    return condition


def exists_on(day: date, prefix: str = "") -> Q:
    """The condition that a dated row, reached by `prefix`, exists on a day."""
    still = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & still


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


class Area(Dated):
    """A node of the tree nation, prefecture, secondary medical area, municipality, 日常生活圏域, 町丁目."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=AreaKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "valid_from"], name="area_code_once"),
            ends_after_it_begins("area_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(Dated):
    """A section of the town hall, a support centre, an association, a hospital, an NPO."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code", "valid_from"], name="organisation_code_once"),
            ends_after_it_begins("organisation_ends_after_it_begins"),
        ]
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality(self) -> Area:
        """In which it stands; its own area where there is none above. `area__parent` spares its queries."""
        area: Area = self.area
        while area.kind in (AreaKind.LIVING_AREA, AreaKind.TOWN) and area.parent is not None:
            area = area.parent
        return area

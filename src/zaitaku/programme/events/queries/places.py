"""Where sessions of a series may take place."""

from datetime import date

from django.db.models import Q, QuerySet

from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, Organisation, below, exists_on


def places_for(owner: Organisation, *, on: date, now: int | None = None) -> QuerySet[Organisation]:
    """Organisations of the owner's municipality that exist; `now` is one that was chosen before and may stay."""
    tree = below("area", Area.objects.filter(pk=owner.municipality.pk))
    found = Organisation.objects.filter(tree & exists_on(on) | Q(pk=now))
    return found.order_by("name", "pk")


def areas_for(owner: Organisation, *, on: date, now: int | None = None) -> QuerySet[Area]:
    """日常生活圏域 of the owner's municipality."""
    tree = below("", Area.objects.filter(pk=owner.municipality.pk))
    found = Area.objects.filter(tree & exists_on(on) & Q(kind=AreaKind.LIVING_AREA) | Q(pk=now))
    return found.order_by("code", "pk")

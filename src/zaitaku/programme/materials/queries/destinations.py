"""The register of destinations, what each one got, and who never got anything."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models import Value as Constant
from django.db.models.functions import Cast, Coalesce

from zaitaku.core.areas.models import Organisation, exists_on
from zaitaku.programme.materials.choices import DestinationKind, MovementKind
from zaitaku.programme.materials.models import Destination, Movement, Title

GOT = Q(kind=MovementKind.DISTRIBUTED, superseded_at=None)


# Kinds in the order of the choices, as the paper lists them.
KIND_ORDER = Case(
    *(When(kind=kind, then=Constant(number)) for number, kind in enumerate(DestinationKind.values)),
    output_field=IntegerField(),
)


def register(organisations: QuerySet[Organisation]) -> QuerySet[Destination]:
    """Without the doubles that were merged into others."""
    return Destination.objects.filter(owner__in=organisations, merged_into=None)


def listed_destinations(organisations: QuerySet[Organisation], asked: Mapping[str, Any], *, on: date) -> QuerySet[Any]:
    """Narrowed by `q` (name, address), `kind`, `state` (ended, never; by default those of today), with `copies` and
    `last_on` of what each and its doubles got."""
    found: QuerySet[Any] = register(organisations).select_related("owner", "organisation").annotate(**_got())
    if text := asked.get("q"):
        found = found.filter(Q(name__icontains=text) | Q(address__icontains=text) | Q(postal_code__icontains=text))
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    state = asked.get("state")
    if state == "never":
        found = found.filter(last_on=None)
    if state == "ended":
        found = found.exclude(exists_on(on))
    elif state != "all":
        found = found.filter(exists_on(on))
    return found.order_by(KIND_ORDER, "name", "pk")


def _got(narrowed: Q | None = None) -> dict[str, Any]:
    """Sub-queries of the destination in the outer query: one index look-up for each row shown."""
    own = Movement.objects.filter(GOT, narrowed or Q()).annotate(end_place=Coalesce("place__merged_into", "place"))
    mine = own.filter(end_place=OuterRef("pk")).order_by().values("end_place")
    copies = mine.annotate(found=Sum(Cast("value", BigIntegerField()))).values("found")
    return {"copies": Subquery(copies), "last_on": Subquery(mine.annotate(found=Max("end")).values("found"))}


def movements_at(destination: Destination, organisations: QuerySet[Organisation]) -> QuerySet[Movement]:
    """What counts of the destination and its doubles, of titles in reach, the latest first."""
    here = Q(place=destination) | Q(place__merged_into=destination)
    rows = Movement.objects.filter(here, superseded_at=None, title__owner__in=organisations)
    return rows.select_related("title", "edition", "place", "recorded_by").order_by("-end", "-pk")


def totals_at(destination: Destination, organisations: QuerySet[Organisation]) -> list[Any]:
    """By title: copies handed out and come back, how often, when last."""
    rows = movements_at(destination, organisations).order_by().values("title", "title__name")
    copies = Cast("value", BigIntegerField())
    came, back = Q(kind=MovementKind.DISTRIBUTED), Q(kind=MovementKind.RETURNED)
    found = rows.annotate(
        copies=Sum(copies, filter=came),
        back=Sum(copies, filter=back),
        times=Count("pk", filter=came),
        last_on=Max("end", filter=came),
    )
    return list(found.order_by("title__name"))


def never_served(
    title: Title, organisations: QuerySet[Organisation], *, since: date | None, kind: str, on: date
) -> QuerySet[Any]:
    """Destinations of today that got no copy of the title since a day (None: ever), with `last_on` of any before."""
    ever = Q(title=title)
    served = Movement.objects.filter(GOT, ever, value__gt=0).exclude(place=None)
    if since is not None:
        served = served.filter(end__gte=since)
    found = register(organisations).filter(exists_on(on)).annotate(**_got(ever))
    if kind:
        found = found.filter(kind=kind)
    got = served.order_by().annotate(end_place=Coalesce("place__merged_into", "place")).values("end_place")
    return found.exclude(pk__in=got).order_by(KIND_ORDER, "name", "pk")

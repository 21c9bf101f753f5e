"""At how many destinations of the register a title was handed out within the year, each counted once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import FigureFunction, RecordRow, Wanted, value_text
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.materials.choices import DestinationKind, MovementKind
from zaitaku.programme.materials.figures.issued import PLACE_KIND, label_of, titles_of
from zaitaku.programme.materials.models import Movement

Counts = dict[str, tuple[int, int]]  # kind of destination -> destinations, movements


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Places, parted by kind. Two queries: titles, destinations counted."""
    titles = titles_of(indicators)
    found: dict[int, Counts] = defaultdict(dict)
    rows = (
        _served(year, as_of)
        .filter(title__in={title.pk for title in titles.values()}, superseded_at=None)
        .annotate(end_kind=PLACE_KIND)
        .order_by()
        .values_list("title", "end_kind")
        .annotate(
            places=Count(Coalesce("place__merged_into", "place"), distinct=True),
            number=Count("pk"),
        )
    )
    for title, kind, places, number in rows:
        found[title][kind] = (places, number)
    return {
        one.code: _figure(Wanted.of(one, year, as_of), found[titles[one.code].pk] if one.code in titles else {})
        for one in indicators
    }


def _served(year: FiscalYear, as_of: date) -> QuerySet[Movement]:
    """In the year in which the copies count, as parts of known totals too."""
    known = Q(as_of__lte=as_of) | Q(as_of=None, end__lte=as_of)
    return Movement.objects.filter(
        known, kind=MovementKind.DISTRIBUTED, place__isnull=False, start__gte=year.start, end__lte=year.end, value__gt=0
    )


def _figure(wanted: Wanted, counts: Counts) -> Figure:
    if not counts:
        return wanted.unknown(Kind.PLACES)
    if kind := wanted.indicator.params.get("kind"):
        return _counted(wanted, [counts.get(kind, (0, 0))])
    whole = _counted(wanted, list(counts.values()))
    if len(counts) == 1:
        return whole
    order = [one for one in DestinationKind.values if one in counts]
    return replace(
        whole, parts=tuple(replace(_counted(wanted, [counts[one]]), label=label_of(one, "")) for one in order)
    )


def _counted(wanted: Wanted, counts: list[tuple[int, int]]) -> Figure:
    places, movements = (sum(column) for column in zip(*counts, strict=True))
    return wanted.figure(Kind.PLACES, Decimal(places), State.FINAL, records=movements)


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The distributions within the year, the latest first."""
    title = titles_of([indicator]).get(indicator.code)
    rows = _served(year, as_of).filter(title=title)
    if kind := indicator.params.get("kind"):
        rows = rows.annotate(end_kind=PLACE_KIND).filter(end_kind=kind)
    return [
        RecordRow.of(
            row,
            what=row.place.name if row.place else "",
            detail=str(row.end),
            value=value_text(row.value, "部"),
            edit_url=reverse("materials:title", args=[row.title_id]),
        )
        for row in rows.select_related("recorded_by", "place").order_by("-end", "-recorded_at", "-pk")
    ]


DESTINATIONS_SERVED = FigureFunction(
    compute=compute,
    records=records,
    version=1,
    formula=_("Destinations of the register that got at least one copy within the year, doubles counted once."),
    params=("title",),
    optional=("kind",),
    choices={"kind": tuple(DestinationKind)},
)

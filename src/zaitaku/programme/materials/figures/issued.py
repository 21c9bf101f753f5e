"""Copies issued, distributed or disposed of: within the year, or as a running total."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zaitaku.analysis.figure import Figure, Kind, Span, State, join
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import FigureFunction, RecordRow, Wanted, meant, value_text
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.materials.choices import DestinationKind, MovementKind
from zaitaku.programme.materials.models import Movement, Title
from zaitaku.programme.materials.queries.titles import RUNNING

PLACE_KIND = Coalesce("place__merged_into__kind", "place__kind")  # a double's is that of the one it was merged into
Rows = dict[tuple[int, str], list[tuple[Any, ...]]]  # title id, kind


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Copies. Three queries: titles, movements of the year, movements of all time."""
    titles = titles_of(indicators)
    ids = sorted({title.pk for title in titles.values()})
    of_year = _added_up(_in_year(year).filter(_known(as_of), title__in=ids, superseded_at=None))
    of_all = _added_up(Movement.objects.filter(RUNNING, _known(as_of), title__in=ids, superseded_at=None))
    found = {}
    for indicator in indicators:
        running = indicator.params["span"] == "running"
        title = titles.get(indicator.code)
        rows = (of_all if running else of_year)[title.pk, indicator.params["kind"]] if title else []
        found[indicator.code] = _figure(Wanted.of(indicator, year, as_of), title, rows)
    return found


def titles_of(indicators: Sequence[Indicator]) -> dict[str, Title]:
    """Indicator code → title of the area: the owner's own where several have the code, else the only one."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    codes = {indicator.params["title"] for indicator in indicators}
    rows = list(Title.objects.filter(below("owner__area", areas), code__in=codes).order_by("pk"))
    choices = {indicator.code: meant(indicator, indicator.params["title"], rows) for indicator in indicators}
    return {code: choice[0] for code, choice in choices.items() if len(choice) == 1}


def _in_year(year: FiscalYear) -> QuerySet[Movement]:
    """Movements inside the year; those within another of the same year are counted there already."""
    nested = Q(within__start__gte=year.start, within__end__lte=year.end)
    return Movement.objects.filter(start__gte=year.start, end__lte=year.end).exclude(nested)


def _known(as_of: date) -> Q:
    return Q(as_of__lte=as_of) | Q(as_of=None, end__lte=as_of)


def _added_up(rows: QuerySet[Movement]) -> Rows:
    found: Rows = defaultdict(list)
    for row in (
        rows.annotate(place_kind=PLACE_KIND)
        .order_by()
        .values_list("title", "kind", "destination", "place_kind", "state")
        .annotate(
            copies=Sum(Cast("value", BigIntegerField())),
            number=Count("pk"),
            dated=Count("as_of"),
            latest=Max("as_of"),
            mark=Max("mark"),
            as_of_text=Max("as_of_text"),
            note=Max("note"),
        )
        .order_by("destination", "place_kind", "state")
    ):
        found[row[0], row[1]].append((label_of(row[3], row[2]), *row[4:]))
    return found


def label_of(kind: str | None, text: str) -> str:
    """Destinations of the register stand under their kind; in Japanese, for the figure is the same for every reader."""
    if not kind:
        return text
    with override(settings.LANGUAGE_CODE):
        return str(DestinationKind(kind).label)


def _figure(wanted: Wanted, title: Title | None, rows: list[tuple[Any, ...]]) -> Figure:
    span = Span.PERIOD
    if wanted.indicator.params["span"] == "running":
        span, end = Span.RUNNING_TOTAL, wanted.period.end
        since = title.counted_since if title else None
        wanted = replace(wanted, period=Period(None if since is None else min(since, end), end))
    if destination := wanted.indicator.params.get("destination"):
        rows = [row for row in rows if row[0] == destination]
    if not rows:
        return wanted.unknown(Kind.COPIES, span=span)
    by: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by[row[0]].append(row)
    whole = _sum(wanted, span, rows)
    if len(by) == 1:
        return whole
    parts = (replace(_sum(wanted, span, some), label=name or "配布先不明") for name, some in by.items())
    return replace(whole, parts=tuple(parts))


def _sum(wanted: Wanted, span: Span, rows: list[tuple[Any, ...]]) -> Figure:
    state = reduce(join, (State(row[1]) for row in rows))
    copies = [int(row[2]) for row in rows if row[2] is not None]
    records = sum(row[3] for row in rows)
    is_dated = all(row[4] == row[3] for row in rows)
    single = rows[0] if records == 1 else None
    return wanted.figure(
        Kind.COPIES,
        Decimal(sum(copies)) if copies and state is not State.SUPPRESSED else None,
        state,
        span=span,
        as_of=max(row[5] for row in rows) if is_dated else wanted.as_of,
        mark=single[6] if single else "",
        as_of_text=single[7] if single else "",
        note=single[8] if single else "",
        records=records,
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The movements counted and the ones they replaced."""
    title = titles_of([indicator]).get(indicator.code)
    running = indicator.params["span"] == "running"
    movements = Movement.objects.filter(RUNNING) if running else _in_year(year)
    if wanted := indicator.params.get("destination"):
        kinds = [kind for kind in DestinationKind.values if label_of(kind, "") == wanted]
        movements = movements.annotate(place_kind=PLACE_KIND)
        movements = movements.filter(Q(destination=wanted) | Q(place_kind__in=kinds))
    rows = (
        movements.filter(_known(as_of), title=title, kind=indicator.params["kind"])
        .select_related("recorded_by", "title", "place")
        .order_by("-end", "-recorded_at", "-pk")
    )
    return [
        RecordRow.of(
            row,
            what=" ".join(
                text for text in (row.get_kind_display(), row.place.name if row.place else row.destination) if text
            ),
            detail=f"{row.start or ''}–{row.end}",
            value=value_text(row.value, indicator.unit or "部"),
            edit_url=reverse("materials:title", args=[row.title_id]),
        )
        for row in rows
    ]


ISSUED = FigureFunction(
    compute=compute,
    records=records,
    version=2,
    formula=_("Copies moved, added up: within the year, or since counting began (parts of known totals left out)."),
    params=("title", "kind", "span"),
    optional=("destination",),
    choices={"kind": tuple(MovementKind), "span": ("year", "running")},
)

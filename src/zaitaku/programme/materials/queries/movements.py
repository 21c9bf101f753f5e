"""Movements of a title as its page lists them, its print runs and stocktakes."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.materials.models import Movement, PrintRun, Stocktake, Title


def filtered_movements(title: Title, asked: Mapping[str, Any]) -> QuerySet[Movement]:
    """The movements that count, narrowed by `kind`, `edition`, `year` (fiscal, of the last day), `place` (text)."""
    rows = title.movements.filter(superseded_at=None).select_related("recorded_by", "within", "place", "edition")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("edition"):
        rows = rows.filter(edition=asked["edition"])
    if asked.get("year"):
        year = FiscalYear(int(asked["year"]))
        rows = rows.filter(end__gte=year.start, end__lte=year.end)
    if text := asked.get("place"):
        rows = rows.filter(place__name__icontains=text) | rows.filter(destination__icontains=text)
    return rows.order_by("-end", "kind", "-pk")


def years_of(title: Title) -> list[int]:
    """Fiscal years with movements, the latest first."""
    days = title.movements.filter(superseded_at=None).order_by().values_list("end", flat=True).distinct()
    return sorted({FiscalYear.of(day).year for day in days}, reverse=True)


def print_runs_of(title: Title) -> QuerySet[PrintRun]:
    """The open ones first."""
    return title.print_runs.select_related("edition", "delivery").order_by("delivered_on", "-ordered_on", "-pk")


def stocktakes_of(title: Title) -> QuerySet[Stocktake]:
    return title.stocktakes.filter(withdrawn_at=None).select_related("edition", "recorded_by")

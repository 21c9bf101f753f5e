"""Copies on the shelf at the end of the year, or on the day asked for while it runs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import BigIntegerField, Count, Sum
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.figure import Figure, Kind, Span, State, join
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import FigureFunction, RecordRow, Wanted, value_text, window
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.materials.choices import SIGN, MovementKind
from zaitaku.programme.materials.figures.issued import titles_of
from zaitaku.programme.materials.models import Movement
from zaitaku.programme.materials.queries.stock import SIGNED, counting

Row = tuple[str, str, int, int]  # edition's name, state, copies (signed), movements


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Copies by edition. Two queries: titles, and their movements added up."""
    titles = {code: title for code, title in titles_of(indicators).items() if title.is_stocked}
    rows = _rows({title.pk for title in titles.values()}, window(year, as_of).end)
    return {
        one.code: _figure(Wanted.of(one, year, as_of), rows[titles[one.code].pk] if one.code in titles else [])
        for one in indicators
    }


def _rows(titles: set[int], day: date) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = (
        counting(Movement.objects.filter(title__in=titles, end__lte=day))
        .order_by()
        .values_list("title", "edition__name", "state")
        .annotate(copies=Sum(Cast(SIGNED, BigIntegerField())), number=Count("pk"))
    )
    for title, edition, state, copies, number in rows.order_by("title", "edition__issued_on", "edition", "state"):
        found[title].append((edition or "", state, copies, number))
    return found


def _figure(wanted: Wanted, rows: list[Row]) -> Figure:
    if edition := wanted.indicator.params.get("edition"):
        rows = [row for row in rows if row[0] == edition]
    if not rows:
        return wanted.unknown(Kind.COPIES, span=Span.POINT)
    by: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[row[0]].append(row)
    whole = _sum(wanted, rows)
    if len(by) == 1:
        return whole
    return replace(whole, parts=tuple(replace(_sum(wanted, some), label=name or "版不明") for name, some in by.items()))


def _sum(wanted: Wanted, rows: list[Row]) -> Figure:
    state = reduce(join, (State(row[1]) for row in rows))
    copies = Decimal(sum(row[2] for row in rows))
    value: dict[str, Any] = {"value": None if state is State.SUPPRESSED else copies}
    return wanted.figure(Kind.COPIES, state=state, span=Span.POINT, records=sum(row[3] for row in rows), **value)


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The movements that add up to the stock, the latest first."""
    title = titles_of([indicator]).get(indicator.code)
    if title is None or not title.is_stocked:
        return []
    rows = counting(title.movements.filter(end__lte=window(year, as_of).end))
    if edition := indicator.params.get("edition"):
        rows = rows.filter(edition__name=edition)
    return [
        RecordRow.of(
            row,
            what=row.get_kind_display(),
            detail=f"{row.end} {row.edition.name if row.edition else ''}".strip(),
            value=_signed(row, indicator),
            edit_url=reverse("materials:title", args=[row.title_id]),
        )
        for row in rows.select_related("recorded_by", "edition").order_by("-end", "-pk")
    ]


def _signed(row: Movement, indicator: Indicator) -> str:
    sign = "＋" if SIGN[MovementKind(row.kind)] > 0 else "－"
    return sign + value_text(row.value, indicator.unit or "部")


STOCK = FigureFunction(
    compute=compute,
    records=records,
    version=1,
    formula=_(
        "Copies issued, come back and found, less those distributed, disposed of and missing, up to the day (of titles "
        "whose stock is kept, since it is kept)."
    ),
    params=("title",),
    optional=("edition",),
)

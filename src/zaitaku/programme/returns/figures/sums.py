"""What was reported, added up in the database: one row per element, organisation and state comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.returns.models import Return, Value


@dataclass(frozen=True, slots=True)
class Reported:
    """One organisation's values of one element in one state; `value` None where none of them has one.

    `dated` counts the records with an as-of date of their own; the texts are those of a single record.
    """

    element: int
    organisation: str
    name: str
    state: State
    value: Decimal | None
    records: int
    dated: int
    as_of: date | None
    start: date | None
    end: date
    as_of_text: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class LastDay:
    """The latest day up to which an organisation reported an element."""

    element: int
    organisation: str
    organisation_end: date | None
    day: date


def _current(elements: Iterable[int], as_of: date) -> QuerySet[Value]:
    """Rows that count: not superseded, and not of a later day than `as_of`."""
    known = Q(as_of__lte=as_of) | Q(as_of=None, sheet__end__lte=as_of)
    return Value.objects.filter(known, element__in=list(elements), superseded_at=None)


def in_year(elements: Sequence[int], forms: Sequence[int], year: FiscalYear, as_of: date) -> list[Reported]:
    """Whole numbers of sheets inside the year, added up. Two queries.

    A sheet that begins on the same day as a longer one of the same organisation was replaced by it (year to date).
    """
    if not elements:
        return []
    sheets = Return.objects.filter(form__in=list(forms), start__gte=year.start, end__lte=year.end)
    longer = Return.objects.filter(
        Q(end__lte=as_of) | Exists(Value.objects.filter(sheet=OuterRef("pk"), superseded_at=None, as_of__lte=as_of)),
        Exists(Value.objects.filter(sheet=OuterRef("pk"), superseded_at=None)),
        form=OuterRef("form"),
        organisation=OuterRef("organisation"),
        start=OuterRef("start"),
        end__gt=OuterRef("end"),
    )
    replaced = list(sheets.filter(Exists(longer)).values_list("pk", flat=True))
    counted = sheets.exclude(pk__in=replaced) if replaced else sheets
    return [row for _form, row in _grouped(_current(elements, as_of).filter(sheet__in=counted), "sheet__form")]


def last_days(elements: Sequence[int], as_of: date) -> list[LastDay]:
    """One query, or none without elements."""
    if not elements:
        return []
    found = (
        _current(elements, as_of)
        .order_by()
        .values_list("element", "sheet__organisation__code", "sheet__organisation__valid_to")
        .annotate(day=Max(Coalesce("as_of", "sheet__end")))
    )
    return [LastDay(*row) for row in found]


def on_days(days: Iterable[tuple[int, date]], as_of: date) -> dict[tuple[int, date], list[Reported]]:
    """The rows of elements on the days asked for (element, day). One query, or none without days."""
    wanted = set(days)
    if not wanted:
        return {}
    rows = (
        _current({element for element, _day in wanted}, as_of)
        .annotate(on=Coalesce("as_of", "sheet__end"))
        .filter(on__in=sorted({day for _element, day in wanted}))
    )
    found: dict[tuple[int, date], list[Reported]] = {}
    for day, row in _grouped(rows, "on"):
        if (row.element, day) in wanted:
            found.setdefault((row.element, day), []).append(row)
    return found


def _grouped(rows: QuerySet[Value], by: str) -> list[tuple[Any, Reported]]:
    """(what `by` says, row). Counts are added up as whole numbers, so that neither database rounds them; a single
    record keeps its decimals, for percentages are never added."""
    grouped: QuerySet[Value, Any] = (
        rows.order_by()
        .values_list(by, "element", "sheet__organisation__code", "sheet__organisation__name", "state")
        .annotate(
            whole=Sum(Cast("value", BigIntegerField())),
            exact=Max("value"),
            number=Count("pk"),
            dated=Count("as_of"),
            latest=Max("as_of"),
            start=Min("sheet__start"),
            end=Max("sheet__end"),
            as_of_text=Max("as_of_text"),
            mark=Max("mark"),
            note=Max("note"),
        )
    )
    return [(row[0], _reported(row[1:5], row[5:])) for row in grouped]


def _reported(key: tuple[Any, ...], found: tuple[Any, ...]) -> Reported:
    whole, exact, number, dated, latest, start, end, as_of_text, mark, note = found
    single = number == 1
    value = exact if single or whole is None else Decimal(int(whole))
    return Reported(
        *key[:3],
        State(key[3]),
        value,
        number,
        dated,
        latest,
        start,
        end,
        as_of_text if single else "",
        mark if single else "",
        note if single else "",
    )

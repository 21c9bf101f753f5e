"""All numbers of a collected form for a year: organisations by months, item by item.

Twenty-seven centres, twelve months and forty items are thirteen thousand numbers on one page, so rows are fetched lean:
whole numbers as whole numbers, no objects, three queries for the numbers whatever their count.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast

from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.returns.choices import COUNTED, PROVISIONAL, SheetStatus
from zaitaku.programme.returns.models import Element, Form, Return, Value
from zaitaku.programme.returns.queries.asked import in_order
from zaitaku.programme.returns.queries.board import reach_of, starts_of

Number = int | Decimal
Place = tuple[int, int]  # organisation id, month's place from 0


@dataclass(frozen=True, slots=True)
class Item:
    """One element: number by place. `open_marks` names the state of those that are not final."""

    element: Element
    depth: int
    numbers: dict[Place, Number]
    open_marks: dict[Place, State]

    @property
    def adds_up(self) -> bool:
        """Whether months add up to a year: not of percentages, stands and running totals."""
        return self.element.kind != Kind.PERCENT and self.element.span == Span.PERIOD

    @property
    def has_sum(self) -> bool:
        """Whether organisations add up within a month."""
        return self.element.kind != Kind.PERCENT


@dataclass(frozen=True, slots=True)
class YearBook:
    """`sheets`: status by place; a place without a sheet was not asked.

    `missing`: organisations whose year is not whole, up to the latest month from which anything counts.
    """

    starts: tuple[date, ...]
    organisations: tuple[tuple[int, str], ...]
    sheets: dict[Place, str]
    items: tuple[Item, ...]
    sent: tuple[tuple[int, int], ...] = field(default=())  # by month: places that count, places expected
    sent_year: tuple[int, int] = (0, 0)  # places whose year is whole, places expected
    missing: frozenset[int] = frozenset()


def yearbook(form: Form, organisations: QuerySet[Organisation], year: FiscalYear) -> YearBook:
    """Of the organisations in reach. Four queries, five with percentages."""
    starts = starts_of(form, year)
    place_of = {start: number for number, start in enumerate(starts)}
    rows = Return.objects.filter(reach_of(form, organisations), form=form, round__isnull=False, start__in=starts)
    rows = rows.order_by("organisation__code", "organisation")
    sheets: dict[Place, str] = {}
    places: dict[int, Place] = {}
    covers: dict[Place, int] = {}
    names: dict[int, str] = {}
    for pk, organisation, name, start, status, covered in rows.values_list(
        "pk", "organisation", "organisation__name", "start", "status", "covers"
    ):
        if start is None:
            continue  # of a round, so that it has one
        place = organisation, place_of[start]
        names[organisation] = name
        sheets[place] = status
        covers[place] = covered or 1
        if status in COUNTED:
            places[pk] = place
    elements = form.elements.filter(Q(valid_from=None) | Q(valid_from__lte=year.end)).select_related(
        "breakdown", "option"
    )
    asked = in_order([one for one in elements if one.valid_to is None or one.valid_to >= year.start])
    items = [Item(element, depth, {}, {}) for element, depth in asked]
    _fill(items, places, sheets)
    missing = _missing(sheets)
    sent = _sent(sheets, covers, len(starts))
    whole = _whole(sheets, covers, missing)
    return YearBook(tuple(starts), tuple(names.items()), sheets, tuple(items), sent, whole, missing)


def _fill(items: Iterable[Item], places: dict[int, Place], sheets: dict[Place, str]) -> None:
    by_element = {item.element.pk: item for item in items}
    shares = {
        pk: Decimal(1).scaleb(-item.element.decimals)
        for pk, item in by_element.items()
        if item.element.kind == Kind.PERCENT  # all else is counted in whole numbers
    }
    provisional = {pk for pk, place in places.items() if sheets[place] in PROVISIONAL}
    rows = Value.objects.filter(sheet__in=list(places), superseded_at=None).order_by()
    whole = rows.exclude(element__in=shares) if shares else rows
    found: list[tuple[int, int, Number | None, str]] = list(
        whole.values_list("sheet_id", "element_id", Cast("value", BigIntegerField()), "state")
    )
    if shares:
        listed = rows.filter(element__in=shares).values_list("sheet_id", "element_id", "value", "state")
        found += [
            (sheet, element, None if value is None else value.quantize(shares[element]), state)
            for sheet, element, value, state in listed
        ]
    final = State.FINAL.value
    for sheet, element, value, state in found:
        item = by_element.get(element)
        if item is None:
            continue
        place = places[sheet]
        if value is not None:
            item.numbers[place] = value
        if state != final:
            item.open_marks[place] = State(state)
        elif sheet in provisional:
            item.open_marks[place] = State.PRELIMINARY


def _sent(sheets: dict[Place, str], covers: dict[Place, int], months: int) -> tuple[tuple[int, int], ...]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for place, status in sheets.items():
        if status != SheetStatus.EXCUSED:
            month, covered = place[1], covers[place]
            counts[month][0] += covered * (status in COUNTED)
            counts[month][1] += covered
    return tuple((counts[month][0], counts[month][1]) for month in range(months))


def _missing(sheets: dict[Place, str]) -> frozenset[int]:
    last = max((month for (_organisation, month), status in sheets.items() if status in COUNTED), default=-1)
    return frozenset(
        organisation
        for (organisation, month), status in sheets.items()
        if month <= last and status != SheetStatus.EXCUSED and status not in COUNTED
    )


def _whole(sheets: dict[Place, str], covers: dict[Place, int], missing: frozenset[int]) -> tuple[int, int]:
    most: dict[int, int] = {}
    for place, status in sheets.items():
        if status != SheetStatus.EXCUSED:
            most[place[0]] = max(covers[place], most.get(place[0], 1))
    return sum(number for pk, number in most.items() if pk not in missing), sum(most.values())

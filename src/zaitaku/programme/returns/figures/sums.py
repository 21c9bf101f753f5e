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
from zaitaku.programme.returns.choices import COUNTED, PROVISIONAL, SheetStatus
from zaitaku.programme.returns.models import Return, Value
from zaitaku.programme.returns.queries.sheets import in_its_way


@dataclass(frozen=True, slots=True)
class Reported:
    """One organisation's values of one element in one state; `value` None where none of them has one.

    `dated` counts the records with an as-of date of their own; the texts are those of a single record. `on` is the
    latest day the rows speak of; `of_rounds` counts the records of sheets that were asked for in rounds.
    """

    element: int
    organisation: int
    state: State
    value: Decimal | None
    records: int
    of_rounds: int
    dated: int
    as_of: date | None
    on: date
    start: date | None
    end: date
    as_of_text: str
    mark: str
    note: str


_ON = Coalesce("as_of", "sheet__end")
_TEXTS = ("as_of_text", "mark", "note")


def _current(elements: Iterable[int], as_of: date) -> QuerySet[Value]:
    """Rows that count: not superseded, of a sheet that was sent, and not of a later day than `as_of`."""
    known = Q(as_of__lte=as_of) | Q(as_of=None, sheet__end__lte=as_of)
    rows = Value.objects.filter(known, element__in=list(elements), superseded_at=None, sheet__status__in=COUNTED)
    return rows.filter(in_its_way("sheet")).order_by()


def counted_state(state: str, status: str) -> State:
    """What stands in a sheet that was not accepted yet is preliminary."""
    found = State(state)
    return State.PRELIMINARY if found is State.FINAL and status in PROVISIONAL else found


def in_year(elements: Sequence[int], forms: Sequence[int], year: FiscalYear, as_of: date) -> list[Reported]:
    """Whole numbers of sheets inside the year, added up. Two queries, or none without elements.

    A sheet that begins on the same day as a longer one of the same organisation was replaced by it (year to date).
    Counts are added up as whole numbers, so that neither database rounds them.
    """
    if not elements:
        return []
    sheets = Return.objects.filter(form__in=list(forms), start__gte=year.start, end__lte=year.end, status__in=COUNTED)
    longer = Return.objects.filter(
        in_its_way(),
        Q(end__lte=as_of) | Exists(Value.objects.filter(sheet=OuterRef("pk"), superseded_at=None, as_of__lte=as_of)),
        Exists(Value.objects.filter(sheet=OuterRef("pk"), superseded_at=None)),
        form=OuterRef("form"),
        organisation=OuterRef("organisation"),
        status__in=COUNTED,
        start=OuterRef("start"),
        end__gt=OuterRef("end"),
    )
    replaced = list(sheets.filter(Exists(longer)).order_by().values_list("pk", flat=True))
    counted = sheets.exclude(pk__in=replaced) if replaced else sheets
    grouped = (
        _current(elements, as_of)
        .filter(sheet__in=counted.order_by())
        .values_list("element", "sheet__organisation", "state", "sheet__status")
        .annotate(
            added=Sum(Cast("value", BigIntegerField())),
            number=Count("pk"),
            of_rounds=Count("sheet__round"),
            dated=Count("as_of"),
            latest=Max("as_of"),
            on=Max(_ON),
            start=Min("sheet__start"),
            end=Max("sheet__end"),
            **{f"one_{name}": Max(name) for name in _TEXTS},
        )
    )
    return [_added_up(row) for row in grouped]


def _added_up(row: tuple[Any, ...]) -> Reported:
    element, organisation, state, status, added, number, *rest = row
    value = None if added is None else Decimal(int(added))
    texts = rest[-3:] if number == 1 else ("", "", "")
    told = counted_state(state, status)
    return Reported(element, organisation, told, value, number, *rest[:-3], *texts)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The latest day up to which an organisation reported an element."""

    element: int
    organisation: int
    day: date


def last_days(elements: Sequence[int], as_of: date) -> list[LastDay]:
    """One query, or none without elements."""
    if not elements:
        return []
    rows = _current(elements, as_of).values_list("element", "sheet__organisation").annotate(day=Max(_ON))
    return [LastDay(*row) for row in rows]


def on_days(elements: Sequence[int], days: Iterable[date], as_of: date) -> list[Reported]:
    """The single rows that speak of one of the days. Two queries, or none without days.

    Two, because dated rows and rows dated by their sheet are found by the same index, but not at once.
    """
    wanted = sorted(set(days))
    if not wanted:
        return []
    current = _current(elements, as_of).annotate(on=_ON)
    fields = (
        "element",
        "sheet__organisation",
        "state",
        "sheet__status",
        "sheet__round",
        "value",
        "as_of",
        "on",
        "sheet__start",
        "sheet__end",
        *_TEXTS,
    )
    dated = current.filter(as_of__in=wanted).values_list(*fields)
    by_sheet = current.filter(as_of=None, sheet__in=Return.objects.filter(end__in=wanted).order_by()).values_list(
        *fields
    )
    return [_single(row) for row in (*dated, *by_sheet)]


def _single(row: tuple[Any, ...]) -> Reported:
    element, organisation, state, status, round_, value, as_of, *rest = row
    told = counted_state(state, status)
    dated, of_rounds = int(as_of is not None), int(round_ is not None)
    return Reported(element, organisation, told, value, 1, of_rounds, dated, as_of, *rest)


@dataclass(frozen=True, slots=True)
class Due:
    """A sheet asked for in a round and not excused, sent or not; `covers` organisations."""

    form: int
    organisation: int
    start: date
    end: date
    covers: int


def due_sheets(forms: Sequence[int], *, start: date, end: date) -> list[Due]:
    """Of the rounds that touch the days. One query, or none without forms."""
    if not forms:
        return []
    rows = Return.objects.filter(form__in=list(forms), round__isnull=False, end__gte=start, start__lte=end)
    found = rows.exclude(status=SheetStatus.EXCUSED).order_by()
    fields = ("form", "organisation", "start", "end", "covers")
    return [
        Due(form, organisation, begin, until, covers or 1)
        for form, organisation, begin, until, covers in found.values_list(*fields)
        if begin is not None
    ]

"""What stands beside the questions of a sheet while it is filled in: the month before, and the year so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaitaku.analysis.figure import Kind, Span, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.returns.choices import COUNTED
from zaitaku.programme.returns.models import Element, Return, Value
from zaitaku.programme.returns.queries.asked import AskedItem, yearly

LOOK_BACK = timedelta(days=400)  # a year and a month: the sheet before, also of a yearly form


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent for one item before this sheet.

    `last`: its number in the latest earlier sheet that has one, which ended on `last_end`; where running totals begin
    anew each fiscal year, only of this one. `year`: the sum of the
    fiscal year's earlier sheets, of things counted within each, and over how many of them (`sheets`).
    """

    last: Decimal | None = None
    last_end: date | None = None
    year: Decimal | None = None
    sheets: int = 0


def may_be_none(item: AskedItem) -> bool:
    """Whether 0 can be said as "none this month": of a running total only where it begins anew."""
    element = item.element
    return element.kind != Kind.PERCENT and (item.begins or element.span != Span.RUNNING_TOTAL)


def may_be_same(element: Element) -> bool:
    """Whether "no change" is an answer: of what stands on a day or runs on, not of what is counted anew."""
    return element.span != Span.PERIOD


def before(sheet: Return) -> dict[int, Before]:
    """Element id → what earlier sheets of the same organisation say; of those sent in. One query."""
    return before_each([sheet])[sheet.organisation_id]


def before_each(sheets: Sequence[Return]) -> dict[int, dict[int, Before]]:
    """Organisation id → element id → what its earlier sheets say, for sheets of one form and period. One query."""
    found: dict[int, dict[int, Before]] = {sheet.organisation_id: {} for sheet in sheets}
    start = sheets[0].start
    if start is None:
        return found
    year = FiscalYear.of(start).start
    rows = (
        Value.objects.filter(
            sheet__form=sheets[0].form_id,
            sheet__organisation__in=found,
            sheet__end__range=(start - LOOK_BACK, start - timedelta(days=1)),
            sheet__status__in=COUNTED,
            superseded_at=None,
            value__isnull=False,
            state__in=(State.FINAL, State.PRELIMINARY),
        )
        .exclude(yearly(start, "element"), sheet__end__lt=year)
        .order_by("-sheet__end", "sheet__start")
        .values_list("sheet__organisation", "element", "value", "sheet__start", "sheet__end", "element__span")
    )
    for organisation, element, value, begun, end, span in rows:
        if value is None:
            continue
        known = found[organisation]
        one = known.get(element) or Before(last=value, last_end=end)
        if span == Span.PERIOD and begun is not None and begun >= year:
            one = Before(one.last, one.last_end, (one.year or Decimal(0)) + value, one.sheets + 1)
        known[element] = one
    return found


def last_numbers(sheet: Return) -> dict[int, Decimal]:
    """Element id → what "no change" means. One query."""
    return {pk: one.last for pk, one in before(sheet).items() if one.last is not None}

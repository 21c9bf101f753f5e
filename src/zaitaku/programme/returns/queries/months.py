"""What senders reported before and after a sheet, and how many residents they serve: what its rules look at."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.return_rules import MOST_MONTHS, Known
from zaitaku.programme.returns.choices import COUNTED
from zaitaku.programme.returns.models import Catchment, Form, Return, Value


@dataclass(frozen=True, slots=True)
class Months:
    """Settled numbers of counted sheets by organisation and element, in the order of the sheets' last days."""

    ends: dict[tuple[int, int], list[date]]
    numbers: dict[tuple[int, int], list[Decimal]]
    residents: dict[int, list[tuple[date, int]]]

    def known(self, sheet: Return, element: int, *, in_year: bool = False) -> Known:
        """`in_year`: months of other fiscal years are not looked at, for the total begins anew in each."""
        key = (sheet.organisation_id, element)
        ends, numbers = self.ends.get(key, []), self.numbers.get(key, [])
        before, after = bisect_left(ends, sheet.end), bisect_right(ends, sheet.end)
        history = tuple(reversed(numbers[max(0, before - MOST_MONTHS) : before]))
        year = FiscalYear.of(sheet.end)
        last = numbers[before - 1] if before and (not in_year or ends[before - 1] >= year.start) else None
        has_next = after < len(ends) and (not in_year or ends[after] <= year.end)
        return Known(last, numbers[after] if has_next else None, history, self._residents(sheet))

    def _residents(self, sheet: Return) -> int | None:
        """As of the latest day up to the sheet's last."""
        known = [number for as_of, number in self.residents.get(sheet.organisation_id, []) if as_of <= sheet.end]
        return known[-1] if known else None


def months_of(form: Form, elements: Iterable[int], organisations: Iterable[int] | None = None) -> Months:
    """Of the organisations, or of all that send the form. Two queries, or none without elements."""
    ends: dict[tuple[int, int], list[date]] = defaultdict(list)
    numbers: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    residents: dict[int, list[tuple[date, int]]] = defaultdict(list)
    wanted = set(elements)
    if not wanted:
        return Months(ends, numbers, residents)
    settled = [State.FINAL.value, State.PRELIMINARY.value]
    rows = Value.objects.filter(superseded_at=None, element__in=wanted, state__in=settled, sheet__status__in=COUNTED)
    rows = rows.filter(sheet__form=form)
    served = Catchment.objects.order_by("as_of")
    if organisations is not None:
        among = list(organisations)
        rows, served = rows.filter(sheet__organisation__in=among), served.filter(organisation__in=among)
    fields = ("sheet__organisation", "element", "sheet__end", "value")
    for organisation, element, end, value in rows.order_by("sheet__end", "pk").values_list(*fields):
        ends[organisation, element].append(end)
        numbers[organisation, element].append(value)
    for organisation, as_of, number in served.values_list("organisation", "as_of", "residents_65"):
        residents[organisation].append((as_of, number))
    return Months(ends, numbers, residents)

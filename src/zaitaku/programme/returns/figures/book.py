"""What a group of indicators speaks of: their forms, elements, and the rows reported for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zaitaku.analysis.figure import Kind, Span
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.figures.sums import LastDay, Reported, in_year, last_days, on_days
from zaitaku.programme.returns.models import Element, Form


@dataclass(slots=True)
class Asked:
    """One element as one indicator asks for it, with the rows that answer it.

    `missing` counts organisations that reported before and still exist, but not for the day of these rows.
    """

    indicator: Indicator
    form: Form
    element: Element
    adds_months: bool
    rows: list[Reported] = field(default_factory=list)
    missing: int = 0
    parts: list["Asked"] = field(default_factory=list)

    def walk(self) -> Iterable["Asked"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def takes(self, organisation: str) -> bool:
        codes = self.indicator.params.get("organisations")
        return codes is None or organisation in codes


def book(
    indicators: Sequence[Indicator], element_params: Sequence[str], year: FiscalYear, as_of: date
) -> dict[tuple[str, str], Asked]:
    """(indicator code, element parameter) → what was asked, for all that exist. Six queries at most."""
    forms = _forms(indicators)
    elements: dict[int, list[Element]] = defaultdict(list)
    for element in Element.objects.filter(form__in={form.pk for form in forms.values()}).order_by("position", "pk"):
        elements[element.form_id].append(element)
    found: dict[tuple[str, str], Asked] = {}
    for indicator in indicators:
        form = forms.get(indicator.code)
        for param in element_params:
            own = [e for e in elements[form.pk] if e.code == indicator.params[param]] if form else []
            if form and own:
                found[indicator.code, param] = _asked(indicator, form, own[0], elements[form.pk])
    _fill([asked for top in found.values() for asked in top.walk()], year, as_of)
    return found


def _forms(indicators: Sequence[Indicator]) -> dict[str, Form]:
    """Indicator code → form of the area: the owner's own where several have the code, else the only one."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    codes = {indicator.params["form"] for indicator in indicators}
    by_code: dict[str, list[Form]] = defaultdict(list)
    for form in Form.objects.filter(below("owner__area", areas), code__in=codes).order_by("pk"):
        by_code[form.code].append(form)
    found = {}
    for indicator in indicators:
        choice = by_code[indicator.params["form"]]
        choice = [form for form in choice if form.owner_id == indicator.owner_id] or choice
        if len(choice) == 1:
            found[indicator.code] = choice[0]
    return found


def _asked(indicator: Indicator, form: Form, element: Element, elements: list[Element]) -> Asked:
    window = indicator.params.get("window") or ("latest" if form.rhythm == Rhythm.ONCE else "year")
    counted = element.kind != Kind.PERCENT and element.span == Span.PERIOD
    parts = [_asked(indicator, form, part, elements) for part in elements if part.parent_id == element.pk]
    return Asked(indicator, form, element, adds_months=counted and window == "year", parts=parts)


def _fill(asked: list[Asked], year: FiscalYear, as_of: date) -> None:
    """Give everything asked its rows: months of the year added up, or those of the latest day."""
    monthly = [one for one in asked if one.adds_months]
    by_element: dict[int, list[Reported]] = defaultdict(list)
    elements = sorted({one.element.pk for one in monthly})
    for row in in_year(elements, sorted({one.form.pk for one in monthly}), year, as_of):
        by_element[row.element].append(row)
    for one in monthly:
        one.rows = [row for row in by_element[one.element.pk] if one.takes(row.organisation)]
    _fill_latest([one for one in asked if not one.adds_months], as_of)


def _fill_latest(asked: list[Asked], as_of: date) -> None:
    days: dict[int, list[LastDay]] = defaultdict(list)
    for last in last_days(sorted({one.element.pk for one in asked}), as_of):
        days[last.element].append(last)
    chosen: list[tuple[Asked, date]] = []
    for one in asked:
        mine = [last for last in days[one.element.pk] if one.takes(last.organisation)]
        if not mine:
            continue
        day = max(last.day for last in mine)
        chosen.append((one, day))
        if one.form.rhythm != Rhythm.ONCE and one.element.kind != Kind.PERCENT:
            one.missing = sum(last.day < day and _exists(last, day) for last in mine)
    rows = on_days(((one.element.pk, day) for one, day in chosen), as_of)
    for one, day in chosen:
        one.rows = [row for row in rows.get((one.element.pk, day), []) if one.takes(row.organisation)]


def _exists(last: LastDay, day: date) -> bool:
    return last.organisation_end is None or last.organisation_end >= day

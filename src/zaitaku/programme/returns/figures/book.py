"""What a group of indicators speaks of: their forms, elements, and the rows reported for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zaitaku.analysis.figure import Kind, Span
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.programme.indicators.figures import meant
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.figures.places import Places, of_day, of_months
from zaitaku.programme.returns.figures.sums import (
    Due,
    LastDay,
    Reported,
    due_sheets,
    in_year,
    last_days,
    on_days,
)
from zaitaku.programme.returns.models import Element, Form
from zaitaku.programme.returns.queries.asked import asks


@dataclass(slots=True)
class Asked:
    """One element as one indicator asks for it, with the rows that answer it.

    `missing` counts organisations that reported before and still exist, but not for the day of these rows; of a form
    that is collected `places` says more exactly who was asked and who reported.
    """

    indicator: Indicator
    form: Form
    element: Element
    adds_months: bool
    rows: list[Reported] = field(default_factory=list)
    missing: int = 0
    places: Places | None = None
    parts: list["Asked"] = field(default_factory=list)
    organisations: dict[int, Organisation] = field(default_factory=dict)

    def walk(self) -> Iterable["Asked"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def takes_key(self, pk: int) -> bool:
        return self.takes(self.organisations[pk])

    def takes(self, organisation: Organisation) -> bool:
        codes = self.indicator.params.get("organisations")
        return codes is None or organisation.code in codes


def book(
    indicators: Sequence[Indicator], element_params: Sequence[str], year: FiscalYear, as_of: date
) -> dict[tuple[str, str], Asked]:
    """(indicator code, element parameter) → what was asked, for all that exist. Nine queries at most."""
    forms = forms_meant(indicators)
    elements: dict[int, list[Element]] = defaultdict(list)
    rows = Element.objects.filter(form__in={form.pk for form in forms.values()}).select_related("breakdown")
    for element in rows.order_by("position", "pk"):
        elements[element.form_id].append(element)
    found: dict[tuple[str, str], Asked] = {}
    for indicator in indicators:
        form = forms.get(indicator.code)
        for param in element_params:
            own = [e for e in elements[form.pk] if e.code == indicator.params[param]] if form else []
            if form and own:
                alive = [e for e in elements[form.pk] if e is own[0] or _is_asked_in(e, year, as_of)]
                found[indicator.code, param] = _asked(indicator, form, own[0], alive)
    _fill([asked for top in found.values() for asked in top.walk()], year, as_of)
    return found


def forms_meant(indicators: Sequence[Indicator]) -> dict[str, Form]:
    """Indicator code → form of the area: the owner's own where several have the code, else the only one."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    codes = {indicator.params["form"] for indicator in indicators}
    rows = list(Form.objects.filter(below("owner__area", areas), code__in=codes).order_by("pk"))
    choices = {indicator.code: meant(indicator, indicator.params["form"], rows) for indicator in indicators}
    return {code: choice[0] for code, choice in choices.items() if len(choice) == 1}


def _asked(indicator: Indicator, form: Form, element: Element, elements: list[Element]) -> Asked:
    window = indicator.params.get("window") or ("latest" if form.rhythm == Rhythm.ONCE else "year")
    counted = element.kind != Kind.PERCENT and element.span == Span.PERIOD
    own = _parts_of(element, elements, indicator.params.get("breakdown"))
    parts = [_asked(indicator, form, part, elements) for part in own]
    return Asked(indicator, form, element, adds_months=counted and window == "year", parts=parts)


def _parts_of(element: Element, elements: list[Element], breakdown: str | None) -> list[Element]:
    """Those of the breakdown asked for; else those of none, else those of the first. Never of two at once, for each
    breakdown makes up the whole by itself."""
    parts = [part for part in elements if part.parent_id == element.pk]
    if breakdown is not None:
        return [part for part in parts if part.breakdown is None or part.breakdown.code == breakdown]
    if plain := [part for part in parts if part.breakdown is None]:
        return plain
    first = min((part.breakdown.position for part in parts if part.breakdown), default=0)
    return [part for part in parts if part.breakdown and part.breakdown.position == first]


def _is_asked_in(element: Element, year: FiscalYear, as_of: date) -> bool:
    """Whether the element is asked on any sheet of the year up to the day."""
    begun = element.valid_from is None or element.valid_from <= as_of
    return begun and (element.valid_to is None or element.valid_to >= year.start)


def _fill(asked: list[Asked], year: FiscalYear, as_of: date) -> None:
    """Give everything asked its rows: months of the year added up, or those of the latest day."""
    monthly = [one for one in asked if one.adds_months]
    standing = [one for one in asked if not one.adds_months]
    added = in_year(_elements(monthly), sorted({one.form.pk for one in monthly}), year, as_of)
    last = last_days(_elements(standing), as_of)
    due = _due(asked, last, year, as_of)
    reporting = {row.organisation for row in added} | {row.organisation for row in last}
    reporting |= {sheet.organisation for sheet in due}
    organisations = Organisation.objects.in_bulk(reporting)
    for one in asked:
        one.organisations = organisations
    _give(monthly, added)
    days = _choose_days(standing, last)
    _give(standing, on_days(_elements(standing), days.values(), as_of))
    for one in standing:
        one.rows = [row for row in one.rows if row.on == days[id(one)]]
    _count_places(asked, due, days, year, as_of)


def _due(asked: list[Asked], last: list[LastDay], year: FiscalYear, as_of: date) -> list[Due]:
    """Sheets of rounds that may be missing: of the year, and around the latest days of stands."""
    forms = sorted({one.form.pk for one in asked if one.form.is_collected})
    latest: dict[int, date] = {}
    for row in last:
        latest[row.element] = max(row.day, latest.get(row.element, row.day))
    return due_sheets(forms, start=min([year.start, *latest.values()]), end=as_of)


def _count_places(asked: list[Asked], due: list[Due], days: dict[int, date], year: FiscalYear, as_of: date) -> None:
    by_form: dict[int, list[Due]] = defaultdict(list)
    for sheet in due:
        by_form[sheet.form].append(sheet)
    for one in asked:
        own = by_form[one.form.pk]
        if not one.form.is_collected or one.element.kind == Kind.PERCENT:
            continue
        if one.adds_months:
            own = own if one.rows else [sheet for sheet in own if sheet.end <= min(as_of, year.end)]
            one.places = of_months(one.rows, own, one.element, one.takes_key, year.start)
        else:
            day = days.get(id(one)) or _last_end(own, one, as_of)
            one.places = of_day(one.rows, own, one.element, one.takes_key, day) if day else None


def _last_end(due: list[Due], one: Asked, as_of: date) -> date | None:
    """Where nobody reported a stand: the end of the latest round that asked for it."""
    return max((sheet.end for sheet in due if sheet.end <= as_of and asks(one.element, sheet.start)), default=None)


def _elements(asked: list[Asked]) -> list[int]:
    return sorted({one.element.pk for one in asked})


def _give(asked: list[Asked], rows: list[Reported]) -> None:
    by_element: dict[int, list[Reported]] = defaultdict(list)
    for row in rows:
        by_element[row.element].append(row)
    for one in asked:
        codes = {pk: organisation.code for pk, organisation in one.organisations.items()}
        mine = [row for row in by_element[one.element.pk] if one.takes(one.organisations[row.organisation])]
        one.rows = sorted(mine, key=lambda row: (codes[row.organisation], row.state, row.end))


def _choose_days(asked: list[Asked], last: list[LastDay]) -> dict[int, date]:
    """The one latest day of each (by identity); organisations that stopped before it are missing from it."""
    by_element: dict[int, list[LastDay]] = defaultdict(list)
    for row in last:
        by_element[row.element].append(row)
    days: dict[int, date] = {}
    for one in asked:
        mine = [row for row in by_element[one.element.pk] if one.takes(one.organisations[row.organisation])]
        if mine:
            day = days[id(one)] = max(row.day for row in mine)
            if one.form.rhythm != Rhythm.ONCE and one.element.kind != Kind.PERCENT:
                late = (one.organisations[row.organisation] for row in mine if row.day < day)
                one.missing = sum(
                    organisation.valid_to is None or organisation.valid_to >= day for organisation in late
                )
    return days

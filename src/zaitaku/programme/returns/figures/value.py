"""The value of an element: added up over organisations, its parts beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import Q
from django.urls import reverse

from zaitaku.analysis.figure import OPEN, CannotCombine, Figure, Kind, Span, State, join, shares_gap, total
from zaitaku.analysis.period import FiscalYear, Period
from zaitaku.core.areas.models import Area, below
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.returns.choices import COUNTED, Adding, Rhythm
from zaitaku.programme.returns.figures.book import Asked, book
from zaitaku.programme.returns.figures.places import Places
from zaitaku.programme.returns.figures.sums import Reported, counted_state
from zaitaku.programme.returns.models import Value
from zaitaku.programme.returns.queries.sheets import in_its_way, without_drafts

SEVERAL = Adding.SEVERAL  # parts that one case may count in several of: they make no sum


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """In the element's kind. Nine queries at most."""
    found = book(indicators, ["element"], year, as_of)
    return {
        indicator.code: figure_of(indicator, found.get((indicator.code, "element")), year, as_of)
        for indicator in indicators
    }


def compute_shares(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percentages whose sum may miss 100 by rounding; the note then says so."""
    return {code: _with_gap(figure) for code, figure in compute(indicators, year, as_of).items()}


def _with_gap(figure: Figure) -> Figure:
    gap = shares_gap(figure.parts) if figure.parts else None
    if not gap or figure.kind is not Kind.PERCENT:
        return figure
    decimals = max(-int(part.value.as_tuple().exponent) for part in figure.parts if part.value is not None)
    explained = abs(gap) <= Decimal("0.5").scaleb(-decimals) * len(figure.parts)
    why = "四捨五入のため、" if explained else "確かめてください。"
    return replace(figure, note=f"{why}合計は{100 - gap}％")


def figure_of(indicator: Indicator, asked: Asked | None, year: FiscalYear, as_of: date) -> Figure:
    """The whole indicator; open without a value where its form or element does not exist."""
    wanted = Wanted.of(indicator, year, as_of)
    if asked is None:
        return wanted.unknown(Kind.CASES)
    return replace(_figure(wanted, asked), label=indicator.label)


def _figure(wanted: Wanted, asked: Asked) -> Figure:
    """One element: its own rows if there are any, else its parts added up."""
    parts = tuple(_figure(wanted, part) for part in asked.parts) if _any_rows(asked.parts) else ()
    if asked.rows:
        return _own(wanted, asked, parts)
    empty = wanted.unknown(
        Kind(asked.element.kind),
        span=Span(asked.element.span),
        label=asked.element.label,
        unit=_unit(asked),
        parts=parts,
        **_nobody(asked),
    )
    if not parts or not _make_a_sum(asked.parts):
        return empty
    if empty.kind is Kind.PERCENT:
        return _beside(empty)
    try:
        added = total(parts, code=empty.code, label=empty.label, unit=empty.unit)
    except CannotCombine:
        return empty
    said = {part.mark for part in parts if part.is_open}
    text = said.pop() if asked.places and len(said) == 1 else ""
    return replace(added, mark=text, note=text) if text else added


def _nobody(asked: Asked) -> dict[str, Any]:
    """What an empty figure says where sheets were asked for and none counts yet."""
    places = asked.places
    return {"state": State.TALLYING, "mark": places.text, "note": places.text} if places else {}


def _beside(whole: Figure) -> Figure:
    """Percentages under one heading: they have no sum, and the heading no value of its own."""
    is_open = any(part.is_open for part in whole.parts)
    oldest = min(whole.parts, key=lambda part: part.as_of)
    return replace(
        whole,
        state=State.TO_FOLLOW if is_open else State.NOT_APPLICABLE,
        period=oldest.period,
        as_of=oldest.as_of,
        as_of_text=oldest.as_of_text,
        records=sum(part.records for part in whole.parts),
    )


def _any_rows(parts: list[Asked]) -> bool:
    return any(one.rows for part in parts for one in part.walk())


def _unit(asked: Asked) -> str:
    return asked.element.unit or asked.indicator.unit


def _own(wanted: Wanted, asked: Asked, parts: tuple[Figure, ...]) -> Figure:
    """From the rows of the element itself."""
    kind = Kind(asked.element.kind)
    value, state = _added_up(asked, kind)
    days = _days(asked, wanted.as_of)
    places = asked.places or _expected(asked, days)
    single = asked.rows[0] if len(asked.rows) == 1 else None
    mark, note = (single.mark, single.note) if single else ("", "")
    if places and not places.is_complete and state is not State.SUPPRESSED:
        mark = places.text
        state, note = (State.TALLYING, mark) if asked.places else (State.TO_FOLLOW, note)
    is_up_to_last = places and (asked.places is None or asked.form.rhythm == Rhythm.MONTH)
    whole = wanted.figure(
        kind,
        shown(value, kind, asked.element.decimals),
        state,
        label=asked.element.label,
        span=Span(asked.element.span),
        period=_period(asked, max(days.values())),
        as_of=max(days.values()) if is_up_to_last else min(days.values()),
        unit=_unit(asked),
        mark=mark,
        as_of_text=single.as_of_text if single else "",
        note=note,
        records=sum(row.records for row in asked.rows),
        parts=parts,
    )
    if not parts and asked.indicator.params.get("by") == "organisation":
        return replace(whole, parts=_by_organisation(wanted, asked))
    return replace(whole, note=_mismatch(whole) or whole.note) if _make_a_sum(asked.parts) else whole


def _expected(asked: Asked, days: dict[int, date]) -> Places | None:
    """Where no round says who was asked: as many as the indicator expects, else all that reported before and exist."""
    present = sum(day == max(days.values()) for day in days.values())
    expected = asked.indicator.params.get("expected") or (present + asked.missing if asked.missing else 0)
    return Places(expected, present) if expected else None


def _make_a_sum(parts: list[Asked]) -> bool:
    """Not those of a breakdown in which one case counts several times, nor those of two breakdowns together."""
    if any(part.element.breakdown and part.element.breakdown.adding == SEVERAL for part in parts):
        return False
    return len({part.element.breakdown_id for part in parts}) <= 1


def _added_up(asked: Asked, kind: Kind) -> tuple[Decimal | None, State]:
    """Value and state of all rows. Several organisations' percentages give no common one: 該当なし."""
    state = reduce(join, (row.state for row in asked.rows))
    values = [row.value for row in asked.rows if row.value is not None]
    if kind is Kind.PERCENT and sum(row.records for row in asked.rows) > 1 and state is not State.SUPPRESSED:
        return None, State.TO_FOLLOW if state in OPEN else State.NOT_APPLICABLE
    return sum(values, Decimal(0)) if values and state is not State.SUPPRESSED else None, state


def _days(asked: Asked, as_of: date) -> dict[int, date]:
    """Organisation → the day up to which it reported."""
    days: dict[int, date] = {}
    for row in asked.rows:
        day = _day(asked, row, as_of)
        days[row.organisation] = max(day, days.get(row.organisation, day))
    return days


def _day(asked: Asked, row: Reported, as_of: date) -> date:
    """Up to when the row speaks: its own as-of date; of a monthly sheet its last day; else the day asked for."""
    if row.as_of is not None and row.dated == row.records:
        return row.as_of
    if asked.form.rhythm == Rhythm.MONTH:
        return min(max(row.end, row.as_of or row.end), as_of)
    return as_of


def _period(asked: Asked, day: date) -> Period:
    """The sheets' stretch up to the day they speak of; a stand is that day alone."""
    starts = [row.start for row in asked.rows]
    known = [start for start in starts if start is not None]
    end = min(max(row.end for row in asked.rows), day)
    if asked.element.span == Span.POINT:
        return Period(end, end)
    return Period(min(*known, end) if known and len(known) == len(starts) else None, end)


def _by_organisation(wanted: Wanted, asked: Asked) -> tuple[Figure, ...]:
    """The same element once per organisation, under the organisation's name."""
    alone = Indicator(code=asked.indicator.code, unit=asked.indicator.unit, area=asked.indicator.area)
    rows: dict[int, list[Reported]] = {}
    for row in asked.rows:
        rows.setdefault(row.organisation, []).append(row)
    return tuple(
        replace(
            _own(wanted, replace(asked, indicator=alone, rows=own, missing=0, places=None), ()),
            label=asked.organisations[organisation].name,
        )
        for organisation, own in rows.items()
    )


def _mismatch(whole: Figure) -> str:
    """What the note says when settled parts do not add up to their settled whole."""
    same = [part for part in whole.parts if part.kind is whole.kind]
    if whole.kind is Kind.PERCENT or whole.value is None or len(same) < len(whole.parts) or not same:
        return ""
    values = [part.value for part in same]
    if any(part.is_open or part.state is State.SUPPRESSED for part in same) or whole.is_open:
        return ""
    added = sum((value for value in values if value is not None), Decimal(0))
    return "" if added == whole.value else f"内訳の計は{added:,}で、全体の{whole.value:,}と一致しません"


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The current rows of the year (or the latest day) and the rows they replaced once sent in, parts included."""
    return record_rows(indicator, ["element"], year, as_of)


def record_rows(indicator: Indicator, params: Sequence[str], year: FiscalYear, as_of: date) -> list[RecordRow]:
    found = book([indicator], params, year, as_of)
    wanted = Q(pk__in=[])
    for asked in (one for top in found.values() for one in top.walk() if one.rows):
        start, end = min(row.start or row.end for row in asked.rows), max(row.end for row in asked.rows)
        reporting = {row.organisation for row in asked.rows}
        wanted |= Q(element=asked.element, sheet__organisation__in=reporting, sheet__end__range=(start, end))
    known = Q(as_of__lte=as_of) | Q(as_of=None, sheet__end__lte=as_of)
    areas = Area.objects.filter(pk=indicator.area_id)
    counted = Q(below("sheet__form__owner__area", areas), in_its_way("sheet"), sheet__status__in=COUNTED)
    rows = without_drafts(Value.objects.filter(wanted, known, counted))
    rows = rows.select_related("sheet__organisation", "element", "recorded_by").order_by(
        "element__position", "sheet__organisation__code", "-sheet__end", "-recorded_at", "-pk"
    )
    return [_record(row, indicator) for row in rows]


def _record(row: Value, indicator: Indicator) -> RecordRow:
    unit = row.element.unit or indicator.unit
    start = f"{row.sheet.start}–" if row.sheet.start else "～"
    return RecordRow.of(
        row,
        what=row.element.label,
        detail=f"{row.sheet.organisation.name} {start}{row.sheet.end}",
        value=value_text(row.value, unit, row.element.decimals),
        state=counted_state(row.state, row.sheet.status),
        edit_url=reverse("returns:sheet", args=[row.sheet_id]),
    )

"""What organisers report of a run: consultations (with the calls that sessions count), persons, places."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import KIND_OF, Measure
from zaitaku.programme.events.figures import attendance, summaries
from zaitaku.programme.events.figures.year import Run, of_each, runs, without_sum
from zaitaku.programme.events.models import Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator

MEASURES = (Measure.CASES, Measure.PERSONS, Measure.PLACES)


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """In the measure's kind. Five queries for consultations, three for each of the others."""
    figures: dict[str, Figure] = {}
    for measure in MEASURES:
        if wanted := [indicator for indicator in indicators if indicator.params["measure"] == measure]:
            figures |= _compute(measure, wanted, year, as_of)
    return figures


def _compute(measure: Measure, indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    if measure is Measure.CASES:
        return attendance.compute_calls(indicators, year, as_of)
    found = runs(indicators, year)
    told = summaries.told(found.values(), as_of, measure)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], told, KIND_OF[measure])
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, by_series: dict[int, list[Summary]], kind: Kind) -> Figure:
    if run.each:
        return of_each(wanted, run, kind, lambda one: _whole(wanted, one, by_series, kind))
    return added_up(wanted, summaries.of_run(run, by_series), kind)


def added_up(wanted: Wanted, rows: Sequence[Summary], kind: Kind) -> Figure:
    """The stretches of a run. Persons or places of several stretches may be the same ones and have no sum."""
    parts = [summaries.leaf(wanted, row, kind, label=summaries.days(row)) for row in rows]
    if not parts:
        return wanted.unknown(kind)
    if len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    return without_sum(wanted, parts)


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    measure = Measure(indicator.params["measure"])
    if measure is Measure.CASES:
        return attendance.call_records(indicator, year, as_of)
    return summaries.record_rows(indicator, year, as_of, measure)


def compute_planned(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times the plan wants ("全4回"); open where the series says nothing of it. Two queries."""
    found = runs(indicators, year)
    return {
        indicator.code: _planned(Wanted.of(indicator, year, as_of), found[indicator.code]) for indicator in indicators
    }


def _planned(wanted: Wanted, run: Run) -> Figure:
    if run.each:
        return of_each(wanted, run, Kind.TIMES, lambda one: _planned(wanted, one))
    if run.series is None or run.series.planned_sessions is None:
        return wanted.unknown(Kind.TIMES)
    return wanted.figure(Kind.TIMES, Decimal(run.series.planned_sessions), State.FINAL, records=1)

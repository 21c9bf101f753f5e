"""Totals that organisers report of a run and no session tells: consultations, persons, places."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import summaries
from zaitaku.programme.events.figures.year import Run, of_each, runs, together, without_sum
from zaitaku.programme.events.models import Summary
from zaitaku.programme.indicators.figures import BadParams, RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator

KINDS = {Measure.CASES: Kind.CASES, Measure.PERSONS: Kind.PERSONS, Measure.PLACES: Kind.PLACES}


def measure_of(indicator: Indicator) -> Measure:
    """Raises BadParams."""
    named = indicator.params["measure"]
    if named not in KINDS:
        raise BadParams("measure")
    return Measure(named)


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """In the measure's kind. Two queries for series and sessions, one for each measure."""
    found = runs(indicators, year)
    told = {
        measure: summaries.told(found.values(), measure, as_of)
        for measure in dict.fromkeys(measure_of(indicator) for indicator in indicators)
    }
    return {
        indicator.code: _whole(
            Wanted.of(indicator, year, as_of),
            found[indicator.code],
            told[measure_of(indicator)],
            KINDS[measure_of(indicator)],
        )
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, by_series: dict[int, list[Summary]], kind: Kind) -> Figure:
    if run.each:
        return of_each(wanted, run, kind, lambda one: _whole(wanted, one, by_series, kind))
    return added_up(wanted, summaries.of_run(run, by_series), kind)


def added_up(wanted: Wanted, rows: Sequence[Summary], kind: Kind) -> Figure:
    """The stretches of a run. Persons and places of several stretches may be the same ones and have no sum."""
    parts = [summaries.leaf(wanted, row, kind, label=summaries.days(row)) for row in rows]
    if not parts:
        return wanted.unknown(kind)
    if len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    return together(wanted, parts) if kind is Kind.CASES else without_sum(wanted, parts)


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    return summaries.record_rows(indicator, year, as_of, measure_of(indicator))


def compute_planned(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times the plan wants ("全4回"); open where the series says nothing of it. Two queries."""
    found = runs(indicators, year)
    return {
        indicator.code: _planned(Wanted.of(indicator, year, as_of), found[indicator.code]) for indicator in indicators
    }


def _planned(wanted: Wanted, run: Run) -> Figure:
    if run.series is None or run.series.planned_sessions is None:
        return wanted.unknown(Kind.TIMES)
    return wanted.figure(Kind.TIMES, Decimal(run.series.planned_sessions), State.FINAL, records=1)

"""Rates of two elements, and of their parts of the same name: 回収率 35.5% (653/1,837), 病院 44.4% (8/18)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zaitaku.analysis.figure import CannotCombine, Figure, Kind, rate
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.indicators.figures import RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator
from zaitaku.programme.returns.figures.book import book
from zaitaku.programme.returns.figures.value import figure_of, record_rows


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percent, one decimal unless params say otherwise. Nine queries at most."""
    found = book(indicators, ["numerator", "denominator"], year, as_of)
    return {
        indicator.code: _rate(
            indicator,
            figure_of(indicator, found.get((indicator.code, "numerator")), year, as_of),
            figure_of(indicator, found.get((indicator.code, "denominator")), year, as_of),
            year,
            as_of,
        )
        for indicator in indicators
    }


def _rate(indicator: Indicator, above: Figure, below: Figure, year: FiscalYear, as_of: date) -> Figure:
    """Parts are the rates of the parts both have; without such, numerator and denominator."""
    decimals = indicator.params.get("decimals", 1)
    bases = {part.label: part for part in below.parts}
    pairs = [(part, bases[part.label]) for part in above.parts if part.label in bases]
    try:
        whole = rate(
            replace(above, label="", note="", parts=()),
            replace(below, label="", note="", parts=()),
            code=indicator.code,
            label=indicator.label,
            note=above.note or below.note,
            decimals=decimals,
        )
        parts = tuple(rate(one, base, code=indicator.code, label=one.label, decimals=decimals) for one, base in pairs)
    except CannotCombine as refusal:
        return Wanted.of(indicator, year, as_of).unknown(Kind.PERCENT, note=str(refusal))
    return replace(whole, parts=parts or whole.parts, unit=indicator.unit)


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    return record_rows(indicator, ["numerator", "denominator"], year, as_of)

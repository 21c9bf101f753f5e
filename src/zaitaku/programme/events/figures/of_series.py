"""Figures of series as their own pages show them: by the functions that papers use, defined for a paper or not."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.models import Series
from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.programme.indicators.models import Indicator


def of_series(listed: Iterable[Series], function: FigureFunction, as_of: date) -> dict[int, Figure]:
    """Id → figure of the series' own fiscal year; a number of queries for each year among them. `owner` is loaded."""
    by_year: dict[int, list[Indicator]] = defaultdict(list)
    for series in listed:
        indicator = Indicator(
            area=series.owner.area,
            owner=series.owner,
            code=str(series.pk),
            label=series.title,
            params={"series": series.code},
        )
        by_year[series.fiscal_year].append(indicator)
    figures: dict[str, Figure] = {}
    for year, indicators in by_year.items():
        figures |= function.compute(indicators, FiscalYear(year), as_of)
    return {int(code): figure for code, figure in figures.items()}

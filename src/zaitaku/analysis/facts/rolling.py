"""The roll-up: one expression for every engine."""

from datetime import datetime
from typing import Any

import narwhals as nw

from zaitaku.analysis.figure import Span

KEYS = ("area", "year", "indicator")


def rollup(facts: nw.LazyFrame[Any], *, as_of: datetime) -> nw.LazyFrame[Any]:
    """Facts (`model.COLUMNS`) to the columns of `RolledUp`, sorted by area, year and indicator, as known at `as_of`.

    Two steps, so that the many rows are grouped once and without a window. First per day: what counts at the moment
    `as_of`, added up over organisations for each stretch of time. Then per year, up to the latest day of which anybody
    gave a number (days that are merely asked for already do not hide it): of what is counted within a period all
    stretches, of stands and running totals only the latest, since a stand of March is not added to one of February.
    A sum over no number at all stays empty.
    """
    dated = (
        _by_day(facts, as_of)
        .with_columns(answered=nw.when(nw.col("answers") > 0).then(nw.col("end")))
        .with_columns(latest=nw.coalesce(nw.col("answered").max().over(*KEYS), nw.col("end").max().over(*KEYS)))
    )
    is_earlier = (nw.col("span") == Span.PERIOD.value) & (nw.col("end") < nw.col("latest"))
    by_year = (
        dated.filter(is_earlier | (nw.col("end") == nw.col("latest")))
        .group_by(*KEYS)
        .agg(
            nw.col("value", "answers", "rows", "provisional").sum(),
            last=nw.col("end").max(),
        )
    )
    value = nw.when(nw.col("answers") > 0).then(nw.col("value").cast(nw.Int64))
    return by_year.select(
        *KEYS,
        value.alias("value"),
        nw.col("answers").cast(nw.Int64),
        (nw.col("rows") - nw.col("answers")).cast(nw.Int64).alias("open_answers"),
        nw.col("provisional").cast(nw.Int64),
        "last",
    ).sort(*KEYS)


def _by_day(facts: nw.LazyFrame[Any], as_of: datetime) -> nw.LazyFrame[Any]:
    is_known = (nw.col("known_from") <= as_of) & (nw.col("superseded_at").is_null() | (nw.col("superseded_at") > as_of))
    is_accepted = ~nw.col("accepted_at").is_null() & (nw.col("accepted_at") <= as_of)
    is_provisional = ~nw.col("value").is_null() & ~is_accepted
    return (
        facts.filter(is_known)
        .with_columns(year=_fiscal_year(nw.col("start")), provisional=is_provisional.cast(nw.Int32))
        .group_by(*KEYS, "span", "end")
        .agg(
            nw.col("value").sum(),
            answers=nw.col("value").count(),
            rows=nw.len(),
            provisional=nw.col("provisional").sum(),
        )
    )


def _fiscal_year(day: nw.Expr) -> nw.Expr:
    """The calendar year in which the fiscal year of a day begins."""
    return (day.dt.year() - (day.dt.month() < 4).cast(nw.Int32)).cast(nw.Int32)

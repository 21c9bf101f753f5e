"""Totals that organisers report of a run, beside what its sessions tell."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures.year import Run, all_series, is_known, runs
from zaitaku.programme.events.models import Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator


def told(found: Iterable[Run], as_of: date, *measures: Measure) -> dict[int, list[Summary]]:
    """Series id → the totals that count, known by `as_of`, in order of their days. One query.

    A total speaks of its as-of date, or else of its last day; an open one without a date counts at once.
    """
    ids = {series.pk for series in all_series(found)}
    rows: dict[int, list[Summary]] = {}
    for row in Summary.objects.filter(series__in=ids, measure__in=measures, superseded_at=None).order_by("start"):
        if is_known(row, row.end, as_of):
            rows.setdefault(row.series_id, []).append(row)
    return rows


def of_run(run: Run, rows: dict[int, list[Summary]]) -> list[Summary]:
    return rows.get(run.series.pk, []) if run.series is not None else []


def is_covered(session: Session, rows: Sequence[Summary]) -> bool:
    """A session within a total's days, or of unknown day, is not counted beside the total."""
    return any(row.covers(session) for row in rows)


def leaf(wanted: Wanted, row: Summary, kind: Kind, *, label: str) -> Figure:
    """Open where the indicator asks for some channels only: a total does not say through which people came."""
    if wanted.indicator.params.get("channels"):
        return wanted.unknown(kind, label=label, note=_("This reported total does not say the channel."))
    return wanted.figure(
        kind,
        shown(row.value, kind),
        State(row.state),
        label=label,
        as_of=row.as_of or min(row.end, wanted.as_of),
        mark=row.mark,
        as_of_text=row.as_of_text,
        note=row.note,
        records=1,
    )


def days(row: Summary) -> str:
    """4月～3月, or with days where the stretch is not of whole months."""
    whole = row.start.day == 1 and (row.end + timedelta(1)).day == 1
    if whole and row.start.month == row.end.month:
        return f"{row.start.month}月"
    if whole:
        return f"{row.start.month}月～{row.end.month}月"
    return f"{row.start.month}月{row.start.day}日～{row.end.month}月{row.end.day}日"


def record_rows(indicator: Indicator, year: FiscalYear, as_of: date, measure: Measure) -> list[RecordRow]:
    """Every total of the run, earlier rows included."""
    run = runs([indicator], year)[indicator.code]
    rows = Summary.objects.filter(series__in=all_series([run]), measure=measure)
    rows = rows.select_related("recorded_by", "series__owner")
    return [
        RecordRow.of(
            row,
            what=f"{row.series.title}（{row.series.owner.name}）" if run.each else row.series.title,
            detail=f"{Measure(row.measure).label} {days(row)}",
            value=value_text(row.value, indicator.unit),
            edit_url=reverse("events:summaries", args=[row.series_id]),
        )
        for row in rows.order_by("series__owner__code", "start", "-recorded_at", "-pk")
        if is_known(row, row.end, as_of)
    ]

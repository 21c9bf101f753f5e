"""How often the videos of a series were viewed: times, never persons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import ChannelKind, Measure
from zaitaku.programme.events.figures import summaries
from zaitaku.programme.events.figures.year import Run, is_known, of_each, runs, was_held
from zaitaku.programme.events.models import Attendance, Channel, Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times. Five queries: series, sessions, totals of whole runs, videos, current rows."""
    found = runs(indicators, year)
    sessions = {session.pk: session for run in found.values() for session in run.sessions}
    videos: dict[int, list[Channel]] = {}
    channels = Channel.objects.filter(kind=ChannelKind.VIDEO, session__in=list(sessions))
    for channel in channels.order_by("session", "position", "pk"):
        videos.setdefault(channel.session_id, []).append(channel)
    current = Attendance.objects.filter(channel__kind=ChannelKind.VIDEO, channel__session__in=list(sessions))
    rows = {
        row.channel_id: row
        for row in current.filter(superseded_at=None).select_related("channel")
        if is_known(row, sessions[row.channel.session_id], as_of)
    }
    totals = summaries.told(found.values(), Measure.VIEWS, as_of)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], totals, videos, rows)
        for indicator in indicators
    }


def _whole(
    wanted: Wanted,
    run: Run,
    by_series: dict[int, list[Summary]],
    videos: dict[int, list[Channel]],
    rows: dict[int, Attendance],
) -> Figure:
    if run.each:
        return of_each(wanted, run, Kind.TIMES, lambda one: _whole(wanted, one, by_series, videos, rows))
    totals = summaries.of_run(run, by_series)
    parts = [summaries.leaf(wanted, row, Kind.TIMES, label=summaries.days(row)) for row in totals]
    for session in run.sessions:
        own = [] if summaries.is_covered(session, totals) else videos.get(session.pk, [])
        if own and (was_held(session, wanted.as_of) or any(video.pk in rows for video in own)):
            parts.append(_session(wanted, session, [_leaf(wanted, video, rows.get(video.pk)) for video in own]))
    if totals and len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    if not parts:
        return wanted.unknown(Kind.TIMES)
    return total(parts, code=wanted.indicator.code, label=wanted.indicator.label, unit=wanted.indicator.unit)


def _session(wanted: Wanted, session: Session, leaves: list[Figure]) -> Figure:
    unit = wanted.indicator.unit
    return total(leaves, code=wanted.indicator.code, label=session.label, note=session.title, unit=unit)


def _leaf(wanted: Wanted, video: Channel, row: Attendance | None) -> Figure:
    if row is None:
        return wanted.unknown(Kind.TIMES, label=video.label)
    return wanted.figure(
        Kind.TIMES,
        shown(row.value, Kind.TIMES),
        State(row.state),
        label=video.label,
        as_of=row.as_of or wanted.as_of,
        mark=row.mark,
        as_of_text=row.as_of_text,
        note=row.note,
        records=1,
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Totals of the run, then every row of its videos, earlier ones included."""
    run = runs([indicator], year)[indicator.code]
    rows = Attendance.objects.filter(channel__kind=ChannelKind.VIDEO, channel__session__in=run.sessions)
    rows = rows.select_related("channel__session__series", "recorded_by")
    return summaries.record_rows(indicator, year, as_of, Measure.VIEWS) + [
        RecordRow(
            what=f"{row.channel.session.label} {row.channel.label}",
            detail=row.channel.session.title,
            value=value_text(row.value, indicator.unit or "回"),
            state=State(row.state),
            as_of=row.as_of,
            recorded_by=row.recorded_by.name,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
            edit_url=reverse("events:session", args=[row.channel.session_id]),
            mark=row.mark,
        )
        for row in rows.order_by("channel__session__number", "channel__position", "channel", "-recorded_at", "-pk")
        if row.as_of is None or row.as_of <= as_of
    ]

"""Attendance of a series: sessions, and in each session its channels; views of a video are not persons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from zaitaku.analysis.figure import Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import ChannelKind, Measure
from zaitaku.programme.events.figures import summaries
from zaitaku.programme.events.figures.year import Run, is_known, of_each, planned_mark, runs, was_held
from zaitaku.programme.events.models import Attendance, Channel, Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Person-times. Five queries: series, sessions, totals of whole runs, channels, current attendance."""
    found = runs(indicators, year)
    sessions = {session.pk: session for run in found.values() for session in run.sessions}
    channels: dict[int, list[Channel]] = {}
    ways = Channel.objects.exclude(kind=ChannelKind.VIDEO).filter(session__in=list(sessions))
    for channel in ways.order_by("session", "position", "pk"):
        channels.setdefault(channel.session_id, []).append(channel)
    current = Attendance.objects.filter(channel__session__in=list(sessions), superseded_at=None)
    current = current.exclude(channel__kind=ChannelKind.VIDEO)
    totals = summaries.told(found.values(), Measure.ATTENDANCE, as_of)
    rows = {
        row.channel_id: row
        for row in current.select_related("channel")
        if is_known(row, sessions[row.channel.session_id], as_of)
    }
    return {
        indicator.code: _whole(
            Wanted.of(indicator, year, as_of),
            found[indicator.code],
            totals,
            channels,
            rows,
        )
        for indicator in indicators
    }


def _whole(
    wanted: Wanted,
    run: Run,
    by_series: dict[int, list[Summary]],
    channels: dict[int, list[Channel]],
    rows: dict[int, Attendance],
) -> Figure:
    if run.each:
        return of_each(wanted, run, Kind.PERSON_TIMES, lambda one: _whole(wanted, one, by_series, channels, rows))
    totals = summaries.of_run(run, by_series)
    parts = [summaries.leaf(wanted, row, Kind.PERSON_TIMES, label=summaries.days(row)) for row in totals]
    for session in run.sessions:
        if summaries.is_covered(session, totals):
            continue
        own = channels.get(session.pk, [])
        if was_held(session, wanted.as_of) or any(channel.pk in rows for channel in own):
            parts.append(_session(wanted, session, [_leaf(wanted, channel, rows.get(channel.pk)) for channel in own]))
    if totals and len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    if parts:
        return total(parts, code=wanted.indicator.code, label=wanted.indicator.label, unit=wanted.indicator.unit)
    if ahead := run.to_go(wanted.as_of):
        return wanted.unknown(Kind.PERSON_TIMES, state=State.PLANNED, mark=planned_mark(ahead))
    return wanted.unknown(Kind.PERSON_TIMES)


def _session(wanted: Wanted, session: Session, leaves: list[Figure]) -> Figure:
    if not leaves:
        return wanted.unknown(Kind.PERSON_TIMES, label=session.label, note=session.title)
    unit = wanted.indicator.unit
    return total(leaves, code=wanted.indicator.code, label=session.label, note=session.title, unit=unit)


def _leaf(wanted: Wanted, channel: Channel, row: Attendance | None) -> Figure:
    """A channel. One that nothing is recorded for (as of that day) is to follow."""
    if row is None:
        return wanted.unknown(Kind.PERSON_TIMES, label=channel.label)
    return wanted.figure(
        Kind.PERSON_TIMES,
        shown(row.value, Kind.PERSON_TIMES),
        State(row.state),
        label=channel.label,
        as_of=row.as_of or wanted.as_of,
        mark=row.mark,
        as_of_text=row.as_of_text,
        note=row.note,
        records=1,
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Totals of the run, then every attendance row in the order of the sessions, earlier ones included."""
    run = runs([indicator], year)[indicator.code]
    rows = (
        Attendance.objects.filter(channel__session__in=[session.pk for session in run.sessions])
        .filter(Q(as_of=None) | Q(as_of__lte=as_of))
        .select_related("channel__session__series", "recorded_by")
        .exclude(channel__kind=ChannelKind.VIDEO)
        .order_by("channel__session__number", "channel__position", "channel", "-recorded_at", "-pk")
    )
    return summaries.record_rows(indicator, year, as_of, Measure.ATTENDANCE) + [
        RecordRow(
            what=f"{row.channel.session.label} {row.channel.label}",
            detail=row.channel.session.title,
            value=value_text(row.value, indicator.unit or "人"),
            state=State(row.state),
            as_of=row.as_of,
            recorded_by=row.recorded_by.name,
            recorded_at=row.recorded_at,
            superseded_at=row.superseded_at,
            edit_url=reverse("events:session", args=[row.channel.session_id]),
            mark=row.mark,
        )
        for row in rows
    ]

"""What the channels of a series' sessions count: those who came (person-times), how often videos were viewed, how
many called on consultation days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from zaitaku.analysis.figure import UNITS, Figure, Kind, State, total
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import KIND_OF, Measure, SessionStatus, counting
from zaitaku.programme.events.figures import summaries
from zaitaku.programme.events.figures.year import (
    Run,
    is_known,
    is_unsaid,
    of_each,
    planned_mark,
    runs,
    together,
    was_held,
)
from zaitaku.programme.events.models import Attendance, Channel, Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted, shown, value_text
from zaitaku.programme.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class _Counted:
    """The channels of a measure. `tells_all`: a session without such a channel is a gap in the number, and sessions
    to come are named beside it."""

    measure: Measure
    tells_all: bool = False

    @property
    def kind(self) -> Kind:
        return KIND_OF[self.measure]

    @property
    def channels(self) -> Q:
        return Q(kind__in=counting(self.measure))


_CAME = _Counted(Measure.ATTENDANCE, tells_all=True)
_VIEWED = _Counted(Measure.VIEWS)
_CALLED = _Counted(Measure.CASES)


@dataclass(frozen=True, slots=True)
class _Book:
    """Totals by series, channels by session, and the row known of each channel."""

    counted: _Counted
    totals: dict[int, list[Summary]]
    channels: dict[int, list[Channel]]
    rows: dict[int, Attendance]


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Person-times. Five queries: series, sessions, totals of whole runs, channels, current attendance."""
    return _compute(_CAME, indicators, year, as_of)


def compute_views(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times, never persons. Five queries as for `compute`."""
    return _compute(_VIEWED, indicators, year, as_of)


def compute_calls(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Cases. Five queries as for `compute`."""
    return _compute(_CALLED, indicators, year, as_of)


def _compute(counted: _Counted, indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    found = runs(indicators, year)
    sessions = {session.pk for run in found.values() for session in run.sessions}
    channels: dict[int, list[Channel]] = {}
    ways = Channel.objects.filter(counted.channels, session__in=sessions).exclude(status=SessionStatus.CANCELLED)
    by_id = {}
    for channel in ways.select_related("session").order_by("session", "position", "pk"):
        channels.setdefault(channel.session_id, []).append(channel)
        by_id[channel.pk] = channel
    current = Attendance.objects.filter(channel__in=ways, superseded_at=None)
    rows = {row.channel_id: row for row in current if is_known(row, by_id[row.channel_id].day_or_month, as_of)}
    book = _Book(counted, summaries.told(found.values(), as_of, counted.measure), channels, rows)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], book)
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, book: _Book) -> Figure:
    kind = book.counted.kind
    if run.each:
        return of_each(wanted, run, kind, lambda one: _whole(wanted, one, book))
    totals = summaries.of_run(run, book.totals)
    parts = [summaries.leaf(wanted, row, kind, label=summaries.days(row)) for row in totals]
    for session in run.sessions:
        own = _asked(wanted, book.channels.get(session.pk, []))
        if (not own and not book.counted.tells_all) or summaries.is_covered(session, totals):
            continue
        is_over = was_held(session, wanted.as_of) or is_unsaid(session, wanted.as_of)
        if is_over or any(channel.pk in book.rows for channel in own):
            parts.append(_session(wanted, session, own, book))
    if totals and len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    if parts:
        return together(wanted, parts)
    if book.counted.tells_all and (ahead := run.to_go(wanted.as_of)):
        return wanted.unknown(kind, state=State.PLANNED, mark=planned_mark(ahead))
    return wanted.unknown(kind)


def _asked(wanted: Wanted, channels: list[Channel]) -> list[Channel]:
    kinds = wanted.indicator.params.get("channels")
    return channels if kinds is None else [channel for channel in channels if channel.kind in kinds]


def _session(wanted: Wanted, session: Session, channels: Sequence[Channel], book: _Book) -> Figure:
    kind = book.counted.kind
    if not channels:
        return wanted.unknown(kind, label=session.label, note=session.title)
    leaves = [_leaf(wanted, channel, book.rows.get(channel.pk), kind) for channel in channels]
    unit = wanted.indicator.unit
    return total(leaves, code=wanted.indicator.code, label=session.label, note=session.title, unit=unit)


def _leaf(wanted: Wanted, channel: Channel, row: Attendance | None, kind: Kind) -> Figure:
    """A channel. One that nothing is recorded for (as of that day) is to follow."""
    if row is None:
        return wanted.unknown(kind, label=channel.label)
    return wanted.figure(
        kind,
        shown(row.value, kind),
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
    return _records(_CAME, indicator, year, as_of)


def view_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """As `records`, of the run's videos."""
    return _records(_VIEWED, indicator, year, as_of)


def call_records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """As `records`, of the run's calls."""
    return _records(_CALLED, indicator, year, as_of)


def _records(counted: _Counted, indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    run = runs([indicator], year)[indicator.code]
    ways = Channel.objects.filter(counted.channels, session__in=[session.pk for session in run.sessions])
    if kinds := indicator.params.get("channels"):
        ways = ways.filter(kind__in=kinds)
    rows = Attendance.objects.filter(channel__in=ways).select_related("channel__session__series", "recorded_by")
    return summaries.record_rows(indicator, year, as_of, counted.measure) + [
        RecordRow.of(
            row,
            what=f"{row.channel.session.label} {row.channel.label}",
            detail=row.channel.session.title,
            value=value_text(row.value, indicator.unit or UNITS[counted.kind]),
            edit_url=reverse("events:session", args=[row.channel.session_id]),
        )
        for row in rows.order_by("channel__session__number", "channel__position", "channel", "-recorded_at", "-pk")
        if is_known(row, row.channel.day_or_month, as_of)
    ]

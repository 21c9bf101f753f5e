"""How often a series was held: "0回 (2,3月予定)" while sessions lie ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import summaries
from zaitaku.programme.events.figures.year import Run, is_unsaid, of_each, planned_mark, runs, together, was_held
from zaitaku.programme.events.models import Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted, start_of
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Times. Three queries: series, sessions, totals of whole runs."""
    found = runs(indicators, year)
    totals = summaries.told(found.values(), as_of, Measure.SESSIONS)
    return {
        indicator.code: _with_totals(Wanted.of(indicator, year, as_of), found[indicator.code], totals)
        for indicator in indicators
    }


def _with_totals(wanted: Wanted, run: Run, by_series: dict[int, list[Summary]]) -> Figure:
    """What organisers report of a stretch stands for the sessions within it."""
    if run.each:
        return of_each(wanted, run, Kind.TIMES, lambda one: _with_totals(wanted, one, by_series))
    totals = summaries.of_run(run, by_series)
    if not totals:
        return _whole(wanted, run)
    beside = replace(run, sessions=tuple(one for one in run.sessions if not summaries.is_covered(one, totals)))
    parts = [summaries.leaf(wanted, row, Kind.TIMES, label=summaries.days(row)) for row in totals]
    if beside.sessions:
        parts.append(replace(_whole(wanted, beside), label=_("Single sessions")))
    if len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    return together(wanted, parts)


def _whole(wanted: Wanted, run: Run) -> Figure:
    """The count is known as soon as a session is recorded: 0 of two planned ones is 0, with the mark beside it."""
    if not run.sessions:
        return wanted.unknown(Kind.TIMES)
    held, ahead = run.held(wanted.as_of), run.to_go(wanted.as_of)
    settled = State.TO_FOLLOW if run.unsaid(wanted.as_of) else State.FINAL
    return wanted.figure(
        Kind.TIMES,
        Decimal(len(held)),
        State.PLANNED if ahead else settled,
        mark=planned_mark(ahead) if ahead else "",
        records=len(held),
        parts=tuple(_part(wanted, session) for session in run.sessions),
    )


def _part(wanted: Wanted, session: Session) -> Figure:
    if was_held(session, wanted.as_of):
        once = Decimal(1)
        return wanted.figure(Kind.TIMES, once, State.FINAL, label=session.label, note=session.title, records=1)
    state, mark = _awaited(session, wanted.as_of)
    return wanted.unknown(Kind.TIMES, state=state, label=session.label, note=session.title, mark=mark)


def _awaited(session: Session, as_of: date) -> tuple[State, str]:
    """State and mark of a session not held by the day."""
    return (State.TO_FOLLOW, "") if is_unsaid(session, as_of) else (State.PLANNED, planned_mark([session]))


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Totals of the run, then the sessions themselves; who entered those stands in the audit chain."""
    return summaries.record_rows(indicator, year, as_of, Measure.SESSIONS) + session_rows(indicator, year, as_of)


def session_rows(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The sessions of the run as records of their own."""
    run = runs([indicator], year)[indicator.code]
    return [_row(indicator, session, as_of) for session in run.sessions]


def _row(indicator: Indicator, session: Session, as_of: date) -> RecordRow:
    held = was_held(session, as_of)
    state, mark = (State.FINAL, "") if held else _awaited(session, as_of)
    return RecordRow(
        what=session.label,
        detail=" ".join(text for text in (session.title, session.venue) if text),
        value=f"1{indicator.unit or '回'}" if held else "",
        state=state,
        as_of=session.held_on,
        recorded_at=start_of(session.day_or_month or as_of),
        edit_url=reverse("events:session", args=[session.pk]),
        mark=mark,
    )

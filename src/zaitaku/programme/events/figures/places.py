"""At how many places a series was held at least once: "27か所".

A place is the organisation a session names, or else its venue's text; with `of` = "organisers" it is the organisation
that runs the series ("each of the 27 centres"); with `of` = "areas" it is the 日常生活圏域. With `channels` it is where
the session's channels of those kinds take place, such as the libraries of a 同時上映.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import reported, sessions_held, summaries
from zaitaku.programme.events.figures.year import Run, planned_mark, runs, together
from zaitaku.programme.events.models import Session, Summary
from zaitaku.programme.indicators.figures import RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Places. Three queries: series, sessions, totals of whole runs; one more where channels are asked for."""
    found = runs(indicators, year, every_channel=True)
    totals = summaries.told(found.values(), as_of, Measure.PLACES)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], totals)
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, by_series: dict[int, list[Summary]]) -> Figure:
    """Reported totals stand for their series; the places of the other series' sessions are counted once each."""
    parts: list[Figure] = []
    beside: list[Session] = []
    for one in run.each or (run,):
        if told := summaries.of_run(one, by_series):
            parts.append(reported.added_up(wanted, told, Kind.PLACES))
        else:
            beside += one.sessions
    if beside or not parts:
        parts.append(_counted(wanted, Run(None, tuple(beside))))
    if len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    return together(wanted, parts)


def _counted(wanted: Wanted, run: Run) -> Figure:
    """Open before anything was held, while a held session does not say where it was, and while of a planned one that
    is over nobody said whether it was held."""
    held = run.held(wanted.as_of)
    if not held:
        if ahead := run.to_go(wanted.as_of):
            return wanted.unknown(Kind.PLACES, state=State.PLANNED, mark=planned_mark(ahead))
        return wanted.unknown(Kind.PLACES)
    of = wanted.indicator.params.get("of", "places")
    keys = [key_of(session, of) for session in held]
    known = {key for key in keys if key}
    state = State.FINAL if all(keys) and not run.unsaid(wanted.as_of) else State.TO_FOLLOW
    return wanted.figure(Kind.PLACES, Decimal(len(known)), state, records=len(held))


def key_of(session: Session, of: str) -> str:
    """What makes two sessions count once; "" where the session does not say."""
    if of == "organisers":
        return f"organiser {session.series.owner_id}"
    if of == "areas":
        return f"area {session.area_id}" if session.area_id else ""
    return session.place_key


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """Totals of the run, then its sessions."""
    totals = summaries.record_rows(indicator, year, as_of, Measure.PLACES)
    return totals + sessions_held.session_rows(indicator, year, as_of)

"""At how many places a series was held at least once: "27か所".

A place is the organisation a session names, or else its venue's text; with `of` = "organisers" it is the organisation
that runs the series ("each of the 27 centres"); with `of` = "areas" it is the 日常生活圏域.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import reported, sessions_held, summaries
from zaitaku.programme.events.figures.year import Run, planned_mark, runs, together, was_held
from zaitaku.programme.events.models import Session, Summary
from zaitaku.programme.indicators.figures import BadParams, RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator

OF = ("places", "organisers", "areas")


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Places. Three queries: series, sessions, totals of whole runs."""
    found = runs(indicators, year)
    totals = summaries.told(found.values(), Measure.PLACES, as_of)
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], totals)
        for indicator in indicators
    }


def _whole(wanted: Wanted, run: Run, by_series: dict[int, list[Summary]]) -> Figure:
    """Reported totals stand for their series; the places of the other series' sessions are counted once each."""
    of = wanted.indicator.params.get("of", "places")
    if of not in OF:
        raise BadParams("of")
    told = [one for one in (run.each or (run,)) if summaries.of_run(one, by_series)]
    parts = [reported.added_up(wanted, summaries.of_run(one, by_series), Kind.PLACES) for one in told]
    beside = [session for one in (run.each or (run,)) if one not in told for session in one.sessions]
    if beside or not parts:
        parts.append(_counted(wanted, beside, of))
    if len(parts) == 1:
        return replace(parts[0], label=wanted.indicator.label)
    return together(wanted, parts)


def _counted(wanted: Wanted, sessions: Sequence[Session], of: str) -> Figure:
    """Open while a held session does not say where it was, and before anything was held."""
    held = [session for session in sessions if was_held(session, wanted.as_of)]
    if not held:
        if ahead := Run(None, tuple(sessions)).to_go(wanted.as_of):
            return wanted.unknown(Kind.PLACES, state=State.PLANNED, mark=planned_mark(ahead))
        return wanted.unknown(Kind.PLACES)
    keys = [key_of(session, of) for session in held]
    known = {key for key in keys if key}
    state = State.FINAL if all(keys) else State.TO_FOLLOW
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

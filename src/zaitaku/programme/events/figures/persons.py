"""実人数: how many different people came to a series, as one number where it is certain and as a range where not."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import reduce

from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure, Kind, State, join
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.persons import Range, persons
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import attendance, summaries
from zaitaku.programme.events.figures.year import Run, all_series, of_each, planned_mark, runs
from zaitaku.programme.events.models import KnownPersons, Summary
from zaitaku.programme.events.queries.persons import Known, known
from zaitaku.programme.indicators.figures import RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator

AT_LEAST, AT_MOST = "少なくとも", "多くとも"  # labels of the parts as papers print them, like 第1回


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Persons. Seven queries: two for the runs, three for arrivals and counts, totals of whole runs, kept numbers."""
    found = runs(indicators, year)
    ids = {series.pk for series in all_series(found.values())}
    totals = summaries.told(found.values(), as_of, Measure.ATTENDANCE)
    told = {
        session.pk
        for run in found.values()
        for one in (run.each or (run,))
        for session in one.sessions
        if summaries.is_covered(session, summaries.of_run(one, totals))
    }
    people = known(ids, as_of, without=told)
    kept = {row.series_id: row for row in KnownPersons.objects.filter(series__in=ids)}
    return {
        indicator.code: _whole(Wanted.of(indicator, year, as_of), found[indicator.code], people, totals, kept)
        for indicator in indicators
    }


def _whole(
    wanted: Wanted,
    run: Run,
    people: dict[int, Known],
    totals: dict[int, list[Summary]],
    kept: dict[int, KnownPersons],
) -> Figure:
    if run.each:
        return of_each(wanted, run, Kind.PERSONS, lambda one: _whole(wanted, one, people, totals, kept))
    if run.series is None:
        return wanted.unknown(Kind.PERSONS)
    own = people[run.series.pk]
    reported = summaries.of_run(run, totals)
    states = [*own.states, *(State(row.state) for row in reported)]
    if any(not summaries.is_covered(session, reported) for session in run.unsaid(wanted.as_of)):
        states.append(State.TO_FOLLOW)
    if not states:
        ahead = run.to_go(wanted.as_of)
        state, mark = (State.PLANNED, planned_mark(ahead)) if ahead else (State.TO_FOLLOW, "")
        return wanted.unknown(Kind.PERSONS, state=state, mark=mark)
    state = reduce(join, states)
    if state is State.SUPPRESSED or not (own.arrivals or any(row.value is not None for row in reported)):
        return wanted.figure(Kind.PERSONS, None, State.TO_FOLLOW if state is State.FINAL else state)
    counted = range_of(own, kept.get(run.series.pk))
    return _figure(wanted, _with_totals(counted, reported), state, own.records + len(reported))


def range_of(own: Known, kept: KnownPersons | None) -> Range:
    """What was kept of the whole run when the names were removed is what is known of it, and no help for a part."""
    found = persons(own.arrivals)
    if kept is None or not own.is_whole:
        return found
    lower = max(found.lower, kept.lower)
    return Range(lower, max(lower, min(found.upper, kept.upper)))


def _with_totals(found: Range, reported: list[Summary]) -> Range:
    """Nothing says who of a reported total came together: each of them may have been anybody, or somebody else."""
    came = sum(int(row.value or 0) for row in reported)
    return Range(max(found.lower, min(came, 1)), found.upper + came)


def _figure(wanted: Wanted, found: Range, state: State, records: int) -> Figure:
    """A range has no value of its own, so that nothing can be reckoned with it: its two ends are its parts."""
    if found.is_exact:
        return wanted.figure(Kind.PERSONS, Decimal(found.lower), state, records=records)
    ends = ((AT_LEAST, found.lower), (AT_MOST, found.upper))
    return wanted.figure(
        Kind.PERSONS,
        None,
        State.NOT_APPLICABLE,
        note=_("Some people came without a name or contact; the number lies between these two."),
        records=records,
        parts=tuple(wanted.figure(Kind.PERSONS, Decimal(end), state, label=label) for label, end in ends),
    )


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The counts of the channels; who came stays with those in charge of the series."""
    return attendance.records(indicator, year, as_of)

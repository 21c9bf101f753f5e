"""実人数: how many different people came to a series, as one number where it is certain and as a range where not."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import reduce

from django.utils.translation import gettext as _

from zaitaku.analysis.figure import Figure, Kind, State, join
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.persons import Arrived, Range, persons
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
    people = known(ids, as_of)
    totals = summaries.told(found.values(), Measure.ATTENDANCE, as_of)
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
    arrivals, states = [*own.arrivals], [*own.states]
    for row in summaries.of_run(run, totals):
        # Nothing says who of a reported total came together: each may be an occasion of its own.
        arrivals += [Arrived((row.pk, number)) for number in range(int(row.value or 0))]
        states.append(State(row.state))
    if not states:
        ahead = run.to_go(wanted.as_of)
        state, mark = (State.PLANNED, planned_mark(ahead)) if ahead else (State.TO_FOLLOW, "")
        return wanted.unknown(Kind.PERSONS, state=state, mark=mark)
    state = reduce(join, states)
    if state is State.SUPPRESSED or not arrivals:
        return wanted.figure(Kind.PERSONS, None, State.TO_FOLLOW if state is State.FINAL else state)
    return _figure(wanted, _range(arrivals, kept.get(run.series.pk)), state, own.records)


def _range(arrivals: list[Arrived], kept: KnownPersons | None) -> Range:
    """What was kept when the names were removed is what is known; entries made after that can only add to it."""
    found = persons(arrivals)
    return Range(max(found.lower, kept.lower), min(found.upper, kept.upper)) if kept else found


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

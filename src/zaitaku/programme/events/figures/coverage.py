"""Share of the 日常生活圏域 in which a series was held at least once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, below, exists_on
from zaitaku.programme.events.choices import Measure
from zaitaku.programme.events.figures import sessions_held, summaries
from zaitaku.programme.events.figures.year import Run, all_series, runs
from zaitaku.programme.indicators.figures import RecordRow, Wanted
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percent, one decimal: 100 × areas with a session held ÷ areas of the municipality on the day. Four queries:
    series, sessions, totals of whole runs, areas."""
    found = runs(indicators, year)
    totals = summaries.told(found.values(), as_of, Measure.SESSIONS, Measure.ATTENDANCE)
    told = {code: any(one.pk in totals for one in all_series([run])) for code, run in found.items()}
    roots = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    living = Area.objects.filter(below("", roots), exists_on(as_of), kind=AreaKind.LIVING_AREA)
    areas = set(living.values_list("pk", flat=True))
    return {
        indicator.code: _share(Wanted.of(indicator, year, as_of), found[indicator.code], areas, told[indicator.code])
        for indicator in indicators
    }


def _share(wanted: Wanted, run: Run, areas: set[int], has_totals: bool) -> Figure:
    """Open where no areas are entered; while a held session does not say in which area it was, and of a planned one
    that is over nobody said whether it was held; and beside totals, which never say the area."""
    held = run.held(wanted.as_of)
    if not areas or not held:
        return wanted.unknown(Kind.PERCENT)
    reached = Decimal(len({session.area_id for session in held} & areas))
    whole = Decimal(len(areas))
    is_settled = all(session.area_id for session in held) and not has_totals and not run.unsaid(wanted.as_of)
    state = State.FINAL if is_settled else State.TO_FOLLOW
    value = percent(reached, whole, 1)
    return wanted.figure(Kind.PERCENT, value, state, numerator=reached, denominator=whole, records=len(held))


def records(indicator: Indicator, year: FiscalYear, as_of: date) -> list[RecordRow]:
    """The totals of the run, then its sessions with their areas."""
    sessions = runs([indicator], year)[indicator.code].sessions
    names = dict(Area.objects.filter(pk__in={one.area_id for one in sessions}).values_list("pk", "name"))
    rows = sessions_held.session_rows(indicator, year, as_of)
    totals = summaries.record_rows(indicator, year, as_of, Measure.SESSIONS)
    return totals + [
        replace(row, detail=f"{row.detail} {names.get(session.area_id or 0, '')}".strip())
        for row, session in zip(rows, sessions, strict=True)
    ]

"""Share of the 日常生活圏域 in which a series was held at least once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State, percent
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area, below, exists_on
from zaitaku.programme.events.figures.year import Run, runs, was_held
from zaitaku.programme.indicators.figures import Wanted
from zaitaku.programme.indicators.models import Indicator


def compute(indicators: Sequence[Indicator], year: FiscalYear, as_of: date) -> dict[str, Figure]:
    """Percent, one decimal: 100 × areas with a session held ÷ areas of the municipality on the day. Three queries."""
    found = runs(indicators, year)
    roots = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    living = Area.objects.filter(below("", roots), exists_on(as_of), kind=AreaKind.LIVING_AREA)
    areas = set(living.values_list("pk", flat=True))
    return {
        indicator.code: _share(Wanted.of(indicator, year, as_of), found[indicator.code], areas)
        for indicator in indicators
    }


def _share(wanted: Wanted, run: Run, areas: set[int]) -> Figure:
    """Open where no areas are entered, and while a held session does not say in which area it was."""
    held = [session for session in run.sessions if was_held(session, wanted.as_of)]
    if not areas or not held:
        return wanted.unknown(Kind.PERCENT)
    reached = Decimal(len({session.area_id for session in held} & areas))
    whole = Decimal(len(areas))
    state = State.FINAL if all(session.area_id for session in held) else State.TO_FOLLOW
    value = percent(reached, whole, 1)
    return wanted.figure(Kind.PERCENT, value, state, numerator=reached, denominator=whole, records=len(held))

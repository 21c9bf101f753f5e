"""Counts by the organisation whose they are, within the area of the indicators."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Q

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.core.areas.models import Area, Organisation, below
from zaitaku.programme.indicators.figures import Wanted
from zaitaku.programme.indicators.models import Indicator


def within(path: str, indicators: Sequence[Indicator]) -> Q:
    """The condition that the owner at `path` belongs to the area of the indicators or to one below it."""
    areas = Area.objects.filter(pk__in={indicator.area_id for indicator in indicators})
    return below(f"{path}__area", areas)


def is_of(indicator: Indicator, owner: Organisation) -> bool:
    return bool(indicator.params.get("owner", owner.code) == owner.code)


def by_owner(wanted: Wanted, kind: Kind, owners: Iterable[Organisation]) -> Figure:
    """One for each time an owner is named. Nothing written down is unknown, not 0; an owner who stands alone has no
    part."""
    counts: dict[str, int] = {}
    for owner in owners:
        counts[owner.name] = counts.get(owner.name, 0) + 1
    if not counts:
        return wanted.unknown(kind)
    parts = tuple(
        wanted.figure(kind, Decimal(number), State.FINAL, label=name, records=number)
        for name, number in sorted(counts.items())
    )
    whole = sum(counts.values())
    return wanted.figure(kind, Decimal(whole), State.FINAL, records=whole, parts=parts if len(parts) > 1 else ())

"""Cases by the organisation that wrote them down."""

from collections.abc import Iterable
from decimal import Decimal

from zaitaku.analysis.figure import Figure, Kind, State
from zaitaku.programme.indicators.figures import Wanted


def by_owner(wanted: Wanted, rows: Iterable[tuple[str, bool]]) -> Figure:
    """`rows`: the owner's name, and whether the case counts. Nothing written down by anybody is unknown, not 0; an
    owner who stands alone has no part."""
    counts: dict[str, int] = {}
    for name, does_count in rows:
        counts[name] = counts.get(name, 0) + does_count
    if not counts:
        return wanted.unknown(Kind.CASES)
    parts = tuple(
        wanted.figure(Kind.CASES, Decimal(number), State.FINAL, label=name, records=number)
        for name, number in counts.items()
    )
    whole = sum(counts.values())
    shown = parts if len(parts) > 1 else ()
    return wanted.figure(Kind.CASES, Decimal(whole), State.FINAL, records=whole, parts=shown)

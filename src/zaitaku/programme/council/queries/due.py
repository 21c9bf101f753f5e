"""By when an open mark is to be filled in: after the event it waits for, else at the end of the coming month."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday

from zaitaku.analysis.figure import Figure, State
from zaitaku.programme.council.models import Paper
from zaitaku.programme.events.models import Session
from zaitaku.programme.indicators.models import Indicator

YEAR_END = ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))  # 地方自治法 art. 4-2: town halls are closed


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """The innermost open part of a printed figure, and the way to it."""

    code: str
    path: tuple[str, ...]
    figure: Figure


def open_leaves(code: str, figure: Figure, path: tuple[str, ...] = ()) -> Iterator[OpenLeaf]:
    """As `Figure.open_leaves`, with the labels that lead there."""
    inner = [leaf for part in figure.parts for leaf in open_leaves(code, part, (*path, part.label))]
    if inner:
        yield from inner
    elif figure.is_open:
        yield OpenLeaf(code, path, figure)


def is_working_day(day: date) -> bool:
    """No weekend, no national holiday, not the closing days of the year."""
    return day.weekday() < 5 and not jpholiday.is_holiday(day) and (day.month, day.day) not in YEAR_END


def working_day(day: date, *, step: int = 1) -> date:
    """The day itself, or the next working day after it (`step` 1) or before it (`step` -1)."""
    while not is_working_day(day):
        day += timedelta(days=step)
    return day


def due_day(leaf: OpenLeaf, *, after: date, event: date | None) -> date:
    """Ten days after the event still to come, else the end of the month after `after`; always a working day.

    What only waits for a tally (集計中) is due at the end of that month whatever the event.
    """
    if event is not None and event >= after and leaf.figure.state is not State.TALLYING:
        return working_day(event + timedelta(days=10))
    year, month = (after.year, after.month + 1) if after.month < 12 else (after.year + 1, 1)
    return working_day(date(year, month, calendar.monthrange(year, month)[1]), step=-1)


def events_awaited(paper: Paper, leaves: Iterable[OpenLeaf]) -> dict[tuple[str, tuple[str, ...]], date]:
    """(code, path) → the day of the session the leaf waits for: that session's own, else the last one planned.

    A session known by month alone counts as held on the month's last day. Two queries.
    """
    wanted = list(leaves)
    area = paper.version.plan.area
    series = {
        one.code: one.params["series"]
        for one in Indicator.objects.filter(area=area, code__in={leaf.code for leaf in wanted})
        if isinstance(one.params.get("series"), str)
    }
    days: dict[str, dict[str, date]] = {}
    sessions = Session.objects.filter(
        series__code__in=set(series.values()), series__fiscal_year=paper.fiscal_year, series__owner__area=area
    ).select_related("series")
    for session in sessions:
        if (day := session.held_on or _month_end(session.planned_month)) is not None:
            days.setdefault(session.series.code, {})[session.label] = day
    found: dict[tuple[str, tuple[str, ...]], date] = {}
    for leaf in wanted:
        known = days.get(series.get(leaf.code, ""), {})
        of_part = [known[label] for label in leaf.path if label in known]
        if of_part or known:
            found[leaf.code, leaf.path] = of_part[0] if of_part else max(known.values())
    return found


def _month_end(month: date | None) -> date | None:
    return month and month.replace(day=calendar.monthrange(month.year, month.month)[1])

"""What is on the shelf, when it runs out, and when to order anew. Copies are whole; days are dates.

Forecast. Use is what was handed out less what came back, in the twelve months up to today (fewer where records began
later; none in less than one month). The months are twelfths of 365 days; what was handed out over a stretch of days is
spread over them evenly. With k months of mean m and standard deviation s, the use of the next n months is taken as

    n·m ± z·s·√(n + n²/k),  z = 1.2816

the scatter of n months to come and that of the mean itself (the usual interval for a sum to be predicted). Stock A runs
out where this reaches A: in the middle at n = A/m; the borders are the two roots of
(m² − c/k)·n² − (2·A·m + c)·n + A² = 0 with c = (z·s)², so that one case in ten runs out before the earliest day and one
in ten after the latest. Copies still at the printer join the stock on the day they are expected. Under three months
there is no spread; where the larger root does not exist the latest day is open.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, sqrt
from statistics import mean, stdev

YEAR_DAYS, MONTHS = 365, 12
MONTH_DAYS = YEAR_DAYS / MONTHS
Z_TENTH = 1.2816  # the normal distribution's upper tenth
FEWEST_FOR_SPREAD = 3
HORIZON_DAYS = 3650  # beyond ten years no guidebook lives, and no day need be told


@dataclass(frozen=True, slots=True)
class Flow:
    """Copies that came (above 0) or went (below 0) on a day."""

    day: date
    copies: int


@dataclass(frozen=True, slots=True)
class Used:
    """Copies handed out (above 0) or come back (below 0) between two days; both belong to it."""

    start: date
    end: date
    copies: int


class Standing(StrEnum):
    ENOUGH = "enough"
    ON_ORDER = "on_order"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Forecast:
    """`per_day` None: records of less than a month. Days are None where the stock lasts beyond HORIZON_DAYS."""

    months: int
    per_day: float | None
    expected: date | None
    earliest: date | None
    latest: date | None


def level(flows: Iterable[Flow], day: date) -> int:
    """The signed sum up to the end of a day."""
    return sum(flow.copies for flow in flows if flow.day <= day)


def shortfall(before: Iterable[Flow], after: Iterable[Flow]) -> Flow | None:
    """The first day on whose evening there are fewer copies than none, and fewer than there were before; how many."""
    deltas: dict[date, list[int]] = {}
    for number, flows in enumerate((before, after)):
        for flow in flows:
            deltas.setdefault(flow.day, [0, 0])[number] += flow.copies
    was = now = 0
    for day in sorted(deltas):
        was, now = was + deltas[day][0], now + deltas[day][1]
        if now < 0 and now < was:
            return Flow(day, now)
    return None


def first_difference(before: Iterable[Flow], after: Iterable[Flow]) -> date | None:
    """The first day on which the two do not add up to the same."""
    deltas: dict[date, int] = {}
    for sign, flows in ((-1, before), (1, after)):
        for flow in flows:
            deltas[flow.day] = deltas.get(flow.day, 0) + sign * flow.copies
    return min((day for day, copies in deltas.items() if copies), default=None)


def monthly_use(used: Iterable[Used], *, first: date | None, today: date) -> list[float]:
    """Copies in each of the last months of 365/12 days, the latest first; `first` is the first day of records."""
    if first is None or first > today:
        return []
    months = min(MONTHS, int(((today - first).days + 1) / MONTH_DAYS))
    found = [0.0] * months
    for one in used:
        days = (one.end - one.start).days + 1
        for number in range(months):
            # Whole days of the month `number` months ago, counted back from today.
            lower, upper = round(number * MONTH_DAYS), round((number + 1) * MONTH_DAYS)
            first_ago, last_ago = (today - one.end).days, (today - one.start).days
            common = min(upper - 1, last_ago) - max(lower, first_ago) + 1
            if common > 0:
                found[number] += one.copies * common / days
    return found


def forecast(stock: int, months: Sequence[float], deliveries: Iterable[Flow], *, today: date) -> Forecast:
    """When the stock runs out; the method is the module's docstring."""
    if not months:
        return Forecast(0, None, None, None, None)
    pace = _Pace(mean(months), stdev(months) if len(months) >= FEWEST_FOR_SPREAD else None, len(months))
    if pace.mean <= 0:
        return Forecast(len(months), 0.0, None, None, None)
    coming = sorted(deliveries, key=lambda flow: flow.day)
    expected, earliest, latest = (_run_out(stock, coming, today, months) for months in pace.borders())
    per_day = pace.mean / MONTH_DAYS
    if pace.deviation is None:
        return Forecast(len(months), per_day, expected, None, None)
    return Forecast(len(months), per_day, expected, earliest, latest)


@dataclass(frozen=True, slots=True)
class _Pace:
    """Copies in a month: mean, standard deviation (None: too few months), over how many months."""

    mean: float
    deviation: float | None
    months: int

    def borders(self) -> tuple["_Months", "_Months", "_Months"]:
        return self.middle, self.smaller_root, self.larger_root

    def middle(self, copies: int) -> float | None:
        return copies / self.mean

    def smaller_root(self, copies: int) -> float | None:
        a, b = self._factors(copies)
        return 2 * copies**2 / (b + self._root(a, b, copies))  # this form holds where a is 0 or below too

    def larger_root(self, copies: int) -> float | None:
        a, b = self._factors(copies)
        return (b + self._root(a, b, copies)) / (2 * a) if a > 0 else None

    def _factors(self, copies: int) -> tuple[float, float]:
        c = (Z_TENTH * (self.deviation or 0.0)) ** 2
        return self.mean**2 - c / self.months, 2 * copies * self.mean + c

    @staticmethod
    def _root(a: float, b: float, copies: int) -> float:
        return sqrt(max(b * b - 4 * a * copies**2, 0.0))


_Months = Callable[[int], float | None]  # copies -> months until they are used, None: never


def _run_out(stock: int, coming: Sequence[Flow], today: date, months: _Months) -> date | None:
    available = stock
    for delivery in coming:
        day = _day_after(available, today, months)
        if day is not None and day < max(delivery.day, today):
            return day
        available += delivery.copies
    return _day_after(available, today, months)


def _day_after(available: int, today: date, months: _Months) -> date | None:
    if available <= 0:
        return today
    after = months(available)
    if after is None or after * MONTH_DAYS > HORIZON_DAYS:
        return None
    return today + timedelta(days=int(after * MONTH_DAYS))


def reorder_point(fixed: int | None, per_day: float | None, *, lead_days: int, safety: int) -> int | None:
    """`fixed`, else what is used until a delivery comes, and `safety` more. None: neither use nor safety is known."""
    if fixed is not None:
        return fixed
    if per_day is None:
        return safety or None
    return (ceil(per_day * lead_days) + safety) or None


def standing(stock: int, on_order: int, point: int | None) -> Standing:
    """Copies on order count: who has ordered is not told to order."""
    if point is not None and stock + on_order <= point:
        return Standing.OUT if stock <= 0 else Standing.LOW
    if stock <= 0 or (point is not None and stock <= point):
        return Standing.ON_ORDER if on_order > 0 else Standing.OUT
    return Standing.ENOUGH

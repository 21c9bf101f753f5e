"""Moments as Zoom writes them.

For example 10/06/2026 06:01:12 PM, 2023-12-10 13:58:01, 2023年12月10日 午後1:58, Aug 12, 2026 10:00 AM.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"([a-z]{3,9})\.? (\d{1,2}), ?(\d{4})")
_TIME = re.compile(r"(午前|午後|am|pm)? ?(\d{1,2})[:時](\d{2})(?:[:分](\d{2}))?[分秒]? ?(午前|午後|am|pm)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 60


class NoTime(ValueError):
    """The text is no moment in any known form."""


class Order(Enum):
    """What 03/04/2026 means. Zoom writes the month first; other languages of it, the day."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


MonthFirst, DayFirst = Order.MONTH_FIRST, Order.DAY_FIRST


@dataclass(frozen=True, slots=True)
class Moment:
    """`date` is (year, month, day), or (year, first, second) where the order of the two is open."""

    text: str
    date: tuple[int, int, int]
    is_open: bool
    clock: tuple[int, int, int]

    def at(self, order: Order) -> datetime:
        """Raises ValueError for a day that the calendar does not have."""
        year, month, day = self.date
        if self.is_open and order is Order.DAY_FIRST:
            month, day = day, month
        return datetime(year, month, day, *self.clock)  # noqa: DTZ001 - the report's local time; only differences count


def moment(text: str) -> Moment:
    """Raises NoTime."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().split())
    date, is_open, rest = _date(plain)
    return Moment(text, date, is_open, _clock(rest.strip(" ,t")))


def _date(plain: str) -> tuple[tuple[int, int, int], bool, str]:
    if found := _YEAR_FIRST.match(plain):
        year, month, day = (int(part) for part in found.groups())
        return (year, month, day), False, plain[found.end() :]
    if found := _YEAR_LAST.match(plain):
        one, two, year = (int(part) for part in found.groups())
        return (year, one, two), True, plain[found.end() :]
    if (found := _NAMED.match(plain)) and found[1][:3] in _MONTHS:
        return (int(found[3]), _MONTHS.index(found[1][:3]) + 1, int(found[2])), False, plain[found.end() :]
    raise NoTime(plain)


def _clock(plain: str) -> tuple[int, int, int]:
    found = _TIME.fullmatch(plain)
    if found is None:
        raise NoTime(plain)
    before, hour, minute, second, after = found.groups()
    half = before or after
    clock = [int(hour), int(minute), int(second or 0)]
    if (before and after) or clock[1] > 59 or clock[2] > 59 or clock[0] > (12 if half else 23):
        raise NoTime(plain)
    if half:
        clock[0] = clock[0] % 12 + (12 if half in ("午後", "pm") else 0)
    return clock[0], clock[1], clock[2]

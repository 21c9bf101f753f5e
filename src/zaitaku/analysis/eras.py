"""The eras of the Japanese calendar and the fiscal year.

Eras: 元号法 (Act No. 43 of 1979) and the cabinet orders for 平成 and 令和; the earlier ones by imperial edict.
The days 1912-07-30 and 1926-12-25 belong to both eras that meet there; 1989-01-08 and 2019-05-01 to the new one.
Days before 1873 are counted in the Gregorian calendar, not the lunar one then in use.
Fiscal year: April to March (地方自治法 art. 208).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    first: date
    last: date


ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date(9999, 12, 31)),
)


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """April of `year` to March of the next."""

    year: int

    @property
    def start(self) -> date:
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        return date(self.year + 1, 3, 31)

    @property
    def label(self) -> str:
        return fiscal_year_label(self.year)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def months(self) -> Iterator[date]:
        """The first days of its twelve months, April first."""
        for month in (*range(4, 13), *range(1, 4)):
            yield date(calendar_year(self.year, month), month, 1)


def era_of(day: date) -> Era | None:
    """The era in force at the end of the day; None before 明治."""
    return next((era for era in reversed(ERAS) if era.first <= day), None)


def fiscal_year_of(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """2023 -> 令和5年度, 2019 -> 令和元年度: the era that covers the greater part of the year (on 1 October)."""
    era = era_of(date(year, 10, 1))
    return f"{year}年度" if era is None else f"{era.name}{era_year(year - era.first.year + 1)}年度"


def calendar_year(fiscal_year: int, month: int) -> int:
    return fiscal_year if month >= 4 else fiscal_year + 1


def era_year(year: int) -> str:
    return "元" if year == 1 else str(year)

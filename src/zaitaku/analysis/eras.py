"""The eras of the Japanese calendar, and the label of a fiscal year.

Eras: 元号法 (Act No. 43 of 1979) and the cabinet orders for 平成 and 令和; the earlier ones by imperial edict.
The days 1912-07-30 and 1926-12-25 belong to both eras that meet there; 1989-01-08 and 2019-05-01 to the new one.
Days before 1873 are counted in the Gregorian calendar, not the lunar one then in use.
"""

from __future__ import annotations

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


def era_of(day: date) -> Era | None:
    """The era in force at the end of the day; None before 明治."""
    return next((era for era in reversed(ERAS) if era.first <= day), None)


def fiscal_year_label(year: int) -> str:
    """2023 -> 令和5年度, 2019 -> 令和元年度: the era that covers the greater part of the year (on 1 October)."""
    era = era_of(date(year, 10, 1))
    return f"{year}年度" if era is None else f"{era.name}{era_year(year - era.first.year + 1)}年度"


def era_year(year: int) -> str:
    return "元" if year == 1 else str(year)

"""Stretches of time a figure speaks of. A fiscal year runs from 1 April to 31 March (地方自治法 art. 208)."""

from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = 1868, 2200  # years outside are taken for slips of the keyboard


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day, both inside. `start` is None where a running total's beginning is not known."""

    start: date | None
    end: date

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise ValueError(f"period ends on {self.end} before it starts on {self.start}")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """`FiscalYear(2023)` is 令和5年度: 1 April 2023 to 31 March 2024."""

    year: int

    def __post_init__(self) -> None:
        if not EARLIEST <= self.year <= LATEST:
            raise ValueError(f"no fiscal year {self.year}")

    @property
    def start(self) -> date:
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        return date(self.year + 1, 3, 31)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        return cls(fiscal_year_of(day))


def fiscal_year_of(day: date) -> int:
    """The number alone, for days as far back as a document may name them."""
    return day.year if day.month >= 4 else day.year - 1


def calendar_year(fiscal_year: int, month: int) -> int:
    return fiscal_year if month >= 4 else fiscal_year + 1

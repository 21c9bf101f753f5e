"""How completely and how timely reports arrive, as DHIS2 defines it for data sets.

Completeness (reporting rate) = reports sent ÷ reports expected; timeliness (reporting rate on time) = reports sent on
or before their due day ÷ reports expected. A sheet that was excused is not expected; one that adds up several
organisations counts as that many. A sheet sent in late, or handed back after it was sent, counts as sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """One report that was asked for. `sent_on` None: not sent."""

    due_on: date
    sent_on: date | None
    is_excused: bool = False
    covers: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    expected: int = 0
    sent: int = 0
    on_time: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.expected + other.expected, self.sent + other.sent, self.on_time + other.on_time)

    @property
    def completeness(self) -> Decimal | None:
        """Percent with one decimal; None where nothing was expected."""
        return _percent(self.sent, self.expected)

    @property
    def timeliness(self) -> Decimal | None:
        """Percent with one decimal; None where nothing was expected."""
        return _percent(self.on_time, self.expected)

    @property
    def is_complete(self) -> bool:
        return self.sent == self.expected


def score(reports: Iterable[Report]) -> Score:
    return sum((_of(one) for one in reports), Score())


def _of(report: Report) -> Score:
    if report.is_excused:
        return Score()
    is_on_time = report.sent_on is not None and report.sent_on <= report.due_on
    return Score(report.covers, report.covers * (report.sent_on is not None), report.covers * is_on_time)


def days_late(report: Report, today: date) -> int:
    """Days between the due day and the day it was sent, or today where it was not; 0 where it is not late."""
    if report.is_excused:
        return 0
    return max(0, ((report.sent_on or today) - report.due_on).days)


def _percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)

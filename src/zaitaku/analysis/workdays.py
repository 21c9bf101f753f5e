"""Days on which a Japanese town hall works."""

from datetime import date, timedelta

import jpholiday


def is_workday(day: date) -> bool:
    """Not a Saturday, Sunday or holiday, nor 29 December to 3 January (行政機関の休日に関する法律 art. 1)."""
    if day.isoweekday() > 5 or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return False
    return not jpholiday.is_holiday(day)


def workday_from(day: date) -> date:
    """The day itself, or the next one on which the town hall works."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day

"""When an entry of a public directory is listed: a pure function of the steps it went through.

An entry is listed on a day when, by the steps up to the end of that day, it was approved, its people agree to the
publication, it has not ended, and it was confirmed recently enough: a confirmation holds for `months` months, to the
same day of the month (or the last one of a shorter month), and `grace_days` days beyond.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import IntEnum, StrEnum


class Turn(StrEnum):
    """What a step does to the listing; other steps do nothing to it."""

    CONFIRMED = "confirmed"
    APPROVED = "approved"
    CONSENTED = "consented"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Step:
    """`on` is the day it holds from, that day included; of several steps of a day the order of recording counts."""

    on: date
    turn: Turn


@dataclass(frozen=True, slots=True)
class Rule:
    """`months` that a confirmation holds, `grace_days` beyond, and letters from `notice_days` before the months end."""

    months: int = 12
    grace_days: int = 60
    notice_days: int = 30

    def __post_init__(self) -> None:
        if self.months < 1 or self.grace_days < 0 or self.notice_days < 0:
            raise ValueError("a confirmation holds for a month at least; days are not negative")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the steps up to a day come to."""

    is_approved: bool = False
    has_consent: bool = False
    ended_on: date | None = None
    confirmed_on: date | None = None

    def listed(self, day: date, rule: Rule) -> bool:
        if not (self.is_approved and self.has_consent and self.ended_on is None and self.confirmed_on):
            return False
        return day <= last_day(self.confirmed_on, rule)


class Stage(IntEnum):
    """How urgently a confirmation is asked for."""

    NONE = 0
    NOTICE = 1
    DUE = 2
    LAST = 3
    LAPSED = 4


_LAST_WARNING = timedelta(days=14)


def standing(steps: Iterable[Step], day: date) -> Standing:
    """`steps` in the order of recording; those after `day` are not looked at."""
    found: dict[str, bool | date | None] = {}
    for step in sorted((step for step in steps if step.on <= day), key=lambda step: step.on):
        match step.turn:
            case Turn.CONFIRMED:
                found["confirmed_on"] = step.on
            case Turn.APPROVED:
                found["is_approved"] = True
            case Turn.CONSENTED | Turn.WITHDRAWN:
                found["has_consent"] = step.turn is Turn.CONSENTED
            case Turn.ENDED | Turn.RESUMED:
                found["ended_on"] = step.on if step.turn is Turn.ENDED else None
    return Standing(**found)  # type: ignore[arg-type]  # each name is given values of its own type


def anniversary(confirmed_on: date, rule: Rule) -> date:
    """The last day for which the confirmation holds without the days of grace."""
    return _months_later(confirmed_on, rule.months)


def last_day(confirmed_on: date, rule: Rule) -> date:
    """The last day of the listing, unless it is confirmed again."""
    return _days_later(anniversary(confirmed_on, rule), rule.grace_days)


def oldest_confirmation(day: date, rule: Rule) -> date:
    """The earliest day of a confirmation that still holds on `day`, the days of grace included: what databases compare
    with, in place of `last_day` of every row. `last_day` never falls when its day rises, hence there is one."""
    found = _months_later(_days_later(day, -rule.grace_days), -rule.months)
    while last_day(found, rule) < day:
        found += timedelta(days=1)
    while found > date.min and last_day(found - timedelta(days=1), rule) >= day:
        found -= timedelta(days=1)
    return found


def stage_on(confirmed_on: date, day: date, rule: Rule) -> Stage:
    due, last = anniversary(confirmed_on, rule), last_day(confirmed_on, rule)
    if day > last:
        return Stage.LAPSED
    if day > max(due, last - _LAST_WARNING):
        return Stage.LAST
    if day > due:
        return Stage.DUE
    return Stage.NOTICE if day >= due - timedelta(days=rule.notice_days) else Stage.NONE


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min

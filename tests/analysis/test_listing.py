"""Being listed on a day, against a naive reference that walks through the days; the edges of months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.listing import (
    Rule,
    Stage,
    Step,
    Turn,
    last_day,
    oldest_confirmation,
    stage_on,
    standing,
)

START = date(2023, 12, 25)
DAYS = st.integers(0, 120).map(lambda number: START + timedelta(days=number))
STEPS = st.lists(st.builds(Step, on=DAYS, turn=st.sampled_from(Turn)), max_size=12)
RULES = st.builds(Rule, months=st.integers(1, 3), grace_days=st.integers(0, 40), notice_days=st.integers(0, 20))


def month_later(day: date, months: int) -> date:
    """Day by day to the months' end: the same day of the month, or the last one there is."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    found = day.day
    while True:
        try:
            return date(year, month, found)
        except ValueError:
            found -= 1


def naive(steps: list[Step], day: date, rule: Rule) -> bool:
    """Each day of the calendar in turn: its steps as they were recorded, then what still holds in the evening."""
    approved = agreed = ended = False
    confirmed = None
    today = START - timedelta(days=1)
    while today < day:
        today += timedelta(days=1)
        for step in steps:
            if step.on != today:
                continue
            approved = approved or step.turn is Turn.APPROVED
            agreed = {Turn.CONSENTED: True, Turn.WITHDRAWN: False}.get(step.turn, agreed)
            ended = {Turn.ENDED: True, Turn.RESUMED: False}.get(step.turn, ended)
            confirmed = today if step.turn is Turn.CONFIRMED else confirmed
    if not approved or not agreed or ended or confirmed is None:
        return False
    return (day - month_later(confirmed, rule.months)).days <= rule.grace_days


@given(STEPS, DAYS, RULES)
def test_the_same_as_day_by_day(steps, day, rule):
    assert standing(steps, day).listed(day, rule) == naive(steps, day, rule)


FULL = st.lists(st.sampled_from([Turn.CONFIRMED, Turn.WITHDRAWN, Turn.ENDED, Turn.RESUMED, Turn.CONSENTED]), max_size=3)


@given(FULL, st.lists(DAYS, min_size=3, max_size=3), DAYS, RULES)
def test_the_same_as_day_by_day_once_it_is_listed(turns, days, day, rule):
    begun = [Step(START, turn) for turn in (Turn.CONFIRMED, Turn.CONSENTED, Turn.APPROVED)]
    steps = begun + [Step(on, turn) for on, turn in zip(days, turns, strict=False)]
    assert standing(steps, day).listed(day, rule) == naive(steps, day, rule)


@given(STEPS, DAYS, RULES)
def test_later_steps_change_nothing_before_them(steps, day, rule):
    until = [step for step in steps if step.on <= day]
    assert standing(steps, day).listed(day, rule) == standing(until, day).listed(day, rule)
    assert standing(steps, day) == standing(until, day)


ANY_DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))
ANY_RULE = st.builds(Rule, months=st.integers(1, 40), grace_days=st.integers(0, 400))


@given(ANY_DAY, ANY_DAY, ANY_RULE)
def test_what_the_database_compares_is_the_rule(confirmed, day, rule):
    assert (confirmed >= oldest_confirmation(day, rule)) == (day <= last_day(confirmed, rule))


@given(ANY_DAY, ANY_RULE)
def test_the_edge_itself(day, rule):
    oldest = oldest_confirmation(day, rule)
    assert last_day(oldest, rule) >= day > last_day(oldest - timedelta(days=1), rule)


@pytest.mark.parametrize(
    ("confirmed", "last"),
    [
        (date(2024, 2, 29), date(2025, 4, 29)),
        (date(2023, 2, 28), date(2024, 4, 28)),
        (date(2025, 3, 31), date(2026, 5, 30)),
        (date.max, date.max),
    ],
)
def test_a_year_and_sixty_days(confirmed, last):
    assert last_day(confirmed, Rule()) == last


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2026, 3, 1), Stage.NONE),
        (date(2026, 3, 2), Stage.NOTICE),
        (date(2026, 4, 1), Stage.NOTICE),
        (date(2026, 4, 2), Stage.DUE),
        (date(2026, 5, 17), Stage.DUE),
        (date(2026, 5, 18), Stage.LAST),
        (date(2026, 5, 31), Stage.LAST),
        (date(2026, 6, 1), Stage.LAPSED),
    ],
)
def test_how_urgently_it_is_asked(day, stage):
    assert stage_on(date(2025, 4, 1), day, Rule()) == stage


def test_a_rule_without_sense_is_refused():
    for wrong in ({"months": 0}, {"grace_days": -1}, {"notice_days": -1}):
        with pytest.raises(ValueError, match="month"):
            Rule(**wrong)


def test_the_calendar_ends_without_a_crash():
    assert oldest_confirmation(date.min, Rule()) == date.min
    assert stage_on(date.max, date.max, Rule()) is Stage.NOTICE

"""What is on the shelf and when it runs out, against plain loops and simulation."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.stock import (
    MONTH_DAYS,
    Flow,
    Standing,
    Used,
    first_difference,
    forecast,
    level,
    monthly_use,
    reorder_point,
    shortfall,
    standing,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(2026, 1, 1), date(2026, 1, 20))
flows = st.lists(st.builds(Flow, days, st.integers(-50, 50)), max_size=12)


@given(before=flows, after=flows)
def test_shortfall_and_first_difference_agree_with_a_plain_loop(before, after):
    first, short = None, None
    for number in range(20):
        day = date(2026, 1, 1) + timedelta(days=number)
        was, now = level(before, day), level(after, day)
        on_day = [sum(flow.copies for flow in rows if flow.day == day) for rows in (before, after)]
        if first is None and on_day[0] != on_day[1]:
            first = day
        if short is None and now < 0 and now < was and any(flow.day == day for flow in [*before, *after]):
            short = Flow(day, now)
    assert first_difference(before, after) == first
    assert shortfall(before, after) == short


@given(
    st.lists(st.tuples(st.integers(0, 364), st.integers(0, 60), st.integers(-200, 900)), max_size=15),
    st.integers(0, 800),
)
def test_what_was_used_in_the_year_is_all_in_the_months(spans, known_days):
    """Whole months only: what lies before them is left out, nothing is counted twice."""
    used = []
    for ago, length, copies in spans:
        end = TODAY - timedelta(days=ago)
        used.append(Used(end - timedelta(days=length), end, copies))
    months = monthly_use(used, first=TODAY - timedelta(days=known_days), today=TODAY)
    assert len(months) == min(12, int((known_days + 1) / MONTH_DAYS))
    inside = round(len(months) * MONTH_DAYS)
    naive = sum(
        one.copies / ((one.end - one.start).days + 1)
        for one in used
        for day in range((one.end - one.start).days + 1)
        if (TODAY - one.start).days - day < inside
    )
    assert sum(months) == pytest.approx(naive, abs=1e-6)


def test_even_use_runs_out_on_the_day_and_leaves_no_spread():
    found = forecast(600, [100.0] * 12, [], today=TODAY)
    expected = TODAY + timedelta(days=int(6 * MONTH_DAYS))
    assert (found.expected, found.earliest, found.latest, found.months) == (expected, expected, expected, 12)
    assert found.per_day == pytest.approx(100 * 12 / 365)


def test_a_print_run_on_its_way_counts_from_the_day_it_comes():
    months = [100.0] * 12
    early = forecast(600, months, [Flow(TODAY + timedelta(days=30), 300)], today=TODAY)
    assert early.expected == TODAY + timedelta(days=int(9 * MONTH_DAYS))
    too_late = forecast(600, months, [Flow(TODAY + timedelta(days=300), 300)], today=TODAY)
    assert too_late.expected == forecast(600, months, [], today=TODAY).expected


def test_unknown_and_endless():
    assert forecast(5, [], [], today=TODAY).per_day is None
    assert monthly_use([], first=None, today=TODAY) == []
    assert monthly_use([], first=TODAY - timedelta(days=20), today=TODAY) == []
    nothing = forecast(5, [0.0] * 12, [], today=TODAY)
    assert (nothing.per_day, nothing.expected, nothing.latest) == (0.0, None, None)
    assert forecast(0, [10.0], [], today=TODAY).expected == TODAY
    assert forecast(10**6, [1.0, 2.0, 3.0], [], today=TODAY).expected is None
    few = forecast(100, [10.0, 30.0], [], today=TODAY)
    assert few.expected is not None
    assert few.earliest is None


@given(st.integers(1, 100_000), st.lists(st.floats(0, 5000), min_size=3, max_size=12))
def test_the_earliest_day_is_not_after_the_expected_and_that_not_after_the_latest(stock, months):
    found = forecast(stock, months, [], today=TODAY)
    days = [found.earliest, found.expected, found.latest]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert [day is None for day in days] == sorted(day is None for day in days)


def test_one_case_in_ten_runs_out_before_the_earliest_day_and_one_in_ten_after_the_latest():
    rng = random.Random(4)
    before = after = 0
    for _number in range(4000):
        draws = [rng.gauss(300, 60) for _month in range(60)]
        past, future = draws[:12], iter(draws[12:])
        found = forecast(1800, past, [], today=TODAY)
        left, passed = 1800.0, 0.0
        while left > 0:
            month = next(future)
            passed += min(left / month, 1.0)
            left -= month
        ran_out = TODAY + timedelta(days=int(passed * MONTH_DAYS))
        before += found.earliest is not None and ran_out < found.earliest
        after += found.latest is not None and ran_out > found.latest
    # The normal distribution stands for Student's, which is a little wider with twelve months.
    assert 0.08 < before / 4000 < 0.14
    assert 0.08 < after / 4000 < 0.14


@pytest.mark.parametrize(
    ("fixed", "per_day", "safety", "expected"),
    [(500, 3.0, 100, 500), (None, 3.2, 100, 196), (None, None, 100, 100), (None, None, 0, None), (None, 0.0, 0, None)],
)
def test_the_reorder_point_is_fixed_or_the_use_until_a_delivery_and_the_safety_stock(fixed, per_day, safety, expected):
    assert reorder_point(fixed, per_day, lead_days=30, safety=safety) == expected


@pytest.mark.parametrize(
    ("stock", "on_order", "point", "expected"),
    [
        (501, 0, 500, Standing.ENOUGH),
        (500, 0, 500, Standing.LOW),
        (0, 0, 500, Standing.OUT),
        (100, 1000, 500, Standing.ON_ORDER),
        (100, 100, 500, Standing.LOW),
        (0, 1000, None, Standing.ON_ORDER),
        (0, 0, None, Standing.OUT),
        (1, 0, None, Standing.ENOUGH),
    ],
)
def test_how_a_stock_stands(stock, on_order, point, expected):
    assert standing(stock, on_order, point) is expected

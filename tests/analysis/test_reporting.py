"""Completeness and timeliness: the algebra, against counting one by one."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.reporting import Report, Score, days_late, score

DAY = date(2023, 5, 10)
reports = st.builds(
    Report,
    due_on=st.just(DAY),
    sent_on=st.none() | st.integers(-20, 20).map(lambda days: DAY + timedelta(days=days)),
    is_excused=st.booleans(),
    covers=st.integers(1, 30),
)


@given(st.lists(reports))
def test_it_is_what_counting_one_by_one_gives(found: list[Report]) -> None:
    expected = [one for one in found for _ in range(one.covers) if not one.is_excused]
    sent = [one for one in expected if one.sent_on]
    on_time = [one for one in sent if one.sent_on and one.sent_on <= DAY]
    assert score(found) == Score(len(expected), len(sent), len(on_time))


@given(st.lists(reports), st.lists(reports))
def test_scores_of_two_lists_add_up_and_rates_stay_in_order(first: list[Report], second: list[Report]) -> None:
    both = score([*first, *second])
    assert score(first) + score(second) == both == score([*second, *first])
    assert 0 <= both.on_time <= both.sent <= both.expected
    if both.expected:
        assert both.completeness is not None
        assert both.timeliness is not None
        assert 0 <= both.timeliness <= both.completeness <= 100
        assert both.is_complete == (both.completeness == 100 or both.sent == both.expected)
    else:
        assert both.completeness is both.timeliness is None


@given(reports, st.integers(-40, 40))
def test_days_late(report: Report, days: int) -> None:
    today = DAY + timedelta(days=days)
    late = days_late(report, today)
    if report.is_excused:
        assert late == 0
    else:
        assert late == max(0, ((report.sent_on or today) - DAY).days)
        assert (late > 0) == ((report.sent_on or today) > DAY)


def test_27_centres_of_which_26_sent_and_one_of_them_late() -> None:
    found = [Report(DAY, DAY)] * 25 + [Report(DAY, DAY + timedelta(days=1)), Report(DAY, None)]
    made = score(found)
    assert (made.completeness, made.timeliness) == (Decimal("96.3"), Decimal("92.6"))
    assert not made.is_complete

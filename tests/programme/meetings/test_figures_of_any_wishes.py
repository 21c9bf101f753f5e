"""Figures of any wishes and issues: their sums; later rows and the order of writing change nothing."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core
from tests.factories.events import NOW, recorder
from tests.factories.indicators import indicator
from tests.factories.meetings import issues as make_issues
from tests.factories.meetings import wishes as make
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel, WishStatus
from zaitaku.programme.meetings.models import IssueStep

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
FIRST = date(2022, 12, 1)
DAYS = st.integers(0, 520).map(lambda days: FIRST + timedelta(days=days))
AS_OF = st.dates(date(2023, 4, 1), date(2024, 5, 1))
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

WISH = st.tuples(
    st.sampled_from(WishStatus.values), st.lists(DAYS, min_size=3, max_size=3).map(sorted), st.integers(0, 2)
)
STEP = st.tuples(DAYS, st.sampled_from(FollowUp.values))
ISSUE = st.tuples(st.sampled_from(IssueLevel.values), DAYS, st.lists(STEP, max_size=4, unique_by=lambda step: step[0]))


@pytest.fixture
def office():
    return core.organisation()


class Undone(Exception):
    pass


def of_these(write, rows, asked, as_of):
    """The figures with the rows written down; nothing of it stays."""
    found = {}
    try:
        with transaction.atomic():
            for row in rows:
                write(row)
            found = compute(asked, year=YEAR, as_of=as_of)
            for one in asked:
                assert len(records(one, year=YEAR, as_of=as_of)) == (found[one.code].value or 0)
            raise Undone
    except Undone:
        return [found[one.code] for one in asked]


def wish_of(centres):
    def write(row):
        status, (voiced, found, ended), at = row
        has_ended = status in (WishStatus.DONE, WishStatus.CLOSED)
        wish = make.wish(
            center=centres[at], voiced_on=voiced, status=status, done_on=ended if has_ended else None, text="x"
        )
        if status != WishStatus.VOICED:
            make.match(wish=wish, matched_on=found, supporter=make.supporter(center=centres[at]))

    return write


def asking(office, function, **params):
    return indicator(owner=office, function=function, params=params, unit="件")


@few
@given(st.lists(WISH, max_size=8), AS_OF, st.randoms(use_true_random=False))
def test_wishes(office, rows, as_of, dice):
    centres = [make.centre(area=office.area) for _ in range(3)]
    asked = [asking(office, "meetings.wishes", **({"status": one} if one else {})) for one in ("", "done", "closed")]
    ended = [asking(office, "meetings.wishes", by="ended", **({"status": one} if one else {})) for one in ("", "done")]
    write, both = wish_of(centres), [*asked, *ended]
    voiced, done, closed, all_ended, done_by_end = of_these(write, rows, both, as_of)
    last = min(as_of, YEAR.end)
    assert (voiced.value or 0) == sum(YEAR.start <= days[0] <= last for _, days, _ in rows)
    assert (done.value or 0) + (closed.value or 0) <= (voiced.value or 0)
    plain = [
        (state, days[2]) for state, days, _ in rows if state in ("done", "closed") and YEAR.start <= days[2] <= last
    ]
    assert (all_ended.value or 0) == len(plain)
    assert (done_by_end.value or 0) == sum(state == "done" for state, _ in plain)
    for figure in (voiced, done, closed):
        assert not figure.parts or sum(part.value for part in figure.parts) == figure.value
    values = [figure.value for figure in (voiced, done, closed, all_ended, done_by_end)]
    assert [figure.value for figure in of_these(write, dice.sample(rows, len(rows)), both, as_of)] == values
    known = [row for row in rows if row[1][0] <= as_of]
    assert [figure.value for figure in of_these(write, known, both, as_of)] == values


def write_issue(office):
    def write(row):
        level, raised, steps = row
        issue = make_issues.issue(owner=office, level=level, raised_on=raised, title="x")
        for on, status in steps:
            if on >= raised:
                IssueStep.objects.create(issue=issue, on=on, status=status, text="x", at=NOW, by=recorder())

    return write


@few
@given(st.lists(ISSUE, max_size=6), AS_OF, st.randoms(use_true_random=False))
def test_issues(office, rows, as_of, dice):
    whole = [asking(office, "meetings.issues", level=level) for level in IssueLevel.values]
    states = [
        asking(office, "meetings.issues", level=level, status=status)
        for level in IssueLevel.values
        for status in FollowUp.values
    ]
    ended = asking(office, "meetings.issues", level="proposal", status="done", by="ended")
    both, write = [*whole, *states, ended], write_issue(office)
    found = [figure.value for figure in of_these(write, rows, both, as_of)]
    each = len(FollowUp.values)
    for at, value in enumerate(found[: len(whole)]):
        parts = found[len(whole) + at * each : len(whole) + (at + 1) * each]
        assert sum(part or 0 for part in parts) == (value or 0)
    assert (found[-1] or 0) == sum(done_in_year(row, as_of) for row in rows)
    mixed = [(level, raised, dice.sample(steps, len(steps))) for level, raised, steps in dice.sample(rows, len(rows))]
    assert [figure.value for figure in of_these(write, mixed, both, as_of)] == found
    known = [
        (level, raised, [step for step in steps if step[0] <= as_of])
        for level, raised, steps in rows
        if raised <= as_of
    ]
    assert [figure.value for figure in of_these(write, known, both, as_of)] == found


def done_in_year(row, as_of):
    """Walks the days one by one."""
    level, raised, steps = row
    if level != "proposal" or raised > min(as_of, YEAR.end):
        return False
    said, state, since, day = dict(steps), "open", raised, raised
    while day <= as_of:
        if said.get(day, state) != state:
            state, since = said[day], day
        day += timedelta(days=1)
    return state == "done" and YEAR.start <= since <= YEAR.end

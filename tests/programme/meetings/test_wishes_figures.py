"""Figures of wishes and issues as of a day, against a plain count; no words of a wish or a case in the passport."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import core
from tests.factories.events import NOW, recorder
from tests.factories.indicators import indicator
from tests.factories.meetings import issues as make_issues
from tests.factories.meetings import wishes as make
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import BadParams, check_params, compute, records
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel, WishStatus
from zaitaku.programme.meetings.models import IssueStep

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


@pytest.fixture
def office():
    return core.organisation()


def asking(office, function, **params):
    return indicator(owner=office, function=function, params=params, unit="件")


def test_wishes_are_counted_as_far_as_they_had_got_by_the_day(office):
    dice = random.Random(7)
    centres = [make.centre(area=office.area) for _ in range(3)]
    days = [YEAR.start + timedelta(days=one) for one in range(366)]
    told = []
    for _ in range(60):
        voiced, found, ended = sorted(dice.choice(days) for _ in range(3))
        state = dice.choice([WishStatus.VOICED, WishStatus.MATCHED, WishStatus.DONE, WishStatus.CLOSED])
        ends = ended if state in (WishStatus.DONE, WishStatus.CLOSED) else None
        wish = make.wish(center=dice.choice(centres), voiced_on=voiced, status=state, done_on=ends)
        matched = None if state == WishStatus.VOICED else found
        if matched:
            make.match(wish=wish, matched_on=matched)
        told.append((voiced, matched, ends if state == WishStatus.DONE else None))
    make.wish(center=centres[0], voiced_on=date(2022, 12, 1))
    make.wish(voiced_on=date(2023, 6, 1))  # of another area
    asked = {
        "voiced": asking(office, "meetings.wishes"),
        "matched": asking(office, "meetings.wishes", status="matched"),
        "done": asking(office, "meetings.wishes", status="done"),
    }
    for day in (date(2023, 6, 30), COVER, date(2024, 3, 31)):
        made = compute(list(asked.values()), year=YEAR, as_of=day)
        for at, name in enumerate(asked):
            plain = sum(1 for row in told if row[0] <= day and row[at] is not None and row[at] <= day)
            figure = made[asked[name].code]
            assert (figure.value, figure.state) == (plain, State.FINAL)
            assert sum(part.value for part in figure.parts) == plain


def test_nothing_written_down_is_unknown_and_not_none(office):
    asked = [asking(office, "meetings.wishes"), asking(office, "meetings.issues", level="proposal")]
    made = compute(asked, year=YEAR, as_of=COVER)
    assert [(made[one.code].value, made[one.code].state) for one in asked] == [(None, State.TO_FOLLOW)] * 2


def step(issue, on, status):
    IssueStep.objects.create(issue=issue, on=on, status=status, text="x", at=NOW, by=recorder())


def test_issues_are_counted_by_level_as_they_stood_on_the_day(office):
    one, two = (make_issues.issue(owner=office, level=IssueLevel.PROPOSAL) for _ in range(2))
    make_issues.issue(owner=make.centre(area=office.area))
    make_issues.issue(owner=office, level=IssueLevel.PROPOSAL, raised_on=date(2024, 2, 1))
    step(one, date(2023, 7, 1), FollowUp.UNDER_WAY)
    step(one, date(2024, 1, 10), FollowUp.DONE)
    step(two, date(2023, 7, 1), FollowUp.DONE)
    counts = {
        "case": asking(office, "meetings.issues", level="case"),
        "area": asking(office, "meetings.issues", level="area"),
        "proposal": asking(office, "meetings.issues", level="proposal"),
        "done": asking(office, "meetings.issues", level="proposal", status="done"),
        "under_way": asking(office, "meetings.issues", level="proposal", status="under_way"),
    }

    def values(day):
        made = compute(list(counts.values()), year=YEAR, as_of=day)
        return [made[one.code].value for one in counts.values()]

    assert values(COVER) == [1, 0, 2, 1, 1]
    assert values(date(2024, 3, 31)) == [1, 0, 3, 2, 0]


def test_passports_show_no_words_of_wishes_and_cases(office):
    make.wish(center=make.centre(area=office.area), text="ひみつの願い")
    make_issues.issue(owner=office, title="ひみつの事例")
    make_issues.issue(owner=office, level=IssueLevel.PROPOSAL, title="通院支援")
    rows = [
        row
        for one in (
            asking(office, "meetings.wishes"),
            asking(office, "meetings.issues", level="case"),
            asking(office, "meetings.issues", level="proposal"),
        )
        for row in records(one, year=YEAR, as_of=COVER)
    ]
    assert len(rows) == 3
    assert "ひみつ" not in str(rows)
    assert rows[2].detail == "通院支援"


def test_queries_do_not_grow_with_indicators(office):
    for number in range(3):
        make.match(wish=make.wish(center=make.centre(area=office.area)))
        step(make_issues.issue(owner=office), date(2023, 7, number + 1), FollowUp.DONE)
    few = [asking(office, "meetings.wishes"), asking(office, "meetings.issues", level="case")]
    more = [asking(office, "meetings.issues", level=level) for level in IssueLevel.values]

    def queries(asked):
        with CaptureQueriesContext(connection) as captured:
            compute(asked, year=YEAR, as_of=COVER)
        return len(captured)

    assert queries([*few, *more]) == queries(few)


@pytest.mark.parametrize(
    ("function", "params"),
    [
        ("meetings.issues", {"level": "x"}),
        ("meetings.issues", {}),
        ("meetings.issues", {"level": "case", "status": "x"}),
        ("meetings.issues", {"level": "case", "status": "matched"}),
        ("meetings.issues", {"level": "case", "owner": "x"}),
        ("meetings.wishes", {"status": "dropped"}),
        ("meetings.wishes", {"status": ["done"]}),
    ],
)
def test_parameters_are_checked(function, params):
    with pytest.raises(BadParams):
        check_params(function, params)

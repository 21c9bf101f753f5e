"""What is due: letters a week before and once when it is over, the list on the front page."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.factories import core
from tests.factories.meetings import committees as make
from tests.factories.meetings import issues as make_issues
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.meetings.actions import committees as actions
from zaitaku.programme.meetings.actions import issues as issue_actions
from zaitaku.programme.meetings.actions.committees import ActionEntry
from zaitaku.programme.meetings.actions.due_letters import remind_due_by
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.queries.due import duties_of

pytestmark = pytest.mark.django_db
DUE = date(2024, 2, 20)


def night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=ZoneInfo("Asia/Tokyo"))


def days_with_letters(first: date, last: date) -> list[date]:
    found = []
    for one in range((last - first).days + 1):
        day = first + timedelta(days=one)
        if remind_due_by(now=night(day))["letters"]:
            found.append(day)
            Letter.objects.update(sent_at=night(day))
    return found


@pytest.fixture
def clerk():
    return core.person(role=Role.PARTNER, organisation=core.organisation(name="医師会"), name="事務 花子")


@pytest.fixture
def office(clerk):
    return clerk.memberships.get().organisation


def test_its_owner_is_told_a_week_before_and_once_when_it_is_over(clerk, office):
    action = make.action(owner=office, text="用紙を見直す", due_on=DUE)
    core.person(role=Role.COUNCIL_MEMBER, organisation=office)
    core.person(role=Role.PARTNER, organisation=office, is_active=False)
    core.person(role=Role.PARTNER)
    assert days_with_letters(date(2024, 2, 1), date(2024, 3, 10)) == [date(2024, 2, 13), date(2024, 2, 21)]
    soon, over = Letter.objects.filter(to=clerk.email).order_by("pk")
    assert Letter.objects.count() == 2
    assert soon.subject == "期限が近づいています: 用紙を見直す"
    assert over.subject == "期限が過ぎています: 用紙を見直す"
    assert reverse("meetings:undertaking", args=[action.pk]) in soon.body
    assert soon.not_before.astimezone(ZoneInfo("Asia/Tokyo")).hour == 8


def test_what_is_done_or_moved_is_told_of_no_more(clerk, office):
    action = make.action(owner=office, due_on=DUE)
    assert remind_due_by(now=night(DUE))["letters"] == 1
    entry = ActionEntry(action.text, office, due_on=DUE + timedelta(days=30))
    action = actions.change_action(action=action, seen=0, item=None, entry=entry, by=clerk)
    assert not Letter.objects.exists()
    assert remind_due_by(now=night(DUE))["letters"] == 0
    assert remind_due_by(now=night(DUE + timedelta(days=23)))["letters"] == 1
    actions.report_action(action=action, seen=1, status=FollowUp.DONE, done_on=DUE, result="済", by=clerk)
    assert not Letter.objects.exists()
    assert remind_due_by(now=night(DUE + timedelta(days=60)))["letters"] == 0


def test_issues_are_told_of_without_the_words_of_a_case(clerk, office):
    case = make_issues.issue(owner=office, title="ひみつの事例", due_on=DUE)
    make_issues.issue(owner=office, level=IssueLevel.PROPOSAL, title="移動の足", due_on=DUE)
    assert remind_due_by(now=night(DUE)) == {"reminded": 2, "letters": 2}
    told = "".join(f"{one.subject}{one.body}" for one in Letter.objects.all())
    assert "移動の足" in told
    assert "ひみつ" not in told
    issue_actions.follow_up(issue=case, on=DUE, status=FollowUp.DONE, text="済", at=night(DUE), by=clerk)
    assert Letter.objects.count() == 1


def test_the_front_page_lists_ones_own_by_urgency(clerk, office):
    late = make.action(owner=office, text="遅れた件", due_on=DUE)
    make.action(owner=office, text="日のない件")
    make.action(text="よその件", due_on=DUE)
    make.action(owner=office, text="済んだ件", status=FollowUp.DONE, done_on=DUE)
    make_issues.issue(owner=office, title="課題", due_on=DUE + timedelta(days=9))
    make_issues.issue(owner=office, title="日のない課題")
    found = duties_of(clerk, on=DUE + timedelta(days=1), most=10)
    assert [(one.what, one.is_late) for one in found] == [("遅れた件", True), ("課題", False), ("日のない件", False)]
    assert found[0].pk == late.pk
    assert len(duties_of(clerk, on=DUE, most=2)) == 2
    assert duties_of(core.person(role=Role.COUNCIL_MEMBER, organisation=office), on=DUE, most=10) == []

"""Who is written to about a settled round: people and teams, when something changes, and on the day before."""

from datetime import date, timedelta

import pytest

from tests.factories import core, events
from tests.factories.meetings import visits
from zaitaku.core.mail.models import Letter
from zaitaku.programme.meetings.actions import removal, rounds, trainees, visit_reminders
from zaitaku.programme.meetings.actions import visits as actions
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.actions.trainees import TraineeEntry
from zaitaku.programme.meetings.actions.visits import SlotOffer
from zaitaku.programme.meetings.choices import ReviewStatus, VisitStatus
from zaitaku.programme.meetings.models import Trainee, Visit

pytestmark = pytest.mark.django_db
NOW = events.NOW  # 1 December 2023, 9 in the morning
DAY = date(2023, 12, 11)
EVE = NOW.replace(day=10)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def one():
    return visits.round_()


@pytest.fixture
def slots(one):
    """Two days of one team, one of another; both left an address."""
    first, second, _third = visits.TEAMS
    given = [(first, DAY, "first@example.jp"), (first, DAY + timedelta(1), "first@example.jp")]
    offered = [*given, (second, DAY, "second@example.jp")]
    return [visits.slot(round=one, team=team, day=day, email=email) for team, day, email in offered]


@pytest.fixture
def settled(one, slots, by):
    """青木 goes on the first day, 井上 is placed nowhere."""
    visits.trainee(round=one, name="青木", email="aoki@example.jp", wishes=(slots[0],))
    visits.trainee(round=one, name="井上", email="inoue@example.jp")
    rounds.match_round(round_=one, by=by)
    assert rounds.settle_round(round_=one, with_letters=True, now=NOW, by=by) == 3
    one.refresh_from_db()
    return one


def sent():
    """As the worker does; what is written after it is new."""
    Letter.objects.update(sent_at=NOW)


def letters():
    return {letter.to.partition("@")[0]: letter.body for letter in Letter.objects.filter(sent_at=None)}


def test_a_team_learns_who_comes_along_on_which_day(settled):
    found = letters()
    assert set(found) == {"aoki", "inoue", "first"}, "a team without anybody gets no letter"
    assert "令和5年12月11日（月） 終日：青木（第1病院）" in found["first"]
    assert "12月12日" not in found["first"]
    assert "定員" in found["inoue"]


def test_moving_somebody_tells_the_person_and_both_teams(settled, slots, by):
    aoki = Trainee.objects.get(number=1)
    rounds.place_by_hand(trainee=aoki, slot=slots[2], is_pinned=True, now=NOW, by=by)
    found = letters()
    assert slots[2].team in found["aoki"]
    assert slots[0].team not in found["aoki"], "the letter that was not sent yet is withdrawn"
    assert Letter.objects.get(to="aoki@example.jp").subject.startswith("訪問日程の変更")
    assert "同行者なし" in found["first"]
    assert "青木" in found["second"]
    sent()
    rounds.place_by_hand(trainee=aoki, slot=slots[2], is_pinned=False, now=NOW, by=by)
    assert letters() == {}, "nothing changed for anybody"
    rounds.place_by_hand(trainee=aoki, slot=None, is_pinned=False, now=NOW, by=by)
    assert set(letters()) == {"aoki", "second"}
    assert "行われない" in letters()["aoki"]


def test_calling_off_and_withdrawing_tell_both_sides(settled, slots, by):
    sent()
    visit = Visit.objects.get()
    planned, off = VisitStatus.PLANNED, VisitStatus.CANCELLED
    rounds.mark_visits(round_=settled, marks={visit.pk: (planned, off)}, now=NOW, by=by)
    assert "中止" in letters()["aoki"]
    assert "同行者なし" in letters()["first"]
    rounds.mark_visits(round_=settled, marks={visit.pk: (off, planned)}, now=NOW, by=by)
    assert "同行していただきます" in letters()["aoki"]
    sent()
    trainees.withdraw_trainee(trainee=visit.trainee, now=NOW, by=by)
    assert "辞退" in letters()["aoki"]
    assert "同行者なし" in letters()["first"]


def test_a_moved_day_is_told_to_whoever_goes(settled, slots, by):
    sent()
    to = SlotOffer(slots[0].team, DAY + timedelta(7), email=slots[0].email)
    actions.change_slot(slot=slots[0], to=to, now=NOW, by=by)
    assert all("12月18日" in letters()[name] for name in ("aoki", "first"))
    sent()
    actions.change_slot(
        slot=slots[0], to=SlotOffer(to.team, to.day, capacity=3, email="new@example.jp"), now=NOW, by=by
    )
    assert letters() == {}, "more places and another address change nothing for anybody"


def test_nothing_is_written_of_the_past_or_where_no_letters_were_wanted(settled, slots, by):
    sent()
    aoki = Trainee.objects.get(number=1)
    late = NOW + timedelta(days=30)
    rounds.mark_visits(
        round_=settled, marks={aoki.visit.pk: (VisitStatus.PLANNED, VisitStatus.CANCELLED)}, now=late, by=by
    )
    assert letters() == {}
    rounds.reopen_round(round_=settled, by=by)
    rounds.place_by_hand(trainee=aoki, slot=slots[1], is_pinned=True, now=NOW, by=by)
    assert letters() == {}, "an open round is still being talked about"
    rounds.settle_round(round_=settled, with_letters=False, now=NOW, by=by)
    rounds.place_by_hand(trainee=aoki, slot=slots[0], is_pinned=True, now=NOW, by=by)
    assert letters() == {}
    assert visit_reminders.remind_by(now=EVE) == {"reminded": 0}


def test_both_sides_are_reminded_once_on_the_day_before(settled, slots, by):
    sent()
    assert visit_reminders.remind_by(now=EVE - timedelta(days=1)) == {"reminded": 0}
    assert visit_reminders.remind_by(now=EVE.replace(hour=5)) == {"reminded": 0}
    assert visit_reminders.remind_by(now=EVE) == {"reminded": 2}
    assert visit_reminders.remind_by(now=EVE + timedelta(hours=1)) == {"reminded": 0}
    assert set(letters()) == {"aoki", "first"}
    assert "青木" in letters()["first"]
    aoki = Trainee.objects.get(number=1)
    rounds.place_by_hand(trainee=aoki, slot=slots[1], is_pinned=True, now=EVE, by=by)
    assert not Letter.objects.filter(kind="reminder", to="aoki@example.jp", sent_at=None).exists()
    assert visit_reminders.remind_by(now=EVE + timedelta(days=1)) == {"reminded": 2}, "another day, another eve"


def test_names_and_the_teams_addresses_leave(settled):
    removal.remove(series=settled.series, now=NOW)
    assert not Letter.objects.exists()
    assert not settled.slots.exclude(email="").exists()


def test_the_same_person_is_entered_once(one, slots, by):
    house, other = (visits.hospital(series=one.series) for _number in range(2))
    trainees.enter_trainee(round_=one, hospital=house, entry=TraineeEntry("青木 一郎"), by=by)
    with pytest.raises(MeetingRefused, match=r"No\.1"):
        trainees.enter_trainee(round_=one, hospital=house, entry=TraineeEntry("青木　一郎"), by=by)
    trainees.enter_trainee(round_=one, hospital=other, entry=TraineeEntry("青木一郎"), by=by)
    twice = [(house, TraineeEntry("井上")), (house, TraineeEntry("井 上"))]
    with pytest.raises(MeetingRefused, match="井 上"):
        trainees.enter_trainees(round_=one, entries=twice, by=by)
    assert one.trainees.count() == 2


def test_a_hospital_says_its_own_wish_until_the_review_was_held(one, by):
    house = visits.hospital(series=one.series)
    actions.tell_review_wish(hospital=house, wish=ReviewStatus.WANTED, by=by)
    house.refresh_from_db()
    assert house.review_status == ReviewStatus.WANTED
    with pytest.raises(MeetingRefused):
        actions.tell_review_wish(hospital=house, wish=ReviewStatus.DONE, by=by)
    fields = {"name": house.name, "organisation": None, "review_status": ReviewStatus.DONE, "review_session": None}
    with pytest.raises(MeetingRefused, match="実施した日"):
        actions.change_hospital(hospital=house, **fields, by=by)
    actions.change_hospital(hospital=house, **fields, reviewed_on=DAY, by=by)
    with pytest.raises(MeetingRefused):
        actions.tell_review_wish(hospital=house, wish=ReviewStatus.DECLINED, by=by)

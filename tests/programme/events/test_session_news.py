"""Whoever signed up hears when the event is moved, called off or takes place after all; nobody hears for nothing."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import checkin, core, events
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions import cancel_session, change_channel, change_session, plan_session_again
from zaitaku.programme.events.actions.checkin import SessionCalledOff, check_in
from zaitaku.programme.events.actions.reminders import remind_by
from zaitaku.programme.events.actions.session_news import tell_called_off
from zaitaku.programme.events.actions.signup_refusals import NotOpen
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.models import Channel, Session, SignUp

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timezone.localdate() + timedelta(days=20)
if DAY.month == 4 and DAY.day <= 2:
    DAY += timedelta(days=2)  # moved by a day within one fiscal year


@pytest.fixture
def session():
    series = events.series(fiscal_year=FiscalYear.of(DAY).year, is_public=True, title="在宅療養講演会")
    fields = {"held_on": DAY, "starts": time(14), "ends": time(16), "venue": "区民ホール"}
    return events.session(series=series, status=SessionStatus.PLANNED, **fields)


@pytest.fixture
def hall(session):
    return open_channel(session=session, capacity=2)


@pytest.fixture
def by():
    return core.person()


def person(channel, **kw):
    return enter(channel, now=NOW, **kw)


def news(kind):
    return {one.to: one.body for one in Letter.objects.filter(kind=kind)}


def test_a_moved_session_is_told_with_the_old_and_the_new(session, hall, by):
    seated, waiting = [person(hall) for _ in range(2)], person(hall)
    silent = person(open_channel(session=session, label="別会場"), email="", phone="0311112222")
    SignUp.objects.update(reminded_at=NOW)
    changed = change_session(session=session, starts=time(15), ends=time(17), venue="公民館", by=by)
    told = news("moved")
    assert set(told) == {one.email for one in (*seated, waiting)}
    assert changed.told == 3
    for letter in told.values():
        assert "15:00～17:00（変更前：" in letter
        assert "会場：公民館（変更前：区民ホール）" in letter
    assert "キャンセル待ち" in told[waiting.email]
    assert f"/events/my/{seated[0].key}/" in told[seated[0].email]
    assert not SignUp.objects.exclude(pk=silent.pk).exclude(reminded_at=None).exists(), "reminded again of the new"


@pytest.mark.parametrize("fields", [{"theme": "副題"}, {"venue": "区民ホール"}, {"access": "駅前"}])
def test_what_people_need_not_know_again_is_not_told(session, hall, by, fields):
    person(hall)
    assert change_session(session=session, **fields, by=by).told == 0
    assert not news("moved")


def test_a_channel_of_its_own_day_is_not_touched_by_the_sessions(session, hall, by):
    own = {"held_on": DAY, "starts": time(10), "ends": time(11), "venue": "図書館"}
    other = person(open_channel(session=session, label="図書館", **own))
    one = person(hall)
    change_session(session=session, held_on=DAY + timedelta(days=1), by=by)
    assert set(news("moved")) == {one.email}
    channel = Channel.objects.get(label="図書館")
    assert change_channel(channel=channel, venue="公民館", by=by).told == 1
    assert "会場：公民館（変更前：図書館）" in news("moved")[other.email]


def test_the_address_to_join_is_told_to_those_with_a_seat_only(session, by):
    old, new = "https://example.zoom.us/j/1", "https://example.zoom.us/j/2"
    zoom = open_channel(session=session, label="Zoom", kind=ChannelKind.ONLINE, capacity=1, join_url=old)
    seated, waiting = person(zoom), person(zoom)
    change_channel(channel=zoom, join_url=new, by=by)
    assert set(news("moved")) == {seated.email}
    assert f"{new}\n" in news("moved")[seated.email]
    assert f"使えなくなりました：\n{old}\n" in news("moved")[seated.email]
    change_channel(channel=zoom, starts=time(9), ends=time(10), by=by)
    assert old not in news("moved")[waiting.email]
    assert new not in news("moved")[waiting.email]


def test_corrections_after_the_day_and_of_what_was_called_off_are_not_told(session, hall, by):
    person(hall)
    cancel_session(session=session, reason="台風", by=by)
    change_session(session=session, starts=time(9), by=by)
    assert not news("moved")
    past = timezone.localdate() - timedelta(days=3)
    Session.objects.update(status=SessionStatus.PLANNED, held_on=past)
    session = Session.objects.get()
    session.series.fiscal_year = FiscalYear.of(past).year
    assert change_session(session=session, starts=time(10), by=by).told == 0


def test_an_unsent_reminder_of_the_old_hour_is_withdrawn(session, hall, by):
    one = person(hall)
    Letter.objects.create(
        to=one.email, kind="reminder", about=f"events.sign_up:{one.pk}", written_at=NOW, not_before=NOW
    )
    change_session(session=session, starts=time(9), by=by)
    assert not news("reminder")


def test_called_off_and_again_with_the_reason_and_whoever_waits_moves_up(session, hall, by):
    seated, waiting = [person(hall) for _ in range(2)], person(hall)
    assert cancel_session(session=session, reason="台風", by=by).told == 3
    assert "理由：台風" in news("called_off")[seated[0].email]
    assert cancel_session(session=session, reason="やはり台風", by=by).told == 0
    change_channel(channel=Channel.objects.get(), capacity=3, by=by)
    assert not news("promoted")
    assert plan_session_again(session=session, reason="天候の回復", by=by).told == 3
    assert set(news("again")) == {one.email for one in (*seated, waiting)}
    assert set(news("promoted")) == {waiting.email}
    assert Channel.objects.get().taken == 3
    assert not Session.objects.get().called_off_because


def test_what_was_held_by_mistake_is_planned_again_without_a_letter(session, hall, by):
    person(hall)
    Session.objects.update(status=SessionStatus.HELD)
    assert plan_session_again(session=Session.objects.get(), reason="誤り", by=by).told == 0
    assert not news("again")


def test_a_channel_is_called_off_and_takes_place_after_all(hall, by):
    one = person(hall)
    assert change_channel(channel=hall, status=SessionStatus.CANCELLED, by=by).told == 1
    assert change_channel(channel=hall, status="", venue="公民館", by=by).told == 1
    assert "会場：公民館\n" in news("again")[one.email]
    assert not news("moved")


def test_a_hall_full_of_people_takes_few_queries(session, by, django_assert_max_num_queries):
    channel = open_channel(session=session, capacity=None)
    people = [SignUp.objects.get(pk=person(channel).pk) for _ in range(60)]
    with django_assert_max_num_queries(30):
        assert change_session(session=session, starts=time(9), by=by).told == len(people)
    with django_assert_max_num_queries(30):
        assert cancel_session(session=session, reason="台風", by=by).told == len(people)


def test_the_officer_sees_how_many_are_told(client, session, hall):
    person(hall)
    client.force_login(core.person(organisation=session.series.owner))
    answer = client.post(f"/events/sessions/{session.pk}/cancel/", {"reason": "台風"}, follow=True)
    assert "申込者1人にメールでお知らせします" in answer.content.decode()


def at_the_same_time(first, second, *, seconds=0.7):
    """`second` begins while `first` has done its work and not yet committed; `first` waits for it a moment."""
    is_done, may_begin = threading.Event(), threading.Event()
    raised = []

    def run():
        try:
            may_begin.wait(20)
            second()
        except Exception as error:  # told to the test
            raised.append(error)
        finally:
            is_done.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    with transaction.atomic():
        first()
        may_begin.set()
        is_done.wait(seconds)
    thread.join()
    return raised


def naive(session):
    """Calling off without the channels held: what the product did before."""
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(status=SessionStatus.CANCELLED)
        tell_called_off(Channel.objects.filter(session=session).select_related("session__series"), now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_naive", [False, True])
def test_who_signs_up_while_it_is_called_off_hears_of_it(session, hall, by, is_naive):
    """The canary: without the channels held PostgreSQL lets the sign-up pass unheard. SQLite has one writer."""
    call_off = naive if is_naive else lambda session: cancel_session(session=session, reason="台風", by=by)
    assert not at_the_same_time(lambda: person(hall), lambda: call_off(session))
    is_told = bool(news("called_off"))
    assert is_told != (is_naive and connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_channel_of_a_session_being_called_off_is_refused(session, hall, by):
    [refused] = at_the_same_time(
        lambda: cancel_session(session=session, reason="台風", by=by), lambda: enter(hall, now=NOW)
    )
    assert isinstance(refused, NotOpen)
    assert not SignUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_signs_up_while_it_is_moved_is_told_either_way(session, hall, by):
    moves = {"starts": time(9), "ends": time(10)}
    assert not at_the_same_time(lambda: person(hall), lambda: change_session(session=session, **moves, by=by))
    assert len(news("moved")) == 1
    moves = {"starts": time(11), "ends": time(12)}
    assert not at_the_same_time(lambda: change_session(session=session, **moves, by=by), lambda: person(hall))
    [late] = SignUp.objects.filter(number=2)
    assert "11:00～12:00" in news("confirmed")[late.email]


@pytest.mark.django_db(transaction=True)
def test_no_reminder_of_the_old_hour_follows_the_letter_about_the_new(session, hall, by):
    person(hall)
    eve = timezone.make_aware(datetime.combine(DAY - timedelta(days=1), time(10)))
    assert not at_the_same_time(
        lambda: change_session(session=session, starts=time(9), by=by), lambda: remind_by(now=eve)
    )
    [reminder] = news("reminder").values()
    assert "9:00～16:00" in reminder
    assert "14:00" not in reminder


@pytest.mark.django_db(transaction=True)
def test_nobody_is_checked_in_at_what_is_being_called_off(session, hall, by):
    [refused] = at_the_same_time(
        lambda: cancel_session(session=session, reason="台風", by=by),
        lambda: check_in(channel=hall, key=checkin.key(), by=by, now=NOW),
    )
    assert isinstance(refused, SessionCalledOff)

"""The letter before the day: one for each confirmed sign-up, none for anybody else, whoever else works at it."""

import threading
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from tests.factories import core, events
from tests.programme.events import signing_up
from zaitaku.core.jobs import actions as jobs
from zaitaku.core.jobs.models import Job
from zaitaku.core.jobs.worker import work_once
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions import reminders
from zaitaku.programme.events.actions.signup import cancel_sign_up
from zaitaku.programme.events.choices import ChannelKind, SessionStatus, SignUpStatus, StepKind
from zaitaku.programme.events.models import Session, SignUp, SignUpStep

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = signing_up.DAY


def at(hour, days=-1, minute=0):
    """A time relative to the day of the event; the eve unless told."""
    return datetime.combine(DAY + timedelta(days=days), time(hour, minute), TOKYO)


def hall(**kw):
    return signing_up.open_channel(**({"starts": time(14), "ends": time(16), "venue": "区民ホール"} | kw))


def letters():
    return list(Letter.objects.filter(kind="reminder").order_by("pk"))


def remind(now):
    return reminders.remind_by(now=now)["reminded"]


@pytest.mark.django_db
def test_on_the_eve_each_confirmed_sign_up_gets_one_letter():
    channel = hall(capacity=3)
    first, second = signing_up.enter(channel, name="練馬花子"), signing_up.enter(channel, 2)
    waiting = signing_up.enter(channel)
    no_mail = signing_up.enter(hall(), email="", phone="0311112222")
    assert waiting.status == SignUpStatus.WAITING
    assert remind(at(12, days=-2)) == 0
    assert remind(at(7)) == 0, "telephones are quiet at night"
    assert remind(at(8)) == 2
    assert remind(at(9)) == 0
    assert remind(at(9, days=0)) == 0
    assert [letter.to for letter in letters()] == [first.email, second.email]
    assert SignUpStep.objects.filter(kind=StepKind.REMINDED).count() == 2
    assert not SignUpStep.objects.filter(kind=StepKind.REMINDED, sign_up=no_mail).exists()


@pytest.mark.django_db
def test_the_letter_says_when_and_where_and_how_to_cancel():
    one = signing_up.enter(hall(), 2, name="練馬花子")
    remind(at(10))
    [letter] = letters()
    assert letter.subject == "【開催のご案内】令和8年12月11日(金) 在宅療養講演会"
    assert letter.body.startswith("練馬花子 様\n")
    for words in (
        "令和8年12月11日(金) 14:00～16:00",
        "区民ホール",
        "人数：2",
        f"/events/my/{one.key}/",
        "03-1111-2222",
    ):
        assert words in letter.body, letter.body
    assert letter.about == f"events.sign_up:{one.pk}"


@pytest.mark.django_db
def test_online_the_letter_has_the_address_to_join():
    channel = hall(kind=ChannelKind.ONLINE, label="Zoom", venue="", join_url="https://example.zoom.us/j/1?pwd=a")
    Session.objects.update(address="練馬区豊玉北6-12-1", access="練馬駅 徒歩5分")
    signing_up.enter(channel)
    remind(at(10))
    [letter] = letters()
    assert "https://example.zoom.us/j/1?pwd=a" in letter.body
    assert "徒歩" not in letter.body


@pytest.mark.django_db
def test_a_server_that_stood_still_yesterday_reminds_on_the_day_but_not_those_of_today():
    channel = hall()
    before = signing_up.enter(channel, now=at(15))
    signing_up.enter(channel, now=at(8, days=0))
    assert remind(at(10, days=0)) == 1
    assert [letter.to for letter in letters()] == [before.email]
    late = signing_up.enter(hall(starts=time(9)), now=at(15))
    assert remind(at(9, days=0, minute=1)) == 0
    assert not SignUp.objects.get(pk=late.pk).reminded_at


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_does_not_take_place():
    off = hall()
    signing_up.enter(off)
    Session.objects.filter(pk=off.session_id).update(status=SessionStatus.CANCELLED)
    own = hall()
    signing_up.enter(own)
    type(own).objects.filter(pk=own.pk).update(status=SessionStatus.CANCELLED)
    cancelled = signing_up.enter(hall())
    SignUp.objects.filter(pk=cancelled.pk).update(status=SignUpStatus.CANCELLED)
    assert remind(at(10)) == 0


@pytest.mark.django_db
def test_a_later_screening_counts_by_its_own_day():
    first = hall()
    later = events.channel(
        session=first.session, kind=ChannelKind.LATER_SCREENING, admission="first_come",
        held_on=DAY + timedelta(days=30), status=SessionStatus.PLANNED,
    )  # fmt: skip
    one = signing_up.enter(later)
    Session.objects.update(status=SessionStatus.HELD)
    assert remind(at(10)) == 0
    assert remind(at(10, days=29)) == 1
    assert [letter.to for letter in letters()] == [one.email]


@pytest.mark.django_db
def test_a_day_that_is_moved_is_told_anew_once():
    signing_up.enter(hall())
    assert remind(at(10)) == 1
    Session.objects.update(held_on=DAY + timedelta(days=1))
    assert remind(at(11)) == 0
    assert remind(at(10, days=0)) == 1
    assert remind(at(11, days=0)) == 0
    assert len(letters()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["sign-up", "session", "over", "kept"])
def test_what_waits_for_the_mail_server_is_withdrawn_when_it_is_needless(what):
    one = signing_up.enter(hall())
    remind(at(10))
    sent = signing_up.enter(hall())
    remind(at(10))
    Letter.objects.filter(kind="reminder", to=sent.email).update(sent_at=at(10))
    if what == "sign-up":
        SignUp.objects.update(status=SignUpStatus.CANCELLED)
    elif what == "session":
        Session.objects.update(status=SessionStatus.CANCELLED)
    now = at(15, days=0) if what == "over" else at(11)
    assert reminders.remind_by(now=now)["withdrawn"] == (0 if what == "kept" else 1)
    kept = {letter.to for letter in letters()}
    assert kept == ({one.email, sent.email} if what == "kept" else {sent.email})
    assert Letter.objects.exclude(kind="reminder").count() == 2, "confirmations stay"


@pytest.mark.django_db
def test_cancelling_takes_back_a_reminder_that_was_not_sent():
    one = signing_up.enter(hall())
    remind(at(10))
    cancel_sign_up(sign_up=one, by=None, now=at(11))
    kinds = Letter.objects.filter(about=f"events.sign_up:{one.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "cancelled"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_each_once():
    """Both read who is to be reminded before either writes: the conditional UPDATE decides."""
    channel = hall(capacity=50)
    for _ in range(20):
        signing_up.enter(channel)
    barrier, counts = threading.Barrier(2), []

    def wait_once(done, of):
        if done == 0:
            barrier.wait(20)

    def one():
        try:
            counts.append(reminders.remind_by(now=at(10), progress=wait_once)["reminded"])
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 2
    assert sum(counts) == 20
    assert len(letters()) == len({letter.to for letter in letters()}) == 20
    assert SignUpStep.objects.filter(kind=StepKind.REMINDED).count() == 20


@pytest.mark.django_db
def test_the_task_runs():
    jobs.ask(task="remind", params={}, by=core.person())
    assert work_once(worker="w")
    assert Job.objects.get().result == {"reminded": 0, "withdrawn": 0}

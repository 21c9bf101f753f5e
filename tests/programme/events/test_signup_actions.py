"""Each refusal by name, what letters tell, what steps and the audit keep."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import core, events
from tests.programme.events.signing_up import DAY, NOW, enter, open_channel, states
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.running import cancel_session
from zaitaku.programme.events.actions.signup import cancel_sign_up, change_sign_up, promote, sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, is_key, new_key
from zaitaku.programme.events.actions.signup_letters import AGAIN_AFTER, MOST_CHANGES
from zaitaku.programme.events.actions.signup_refusals import (
    AlreadyCame,
    AlreadySignedUp,
    GroupTooLarge,
    KeyRefused,
    NameRefused,
    NoSeatLeft,
    NotLive,
    NotOpen,
    TooManyOfOne,
)
from zaitaku.programme.events.actions.signup_restore import restore_sign_up
from zaitaku.programme.events.choices import Admission, SessionStatus, SignUpWay
from zaitaku.programme.events.models import Channel, CheckIn, SignUp, SignUpStep
from zaitaku.programme.events.models.signup import MOST_OF_ONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return open_channel(capacity=3)


def counters(channel):
    return Channel.objects.values_list("taken", "waiting", "last_number").get(pk=channel.pk)


def letters_to(made):
    return list(
        Letter.objects.filter(about=f"events.sign_up:{made.pk}").order_by("pk").values_list("subject", flat=True)
    )


def test_keys_are_ours_and_unlike_each_other():
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(is_key(key) and len(key) == 32 for key in keys)
    one = keys.pop()
    for wrong in ("", "abc", "a" * 32, one[:-1] + ("A" if one[-1] != "A" else "B"), "\0" * 32, "あ" * 32, one + "="):
        assert not is_key(wrong)


def test_a_key_somebody_invented_is_refused(channel):
    with pytest.raises(KeyRefused):
        sign_up(channel=channel, key="a" * 32, entry=SignUpEntry("練馬"), way=SignUpWay.WEB, by=None, now=NOW)
    assert counters(channel) == (0, 0, 0)


def test_the_key_of_another_channel_is_refused(channel):
    made = enter(channel)
    other = open_channel()
    with pytest.raises(KeyRefused):
        sign_up(channel=other, key=made.key, entry=SignUpEntry("光が丘"), way=SignUpWay.WEB, by=None, now=NOW)


def test_the_same_form_again_is_the_same_entry_even_when_cancelled(channel):
    entry, key = SignUpEntry("練馬 花子", email="Hanako@Example.jp"), new_key()
    send = lambda: sign_up(channel=channel, key=key, entry=entry, way=SignUpWay.WEB, by=None, now=NOW)  # noqa: E731
    made = send()
    assert made.email == "hanako@example.jp"
    cancel_sign_up(sign_up=made, by=None, now=NOW)
    assert send().pk == made.pk
    assert states(channel) == [(1, "cancelled")]
    assert counters(channel) == (0, 0, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "a@example.jp"}, {"email": "A@example.JP"}),
        ({"phone": "03-1111-2222"}, {"phone": "０３（１１１１）２２２２", "email": "b@example.jp"}),
    ],
)
def test_the_same_person_has_one_entry_and_gets_the_link_again_once(channel, first, second):
    first = {"email": ""} | first
    made = enter(channel, name="練馬　花子", **first)
    for _ in range(3):
        with pytest.raises(AlreadySignedUp) as refused:
            enter(channel, name="練馬花子", now=NOW + timedelta(minutes=30), **second)
        assert refused.value.sign_up == made
        assert "練馬" not in str(refused.value)
    assert SignUp.objects.count() == 1
    assert len(letters_to(made)) == (2 if made.email else 0)


def test_a_family_shares_one_address(channel):
    enter(channel, name="練馬 花子", email="family@example.jp")
    enter(channel, name="練馬 太郎", email="family@example.jp")
    assert counters(channel) == (2, 0, 2)


def test_who_cancelled_may_come_back(channel):
    made = enter(channel, name="練馬 花子", email="a@example.jp")
    cancel_sign_up(sign_up=made, by=None, now=NOW)
    assert enter(channel, name="練馬 花子", email="a@example.jp").number == 2


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"admission": Admission.OPEN}, "不要"),
        ({"status": SessionStatus.CANCELLED}, "中止"),
        ({"held_on": NOW.date() - timedelta(days=1)}, "過ぎて"),
        ({"opens_at": NOW + timedelta(hours=1)}, "まだ始まって"),
        ({"closes_at": NOW}, "締め切り"),
    ],
)
def test_a_shut_door(channel, setting, words):
    Channel.objects.filter(pk=channel.pk).update(**setting)
    with pytest.raises(NotOpen, match=words):
        enter(channel)
    assert SignUp.objects.count() == 0


def test_it_closes_when_it_begins_unless_a_time_is_set():
    channel = open_channel(day=NOW.date(), starts="10:00")
    enter(channel)
    with pytest.raises(NotOpen):
        enter(channel, now=NOW + timedelta(hours=1))
    without_time = open_channel(day=NOW.date())
    enter(without_time, now=NOW + timedelta(hours=14))


def test_a_session_called_off_takes_nobody_whatever_the_channel_says(channel):
    channel.session.status = SessionStatus.CANCELLED
    channel.session.save()
    with pytest.raises(NotOpen):
        enter(channel)


def test_staff_enter_people_after_closing_and_in_larger_groups(channel):
    by = events.recorder()
    Channel.objects.filter(pk=channel.pk).update(closes_at=NOW, largest_group=2)
    assert enter(channel, 3, by=by).status == "confirmed"
    with pytest.raises(GroupTooLarge):
        enter(channel, 4, by=by)
    entry = AuditEntry.objects.get(action="events.add_sign_up")
    assert "練馬" not in entry.subject_name + str(entry.details)


def test_groups_have_a_limit(channel):
    Channel.objects.filter(pk=channel.pk).update(largest_group=2)
    for seats in (0, 3):
        with pytest.raises(GroupTooLarge):
            enter(channel, seats)


def test_without_a_waiting_list_the_refusal_says_how_many_are_left(channel):
    Channel.objects.filter(pk=channel.pk).update(has_waiting_list=False)
    enter(channel, 2)
    with pytest.raises(NoSeatLeft, match="1"):
        enter(channel, 2)
    enter(channel)
    with pytest.raises(NoSeatLeft, match="満席"):
        enter(channel)


def test_nobody_overtakes_a_group_that_waits(channel):
    first, second = enter(channel, 2), enter(channel, 1)
    group, single = enter(channel, 2), enter(channel, 1)
    cancel_sign_up(sign_up=second, by=None, now=NOW)
    assert [state for _, state in states(channel)] == ["confirmed", "cancelled", "waiting", "waiting"]
    assert enter(channel).status == "waiting", "one seat is free, but it is kept for the group"
    cancel_sign_up(sign_up=first, by=None, now=NOW)
    assert [state for _, state in states(channel)][2:] == ["confirmed", "confirmed", "waiting"]
    assert counters(channel) == (3, 1, 5)
    assert letters_to(group)[-1].startswith("キャンセル待ちから繰り上がり")
    assert promote(channel=channel, now=NOW) == []
    assert SignUpStep.objects.filter(kind="promoted").count() == 2
    assert letters_to(single) == [letters_to(single)[0], letters_to(group)[-1]]


def test_when_the_head_of_the_line_leaves_those_behind_move_up(channel):
    enter(channel, 2)
    group = enter(channel, 3)
    single = enter(channel, 1)
    cancel_sign_up(sign_up=group, by=None, now=NOW)
    single.refresh_from_db()
    assert single.status == "confirmed"


def test_fewer_seats_let_others_in_and_more_need_free_ones(channel):
    first = enter(channel, 2)
    second = enter(channel, 1)
    waiting = enter(channel, 1)
    with pytest.raises(NoSeatLeft, match="キャンセル待ちの方"):
        change_sign_up(sign_up=second, entry=replace(SignUpEntry.of(second), seats=2), by=None, now=NOW)
    change_sign_up(sign_up=first, entry=replace(SignUpEntry.of(first), seats=1), by=None, now=NOW)
    waiting.refresh_from_db()
    assert waiting.status == "confirmed"
    with pytest.raises(NoSeatLeft, match="残り0席"):
        change_sign_up(sign_up=second, entry=replace(SignUpEntry.of(second), seats=2), by=None, now=NOW)
    cancel_sign_up(sign_up=first, by=None, now=NOW)
    changed = change_sign_up(sign_up=second, entry=replace(SignUpEntry.of(second), seats=2), by=None, now=NOW)
    assert changed.seats == 2
    assert counters(channel) == (3, 0, 3)


def test_the_same_entry_again_changes_nothing(channel):
    made = enter(channel)
    change_sign_up(sign_up=made, entry=SignUpEntry.of(made), by=None, now=NOW)
    assert SignUpStep.objects.filter(kind="changed").count() == 0


def test_after_closing_contacts_change_but_seats_do_not_grow(channel):
    made = enter(channel, 2)
    Channel.objects.filter(pk=channel.pk).update(closes_at=NOW)
    change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), phone="0312345678", seats=1), by=None, now=NOW)
    with pytest.raises(NotOpen):
        change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), seats=3), by=None, now=NOW)


def test_the_day_after_nothing_changes_any_more(channel):
    made = enter(channel)
    late = NOW + (DAY - NOW.date()) + timedelta(days=1)
    with pytest.raises(NotOpen):
        change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), kana="ねりま"), by=None, now=late)
    with pytest.raises(NotOpen):
        cancel_sign_up(sign_up=made, by=None, now=late)


def test_cancelling_twice_is_cancelling_once(channel):
    made = enter(channel)
    for _ in range(2):
        assert cancel_sign_up(sign_up=made, by=None, now=NOW).status == "cancelled"
    assert SignUpStep.objects.filter(kind="cancelled").count() == 1
    assert [subject[:9] for subject in letters_to(made)] == ["お席が確保できまし", "お申込みを取り消し"]
    with pytest.raises(NotLive):
        change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), seats=2), by=None, now=NOW)


def test_who_has_come_cannot_be_cancelled(channel):
    made = enter(channel)
    CheckIn.objects.create(channel=channel, sign_up=made, key="k", at=NOW, by=events.recorder())
    with pytest.raises(AlreadyCame):
        cancel_sign_up(sign_up=made, by=events.recorder(), now=NOW)


def test_raising_the_capacity_moves_people_up_and_lowering_below_taken_is_refused(channel):
    by = events.recorder()
    enter(channel, 3)
    group = enter(channel, 3)
    with pytest.raises(EventRefused, match="3席"):
        change_channel(channel=channel, by=by, capacity=2)
    change_channel(channel=channel, by=by, capacity=6)
    group.refresh_from_db()
    assert group.status == "confirmed"
    assert counters(channel) == (6, 0, 2)


def test_no_hall_smaller_than_a_group_that_waits():
    channel = open_channel(capacity=5)
    made = enter(channel, 2)
    enter(channel, 4)
    cancel_sign_up(sign_up=made, by=None, now=NOW)
    enter(channel, 1)
    waiting = enter(channel, 4)
    assert waiting.status == "waiting"
    Channel.objects.filter(pk=channel.pk).update(taken=1)
    SignUp.objects.filter(number=2).update(status="cancelled")
    with pytest.raises(EventRefused, match="4名"):
        change_channel(channel=channel, by=events.recorder(), capacity=3)


def test_the_way_of_admission_stays_once_people_signed_up(channel):
    enter(channel)
    with pytest.raises(EventRefused):
        change_channel(channel=channel, by=events.recorder(), admission=Admission.OPEN)


def test_without_a_limit_everybody_has_a_seat():
    channel = open_channel(capacity=None)
    assert {enter(channel, 4).status for _ in range(5)} == {"confirmed"}
    assert counters(channel) == (20, 0, 5)


def test_a_sign_up_comes_back_behind_those_who_wait(channel):
    by = core.person()
    made = enter(channel, 3)
    cancel_sign_up(sign_up=made, by=by, now=NOW)
    others = [enter(channel, 3), enter(channel, 1)]
    back = restore_sign_up(sign_up=made, by=by, now=NOW)
    assert (back.number, back.status) == (1, "waiting")
    cancel_sign_up(sign_up=others[0], by=by, now=NOW)
    assert [state for _, state in states(channel)] == ["waiting", "cancelled", "confirmed"]
    assert restore_sign_up(sign_up=back, by=by, now=NOW).status == "waiting", "again changes nothing"
    assert AuditEntry.objects.filter(action="events.restore_sign_up").count() == 1


def test_the_join_address_is_told_with_a_seat_only():
    channel = open_channel(capacity=1, join_url="https://zoom.example/j/1", label="Zoom", kind="online")
    seated, waiting = enter(channel), enter(channel)
    bodies = {letter.about: letter.body for letter in Letter.objects.all()}
    assert "zoom.example" in bodies[f"events.sign_up:{seated.pk}"]
    assert "zoom.example" not in bodies[f"events.sign_up:{waiting.pk}"]
    assert "順番は1番目" in bodies[f"events.sign_up:{waiting.pk}"]


def test_the_database_refuses_what_the_actions_would_not_do(channel):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(taken=4)


def test_one_sign_up_takes_seven_queries(channel, django_assert_max_num_queries):
    """Savepoints of the test count too: lock, who is this, counters, entry, step, letter. PostgreSQL reads the session
    once more after the wait for the lock: it may have been called off meanwhile."""
    with django_assert_max_num_queries(8 + connection.features.has_select_for_update):
        enter(channel)


def test_everybody_is_told_once_when_it_is_called_off(channel):
    by = events.recorder()
    made = [enter(channel, 3), enter(channel, 1)]
    gone = enter(channel, 1)
    cancel_sign_up(sign_up=gone, by=None, now=NOW)
    online = events.channel(session=channel.session, admission=Admission.FIRST_COME, label="Zoom")
    elsewhere = enter(online)
    change_channel(channel=channel, by=by, status=SessionStatus.CANCELLED)
    assert [letters_to(one)[-1].partition(":")[0] for one in made] == ["催しは中止になりました"] * 2
    assert "中止" not in letters_to(elsewhere)[-1] + letters_to(gone)[-1]
    for _ in range(2):
        cancel_session(session=channel.session, reason="台風", by=by)
    assert letters_to(elsewhere)[-1].startswith("催しは中止")
    assert Letter.objects.filter(subject__startswith="催しは中止").count() == 3


def test_changing_again_and_again_fills_nobodys_mailbox(channel):
    """Whoever enters a stranger's address holds the private link at once; the page says all, letters do not."""
    made = enter(channel)
    for number in range(MOST_CHANGES + 5):
        made = change_sign_up(sign_up=made, entry=SignUpEntry(f"練馬 {number}", email=made.email), by=None, now=NOW)
    assert len(letters_to(made)) == 1 + MOST_CHANGES
    change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), seats=2), by=None, now=NOW + AGAIN_AFTER)
    cancel_sign_up(sign_up=made, by=None, now=NOW + AGAIN_AFTER)
    assert len(letters_to(made)) == 1 + MOST_CHANGES + 2


def change(made, by=None, now=NOW, **kw):
    return change_sign_up(sign_up=made, entry=replace(SignUpEntry.of(made), **kw), by=by, now=now)


def test_many_entries_are_not_turned_to_one_strangers_mailbox():
    """Entered with addresses of one's own and changed afterwards: the stranger gets a handful of letters, no more."""
    channel = open_channel(capacity=None)
    victim = {"email": "victim@example.jp", "phone": "0311112222"}
    changed = 0
    for number in range(MOST_OF_ONE + 10):
        try:
            change(enter(channel, email=f"own{number}@example.jp"), **victim)
            changed += 1
        except TooManyOfOne:
            pass
    assert changed == MOST_OF_ONE
    assert Letter.objects.filter(to="victim@example.jp").count() == MOST_CHANGES
    for contact in victim.items():
        with pytest.raises(TooManyOfOne):
            change(enter(channel), **dict([contact]))
    officer = core.person(organisation=channel.session.series.owner)
    assert change(enter(channel), by=officer, **victim).email == "victim@example.jp"
    own = SignUp.objects.filter(**victim).first()
    assert change(own, kana="ねりま").kana == "ねりま", "what the entry has already is no new contact"


def test_links_asked_for_again_and_again_fill_nobodys_mailbox():
    channel = open_channel(capacity=None)
    family = [enter(channel, name=f"練馬 {number}", email="victim@example.jp") for number in range(MOST_CHANGES + 5)]
    for made in family:
        with pytest.raises(AlreadySignedUp):
            enter(channel, name=made.name, email=made.email, now=NOW + AGAIN_AFTER)
    assert Letter.objects.filter(kind="once_more").count() == MOST_CHANGES


def test_an_entry_is_not_led_through_one_mailbox_again_and_again():
    """Signed up with the stranger's address, changed away, signed up anew: the entries no longer show how often."""
    channel = open_channel(capacity=None)
    refused = 0
    for number in range(3 * MOST_OF_ONE):
        try:
            change(enter(channel, email="victim@example.jp"), email=f"own{number}@example.jp")
        except TooManyOfOne:
            refused += 1
    assert refused
    assert Letter.objects.filter(to="victim@example.jp").count() < 3 * MOST_OF_ONE
    tomorrow = NOW + timedelta(days=1, minutes=1)
    assert change(SignUp.objects.filter(email="victim@example.jp")[0], now=tomorrow, email="own@example.jp")


@pytest.mark.parametrize(
    "name",
    ["http://evil.example", "賞品 ｗｗｗ．evil．example", "練馬 hanako@evil.example", "HTTPS：／／evil", "bit.ly/abc"],
)
def test_a_name_carries_no_link_into_a_letter(channel, name):
    made = enter(channel, name="練馬 J.Smith・花子/太郎")
    for entry in ({"name": name}, {"name": "練馬", "kana": name}):
        with pytest.raises(NameRefused, match="氏名だけ"):
            enter(channel, **entry)
        with pytest.raises(NameRefused):
            change(made, **entry)
    assert counters(channel) == (1, 0, 1)

"""Arrivals: each counted once, whoever sends it how often; the count follows; each refusal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import checkin, core, events
from zaitaku.analysis.figure import State
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions.checkin import (
    Arrival,
    AskFirst,
    BadKey,
    NobodyCame,
    OtherSession,
    SessionCalledOff,
    ViewsAreNoPersons,
    WrongNumber,
    change_people,
    check_in,
    check_in_many,
    close_door,
    people_in,
    undo_check_in,
)
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import ChannelKind, CheckInWay, SessionStatus, SignUpStatus
from zaitaku.programme.events.models import Attendance, CheckIn

pytestmark = pytest.mark.django_db
NOW = events.NOW


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def hall():
    return events.channel(label="本会場")


def arrive(channel, by, **kw):
    return check_in(channel=channel, key=kw.pop("key", None) or checkin.key(), by=by, now=NOW, **kw)


def counted(channel):
    row = Attendance.objects.filter(channel=channel, superseded_at=None).first()
    return row and (row.value, row.state)


def test_a_sign_up_and_a_walk_in_come_and_the_count_follows(hall, by):
    family = checkin.sign_up(channel=hall, seats=3, name="練馬 一家", profession="")
    came = arrive(hall, by, sign_up=family, people=3)
    arrive(hall, by, name="飛び入り", profession="nurse", office="みどり訪問看護")
    assert people_in(hall) == 4
    assert counted(hall) == (Decimal(4), State.TALLYING)
    assert (came.name, came.office, came.sign_up_id, came.by_id) == ("", "", family.pk, by.pk)
    assert close_door(channel=hall, by=by).value == 4
    assert counted(hall) == (Decimal(4), State.FINAL)


def test_a_later_correction_opens_the_door_again(hall, by):
    one, two = (arrive(hall, by) for _ in range(2))
    close_door(channel=hall, by=by)
    undo_check_in(check_in=two, by=by, now=NOW)
    assert counted(hall) == (Decimal(1), State.TALLYING)
    change_people(check_in=one, people=5, by=by)
    assert counted(hall) == (Decimal(5), State.TALLYING)
    close_door(channel=hall, by=by)
    close_door(channel=hall, by=by)
    assert counted(hall) == (Decimal(5), State.FINAL)


def test_sending_again_changes_nothing(hall, by):
    key = checkin.key()
    first = arrive(hall, by, key=key, people=2)
    rows, told = Attendance.objects.count(), AuditEntry.objects.count()
    again = arrive(hall, core.person(), key=key.upper(), people=9, name="違う")
    assert (again.pk, again.people, again.by_id) == (first.pk, 2, by.pk)
    assert (Attendance.objects.count(), AuditEntry.objects.count()) == (rows, told)
    undo_check_in(check_in=first, by=by, now=NOW)
    assert arrive(hall, by, key=key).undone_at == NOW, "a late repeat does not bring an undone arrival back"
    assert people_in(hall) == 0
    undo_check_in(check_in=first, by=by, now=NOW + timedelta(hours=1))
    assert CheckIn.objects.get().undone_at == NOW


def test_the_same_sign_up_gives_the_arrival_that_exists_with_who_and_when(hall, by):
    known = checkin.sign_up(channel=hall)
    first = arrive(hall, by, sign_up=known)
    second = arrive(hall, core.person(), sign_up=known)
    assert (second.pk, second.by, second.at) == (first.pk, by, NOW)
    undo_check_in(check_in=first, by=by, now=NOW)
    third = arrive(hall, by, sign_up=known)
    assert third.pk != first.pk
    assert people_in(hall) == 1


def test_waiting_cancelled_and_other_channels_people_are_asked_about_then_let_in(hall, by):
    zoom = events.channel(session=hall.session, kind=ChannelKind.ONLINE, label="Zoom")
    waiting = checkin.sign_up(channel=hall, status=SignUpStatus.WAITING)
    gone = checkin.sign_up(channel=hall, status=SignUpStatus.CANCELLED)
    other = checkin.sign_up(channel=zoom)
    for one in (waiting, gone, other):
        with pytest.raises(AskFirst, match=str(one.number)):
            arrive(hall, by, sign_up=one)
        assert arrive(hall, by, sign_up=one, let_in=True).channel_id == hall.pk
    assert people_in(hall) == 3
    assert arrive(zoom, by, sign_up=other).channel_id == hall.pk, "who came to the hall did not come to Zoom as well"
    assert people_in(zoom) == 0
    assert counted(zoom) is None


def test_each_refusal_leaves_everything_as_it_was(hall, by):
    elsewhere = checkin.sign_up()
    with pytest.raises(OtherSession):
        arrive(hall, by, sign_up=elsewhere, let_in=True)
    for people in (0, 51, -1):
        with pytest.raises(WrongNumber):
            arrive(hall, by, people=people)
    for key in ("", "not-a-uuid", "１２３", "0" * 40):
        with pytest.raises(BadKey):
            check_in(channel=hall, key=key, by=by, now=NOW)
    key = checkin.check_in().key
    with pytest.raises(BadKey):
        arrive(hall, by, key=key)
    video = events.channel(session=hall.session, kind=ChannelKind.VIDEO, label="動画")
    with pytest.raises(ViewsAreNoPersons):
        arrive(video, by)
    with pytest.raises(NobodyCame):
        close_door(channel=hall, by=by)
    undone = checkin.check_in(channel=hall, undone_at=NOW)
    with pytest.raises(EventRefused):
        change_people(check_in=undone, people=2, by=by)
    assert counted(hall) is None
    assert not AuditEntry.objects.filter(action__startswith="events.").exists()


@pytest.mark.parametrize("what", ["session", "channel"])
def test_nobody_comes_to_what_was_called_off(what, by):
    hall = events.channel()
    row = hall.session if what == "session" else hall
    row.status = SessionStatus.CANCELLED
    row.save()
    with pytest.raises(SessionCalledOff):
        arrive(hall, by)


def test_a_head_count_that_somebody_typed_stays_until_the_door_is_closed(hall, by):
    arrive(hall, by)
    current = Attendance.objects.get(superseded_at=None)
    record_attendance(channel=hall, entry=Entry(Decimal(60)), expected=current.pk, by=by)
    arrive(hall, by, people=2)
    assert counted(hall) == (Decimal(60), State.FINAL)
    close_door(channel=hall, by=by)
    assert counted(hall) == (Decimal(3), State.FINAL)


def test_a_whole_sheet_is_entered_at_once_or_not_at_all(hall, by):
    people = [checkin.sign_up(channel=hall) for _ in range(3)]
    waiting = checkin.sign_up(channel=hall, status=SignUpStatus.WAITING)
    arrivals = [Arrival(key=checkin.key(), sign_up=one) for one in people]
    with pytest.raises(AskFirst):
        check_in_many(
            channel=hall,
            arrivals=[*arrivals, Arrival(key=checkin.key(), sign_up=waiting)],
            way=CheckInWay.SHEET,
            by=by,
            now=NOW,
        )
    assert not CheckIn.objects.exists()
    check_in_many(channel=hall, arrivals=arrivals, way=CheckInWay.SHEET, by=by, now=NOW)
    check_in_many(channel=hall, arrivals=arrivals, way=CheckInWay.SHEET, by=by, now=NOW)
    assert people_in(hall) == 3
    assert AuditEntry.objects.filter(action="events.check_in").count() == 1
    assert Attendance.objects.count() == 1


def test_the_audit_chain_names_nobody(hall, by):
    known = checkin.sign_up(channel=hall, name="秘密 太郎", email="himitsu@example.jp")
    row = arrive(hall, by, sign_up=known)
    arrive(hall, by, name="匿名 花子", email="tokumei@example.jp", office="某医院")
    undo_check_in(check_in=row, by=by, now=NOW)
    close_door(channel=hall, by=by)
    for entry in AuditEntry.objects.all():
        told = f"{entry.subject_name} {entry.details}"
        assert not any(word in told for word in ("秘密", "himitsu", "匿名", "tokumei", "某医院"))


STEPS = st.lists(st.tuples(st.sampled_from("aupc"), st.integers(0, 3), st.integers(1, 4)), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_steps_the_count_is_the_naive_sum(steps, by):
    """a arrives (keys repeat), u undoes, p changes people, c closes."""
    hall = events.channel()
    keys = [checkin.key() for _ in range(4)]
    naive = {}
    for what, who, people in steps:
        row = CheckIn.objects.filter(key=keys[who]).first()
        if what == "a":
            arrive(hall, by, key=keys[who], people=people)
            naive.setdefault(who, people)
        elif what == "u" and row:
            undo_check_in(check_in=row, by=by, now=NOW)
            naive[who] = 0
        elif what == "p" and row and row.undone_at is None:
            change_people(check_in=row, people=people, by=by)
            naive[who] = people
        elif what == "c" and sum(naive.values()):
            close_door(channel=hall, by=by)
    assert people_in(hall) == sum(naive.values())
    assert (counted(hall) or (Decimal(0),))[0] == sum(naive.values())

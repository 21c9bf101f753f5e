"""Rows are locked in one order: channels, then what is recorded of them, then the end of the audit chain. Otherwise two
people who press at the same moment would wait for each other, and PostgreSQL would send one of them away."""

from contextlib import suppress
from decimal import Decimal

import pytest

from tests.factories import checkin, core, events
from tests.racing import at_once
from zaitaku.analysis.figure import State
from zaitaku.core.records.actions import ChangedMeanwhile, Entry, NothingToUndo
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.checkin import check_in
from zaitaku.programme.events.actions.recording import record_attendance, record_session, restore_previous
from zaitaku.programme.events.actions.running import SpeakerEntry, change_session, name_speakers
from zaitaku.programme.events.actions.series import change_series
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Attendance, Channel, CheckIn, Series, Session

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 15


def all_at_once(*calls):
    at_once(*(lambda call=call: [call(number) for number in range(TIMES)] for call in calls))


def current(channel):
    row = Attendance.objects.filter(channel=channel, superseded_at=None).first()
    return row and row.pk


def typed(number):
    return Entry(Decimal(100 + number), State.FINAL)


def test_helpers_at_the_door_and_somebody_who_types_the_count():
    hall, by = events.channel(), core.person()
    zoom = events.channel(session=hall.session)

    def arrives(channel):
        def call(_number):
            check_in(channel=channel, key=checkin.key(), by=by, now=events.NOW)

        return call

    def types(number):
        with suppress(ChangedMeanwhile):
            record_attendance(channel=hall, entry=typed(number), expected=current(hall), by=by)

    def undoes(_number):
        with suppress(ChangedMeanwhile, NothingToUndo):
            restore_previous(channel=hall, expected=current(hall), by=by)

    def types_both(number):
        with suppress(ChangedMeanwhile):
            entries = {one.pk: (typed(number), current(one)) for one in (zoom, hall)}
            record_session(session=hall.session, entries=entries, by=by)

    check_in(channel=hall, key=checkin.key(), by=by, now=events.NOW)
    all_at_once(arrives(hall), arrives(zoom), types, undoes, types_both)
    assert CheckIn.objects.count() == 1 + 2 * TIMES


def test_officers_who_change_a_session_its_channel_its_series_and_its_speakers():
    session = events.session(status=SessionStatus.PLANNED)
    hall, by = events.channel(session=session), core.person()

    def changes_channel(number):
        change_channel(channel=Channel.objects.get(pk=hall.pk), venue=f"第{number}会議室", by=by)

    def changes_session(number):
        change_session(session=Session.objects.get(pk=session.pk), theme=f"主題{number}", by=by)

    def changes_series(number):
        change_series(series=Series.objects.get(), description=f"説明{number}", by=by)

    def names_speakers(number):
        name_speakers(session=Session.objects.get(), speakers=[SpeakerEntry(f"講師{number}")], by=by)

    all_at_once(changes_channel, changes_session, changes_series, names_speakers)
    assert (Session.objects.get().theme, Channel.objects.get().venue) == (f"主題{TIMES - 1}", f"第{TIMES - 1}会議室")
    assert Session.objects.get().revision == 4 * TIMES

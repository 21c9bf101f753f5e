"""Several helpers at the very same moment, on either database."""

from decimal import Decimal
from functools import partial

import pytest

from tests.factories import checkin, core, events
from tests.racing import at_once
from zaitaku.programme.events.actions.checkin import check_in, people_in
from zaitaku.programme.events.models import Attendance, CheckIn

pytestmark = pytest.mark.django_db(transaction=True)


def arrived(*calls):
    """The key of each arrival, all at the same moment."""
    return [one.pk for one in at_once(*(partial(check_in, now=events.NOW, **call) for call in calls))]


def test_six_helpers_check_six_parties_in_and_none_is_lost():
    hall, by = events.channel(), core.person()
    calls = [{"channel": hall, "key": checkin.key(), "people": people, "by": by} for people in range(1, 7)]
    assert len(set(arrived(*calls))) == 6
    assert people_in(hall) == 21
    current = Attendance.objects.get(channel=hall, superseded_at=None)
    assert current.value == Decimal(21)


def test_the_same_person_at_two_doors_is_one_arrival():
    hall, by = events.channel(), core.person()
    other = events.channel(session=hall.session)
    guest = checkin.sign_up(channel=hall)
    calls = [
        {"channel": place, "key": checkin.key(), "sign_up": guest, "let_in": True, "by": by}
        for place in (hall, other, hall, other)
    ]
    assert len(set(arrived(*calls))) == 1
    assert CheckIn.objects.count() == 1
    assert people_in(hall) + people_in(other) == 1


def test_one_key_sent_four_times_at_once_is_one_arrival():
    hall, by, key = events.channel(), core.person(), checkin.key()
    assert len(set(arrived(*({"channel": hall, "key": key, "by": by} for _ in range(4))))) == 1
    assert people_in(hall) == 1

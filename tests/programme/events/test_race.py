"""Two writers at the very same time: one is told, on either database."""

from decimal import Decimal
from functools import partial

import pytest

from tests.factories import core, events
from tests.racing import at_once
from zaitaku.core.records.actions import ChangedMeanwhile, Entry
from zaitaku.programme.events.actions import record_attendance
from zaitaku.programme.events.models import Attendance

pytestmark = pytest.mark.django_db(transaction=True)


def became(channel, expected, values, by):
    """What became of each value when all are recorded at once."""
    acts = [
        partial(record_attendance, channel=channel, entry=Entry(Decimal(value)), expected=expected, by=by)
        for value in values
    ]
    found = at_once(*acts, refusal=ChangedMeanwhile)
    return sorted("told" if isinstance(one, ChangedMeanwhile) else "saved" for one in found)


@pytest.mark.parametrize("has_row", [False, True])
def test_of_four_writers_one_saves_and_three_are_told(has_row):
    by = core.person()
    channel = events.channel()
    expected = events.attendance(channel=channel, value=1).pk if has_row else None
    assert became(channel, expected, [10, 20, 30, 40], by) == ["saved", "told", "told", "told"]
    assert Attendance.objects.filter(channel=channel, superseded_at=None).count() == 1
    assert Attendance.objects.filter(channel=channel).count() == 1 + has_row

"""Two writers at the very same time: one is told, on either database."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import core, events
from zaitaku.core.records.actions import ChangedMeanwhile, Entry
from zaitaku.programme.events.actions import record_attendance
from zaitaku.programme.events.models import Attendance

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(channel, expected, values, by):
    """What became of each value when all are recorded at once."""
    start = Barrier(len(values))

    def write(value):
        start.wait()
        try:
            record_attendance(channel=channel, entry=Entry(Decimal(value)), expected=expected, by=by)
        except ChangedMeanwhile:
            return "told"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(len(values)) as pool:
        return sorted(pool.map(write, values))


@pytest.mark.parametrize("has_row", [False, True])
def test_of_four_writers_one_saves_and_three_are_told(has_row):
    by = core.person()
    channel = events.channel()
    expected = events.attendance(channel=channel, value=1).pk if has_row else None
    assert at_once(channel, expected, [10, 20, 30, 40], by) == ["saved", "told", "told", "told"]
    assert Attendance.objects.filter(channel=channel, superseded_at=None).count() == 1
    assert Attendance.objects.filter(channel=channel).count() == 1 + has_row

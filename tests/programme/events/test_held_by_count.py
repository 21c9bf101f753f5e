"""A settled number says that a session took place, once its day has come: 59 people never stand beside 0回."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import checkin, core, events
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import DoesNotFit, Entry
from zaitaku.programme.events.actions import record_attendance
from zaitaku.programme.events.actions.checkin import check_in, close_door
from zaitaku.programme.events.choices import ChannelKind, Measure, SessionStatus
from zaitaku.programme.events.models import Summary

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return core.person()


def hall(*, days=0, kind=ChannelKind.MAIN_HALL, **kw):
    """A channel of a session planned so many days from today."""
    day = timezone.localdate() + timedelta(days)
    run = events.series(fiscal_year=FiscalYear.of(day).year)
    fields = {"status": SessionStatus.PLANNED, "held_on": day} | kw
    return events.channel(session=events.session(series=run, **fields), kind=kind)


def tell(channel, by, value=59, state=State.FINAL):
    record_attendance(channel=channel, entry=Entry(Decimal(value), state), expected=None, by=by)
    channel.session.refresh_from_db()
    return channel.session.status


@pytest.mark.parametrize("days", [0, -1, -30])
def test_the_number_of_those_who_came_makes_it_held(by, days):
    channel = hall(days=days)
    assert tell(channel, by) == SessionStatus.HELD
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "events.hold_session",
        "events.record_attendance",
    ]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"days": 1}, State.FINAL),
        ({"held_on": None}, State.FINAL),
        ({}, State.TALLYING),
        ({"kind": ChannelKind.VIDEO}, State.FINAL),
    ],
)
def test_an_early_or_open_number_or_views_do_not(by, fields, state):
    assert tell(hall(**fields), by, state=state) == SessionStatus.PLANNED


def test_where_the_times_are_reported_as_a_total_it_stays_as_it_is(by):
    channel = hall()
    run, day = channel.session.series, channel.session.held_on
    Summary.objects.create(**events.recorded(series=run, measure=Measure.SESSIONS, value=1, start=day, end=day))
    assert tell(channel, by) == SessionStatus.PLANNED


def test_a_number_that_is_refused_leaves_it_planned(by):
    channel = hall()
    with pytest.raises(DoesNotFit):
        tell(channel, by, value=Decimal("1.5"))
    channel.session.refresh_from_db()
    assert channel.session.status == SessionStatus.PLANNED


def test_closing_the_door_makes_it_held_and_an_arrival_does_not_yet(by):
    channel = hall()
    check_in(channel=channel, key=checkin.key(), by=by, now=timezone.now())
    channel.session.refresh_from_db()
    assert channel.session.status == SessionStatus.PLANNED
    close_door(channel=channel, by=by)
    channel.session.refresh_from_db()
    assert channel.session.status == SessionStatus.HELD


def test_the_page_says_so(client):
    channel = hall(days=-1)
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=channel.session.series.owner))
    fields = {"value": "59", "state": "", "mark": "", "as_of": "", "seen": ""}
    data = {f"c{channel.pk}-{name}": value for name, value in fields.items()}
    page = client.post(reverse("events:session", args=[channel.session_id]), data, follow=True).content.decode()
    assert "この回を「開催済み」にしました" in page
    assert "59人" in page

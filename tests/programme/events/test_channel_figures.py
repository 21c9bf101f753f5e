"""Figures of some channels only, and of the calls of a consultation day."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import checkin, core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import check_params, compute, records
from zaitaku.core.records.actions import Entry
from zaitaku.programme.events.actions.attendance_parts import record_parts
from zaitaku.programme.events.actions.checkin import ViewsAreNoPersons, check_in
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.actions.running import change_session
from zaitaku.programme.events.actions.summaries import Stretch, ToldTwice, record_summary
from zaitaku.programme.events.choices import ChannelKind, Dimension, Measure, SessionStatus
from zaitaku.programme.events.models import Summary
from zaitaku.programme.events.queries.attendance_by import breakdowns
from zaitaku.programme.indicators.figures import BadParams

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)
HALF = {"start": date(2023, 4, 1), "end": date(2023, 9, 30)}


@pytest.fixture
def owner():
    return core.organisation()


def figure(owner, function, as_of=COVER, series="lecture", **params):
    one = indicator(owner=owner, function=f"events.{function}", params={"series": series} | params)
    check_params(one.function, one.params)
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def test_the_zoom_audience_of_the_lectures(owner):
    events.lectures(owner)
    zoom = figure(owner, "attendance", channels=["online"])
    assert (zoom.value, zoom.state) == (60 + 41 + 37, State.FINAL)
    later = figure(owner, "attendance", channels=["online", "later_screening"])
    assert (later.value, later.state) == (60 + 41 + 37 + 65 + 49, State.TO_FOLLOW)
    one = indicator(owner=owner, function="events.attendance", params={"series": "lecture", "channels": ["online"]})
    assert [row.value for row in records(one, year=YEAR, as_of=COVER)] == ["60人", "41人", "37人"]


def test_how_often_it_was_held_online(owner):
    run = events.lectures(owner)
    events.session(series=run)
    assert figure(owner, "sessions_held").value == 4
    online = figure(owner, "sessions_held", channels=["online"])
    assert (online.value, online.state) == (3, State.FINAL)
    assert figure(owner, "sessions_held", channels=["online"], owners="all").value == 3


def test_a_channel_counts_by_its_own_day_and_state(owner):
    run = events.series(owner=owner, code="lecture")
    session = events.session(series=run, held_on=date(2023, 6, 1))
    fields = {"session": session, "kind": ChannelKind.LATER_SCREENING}
    events.channel(**fields, held_on=date(2024, 2, 1), status=SessionStatus.PLANNED)
    events.channel(session=session, kind=ChannelKind.ONLINE, status=SessionStatus.CANCELLED)
    ahead = figure(owner, "sessions_held", channels=["later_screening"])
    assert (ahead.value, ahead.state, ahead.mark) == (0, State.PLANNED, "2月予定")
    events.channel(**fields, held_on=date(2023, 7, 1), status=SessionStatus.HELD)
    assert figure(owner, "sessions_held", channels=["later_screening"]).value == 1
    assert figure(owner, "sessions_held", channels=["later_screening"], as_of=date(2023, 6, 30)).value == 0
    assert figure(owner, "sessions_held", channels=["online"]).value is None
    assert figure(owner, "sessions_held").value == 1


def test_the_libraries_of_a_screening_are_places(owner):
    run = events.series(owner=owner, code="lecture")
    library = core.organisation(area=owner.area)
    for month in (6, 9):
        session = events.session(series=run, venue="区民ホール", held_on=date(2023, month, 1))
        events.channel(session=session)
        for label, place in (("甲", {"venue": "甲図書館"}), ("乙", {"place": library})):
            events.channel(session=session, kind=ChannelKind.SIMULTANEOUS, label=label, **place)
    assert figure(owner, "places").value == 1
    screenings = figure(owner, "places", channels=["simultaneous"])
    assert (screenings.value, screenings.state) == (2, State.FINAL)
    assert figure(owner, "places", channels=["simultaneous", "main_hall"]).value == 3


def test_a_reported_total_says_no_channel_and_is_to_follow(owner):
    run = events.series(owner=owner, code="lecture")
    Summary.objects.create(**events.recorded(series=run, value=329, measure=Measure.ATTENDANCE, **HALF))
    Summary.objects.create(**events.recorded(series=run, value=34, measure=Measure.SESSIONS, **HALF))
    assert figure(owner, "attendance").value == 329
    for name in ("attendance", "sessions_held"):
        found = figure(owner, name, channels=["online"])
        assert (found.value, found.state) == (None, State.TO_FOLLOW)


@pytest.mark.parametrize(
    ("function", "params"),
    [
        ("events.attendance", {"channels": ["video"]}),
        ("events.attendance", {"channels": ["radio"]}),
        ("events.attendance", {"channels": []}),
        ("events.attendance", {"channels": "online"}),
        ("events.places", {"of": "rooms"}),
        ("events.views", {"channels": ["video"]}),
        ("events.sessions_planned", {"owners": "some"}),
        ("events.reported", {"measure": "views"}),
    ],
)
def test_other_channels_and_choices_are_refused(function, params):
    with pytest.raises(BadParams):
        check_params(function, {"series": "lecture"} | params)


def test_what_the_plan_wants_of_every_centre_adds_up(owner):
    for planned in (4, 3, None):
        events.series(owner=core.organisation(area=owner.area), code="lecture", planned_sessions=planned)
    found = figure(owner, "sessions_planned", owners="all")
    assert (found.value, found.state, len(found.parts)) == (7, State.TO_FOLLOW, 3)


@pytest.fixture
def calls(owner):
    """The telephones of two consultation days, 12 and so far 5 calls."""
    run = events.series(owner=owner, code="phone")
    lines = [
        events.channel(session=events.session(series=run, held_on=date(2023, month, 1)), kind=ChannelKind.PHONE)
        for month in (6, 11)
    ]
    for line, value in zip(lines, (12, 5), strict=True):
        events.attendance(channel=line, value=value)
    return lines


def test_calls_are_cases_and_never_people(owner, calls):
    found = figure(owner, "reported", series="phone", measure="cases")
    assert (found.kind, found.value, found.unit_text, found.state) == (Kind.CASES, Decimal(17), "件", State.FINAL)
    one = indicator(owner=owner, function="events.reported", params={"series": "phone", "measure": "cases"})
    assert [row.value for row in records(one, year=YEAR, as_of=COVER)] == ["12件", "5件"]
    for name in ("attendance", "persons", "views"):
        assert figure(owner, name, series="phone").value is None
    assert breakdowns(calls[0].session.series)[0].columns == ()
    with pytest.raises(ViewsAreNoPersons):
        check_in(channel=calls[0], key=checkin.key(), by=events.recorder(), now=events.NOW)
    with pytest.raises(ViewsAreNoPersons):
        record_parts(channel=calls[0], dimension=Dimension.AGE_GROUP, counts={}, seen=frozenset(), by=events.recorder())


def test_calls_of_single_days_stand_beside_what_is_reported_and_are_told_once(owner, calls):
    by, run = events.recorder(), calls[0].session.series
    first = Stretch(**HALF)
    with pytest.raises(ToldTwice):
        record_summary(series=run, measure=Measure.CASES, stretch=first, entry=Entry(Decimal(9)), expected=None, by=by)
    early = Stretch(date(2023, 4, 1), date(2023, 5, 31))
    record_summary(series=run, measure=Measure.CASES, stretch=early, entry=Entry(Decimal(9)), expected=None, by=by)
    assert figure(owner, "reported", series="phone", measure="cases").value == 17 + 9
    assert figure(owner, "reported", series="phone", measure="cases", owners="all").value == 17 + 9
    with pytest.raises(ToldTwice):
        change_session(session=calls[0].session, held_on=date(2023, 5, 1), by=by)
    other = events.channel(session=events.session(series=run, held_on=date(2023, 5, 2)), kind=ChannelKind.PHONE)
    with pytest.raises(ToldTwice):
        record_attendance(channel=other, entry=Entry(Decimal(1)), expected=None, by=by)


def test_a_day_whose_calls_nobody_entered_is_to_follow(owner, calls):
    run = calls[0].session.series
    session = events.session(series=run, status=SessionStatus.PLANNED, held_on=date(2023, 12, 1))
    events.channel(session=session, kind=ChannelKind.PHONE)
    found = figure(owner, "reported", series="phone", measure="cases")
    assert (found.value, found.state) == (17, State.TO_FOLLOW)

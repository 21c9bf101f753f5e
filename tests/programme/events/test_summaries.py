"""Totals that organisers report: a stretch of a run is told once, and the figures say what was reported."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry, NothingToUndo
from zaitaku.programme.events.actions import EventRefused, change_session, hold_session, record_attendance
from zaitaku.programme.events.actions.summaries import Stretch, ToldTwice, record_summary, take_back_summary
from zaitaku.programme.events.choices import ChannelKind, Measure, SessionStatus
from zaitaku.programme.events.models import Attendance, Summary

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)
WHOLE = Stretch(YEAR.start, YEAR.end)


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def by(owner):
    return core.person(role=Role.SECTION_OFFICER, organisation=owner)


@pytest.fixture
def run(owner):
    return events.series(owner=owner, code="salon")


def told(run, by, measure, value, stretch=WHOLE, expected=None, **more):
    entry = Entry(None if value is None else Decimal(value), **({"as_of": COVER} | more))
    return record_summary(series=run, measure=measure, stretch=stretch, entry=entry, expected=expected, by=by)


def figure(run, function, as_of=COVER, **params):
    one = indicator(owner=run.owner, function=function, params={"series": run.code} | params)
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def test_34_times_and_329_people_without_a_single_session(run, by):
    told(run, by, Measure.SESSIONS, 34)
    told(run, by, Measure.ATTENDANCE, 329)
    held, came = figure(run, "events.sessions_held"), figure(run, "events.attendance")
    assert (held.value, held.kind, held.state, held.parts) == (Decimal(34), Kind.TIMES, State.FINAL, ())
    assert (came.value, came.kind, came.state, came.parts) == (Decimal(329), Kind.PERSON_TIMES, State.FINAL, ())


def test_a_total_as_of_november_is_not_known_in_october(run, by):
    told(run, by, Measure.SESSIONS, 6, as_of=date(2023, 11, 30))
    assert figure(run, "events.sessions_held", as_of=date(2023, 10, 31)).value is None
    assert figure(run, "events.sessions_held").as_of == date(2023, 11, 30)


def test_sessions_after_the_stretch_are_counted_beside_the_total(run, by):
    told(run, by, Measure.SESSIONS, 5, Stretch(YEAR.start, date(2023, 9, 30)))
    told(run, by, Measure.ATTENDANCE, 50, Stretch(YEAR.start, date(2023, 9, 30)))
    later = events.session(series=run, held_on=date(2023, 10, 10))
    record_attendance(channel=events.channel(session=later), entry=Entry(Decimal(7)), expected=None, by=by)
    held, came = figure(run, "events.sessions_held"), figure(run, "events.attendance")
    assert (held.value, [part.value for part in held.parts]) == (Decimal(6), [Decimal(5), Decimal(1)])
    assert (came.value, [part.label for part in came.parts]) == (Decimal(57), ["4月～9月", "第1回"])


def test_nothing_is_told_twice_whichever_comes_first(run, by):
    session = events.session(series=run, held_on=date(2023, 6, 1))
    hall = events.channel(session=session)
    record_attendance(channel=hall, entry=Entry(Decimal(9)), expected=None, by=by)
    for measure in (Measure.SESSIONS, Measure.ATTENDANCE):
        with pytest.raises(ToldTwice):
            told(run, by, measure, 3)
    half = Stretch(date(2023, 10, 1), YEAR.end)
    told(run, by, Measure.SESSIONS, 3, half)
    told(run, by, Measure.ATTENDANCE, 30, half)
    planned = events.session(series=run, status=SessionStatus.PLANNED, planned_month=date(2023, 11, 1))
    with pytest.raises(ToldTwice):
        hold_session(session=planned, held_on=None, by=by)
    planned.refresh_from_db()
    assert planned.status == SessionStatus.PLANNED
    with pytest.raises(ToldTwice):
        record_attendance(channel=events.channel(session=planned), entry=Entry(Decimal(4)), expected=None, by=by)


def test_a_session_is_not_moved_into_a_stretch_that_is_told(run, by):
    told(run, by, Measure.ATTENDANCE, 30, Stretch(date(2023, 10, 1), YEAR.end))
    session = events.session(series=run, held_on=date(2023, 6, 1), title="前")
    record_attendance(channel=events.channel(session=session), entry=Entry(Decimal(9)), expected=None, by=by)
    before = session.held_on
    details = {"title": session.title, "planned_month": None, "venue": session.venue}
    with pytest.raises(ToldTwice):
        change_session(session=session, held_on=date(2023, 11, 5), **details, by=by)
    session.refresh_from_db()
    assert session.held_on == before


def test_views_and_attendance_are_told_apart(run, by):
    session = events.session(series=run, held_on=date(2023, 6, 1))
    video = events.channel(session=session, kind=ChannelKind.VIDEO, label="動画")
    record_attendance(channel=video, entry=Entry(Decimal(900)), expected=None, by=by)
    told(run, by, Measure.ATTENDANCE, 30)
    assert figure(run, "events.attendance").value == 30
    with pytest.raises(ToldTwice):
        told(run, by, Measure.VIEWS, 900)


def test_corrections_keep_the_earlier_row_and_overlaps_are_refused(run, by):
    first = told(run, by, Measure.CASES, 70)
    second = told(run, by, Measure.CASES, 71, expected=first.pk)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    with pytest.raises(ChangedMeanwhile):
        told(run, by, Measure.CASES, 72, expected=first.pk)
    with pytest.raises(ToldTwice):
        told(run, by, Measure.CASES, 5, Stretch(date(2024, 1, 1), YEAR.end))
    assert figure(run, "events.reported", measure="cases").value == 71


def test_days_outside_the_year_and_parts_of_people_are_refused(run, by):
    with pytest.raises(EventRefused):
        told(run, by, Measure.CASES, 5, Stretch(date(2023, 3, 1), date(2023, 5, 1)))
    with pytest.raises(EventRefused):
        told(run, by, Measure.CASES, 5, Stretch(date(2023, 6, 2), date(2023, 6, 1)))
    with pytest.raises(DoesNotFit):
        told(run, by, Measure.PERSONS, "5.5")
    assert not Summary.objects.exists()


def test_a_total_taken_back_counts_no_more_and_makes_room_for_sessions(run, by):
    row = told(run, by, Measure.SESSIONS, 5)
    take_back_summary(summary=row, by=by)
    assert figure(run, "events.sessions_held").value is None
    with pytest.raises(NothingToUndo):
        take_back_summary(summary=row, by=by)
    hold_session(session=events.session(series=run, status=SessionStatus.PLANNED), held_on=date(2023, 5, 1), by=by)
    assert figure(run, "events.sessions_held").value == 1


def test_persons_of_two_stretches_have_no_sum_but_consultations_have(run, by):
    halves = (Stretch(YEAR.start, date(2023, 9, 30)), Stretch(date(2023, 10, 1), YEAR.end))
    for stretch in halves:
        told(run, by, Measure.PERSONS, 10, stretch)
        told(run, by, Measure.CASES, 10, stretch)
    persons = figure(run, "events.reported", measure="persons")
    assert (persons.value, persons.overall_state, persons.records) == (None, State.FINAL, 2)
    assert figure(run, "events.reported", measure="cases").value == 20


def test_being_asked_is_a_state_and_not_a_zero(run, by):
    told(run, by, Measure.PLACES, None, state=State.ASKING)
    asked = figure(run, "events.places")
    assert (asked.value, asked.state) == (None, State.ASKING)


def test_places_are_counted_once_by_organisation_or_by_the_words_of_the_venue(run, owner):
    hall = core.organisation(area=owner.area)
    for venue, place in (("区民センター", None), ("区民 センター", None), ("", hall), ("", hall)):
        events.session(series=run, venue=venue, place=place, held_on=date(2023, 6, 1))
    assert (figure(run, "events.places").value, figure(run, "events.places").state) == (Decimal(2), State.FINAL)
    events.session(series=run, held_on=date(2023, 6, 2))
    assert figure(run, "events.places").state is State.TO_FOLLOW


def test_places_reported_for_two_stretches_have_no_sum_beside_others_either(run, by, owner):
    for stretch in (Stretch(YEAR.start, date(2023, 9, 30)), Stretch(date(2023, 10, 1), YEAR.end)):
        told(run, by, Measure.PLACES, 4, stretch)
    other = events.series(owner=core.organisation(area=owner.area), code=run.code)
    events.session(series=other, venue="区民センター", held_on=date(2023, 6, 1))
    for function, params in (("events.places", {}), ("events.reported", {"measure": "places"})):
        found = figure(run, function, owners="all", **params)
        assert (found.value, found.has_only_parts, len(found.parts)) == (None, True, 2)


def test_27_centres_with_a_series_each_are_27_places_and_their_meetings_add_up(owner, by):
    for number in range(27):
        centre = core.organisation(area=owner.area)
        one = events.series(owner=centre, code="salon")
        for _session in range(number % 3 + 1):
            events.session(series=one, held_on=date(2023, 6, 1))
    run = events.series(owner=owner, code="salon")
    assert figure(run, "events.places", owners="all", of="organisers").value == 27
    held = figure(run, "events.sessions_held", owners="all")
    assert (held.value, len(held.parts)) == (Decimal(27 * 2), 28)


@given(st.lists(st.tuples(st.integers(0, 365), st.integers(0, 500), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_entered_the_sum_is_that_of_what_was_taken(owner, by, entries):
    """Reference: add up each entry that was accepted, whatever its kind."""
    Summary.objects.all().delete()
    Attendance.objects.all().delete()
    run = events.series(owner=owner, code="salon", fiscal_year=2023)
    expected = Decimal(0)
    for offset, value, is_total in entries:
        day = date.fromordinal(YEAR.start.toordinal() + offset)
        try:
            if is_total:
                told(run, by, Measure.ATTENDANCE, value, Stretch(day, day), as_of=day)
            else:
                session = events.session(series=run, held_on=day)
                entry = Entry(Decimal(value), as_of=day)
                record_attendance(channel=events.channel(session=session), entry=entry, expected=None, by=by)
        except (ToldTwice, ChangedMeanwhile):
            continue
        expected += value
    found = figure(run, "events.attendance", as_of=YEAR.end)
    assert sum((part.value for part in found.parts if part.value is not None), Decimal(0)) in (expected, 0)
    assert found.value == expected
    run.sessions.all().update(status=SessionStatus.CANCELLED)
    run.code = f"gone-{run.pk}"
    run.save()


def test_the_page_takes_a_total_and_names_what_is_wrong(client, run, by):
    client.force_login(by)
    address = reverse("events:summaries", args=[run.pk])
    data = {"measure": "cases", "start": "R5.4.1", "end": "2024-03-31", "value": "70件", "as_of": "令和5年12月31日"}
    assert client.post(address, data).status_code == 302
    row = Summary.objects.get()
    assert (row.value, row.start, row.as_of) == (70, YEAR.start, COVER)
    page = client.get(address, {"correct": row.pk})
    assert page.context["form"].initial["value"] == 70
    wrong = client.post(address, data | {"end": "2023-03-31"})
    assert wrong.status_code == 422
    stale = client.post(address, data | {"value": "71"})
    assert stale.status_code == 422
    assert client.post(reverse("events:take_back_summary", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert not row.is_current


def test_another_organisations_totals_are_not_found(client, run, by):
    row = told(run, by, Measure.CASES, 70)
    stranger = core.person(role=Role.SECTION_OFFICER, organisation=core.organisation())
    client.force_login(stranger)
    assert client.get(reverse("events:summaries", args=[run.pk])).status_code == 404
    assert client.post(reverse("events:take_back_summary", args=[row.pk])).status_code == 404
    assert Summary.objects.get().is_current

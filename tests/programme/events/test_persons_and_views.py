"""実人数 and views as figures."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import checkin, core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import CannotCombine, Kind, State, total
from zaitaku.analysis.figure_json import from_json, to_json
from zaitaku.analysis.period import FiscalYear
from zaitaku.analysis.wording.marks import full_text
from zaitaku.catalogue import compute, records
from zaitaku.programme.events.actions.removal import remove_from
from zaitaku.programme.events.choices import ChannelKind, Measure, SessionStatus
from zaitaku.programme.events.models import CheckIn, KnownPersons, SignUp, Summary

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def halls(owner):
    """The main halls of two sessions of a series."""
    run = events.series(owner=owner, code="lecture")
    return [events.channel(session=events.session(series=run, held_on=date(2023, month, 1))) for month in (6, 9)]


def figure(owner, function, as_of=COVER, **params):
    one = indicator(owner=owner, function=function, params={"series": "lecture"} | params)
    return compute([one], year=YEAR, as_of=as_of)[one.code]


def comes(hall, name, email="", people=1, **kw):
    checkin.check_in(sign_up=checkin.sign_up(channel=hall, name=name, email=email), people=people, **kw)


def test_everybody_known_is_one_number(owner, halls):
    for hall in halls:
        comes(hall, "佐藤 恵子", "keiko@example.jp")
        comes(hall, "鈴木 一郎", "ichiro@example.jp")
        events.attendance(channel=hall, value=2)
    found = figure(owner, "events.persons")
    assert (found.kind, found.value, found.state) == (Kind.PERSONS, Decimal(2), State.FINAL)
    assert figure(owner, "events.attendance").value == 4
    assert figure(owner, "events.persons", as_of=date(2023, 8, 1)).value == 2
    assert figure(owner, "events.persons", as_of=date(2023, 5, 1)).value is None


def test_where_identities_allow_no_number_the_range_travels_as_two_parts(owner, halls):
    comes(halls[0], "佐藤 恵子", "keiko@example.jp", people=3)
    comes(halls[1], "佐藤　恵子")
    events.attendance(channel=halls[0], value=10)
    events.attendance(channel=halls[1], value=8)
    found = figure(owner, "events.persons")
    assert (found.value, found.overall_state) == (None, State.FINAL)
    assert [(part.label, part.value) for part in found.parts] == [("少なくとも", 10), ("多くとも", 18)]
    assert full_text(found, COVER) == "少なくとも 10人、多くとも 18人"
    assert from_json(to_json(found)) == found
    with pytest.raises(CannotCombine):
        total([found, figure(owner, "events.persons")], code="x")


def test_a_count_still_open_keeps_the_persons_open_and_a_suppressed_one_hides_them(owner, halls):
    comes(halls[0], "佐藤", "a@example.jp")
    events.attendance(channel=halls[0], value=1, state="tallying")
    found = figure(owner, "events.persons")
    assert (found.value, found.state) == (1, State.TO_FOLLOW), "nobody has recorded the second session yet"
    events.attendance(channel=halls[1], value=None, state="suppressed")
    assert figure(owner, "events.persons").value is None
    assert figure(owner, "events.persons").state is State.SUPPRESSED


def test_nothing_planned_or_recorded_is_not_0(owner):
    assert figure(owner, "events.persons").value is None
    run = events.series(owner=owner, code="lecture")
    events.channel(session=events.session(series=run, status=SessionStatus.PLANNED, planned_month=date(2024, 2, 1)))
    ahead = figure(owner, "events.persons")
    assert (ahead.value, ahead.state, ahead.mark) == (None, State.PLANNED, "2月予定")


def test_a_planned_session_that_is_over_keeps_the_persons_open(owner, halls):
    for hall in halls:
        comes(hall, "佐藤", "a@example.jp")
        events.attendance(channel=hall, value=1)
    assert figure(owner, "events.persons").state is State.FINAL
    run = halls[0].session.series
    events.session(series=run, status=SessionStatus.PLANNED, planned_month=date(2023, 11, 1))
    for name in ("events.persons", "events.attendance"):
        assert figure(owner, name).overall_state is State.TO_FOLLOW
    stretch = {"start": date(2023, 11, 1), "end": date(2023, 11, 30), "measure": Measure.ATTENDANCE}
    Summary.objects.create(**events.recorded(series=run, value=0, **stretch))
    assert figure(owner, "events.persons").overall_state is State.FINAL, "the total stands for it"


def test_of_a_reported_total_anybody_may_have_come_each_time(owner):
    run = events.series(owner=owner, code="lecture")
    stretch = {"start": date(2023, 4, 1), "end": date(2023, 9, 30), "measure": Measure.ATTENDANCE}
    Summary.objects.create(**events.recorded(series=run, value=329, **stretch))
    assert [part.value for part in figure(owner, "events.persons").parts] == [1, 329]
    covered = events.channel(session=events.session(series=run, held_on=date(2023, 6, 1)))
    comes(covered, "佐藤", people=5)
    found = figure(owner, "events.persons")
    assert ([part.value for part in found.parts], found.overall_state) == ([1, 329], State.FINAL)


def test_persons_of_several_organisations_are_listed_and_not_added(owner, halls):
    comes(halls[0], "佐藤", "a@example.jp")
    found = figure(owner, "events.persons", owners="all")
    assert (found.value, found.has_only_parts) == (None, True)
    assert found.parts[0].label == owner.name


def test_the_number_outlives_the_names(owner, halls):
    for hall in halls:
        comes(hall, "佐藤 恵子", "keiko@example.jp")
        checkin.check_in(channel=hall, name="飛び入り", email="walk@example.jp", office="某院")
    one = indicator(owner=owner, function="events.persons", params={"series": "lecture"})
    before = compute([one], year=YEAR, as_of=COVER)[one.code]
    run = halls[0].session.series
    remove_from(series=run, by=core.person(), now=events.NOW)
    assert not CheckIn.objects.exclude(name="", email="", office="").exists()
    assert not SignUp.objects.exclude(name="", email="", phone="").exists()
    assert compute([one], year=YEAR, as_of=COVER)[one.code] == before
    assert before.value == 2
    remove_from(series=run, by=core.person(), now=events.NOW)
    assert KnownPersons.objects.get().upper == 2
    early = compute([one], year=YEAR, as_of=date(2023, 6, 30))[one.code]
    assert early.value == 2, "of a part of the run the kept number says nothing"


def test_views_are_times_and_no_persons(owner, halls):
    events.attendance(channel=halls[0], value=60)
    video = events.channel(session=halls[0].session, kind=ChannelKind.VIDEO, label="動画")
    old = events.attendance(channel=video, value=300, superseded_at=events.NOW)
    events.attendance(channel=video, value=412, as_of=date(2023, 11, 30))
    views = figure(owner, "events.views")
    assert (views.kind, views.value, views.unit_text) == (Kind.TIMES, Decimal(412), "回")
    assert views.part("第1回", "動画").as_of == date(2023, 11, 30)
    assert figure(owner, "events.attendance").value == 60
    assert figure(owner, "events.persons").parts == ()
    one = indicator(owner=owner, function="events.views", params={"series": "lecture"})
    assert [row.value for row in records(one, year=YEAR, as_of=COVER)] == ["412回", "300回"]
    assert old.value == 300


def test_a_session_without_a_video_has_no_part_in_the_views(owner, halls):
    assert figure(owner, "events.views").value is None
    video = events.channel(session=halls[1].session, kind=ChannelKind.VIDEO, label="動画")
    open_one = figure(owner, "events.views")
    assert [part.label for part in open_one.parts] == ["第2回"]
    assert open_one.is_open
    events.attendance(channel=video, value=7)
    assert figure(owner, "events.views").value == 7


def test_the_number_of_queries_does_not_grow(owner, halls, django_assert_num_queries):
    few = [indicator(owner=owner, function="events.persons", params={"series": "lecture"})]
    for hall in halls:
        for number in range(5):
            comes(hall, f"参加者{number}")
    compute(few, year=YEAR, as_of=COVER)
    with django_assert_num_queries(7):
        compute(few * 3, year=YEAR, as_of=COVER)

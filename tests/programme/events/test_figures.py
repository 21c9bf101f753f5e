"""Figures of events: the lectures of the result paper first, then each rule."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.figures.year import is_unsaid
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.queries.sessions import waiting_for_report

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2023)
COVER = date(2023, 12, 31)


def figure(one, as_of=COVER, year=YEAR):
    return compute([one], year=year, as_of=as_of)[one.code]


@pytest.fixture
def owner():
    return core.organisation()


def attending(of, **params):
    return indicator(owner=of, params={"series": "lecture"} | params, unit="名")


def test_the_lectures_make_555_and_stay_open_while_one_channel_is_to_follow(owner):
    events.lectures(owner)
    whole = figure(attending(owner))
    assert (whole.value, whole.state, whole.records) == (Decimal(555), State.TO_FOLLOW, 12)
    assert [(part.label, part.value, part.state) for part in whole.parts] == [
        ("第1回", Decimal(196), State.FINAL),
        ("第2回", Decimal(185), State.FINAL),
        ("第3回", Decimal(174), State.TO_FOLLOW),
    ]
    assert whole.part("第1回").note == "一人暮らし"
    assert whole.part("第2回", "同時上映").value == 36
    later = whole.part("第3回", "後日上映会")
    assert (later.value, later.state) == (None, State.AFTER_EVENT)
    assert whole.open_leaves() == (later,)


def test_a_channel_nobody_recorded_is_to_follow_and_not_0(owner):
    run = events.series(owner=owner, code="lecture")
    one = events.session(series=run)
    events.attendance(channel=events.channel(session=one), value=10)
    events.channel(session=one, kind=ChannelKind.ONLINE, label="Zoom")
    whole = figure(attending(owner))
    assert (whole.value, whole.state) == (Decimal(10), State.TO_FOLLOW)
    assert whole.part("第1回", "Zoom").value is None


def test_held_without_channels_is_an_open_part_and_planned_is_none(owner):
    run = events.series(owner=owner, code="lecture")
    events.session(series=run)
    events.session(series=run, status=SessionStatus.PLANNED)
    events.session(series=run, status=SessionStatus.CANCELLED)
    whole = figure(attending(owner))
    assert [part.label for part in whole.parts] == ["第1回"]
    assert (whole.value, whole.state) == (None, State.TO_FOLLOW)


def test_what_was_recorded_later_than_asked_does_not_count(owner):
    run = events.series(owner=owner, code="lecture")
    first = events.session(series=run, held_on=date(2023, 6, 1))
    events.attendance(channel=events.channel(session=first), value=10)
    events.attendance(channel=events.channel(session=first, label="Zoom"), value=5, as_of=date(2024, 2, 1))
    second = events.session(series=run, held_on=date(2024, 1, 20))
    events.attendance(channel=events.channel(session=second), value=7)
    one = attending(owner)
    assert figure(one).value == 10
    assert figure(one).part("第1回", "Zoom").state is State.TO_FOLLOW
    late = figure(one, date(2024, 3, 31))
    assert (late.value, late.state, late.as_of) == (Decimal(22), State.FINAL, date(2024, 2, 1))
    assert figure(one, date(2023, 5, 1)).value is None


def test_superseded_rows_never_count(owner):
    run = events.series(owner=owner, code="lecture")
    hall = events.channel(session=events.session(series=run))
    events.attendance(channel=hall, value=99, superseded_at=events.NOW)
    events.attendance(channel=hall, value=9)
    assert figure(attending(owner)).value == 9


def test_without_a_series_nothing_is_known(owner):
    nothing = figure(attending(owner))
    assert (nothing.value, nothing.state, nothing.records) == (None, State.TO_FOLLOW, 0)


def test_another_year_another_area_and_another_owner_do_not_mix(owner):
    for run in (
        events.series(owner=owner, code="lecture", fiscal_year=2022),
        events.series(owner=core.organisation(), code="lecture"),
        events.series(owner=core.organisation(area=owner.area), code="lecture"),
    ):
        events.attendance(channel=events.channel(session=events.session(series=run)), value=1000)
    events.attendance(
        channel=events.channel(session=events.session(series=events.series(owner=owner, code="lecture"))), value=3
    )
    assert figure(attending(owner)).value == 3


def test_a_series_of_a_centre_below_the_area_is_found_and_two_of_others_are_not_guessed_between(owner):
    living = core.area(parent=owner.area)
    centre = core.organisation(area=living)
    run = events.series(owner=centre, code="lecture")
    events.attendance(channel=events.channel(session=events.session(series=run)), value=3)
    assert figure(attending(owner)).value == 3
    second = events.series(owner=core.organisation(area=living), code="lecture")
    assert figure(attending(owner)).value is None
    assert figure(attending(owner, owner=centre.code)).value == 3
    assert figure(attending(owner, owner=second.owner.code)).records == 0


def held(owner):
    return indicator(owner=owner, function="events.sessions_held", params={"series": "meeting"}, unit="回")


def test_0_with_two_months_planned_is_a_state_and_not_a_bare_zero(owner):
    run = events.series(owner=owner, code="meeting")
    for month in (date(2024, 2, 1), date(2024, 3, 1)):
        events.session(series=run, status=SessionStatus.PLANNED, planned_month=month)
    one = held(owner)
    whole = figure(one)
    assert (whole.value, whole.state, whole.mark) == (Decimal(0), State.PLANNED, "2,3月予定")
    assert [part.mark for part in whole.parts] == ["2月予定", "3月予定"]
    assert figure(one, date(2024, 2, 29)).mark == "2,3月予定"
    late = figure(one, date(2024, 3, 31))
    assert (late.value, late.state, late.mark) == (Decimal(0), State.PLANNED, "3月予定")
    assert [part.state for part in late.parts] == [State.TO_FOLLOW, State.PLANNED]


def test_a_planned_session_that_is_over_is_to_follow_until_somebody_says_whether_it_was_held(owner):
    run = events.series(owner=owner, code="meeting")
    for dated in ({"held_on": date(2023, 12, 1)}, {"planned_month": date(2023, 12, 1)}, {}):
        events.session(series=run, status=SessionStatus.PLANNED, **dated)
    one = held(owner)

    def states(as_of):
        return [part.state for part in figure(one, as_of).parts]

    ahead, over = State.PLANNED, State.TO_FOLLOW
    assert states(date(2023, 12, 1)) == [ahead, ahead, ahead], "its own day is not over"
    assert states(date(2023, 12, 2)) == [over, ahead, ahead]
    assert states(date(2024, 1, 1)) == [over, over, ahead]
    assert states(date(2024, 3, 31)) == [over, over, ahead]
    after = figure(one, date(2024, 4, 1))
    assert (after.value, after.state, after.mark, len(after.open_leaves())) == (0, over, "", 3)
    assert [row.state for row in records(one, year=YEAR, as_of=date(2024, 4, 1))] == [over] * 3
    run.sessions.update(status=SessionStatus.HELD)
    assert (figure(one, date(2024, 4, 1)).value, figure(one, date(2024, 4, 1)).state) == (3, State.FINAL)


def test_the_list_finds_the_sessions_that_figures_wait_for(owner):
    run = events.series(owner=owner)
    days = [date(2023, 11, 30), date(2023, 12, 1), date(2024, 1, 1)]
    for status in SessionStatus:
        for day in days:
            events.session(series=run, status=status, held_on=day)
            events.session(series=run, status=status, planned_month=day.replace(day=1))
        events.session(series=run, status=status)
    every = Session.objects.filter(series=run).select_related("series")
    for on in (*days, date(2023, 12, 2), date(2024, 3, 31), date(2024, 4, 1)):
        found = set(every.filter(waiting_for_report(on)))
        assert found == {one for one in every if is_unsaid(one, on)}
        assert found or on <= date(2023, 11, 30)


def test_held_sessions_count_from_their_day(owner):
    run = events.series(owner=owner, code="meeting")
    events.session(series=run, held_on=date(2023, 5, 1), title="第一部")
    events.session(series=run, held_on=date(2023, 11, 1))
    one = held(owner)
    assert (figure(one).value, figure(one).state) == (Decimal(2), State.FINAL)
    assert figure(one).part("第1回").note == "第一部"
    early = figure(one, date(2023, 6, 1))
    assert (early.value, early.state, early.mark) == (Decimal(1), State.PLANNED, "11月予定")


def test_no_session_at_all_is_not_0(owner):
    assert figure(held(owner)).value is None
    events.series(owner=owner, code="meeting")
    assert figure(held(owner)).value is None


def share(owner, **kw):
    return indicator(owner=owner, function="events.answer_share", params={"series": "meeting", "question": "q"}, **kw)


@pytest.fixture
def meeting(owner):
    return events.series(owner=owner, code="meeting"), events.question(owner=owner, code="q")


def test_shares_stand_side_by_side_and_the_4th_to_follow_opens_the_whole(owner, meeting):
    run, question = meeting
    first = events.session(series=run)
    for label, percent in (("会場参加者", 85), ("ZOOM参加者", 89)):
        hall = events.channel(session=first, label=label)
        events.answer_share(question=question, session=first, channel=hall, value=percent)
    events.answer_share(question=question, session=events.session(series=run), value=82)
    planned = events.session(series=run, status=SessionStatus.PLANNED)
    events.answer_share(question=question, session=planned, value=None, state="after_event")
    whole = figure(share(owner))
    assert (whole.value, whole.state, whole.records) == (None, State.TO_FOLLOW, 4)
    assert whole.part("第1回", "会場参加者").value == 85
    assert str(whole.part("第2回").value) == "82"
    assert whole.part("第3回").state is State.AFTER_EVENT


def test_without_fractions_there_is_no_common_share(owner, meeting):
    run, question = meeting
    for percent in (96, 96):
        events.answer_share(question=question, session=events.session(series=run), value=percent)
    whole = figure(share(owner))
    assert (whole.value, whole.state) == (None, State.NOT_APPLICABLE)
    assert [part.value for part in whole.parts] == [96, 96]


def test_with_every_fraction_the_shares_are_pooled_and_not_averaged(owner, meeting, settings):
    settings.DISCLOSURE_THRESHOLD = 0
    run, question = meeting
    question.decimals = 1
    question.save()
    for above, below, percent in ((1, 2, 50), (90, 100, 90)):
        events.answer_share(
            question=question, session=events.session(series=run), value=percent, numerator=above, denominator=below
        )
    whole = figure(share(owner))
    assert (str(whole.value), whole.numerator, whole.denominator) == ("89.2", 91, 102)
    assert [str(part.value) for part in whole.parts] == ["50.0", "90.0"]


def test_a_suppressed_share_takes_its_fraction_with_it(owner, meeting):
    run, question = meeting
    for state, percent in (("suppressed", None), ("final", 90)):
        events.answer_share(
            question=question,
            session=events.session(series=run),
            value=percent,
            state=state,
            numerator=9,
            denominator=10,
        )
    whole = figure(share(owner))
    assert whole.value is None
    assert whole.part("第1回").numerator is None


def test_a_share_known_only_later_keeps_a_held_session_open(owner, meeting):
    run, question = meeting
    one = events.session(series=run, held_on=date(2023, 10, 1))
    events.answer_share(question=question, session=one, value=80, as_of=date(2024, 1, 31))
    assert figure(share(owner)).part("第1回").state is State.TO_FOLLOW
    assert figure(share(owner), date(2024, 1, 31)).part("第1回").value == 80

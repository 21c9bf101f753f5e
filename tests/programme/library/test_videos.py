"""Videos and their views by month: corrections replace, nothing is counted twice, pasted tables are read strictly."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core, events, indicators, library
from tests.factories.events import NOW
from zaitaku.analysis.figure import Kind, State
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit, Entry
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.library.actions import videos as actions
from zaitaku.programme.library.actions.videos import Counted, CountedElsewhere, NotYet
from zaitaku.programme.library.figures import CASES, EDITIONS, VIDEOS, VIEWS
from zaitaku.programme.library.forms.videos import read_views
from zaitaku.programme.library.models import ViewCount

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2023, 10, 1), date(2023, 11, 1)
YEAR = FiscalYear(2023)


def count(video, value, month=OCTOBER, expected=None):
    one = Counted(video, month, Entry(Decimal(value)), expected)
    return actions.record_views(counts=[one], by=events.recorder(), now=NOW)[0]


def test_a_correction_replaces_the_row_before():
    video = library.video()
    first = count(video, 100)
    with pytest.raises(ChangedMeanwhile):
        count(video, 110)
    second = count(video, 110, expected=first.pk)
    rows = ViewCount.objects.filter(video=video).order_by("pk")
    assert [(one.value, one.is_current) for one in rows] == [(100, False), (110, True)]
    assert count(video, 110, expected=second.pk) == second


@pytest.mark.parametrize(("month", "refusal"), [(date(2024, 1, 1), NotYet), (date(2023, 8, 1), NotYet)])
def test_only_months_in_which_it_was_published(month, refusal):
    with pytest.raises(refusal):
        count(library.video(published_to=date(2024, 3, 31)), 5, month=month)


def test_all_or_nothing():
    video = library.video()
    good, bad = Counted(video, OCTOBER, Entry(Decimal(5)), None), Counted(video, NOVEMBER, Entry(Decimal(-1)), None)
    with pytest.raises(DoesNotFit):
        actions.record_views(counts=[good, bad], by=events.recorder(), now=NOW)
    assert not ViewCount.objects.exists()


def test_a_video_that_is_a_channel_is_counted_there():
    session = events.session()
    events.channel(session=session, kind=ChannelKind.VIDEO)
    fields = {"title": "講演", "address": "https://example.jp/v", "published_on": OCTOBER, "published_to": None}
    fields |= {"audience": "residents", "minutes": 60, "description": ""}
    with pytest.raises(CountedElsewhere):
        actions.add_video(owner=session.series.owner, session=session, by=events.recorder(), now=NOW, **fields)
    other = events.session(series=session.series)
    actions.add_video(owner=session.series.owner, session=other, by=events.recorder(), now=NOW, **fields)


def test_the_platforms_table_is_read():
    video = library.video(title="在宅療養とは", address="https://www.youtube.com/watch?v=AbCdEfGhIjK")
    other = library.video(owner=video.owner, title="看取りの話")
    block = [
        ["コンテンツ", "動画のタイトル", "視聴回数"],
        ["合計", "", "1,500"],
        ["AbCdEfGhIjK", "名前の違う題名", "1,200"],
        ["", "看取りの話", "３００"],
        ["", "知らない動画", "5"],
        ["", "看取りの話", "2"],
    ]
    lines = read_views(block, [video, other], month=OCTOBER, today=NOW.date(), current={video.pk: 9})
    assert [(one.found.video, one.found.entry.value, one.found.expected) for one in lines[:2] if one.found] == [
        (video, 1200, 9),
        (other, 300, None),
    ]
    assert [bool(one.problem) for one in lines] == [False, False, True, True]


def figure(function, area, as_of=date(2024, 4, 30), **params):
    one = indicators.indicator(area=area, function="x.y", params=params)
    return function.compute([one], YEAR, as_of)[one.code]


def test_views_are_open_while_a_month_is_not_entered():
    video = library.video(published_on=date(2023, 10, 15), published_to=date(2023, 12, 20))
    area = video.owner.area
    assert figure(VIEWS, area).value is None
    for month, value in ((OCTOBER, 100), (NOVEMBER, 50)):
        library.views(video=video, month=month, value=value)
    part_of_year = figure(VIEWS, area, as_of=date(2023, 12, 30))
    assert (part_of_year.value, part_of_year.state, part_of_year.kind) == (150, State.FINAL, Kind.TIMES)
    at_the_end = figure(VIEWS, area, as_of=date(2023, 12, 31))
    assert (at_the_end.value, at_the_end.state) == (150, State.TO_FOLLOW), "December counts on its own last day"
    assert figure(VIEWS, area).is_open
    library.views(video=video, month=date(2023, 12, 1), value=7)
    assert figure(VIEWS, area, as_of=date(2023, 12, 31)).value == 157
    whole = figure(VIEWS, area)
    assert (whole.value, whole.state, [part.label for part in whole.parts]) == (157, State.FINAL, [video.title])
    assert figure(VIDEOS, area).value == 1
    assert figure(VIDEOS, area, owner="another").value is None


def test_records_behind_the_figures():
    video = library.video()
    library.views(video=video)
    case = library.publishable(owner=video.owner)
    edition = library.edition(case)
    library.edition(case)
    area = video.owner.area
    assert (figure(EDITIONS, area).value, figure(CASES, area).value) == (2, 1)
    assert figure(CASES, area, scene="sudden").value is None
    one = indicators.indicator(area=area, function="x.y", params={})
    assert next(row.what for row in EDITIONS.records(one, YEAR, NOW.date())) == str(edition)
    for function in (CASES, VIDEOS, VIEWS):
        assert len(function.records(one, YEAR, NOW.date())) == 1


def test_figures_take_the_same_number_of_queries_for_many(django_assert_num_queries):
    owner = core.organisation()
    for _ in range(3):
        video = library.video(owner=owner)
        library.views(video=video)
    many = [indicators.indicator(area=owner.area, function="library.views", params={}) for _ in range(4)]
    with django_assert_num_queries(2):
        VIEWS.compute(many, YEAR, NOW.date())

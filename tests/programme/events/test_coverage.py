"""How evenly events are spread over the 日常生活圏域."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import core, events
from tests.factories.indicators import indicator
from zaitaku.analysis.figure import State
from zaitaku.analysis.period import FiscalYear
from zaitaku.catalogue import compute, records
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Summary

pytestmark = pytest.mark.django_db
COVER = date(2023, 12, 31)


@pytest.fixture
def owner():
    return core.organisation()


@pytest.fixture
def areas(owner):
    names = [("1", "北"), ("2", "=東"), ("3", "南"), ("4", "西")]
    return [core.area(kind=AreaKind.LIVING_AREA, code=code, name=name, parent=owner.area) for code, name in names]


@pytest.fixture
def run(owner, areas):
    """Three sessions in the north (one at a place of its own), one in the east, one planned in the south."""
    run = events.series(owner=owner, code="salon", kind=SeriesKind.SALON)
    for area, venue in ((0, "甲"), (0, "甲"), (0, "乙"), (1, "丙")):
        session = events.session(series=run, area=areas[area], venue=venue, held_on=date(2023, 6, 1))
        events.attendance(channel=events.channel(session=session), value=10)
        video = events.channel(session=session, kind=ChannelKind.VIDEO, label="動画")
        events.attendance(channel=video, value=1000)
    events.session(series=run, area=areas[2], status=SessionStatus.PLANNED)
    return run


def share(run, **params):
    one = indicator(owner=run.owner, function="events.coverage", params={"series": "salon"} | params)
    return compute([one], year=FiscalYear(2023), as_of=COVER)[one.code]


def test_two_of_four_areas_are_half_and_an_area_not_entered_keeps_it_open(run):
    found = share(run)
    assert (found.value, found.state) == (Decimal("50.0"), State.FINAL)
    assert (found.numerator, found.denominator) == (2, 4)
    events.session(series=run, held_on=date(2023, 6, 2))
    assert share(run).state is State.TO_FOLLOW


def test_without_areas_nothing_is_said(owner):
    run = events.series(owner=owner, code="salon")
    events.session(series=run, held_on=date(2023, 6, 1))
    assert share(run).value is None


def test_the_table_the_excel_and_the_data_for_the_map_say_the_same(client, owner, run):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    elsewhere = events.session(series=run, held_on=date(2023, 6, 3))
    asked = {"kind": "salon", "year": "2023"}
    found = client.get(reverse("events:coverage"), asked).context["found"]
    assert (found.areas, found.reached, found.mean) == (4, 2, Decimal("1.0"))
    assert [(line.held, line.planned, line.places, line.attendance, line.apart) for line in found.lines] == [
        (3, 0, 2, 30, Decimal("2.0")),
        (1, 0, 1, 10, Decimal("0.0")),
        (0, 1, 0, None, Decimal("-1.0")),
        (0, 0, 0, None, Decimal("-1.0")),
    ]
    assert (found.elsewhere.held, elsewhere.area) == (1, None)
    data = client.get(reverse("events:coverage_data"), asked).json()
    north = {"code": "1", "name": "北", "held": 3, "apart": 2.0, "planned": 0, "places": 2, "attendance": 30}
    assert data["areas"][0] == north
    nowhere = {"code": "", "name": "", "held": 1, "apart": None, "planned": 0, "places": 0, "attendance": None}
    assert data["elsewhere"] == nowhere
    assert (data["reached"], data["mean"], data["has_totals"]) == (2, 1.0, False)
    book = client.get(reverse("events:coverage_excel"), asked)
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["北", "=東", "南", "西", "圏域の入力なし"]
    assert [row[2] for row in rows[1:]] == [3, 1, 0, 0, 1]


def reported(run, **values):
    """A total of half the year for each measure named."""
    days = {"start": date(2023, 4, 1), "end": date(2023, 9, 30)}
    for measure, value in values.items():
        Summary.objects.create(**events.recorded(series=run, measure=measure, value=value, **days))


def test_what_is_reported_as_a_total_says_no_area_and_calls_none_empty(client, owner, run):
    salons = events.series(owner=core.organisation(area=owner.area), code="salon", kind=SeriesKind.SALON)
    reported(salons, sessions=34, attendance=329)
    events.session(series=salons, status=SessionStatus.PLANNED, held_on=date(2023, 7, 1))
    client.force_login(core.person(role=Role.PROGRAMME_OFFICER, organisation=owner))
    asked = {"kind": "salon", "year": "2023"}
    page = client.get(reverse("events:coverage"), asked)
    found = page.context["found"]
    assert (found.elsewhere.held, found.elsewhere.planned, found.elsewhere.attendance) == (34, 0, 329)
    assert (found.mean, {line.apart for line in found.lines}, found.reached) == (None, {None}, 2)
    assert [line.held for line in found.lines] == [3, 1, 0, 0]
    text = page.content.decode()
    assert "34回・329人は期間の合計として報告" in text
    assert "<strong>なし</strong>" not in text
    data = client.get(reverse("events:coverage_data"), asked).json()
    assert (data["has_totals"], data["mean"], data["elsewhere"]["held"]) == (True, None, 34)
    assert share(run, owners="all").state is State.TO_FOLLOW
    assert share(run).state is State.FINAL, "nobody reported a total of this series"
    one = client.get(reverse("events:coverage"), asked | {"series": "other"})
    assert one.context["found"].elsewhere.held == 34
    assert "series" in one.context["form"].errors


def test_attendance_reported_beside_sessions_told_one_by_one(client, owner, run):
    reported(run, attendance=50)
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    found = client.get(reverse("events:coverage"), {"kind": "salon", "year": "2023"}).context["found"]
    assert [(line.held, line.attendance) for line in found.lines[:2]] == [(3, None), (1, None)]
    assert (found.elsewhere.held, found.elsewhere.attendance) == (0, 50)
    assert share(run).state is State.TO_FOLLOW


def test_one_series_is_chosen_by_its_title(client, owner, run):
    other = events.series(owner=owner, code="tea", title="お茶の会", kind=SeriesKind.SALON)
    events.session(series=other, area=run.sessions.first().area, held_on=date(2023, 6, 3))
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page = client.get(reverse("events:coverage"), {"kind": "salon", "year": "2023", "series": "tea"})
    assert '<option value="tea" selected>お茶の会</option>' in page.content.decode()
    assert [line.held for line in page.context["found"].lines] == [1, 0, 0, 0]
    wrong = client.get(reverse("events:coverage"), {"kind": "cafe", "year": "2023", "series": "tea"})
    assert "series" in wrong.context["form"].errors


def test_a_planned_session_that_is_over_keeps_the_share_open(run):
    events.session(series=run, status=SessionStatus.PLANNED, held_on=COVER)
    assert share(run).state is State.FINAL, "its day is not over"
    events.session(series=run, status=SessionStatus.PLANNED, held_on=date(2023, 12, 30))
    assert share(run).state is State.TO_FOLLOW


def test_the_records_say_the_area(run):
    one = indicator(owner=run.owner, function="events.coverage", params={"series": "salon"})
    details = [row.detail for row in records(one, year=FiscalYear(2023), as_of=COVER)]
    assert details == ["甲 北", "甲 北", "乙 北", "丙 =東", "南"]


def test_a_stranger_sees_areas_of_their_own_only(client, run):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=core.organisation()))
    page = client.get(reverse("events:coverage"), {"kind": "salon", "year": "2023"})
    assert page.context["found"].areas == 0
    assert "日常生活圏域が登録されていません" in page.content.decode()


@pytest.mark.parametrize("asked", [{"kind": "party"}, {"year": "99999"}, {"year": "あ"}, {"series": "x" * 99}])
def test_filters_that_make_no_sense_are_named_and_break_nothing(client, owner, asked):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    for name in ("coverage", "coverage_excel", "coverage_data"):
        assert client.get(reverse(f"events:{name}"), asked).status_code == 200

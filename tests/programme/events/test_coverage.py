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
from zaitaku.catalogue import compute
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus

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
    data = client.get(reverse("events:coverage_data"), asked).json()["areas"]
    assert data[0] == {"code": "1", "name": "北", "held": 3, "planned": 0, "places": 2, "attendance": 30}
    book = client.get(reverse("events:coverage_excel"), asked)
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["北", "=東", "南", "西", "圏域の入力なし"]
    assert [row[2] for row in rows[1:]] == [3, 1, 0, 0, 1]


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

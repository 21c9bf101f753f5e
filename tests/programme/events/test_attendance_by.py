"""Attendance by category: parts counted by hand, tables with what is not known, and their export."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import checkin, core, events
from zaitaku.analysis.persons import Range
from zaitaku.core.accounts.choices import Role
from zaitaku.core.records.actions import ChangedMeanwhile, DoesNotFit
from zaitaku.programme.events.actions.attendance_parts import NoHeadCount, record_parts
from zaitaku.programme.events.actions.checkin import ViewsAreNoPersons
from zaitaku.programme.events.choices import ChannelKind, Dimension
from zaitaku.programme.events.models import AttendancePart
from zaitaku.programme.events.queries.attendance_by import breakdowns

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def hall():
    one = events.channel(label="本会場")
    events.attendance(channel=one, value=20)
    return one


@pytest.fixture
def officer(client, hall):
    one = core.person(role=Role.SECTION_OFFICER, organisation=hall.session.series.owner)
    client.force_login(one)
    return one


def current(channel):
    rows = AttendancePart.objects.filter(channel=channel, superseded_at=None)
    return {row.category: int(row.value) for row in rows}


def put(channel, by, counts, seen=frozenset()):
    return record_parts(channel=channel, dimension=Dimension.PROFESSION, counts=counts, seen=seen, by=by)


def ids(channel):
    return frozenset(AttendancePart.objects.filter(channel=channel, superseded_at=None).values_list("pk", flat=True))


def test_a_break_down_is_recorded_corrected_and_taken_away(hall, by):
    assert put(hall, by, {"nurse": 8, "doctor": 5}) == 2
    assert put(hall, by, {"nurse": 8, "dentist": 1}, ids(hall)) == 2
    assert current(hall) == {"nurse": 8, "dentist": 1}
    assert AttendancePart.objects.count() == 3
    assert put(hall, by, {"nurse": 8, "dentist": 1}, ids(hall)) == 0
    assert put(hall, by, {}, ids(hall)) == 2
    assert current(hall) == {}


def test_each_refusal_leaves_everything_as_it_was(hall, by):
    put(hall, by, {"nurse": 8})
    with pytest.raises(DoesNotFit, match="21"):
        put(hall, by, {"nurse": 20, "doctor": 1}, ids(hall))
    with pytest.raises(ChangedMeanwhile):
        put(hall, by, {"nurse": 3}, frozenset({0}))
    with pytest.raises(NoHeadCount):
        put(events.channel(), by, {"nurse": 3})
    with pytest.raises(ViewsAreNoPersons):
        put(events.channel(kind=ChannelKind.VIDEO), by, {"nurse": 3})
    with pytest.raises(DoesNotFit):
        put(hall, by, {str(number): 0 for number in range(301)}, ids(hall))
    assert current(hall) == {"nurse": 8}


def of(tables, dimension):
    return next(one for one in tables if one.dimension == dimension)


def test_the_table_adds_up_whatever_was_counted_how(hall, by):
    run = hall.session.series
    put(hall, by, {"nurse": 8, "doctor": 5})
    second = events.channel(session=events.session(series=run), label="本会場")
    checkin.check_in(sign_up=checkin.sign_up(channel=second, profession="nurse", office="みどり", seats=3), people=3)
    checkin.check_in(channel=second, profession="doctor", office="みどり")
    checkin.check_in(channel=second, profession="doctor", undone_at=events.NOW)
    video = events.channel(session=second.session, kind=ChannelKind.VIDEO, label="動画")
    events.attendance(channel=video, value=500)
    table = of(breakdowns(run), Dimension.PROFESSION)
    assert table.columns == ("第1回", "第2回")
    assert [(row.label, row.counts, row.total) for row in table.rows] == [
        ("医師", (5, 1), 6),
        ("看護師", (8, 1), 9),
    ]
    assert (table.unknown.counts, table.whole.counts) == ((7, 2), (20, 4))
    assert [row.label for row in of(breakdowns(run, second.session), Dimension.OFFICE).rows] == ["みどり"]
    for one in breakdowns(run):
        for place in range(len(one.columns)):
            assert sum(row.counts[place] for row in one.rows) + one.unknown.counts[place] == one.whole.counts[place]


def test_areas_and_age_groups_come_from_the_walk_in_or_else_the_sign_up(hall):
    area, other = core.area(name="光が丘"), core.area(name="石神井")
    signed = checkin.sign_up(channel=hall, area=area, age_group="65_74")
    checkin.check_in(sign_up=signed, area=other)
    tables = breakdowns(hall.session.series)
    assert [row.label for row in of(tables, Dimension.AREA).rows] == ["石神井"]
    assert [row.label for row in of(tables, Dimension.AGE_GROUP).rows] == ["65～74歳"]


def test_the_grid_takes_numbers_and_pasted_lines(client, hall, officer):
    address = reverse("events:parts", args=[hall.pk])
    first = client.get(address)
    places = {code: f"c{place}" for place, (code, _label) in enumerate(first.context["form"].categories)}
    data = {places["nurse"]: "８人", "lines": "栄養ケアステーション\t2人\n\n薬学生\t１"}
    assert client.post(address, data).status_code == 302
    assert current(hall) == {"nurse": 8, "栄養ケアステーション": 2, "薬学生": 1}
    again = client.get(address)
    assert "薬学生\t1" in again.context["form"]["lines"].value()
    for wrong in (
        "名前だけ",
        "\t3",
        "甲\tたくさん",
        "甲\t-1",
        "甲\t1\n甲\t2",
        f"{'長' * 201}\t1",
        "看護師\t1",
        "甲\t99",
    ):
        seen = again.context["form"]["seen"].value()
        answer = client.post(address, {"lines": wrong, "seen": seen})
        assert answer.status_code == 422, wrong
    assert client.post(address, data).status_code == 422, "the rows were recorded after that page was opened"
    assert current(hall) == {"nurse": 8, "栄養ケアステーション": 2, "薬学生": 1}
    assert client.get(address, {"by": "height"}).status_code == 404


def test_the_page_and_its_excel(client, hall, officer, django_assert_max_num_queries):
    checkin.check_in(channel=hall, profession="nurse", office="=1+1")
    run = hall.session.series
    with django_assert_max_num_queries(25):
        page = client.get(reverse("events:attendance_by", args=[run.pk])).content.decode()
    assert "不明" in page
    assert "small-cell" in page
    made = client.get(reverse("events:attendance_by_excel", args=[run.pk]), {"session": hall.session_id})
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["職種", "所属", "居住地域", "年代"]
    offices = list(book["所属"].values)
    assert offices[1] == ("=1+1", 1, 1)
    assert offices[-1] == ("合計", 20, 20)
    assert client.get(reverse("events:attendance_by", args=[run.pk]), {"session": "0"}).status_code == 404
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    for name in ("attendance_by", "attendance_by_excel"):
        assert client.get(reverse(f"events:{name}", args=[run.pk])).status_code == 404
    assert client.get(reverse("events:parts", args=[hall.pk])).status_code == 404


def test_the_break_down_by_hand_begins_with_the_check_ins(client, hall, officer):
    checkin.check_in(channel=hall, profession="nurse", office="みどり")
    checkin.check_in(sign_up=checkin.sign_up(channel=hall, profession="nurse", office="みどり"))
    address = reverse("events:parts", args=[hall.pk])
    page = client.get(address)
    form = page.context["form"]
    place = next(f"c{place}" for place, (code, _label) in enumerate(form.categories) if code == "nurse")
    assert form[place].value() == 2
    assert "受付した2人分の記録から" in page.content.decode()
    assert client.get(address, {"by": "office"}).context["form"]["lines"].value() == "みどり\t2"
    assert not AttendancePart.objects.exists()
    client.post(address, {place: "5"})
    page = client.get(address)
    assert page.context["form"][place].value() == 5
    assert "手入力した数が" in page.content.decode()
    client.post(address, {"seen": page.context["form"]["seen"].value()})
    assert current(hall) == {}
    assert of(breakdowns(hall.session.series), Dimension.PROFESSION).rows[0].total == 2


def test_persons_as_a_range_and_views_stand_above_the_tables(client, hall, officer):
    checkin.check_in(channel=hall, name="練馬 花子", email="hanako@example.jp")
    second = events.channel(session=events.session(series=hall.session.series))
    checkin.check_in(channel=second, name="練馬 花子", email="hanako@example.jp")
    events.attendance(channel=second, value=1)
    video = events.channel(session=second.session, kind=ChannelKind.VIDEO, label="動画")
    events.attendance(channel=video, value=500)
    address = reverse("events:attendance_by", args=[hall.session.series_id])
    page = client.get(address)
    assert (page.context["attendance"], page.context["views"]) == (21, 500)
    assert page.context["persons"] == Range(20, 20)
    one = client.get(address, {"session": second.session_id})
    assert (one.context["attendance"], one.context["persons"], one.context["views"]) == (1, Range(1, 1), 500)
    checkin.check_in(channel=second, name="", people=3)
    assert "少なくとも20人、多くとも" in client.get(address).content.decode()


def test_the_excel_keeps_the_notice_and_marks_small_numbers(client, hall, officer):
    checkin.check_in(channel=hall, profession="nurse")
    made = client.get(reverse("events:attendance_by_excel", args=[hall.session.series_id]))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["職種"]
    assert "公開しないでください" in sheet["A1"].comment.text
    assert "公開しないでください" in sheet.oddHeader.left.text
    assert [sheet["B2"].value, "※" in sheet["B2"].number_format] == [1, True]
    assert "※" not in sheet["B4"].number_format

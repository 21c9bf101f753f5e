"""The list of sessions and the month: what they show, to whom, in which order, and as a file."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.factories import core, events
from zaitaku.core.accounts.choices import Role
from zaitaku.core.pages.forms.clock import parse_clock
from zaitaku.programme.events.choices import ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.models import Session
from zaitaku.programme.events.queries.sessions import listed_sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def officer(client, owner):
    one = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    client.force_login(one)
    return one


@pytest.fixture
def run(owner):
    """A lecture held in May, one planned for a day in December with a later screening in January, one for March."""
    series = events.series(owner=owner, title="在宅療養講演会", fiscal_year=2026)
    events.session(series=series, held_on=date(2026, 5, 20), starts=time(14), title="一人暮らし")
    planned = events.session(series=series, held_on=date(2026, 12, 5), status=SessionStatus.PLANNED, title="家族")
    events.channel(session=planned, capacity=60, taken=12, waiting=2, admission="first_come", label="本会場")
    later = {"kind": ChannelKind.LATER_SCREENING, "held_on": date(2027, 1, 9), "starts": time(10)}
    events.channel(session=planned, label="後日上映会", **later)
    events.session(series=series, planned_month=date(2027, 3, 1), status=SessionStatus.PLANNED, title="看取り")
    other = events.series(owner=owner, title="認知症カフェ", kind=SeriesKind.CAFE, fiscal_year=2026)
    events.session(series=other, held_on=date(2026, 12, 20), status=SessionStatus.CANCELLED)
    events.session(series=events.series(fiscal_year=2026, title="よその課"), held_on=date(2026, 12, 6))
    return series


def titles(client, **asked):
    page = client.get(reverse("events:sessions"), asked)
    assert page.status_code == 200
    return [f"{one.series.title}{one.number}" for one in page.context["listed"]]


def test_the_list_shows_what_one_may_see_the_latest_first(client, officer, run):
    assert titles(client) == ["在宅療養講演会3", "認知症カフェ1", "在宅療養講演会2", "在宅療養講演会1"]
    assert titles(client, sort="earliest")[0] == "在宅療養講演会1"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "家族"}, ["在宅療養講演会2"]),
        ({"since": "2026-12-06"}, ["在宅療養講演会3", "認知症カフェ1"]),
        ({"since": "R8.12.1", "until": "令和8年12月10日"}, ["在宅療養講演会2"]),
        ({"since": "2027-03-15"}, ["在宅療養講演会3"]),
        ({"kind": "cafe"}, ["認知症カフェ1"]),
        ({"status": "held"}, ["在宅療養講演会1"]),
        ({"audience": "professionals"}, []),
        ({"sort": "title", "kind": "lecture"}, ["在宅療養講演会1", "在宅療養講演会2", "在宅療養講演会3"]),
    ],
)
def test_filters(client, officer, run, asked, found):
    assert titles(client, **asked) == found


def test_a_wrong_filter_is_said_and_narrows_nothing(client, officer, run):
    page = client.get(reverse("events:sessions"), {"since": "いつか", "page": "-7"})
    assert page.context["filter"].errors["since"]
    assert len(page.context["listed"]) == 4


def test_every_order_lists_every_session_once_whatever_the_page(client, officer, run, owner):
    from zaitaku.core.areas.models import Organisation

    Session.objects.bulk_create(Session(series=run, number=n, status="planned") for n in range(10, 130))
    mine = Organisation.objects.filter(pk=owner.pk)
    for sort in ("latest", "earliest", "title", "owner"):
        pages = [list(listed_sessions(mine, {"sort": sort})[start : start + 50]) for start in range(0, 150, 50)]
        keys = [one.pk for page in pages for one in page]
        assert len(keys) == len(set(keys)) == 124, sort


def test_the_list_as_files(client, officer, run):
    Session.objects.filter(title="家族").update(title="=1+1")
    events.attendance(channel=events.channel(session=run.sessions.get(number=1), label="Zoom"), value=41)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("events:sessions_xlsx")).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[6] for row in rows[1:]] == ["看取り", "", "=1+1", "一人暮らし"]
    assert rows[4][-1] == 41
    text = client.get(reverse("events:sessions_csv"), {"kind": "lecture"}).content
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert {"'=1+1", "2026-12-05", "60", "12", "2"} <= set(lines[1].values())


def month(client, **asked):
    page = client.get(reverse("events:calendar"), asked)
    assert page.status_code == 200
    return page


def entries(page):
    return {day.day: [entry.title for entry in day.entries] for week in page.context["weeks"] for day in week}


def test_a_month_has_its_sessions_and_later_screenings_on_their_days(client, officer, run):
    december = entries(month(client, month="2026-12"))
    assert december[date(2026, 12, 5)] == ["在宅療養講演会 第2回"]
    assert december[date(2026, 12, 20)] == ["認知症カフェ 第1回"]
    assert december[date(2026, 12, 6)] == []
    assert december[date(2027, 1, 2)] == []
    january = entries(month(client, month="2027-01"))
    assert january[date(2027, 1, 9)] == ["在宅療養講演会 第2回 後日上映会"]
    assert entries(month(client, month="2026-12", kind="cafe"))[date(2026, 12, 5)] == []


def test_a_month_begins_on_sunday_and_names_holidays(client, officer, run):
    page = month(client, month="2027-01")
    assert page.context["weeks"][0][0].day == date(2026, 12, 27)
    assert {len(week) for week in page.context["weeks"]} == {7}
    days = {day.day: day for week in page.context["weeks"] for day in week}
    assert days[date(2027, 1, 1)].holiday == "元日"
    assert "rest" in days[date(2027, 1, 11)].css
    assert days[date(2027, 1, 9)].css == "saturday"
    assert (page.context["previous"].month, page.context["next"]) == (12, date(2027, 2, 1))


def test_a_session_without_a_day_stands_below_its_month(client, officer, run):
    assert [one.title for one in month(client, month="2027-03").context["floating"]] == ["看取り"]
    assert month(client, month="2027-03", kind="cafe").context["floating"] == []


@pytest.mark.parametrize("asked", ["", "2026-13", "１２-01", "2026-1", "x", "９９９９-01"])
def test_a_month_that_makes_no_sense_is_this_month(client, officer, asked):
    page = month(client, month=asked)
    assert page.context["first"] == page.context["today"].replace(day=1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14:00", time(14)), ("１４：３０", time(14, 30)), ("14時", time(14)), ("14時5分", time(14, 5)),
        ("午後2時半", time(14, 30)), ("午前9時", time(9)), ("午後0時", time(12)), ("9:05", time(9, 5)),
        ("24:00", None), ("14", None), ("午後13時", None), ("", None), ("14:60", None), ("2時間", None),
    ],
)  # fmt: skip
def test_clock(text, found):
    assert parse_clock(text) == found


@given(st.times())
def test_every_minute_is_read_back(moment):
    plain = moment.replace(second=0, microsecond=0)
    for written in (f"{plain:%H:%M}", f"{plain.hour}時{plain.minute}分"):
        assert parse_clock(written) == plain


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_none(text):
    assert parse_clock(text) is None or isinstance(parse_clock(text), time)


def test_views_of_a_video_and_calls_are_not_people_who_came(client, officer, run):
    """412 views beside 59 people: two columns, on the page and in the files."""
    held = run.sessions.get(number=1)
    for kind, value in ((ChannelKind.MAIN_HALL, 59), (ChannelKind.VIDEO, 412), (ChannelKind.PHONE, 7)):
        events.attendance(channel=events.channel(session=held, kind=kind, label=kind), value=value)
    shown = {one.session.pk: one for one in client.get(reverse("events:sessions")).context["shown"]}[held.pk]
    assert (shown.came, shown.views) == (59, 412)
    text = client.get(reverse("events:sessions_csv"), {"status": "held"}).content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["参加者数"], row["視聴回数"]) == ("59", "412")


def test_sessions_that_are_over_and_nobody_reported_are_found(client, officer, run):
    today = timezone.localdate()
    over = events.session(series=run, number=9, held_on=today - timedelta(days=1), status=SessionStatus.PLANNED)
    events.session(series=run, number=10, held_on=today, status=SessionStatus.PLANNED)
    page = client.get(reverse("events:sessions"), {"status": "waiting"})
    assert over.pk in [one.pk for one in page.context["listed"]]
    assert all(one.is_unsaid for one in page.context["shown"])
    everything = client.get(reverse("events:sessions")).context["shown"]
    assert sum(one.is_unsaid for one in everything) == len(page.context["listed"])

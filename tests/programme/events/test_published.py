"""What the public may know: public series only, what is to come first, and nothing about people who sign up."""

from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.factories import core, events
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.events import published
from zaitaku.programme.events.choices import Audience, ChannelKind, SeriesKind, SessionStatus
from zaitaku.programme.events.published import Asked
from zaitaku.reports import event_list

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def public(**kw):
    defaults = {"fiscal_year": 2026, "is_public": True, "contact": "高齢者支援課 03-3993-1111（内線1234）"}
    return events.series(**(defaults | kw))


def planned(series, **kw):
    return events.session(series=series, **({"status": SessionStatus.PLANNED} | kw))


def ahead(**asked):
    listing = published.listed(now=NOW, asked=Asked(**asked), first=0, count=50)
    assert listing.total == len(listing.sessions)
    return [(one.title, one.number) for one in listing.sessions]


@pytest.fixture
def lecture():
    """A public lecture: one past, one with four channels on 5 December, one without a day in March."""
    ward = core.area(kind=AreaKind.MUNICIPALITY, code="13120", name="練馬区")
    hall = core.organisation(area=ward, name="ココネリホール")
    series = public(
        owner=core.organisation(area=ward), title="在宅療養講演会", title_kana="ザイタクリョウヨウコウエンカイ"
    )
    events.session(series=series, held_on=date(2026, 5, 20))
    session = planned(
        series, held_on=date(2026, 12, 5), starts=time(14), ends=time(16), place=hall, address="練馬区練馬1-17-1"
    )
    first = {"admission": "first_come", "capacity": 60}
    events.channel(session=session, label="本会場", taken=48, **first)
    events.channel(session=session, label="同時上映", taken=60, waiting=3, venue="図書館", **first)
    secret = "https://zoom.example/j/secret"
    events.channel(session=session, label="Zoom", kind=ChannelKind.ONLINE, join_url=secret, admission="first_come")
    later = {"kind": ChannelKind.LATER_SCREENING, "held_on": date(2027, 1, 9), "starts": time(10)}
    events.channel(session=session, label="後日上映会", **later)
    planned(series, planned_month=date(2027, 3, 1))
    return session


def test_what_is_to_come_the_nearest_first(lecture):
    cafe = public(title="認知症カフェ", kind=SeriesKind.CAFE)
    planned(cafe, held_on=date(2026, 11, 22))
    assert ahead() == [("認知症カフェ", 1), ("在宅療養講演会", 2), ("在宅療養講演会", 3)]


def test_nothing_that_is_not_public(lecture):
    planned(public(title="内輪", is_public=False), held_on=date(2026, 12, 6))
    members = planned(public(title="委員会", audience=Audience.MEMBERS), held_on=date(2026, 12, 6))
    hidden = planned(public(title="非公開", is_public=False), held_on=date(2026, 12, 6))
    file = events.handout(session=hidden, is_public=True)
    closed = events.handout(session=lecture, is_public=False)
    assert {title for title, _number in ahead()} == {"在宅療養講演会"}
    assert {one.title for one in published.feed(now=NOW)} == {"在宅療養講演会"}
    assert {one.title for one in published.of_year(fiscal_year=2026, now=NOW)} == {"在宅療養講演会"}
    assert published.session(key=members.pk, now=NOW) is None
    assert published.session(key=hidden.pk, now=NOW) is None
    assert published.public_file(key=file.pk) is None
    assert published.public_file(key=closed.pk) is None


def test_a_later_screening_keeps_a_held_session_in_the_list(lecture):
    lecture.status = SessionStatus.HELD
    lecture.held_on = date(2026, 11, 1)
    lecture.save()
    assert ("在宅療養講演会", 2) in ahead()
    lecture.channels.filter(label="後日上映会").update(held_on=date(2026, 11, 15))
    assert ("在宅療養講演会", 2) not in ahead()


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"month": date(2026, 12, 1)}, [2]),
        ({"month": date(2027, 1, 1)}, [2]),
        ({"month": date(2027, 3, 1)}, [3]),
        ({"place": "ココネリホール"}, [2]),
        ({"place": "図書館"}, [2]),
        ({"place": "どこか"}, []),
        ({"kind": "cafe"}, []),
        ({"is_online": True}, [2]),
    ],
)
def test_filters(lecture, asked, numbers):
    assert [number for _title, number in ahead(**asked)] == numbers


def test_the_filters_offer_what_is_to_come(lecture):
    offered = published.choices(now=NOW)
    assert offered.months == (date(2026, 12, 1), date(2027, 3, 1))
    assert [value for value, _label in offered.kinds] == ["lecture"]
    assert offered.places == ("ココネリホール",)


def test_pages_of_the_list_do_not_overlap(lecture):
    series = public(title="サロン", kind=SeriesKind.SALON)
    for day in range(1, 29):
        planned(series, held_on=date(2027, 2, day))
    keys = [
        one.key
        for first in (0, 10, 20, 30)
        for one in published.listed(now=NOW, asked=Asked(), first=first, count=10).sessions
    ]
    assert len(keys) == len(set(keys)) == 30


def test_channels_say_seats_and_whether_one_can_sign_up(lecture):
    found = published.session(key=lecture.pk, now=NOW)
    ways = {way.label: way for way in found.channels}
    assert (ways["本会場"].free, ways["本会場"].door, ways["本会場"].place) == (12, "open", "ココネリホール")
    assert (ways["同時上映"].door, ways["同時上映"].waiting, ways["同時上映"].place) == ("waiting", 3, "図書館")
    assert ways["同時上映"].address == ""
    assert (ways["Zoom"].free, ways["Zoom"].place, ways["Zoom"].takes_sign_up) == (None, "", True)
    assert (ways["後日上映会"].day, ways["後日上映会"].door) == (date(2027, 1, 9), "not_needed")
    assert found.last_day == date(2027, 1, 9)


def values_of(thing):
    if is_dataclass(thing):
        return [value for field in fields(thing) for value in values_of(getattr(thing, field.name))]
    return [value for one in thing for value in values_of(one)] if isinstance(thing, tuple) else [str(thing)]


def test_nobody_who_signed_up_and_no_address_to_join_is_told(lecture):
    from zaitaku.programme.events.models import SignUp

    channel = lecture.channels.get(label="Zoom")
    SignUp.objects.create(
        channel=channel, number=1, rank=1, key="k" * 32, status="confirmed", name="練馬太郎", email="taro@example.jp",
        phone="09012345678", created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    told = values_of(published.session(key=lecture.pk, now=NOW)) + values_of(published.feed(now=NOW))
    told += [str(asdict(one)) for one in published.listed(now=NOW, asked=Asked(), first=0, count=9).sessions]
    for secret in ("zoom.example", "練馬太郎", "taro@", "09012345678", "k" * 32):
        assert not [value for value in told if secret in value], secret


def test_the_row_of_the_standard_data_set_is_complete(lecture):
    lecture.series.description = "家で最期まで"
    lecture.series.fee_yen = 0
    lecture.series.save()
    found = next(one for one in published.of_year(fiscal_year=2026, now=NOW) if one.key == lecture.pk)
    row = published.open_data_row(found, url="https://zaitaku.example/public/session/1/")
    assert event_list.gaps(row) == []
    assert (row.code, row.body, row.fee_yen, row.fee_words) == ("131202", "練馬区", 0, "無料")
    assert (row.contact_name, row.contact_phone, row.contact_extension) == ("高齢者支援課", "03-3993-1111", "1234")
    assert (row.place, row.when_notes) == ("ココネリホール", "後日上映会 2027-01-09 10:00")
    assert row.capacity is None


def test_what_the_standard_asks_for_and_nobody_filled_in_is_named():
    session = planned(public(), held_on=date(2026, 12, 5))
    found = published.session(key=session.pk, now=NOW)
    gaps = event_list.gaps(published.open_data_row(found, url=""))
    assert gaps == ["イベント名_カナ", "開始時間", "終了時間", "説明", "場所名称", "所在地_連結表記"]


def test_an_online_session_takes_place_online():
    session = planned(public(), held_on=date(2026, 12, 5))
    events.channel(session=session, kind=ChannelKind.ONLINE, label="Zoom")
    row = published.open_data_row(published.session(key=session.pk, now=NOW), url="")
    assert (row.place, row.address) == ("オンライン", "オンライン")


def test_a_list_of_any_length_takes_the_same_queries(lecture, django_assert_num_queries):
    with django_assert_num_queries(3):
        published.listed(now=NOW, asked=Asked(), first=0, count=20)
    series = public(title="サロン")
    for day in range(1, 20):
        events.channel(session=planned(series, held_on=date(2026, 12, day)))
    with django_assert_num_queries(3):
        published.listed(now=NOW, asked=Asked(), first=0, count=20)

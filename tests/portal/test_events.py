"""The residents' pages: the list, a session, calendars, open data, files; what is not public is not there."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import core, events
from zaitaku.programme.events.actions import change_session
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.models import Speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon():
    """A public lecture two weeks from now: a hall with seats, a full branch, Zoom, a later screening."""
    day = timezone.localdate() + timedelta(days=14)
    series = events.series(
        title="在宅療養講演会", is_public=True, contact="高齢者支援課 03-3993-1111", fee_yen=0, fiscal_year=2026
    )
    place = core.organisation(name="ココネリホール")
    session = events.session(
        series=series, title="家族の明日", held_on=day, starts=time(14), ends=time(16), status="planned", place=place,
        access="練馬駅 徒歩1分",
    )  # fmt: skip
    by_order = {"admission": "first_come", "capacity": 60}
    events.channel(session=session, label="本会場", taken=48, **by_order)
    events.channel(session=session, label="図書館", taken=60, waiting=3, **by_order)
    online = {"kind": ChannelKind.ONLINE, "admission": "first_come", "join_url": "https://zoom.example/secret"}
    events.channel(session=session, label="Zoom", **online)
    later = {"kind": ChannelKind.LATER_SCREENING, "held_on": day + timedelta(days=30), "starts": time(10)}
    events.channel(session=session, label="後日上映会", **later)
    return session


@pytest.fixture
def hidden():
    day = timezone.localdate() + timedelta(days=3)
    return events.session(series=events.series(title="内輪の会"), held_on=day, status="planned")


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_page_leads_residents_to_the_list_and_staff_to_their_desk(client, soon):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url == reverse("portal:events")
    assert reverse("account_login") in text(client.get(answer.url))
    client.force_login(core.person())
    assert client.get("/").status_code == 200


def test_the_list_says_what_one_needs_to_choose(client, soon, hidden):
    page = text(client.get(reverse("portal:events")))
    for words in ("在宅療養講演会", "家族の明日", "残り12席", "キャンセル待ち3件", "無料", "ココネリホール"):
        assert words in page, words
    assert "内輪の会" not in page
    assert "zoom.example" not in page


def test_an_empty_list_says_so(client):
    assert "現在ご案内できる催しはありません" in text(client.get(reverse("portal:events")))


def test_the_list_narrows_and_an_old_link_still_opens(client, soon):
    day = soon.held_on
    assert "家族の明日" in text(client.get(reverse("portal:events"), {"month": f"{day:%Y-%m}", "online": "on"}))
    assert "家族の明日" in text(client.get(reverse("portal:events"), {"month": "1999-01", "kind": "?", "page": "９９"}))
    assert "家族の明日" in text(client.get(reverse("portal:events"), {"page": "99999"}))


def test_a_session_in_full(client, soon):
    Speaker.objects.create(session=soon, name="練馬花子", affiliation="医師", position=1)
    shown = events.handout(session=soon, title="スライド", is_public=True)
    events.handout(session=soon, title="台本", is_public=False)
    page = text(client.get(reverse("portal:event", args=[soon.pk])))
    for words in ("練馬花子", "練馬駅 徒歩1分", "03-3993-1111", "スライド", "キャンセル待ちを申し込む", "申込み不要"):
        assert words in page, words
    for secret in ("台本", "zoom.example"):
        assert secret not in page
    sign_up = reverse("events:sign_up", args=[soon.channels.get(label="本会場").pk])
    assert f'href="{sign_up}"' in page
    answer = client.get(reverse("portal:handout", args=[shown.pk]))
    assert answer.content == bytes(shown.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_session_called_off_or_over_takes_nobody(client, soon):
    soon.status = SessionStatus.CANCELLED
    soon.save()
    page = text(client.get(reverse("portal:event", args=[soon.pk])))
    assert "中止になりました" in page
    assert "申し込む" not in page
    past = events.session(series=soon.series, held_on=date(2026, 4, 20))
    assert "この回は終了しました" in text(client.get(reverse("portal:event", args=[past.pk])))


def test_what_is_not_public_is_not_found(client, soon, hidden):
    file = events.handout(session=hidden, is_public=True)
    for name, key in (("event", hidden.pk), ("event_calendar", hidden.pk), ("handout", file.pk), ("event", 10**12)):
        assert client.get(reverse(f"portal:{name}", args=[key])).status_code == 404
    assert client.get(reverse("portal:open_data", args=[1999])).status_code == 404


def test_the_feed_tells_changes_and_call_offs(client, soon, hidden):
    first = client.get(reverse("portal:feed"))
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = first.content.decode().replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 2  # the session, and the later screening on its own day
    assert f"DTSTART;TZID=Asia/Tokyo:{soon.held_on:%Y%m%d}T140000" in lines
    again = client.get(reverse("portal:feed"), headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    change_session(session=soon, starts=time(13), by=core.person())
    soon.status = SessionStatus.CANCELLED
    soon.save()
    changed = client.get(reverse("portal:feed")).content.decode().replace("\r\n ", "").split("\r\n")
    uids = [[line for line in some if line.startswith("UID:")] for some in (lines, changed)]
    assert uids[0] == uids[1]
    assert {"SEQUENCE:1", "STATUS:CANCELLED"} <= set(changed)
    assert "内輪の会" not in "".join(changed)


def test_one_session_for_the_calendar(client, soon):
    answer = client.get(reverse("portal:event_calendar", args=[soon.pk]))
    assert answer.content.count(b"BEGIN:VEVENT") == 2


def test_the_open_data_of_a_year(client, soon, hidden):
    answer = client.get(reverse("portal:open_data", args=[2026]), headers={"accept-language": "en"})
    assert answer.headers["Content-Disposition"].endswith('_event.csv"')
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["イベント名"] == "在宅療養講演会 第1回 家族の明日"
    assert (row["開始日"], row["開始時間"], row["料金(詳細)"]) == (soon.held_on.isoformat(), "14:00", "無料")
    assert (row["連絡先名称"], row["連絡先電話番号"]) == ("高齢者支援課", "03-3993-1111")
    assert row["備考"] == "対象：区民"
    assert row["URL"].endswith(reverse("portal:event", args=[soon.pk]))


def test_links_in_files_for_reuse_never_follow_the_request(client, soon, settings):
    """They are kept by caches: one visitor's host must not become everybody's."""
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://zaitaku.example", ["*"]
    for address in (reverse("portal:feed"), reverse("portal:open_data", args=[2026])):
        text = client.get(address, headers={"host": "evil.example"}).content.decode().replace("\r\n ", "")
        assert "https://zaitaku.example/" in text
        assert "evil.example" not in text


def test_a_title_is_no_formula_in_the_open_data(client, soon):
    soon.series.title = '=HYPERLINK("http://evil.example")'
    soon.series.save()
    text = client.get(reverse("portal:open_data", args=[2026])).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["イベント名"].startswith("'=")


TYPED = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(st.sampled_from(["month", "kind", "place", "online", "page"]), TYPED))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_typed_into_the_address_breaks_the_list(client, soon, asked):
    assert client.get(reverse("portal:events"), asked).status_code == 200


def test_what_is_over_stands_with_its_handouts_the_latest_first(client, soon, hidden):
    """What is still to come, called off or not public is not among it; whoever looks back finds the way there."""
    today = timezone.localdate()
    series = soon.series
    for days, number in ((40, 11), (10, 12), (5, 13)):
        status = SessionStatus.CANCELLED if number == 13 else SessionStatus.HELD
        events.session(series=series, number=number, held_on=today - timedelta(days=days), status=status)
    events.session(series=hidden.series, held_on=today - timedelta(days=9))
    older = series.sessions.get(number=11)
    events.handout(session=older, is_public=True, title="当日の資料")
    events.handout(session=older, title="内部の資料")
    assert "?past=1" in text(client.get(reverse("portal:events")))
    page = client.get(reverse("portal:events"), {"past": "1"})
    assert [one.number for one in page.context["listing"].sessions] == [12, 11]
    assert "当日の資料" in text(page)
    assert "内部の資料" not in text(page)


def test_the_calendar_says_which_way_to_take_part_was_called_off(client, soon):
    hall = soon.channels.get(label="本会場")
    hall.status = SessionStatus.CANCELLED
    hall.save()
    told = client.get(reverse("portal:event_calendar", args=[soon.pk])).content.decode().replace("\r\n ", "")
    assert "本会場 (中止)" in told
    assert "STATUS:CANCELLED" not in told
    soon.channels.update(status=SessionStatus.CANCELLED)
    told = client.get(reverse("portal:event_calendar", args=[soon.pk])).content.decode()
    assert told.count("STATUS:CANCELLED") == told.count("BEGIN:VEVENT")

"""A Zoom report becomes check-ins: whole or not at all, once, and never by guessing. All data is synthetic."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import checkin, core, events
from zaitaku.analysis.online_report import RowsRefused, read
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.events.actions.checkin import people_in
from zaitaku.programme.events.actions.online import (
    NobodyLeft,
    NotOnline,
    SettledAlready,
    Undecided,
    discard_report,
    settle_report,
    take_back_report,
    take_in_report,
)
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import ChannelKind, SignUpStatus
from zaitaku.programme.events.models import Attendance, CheckIn, OnlineReport

pytestmark = pytest.mark.django_db
HEAD = "名前（元の名前）,ユーザーのメール,参加時刻,退出時刻,期間（分）,ゲスト\n"
SYNTHETIC = HEAD + "".join(
    f"{line}\n"
    for line in (
        "練馬 花子,hanako@example.jp,2023/12/10 14:00:00,2023/12/10 14:30:00,30,はい",
        "iPhone,hanako@example.jp,2023/12/10 14:20:00,2023/12/10 15:00:00,40,はい",
        "鈴木 一郎,,2023/12/10 14:00:00,2023/12/10 15:00:00,60,はい",
        "佐藤 恵子,,2023/12/10 14:00:00,2023/12/10 14:20:00,20,はい",
        "佐藤 恵子,,2023/12/10 14:30:00,2023/12/10 15:00:00,30,はい",
        "事務局,jimu@example.jp,2023/12/10 13:30:00,2023/12/10 15:10:00,100,いいえ",
        "見ただけ,,2023/12/10 14:00:00,2023/12/10 14:02:00,2,はい",
    )
)
HANAKO, SUZUKI, SATO, SATO_AGAIN, OFFICE, BRIEF = range(1, 7)


@pytest.fixture
def by():
    return core.person()


@pytest.fixture
def zoom():
    return events.channel(kind=ChannelKind.ONLINE, label="Zoom")


def take_in(channel, by, text=SYNTHETIC):
    return take_in_report(channel=channel, file_name="synthetic.csv", data=text.encode("cp932"), by=by, now=events.NOW)


def settle(report, by, decisions, least=5):
    return settle_report(report=report, decisions=decisions, least_minutes=least, by=by, now=events.NOW)


def test_people_are_checked_in_with_their_sign_up_where_one_fits(zoom, by):
    hanako = checkin.sign_up(channel=zoom, name="ねりま花子", email="Hanako@example.jp")
    suzuki = checkin.sign_up(channel=zoom, name="鈴木　一郎", status=SignUpStatus.WAITING)
    report = take_in(zoom, by)
    assert not CheckIn.objects.exists(), "nothing counts before it is decided"
    settle(report, by, {SATO: 1, SATO_AGAIN: 1, OFFICE: 0})
    rows = {row.sign_up_id: row for row in CheckIn.objects.all()}
    assert set(rows) == {hanako.pk, suzuki.pk, None}
    assert (rows[hanako.pk].minutes, rows[hanako.pk].name) == (60, "")
    assert (rows[None].name, rows[None].minutes, rows[None].way) == ("佐藤 恵子", 50, "online_report")
    assert Attendance.objects.get(superseded_at=None).value == 3
    assert settle(report, by, {}) == list(CheckIn.objects.all())
    assert people_in(zoom) == 3


def test_equal_names_must_be_decided_and_may_be_two_people(zoom, by):
    report = take_in(zoom, by)
    for decisions in ({}, {SATO: 1}):
        with pytest.raises(Undecided):
            settle(report, by, decisions)
    assert not CheckIn.objects.exists()
    settle(report, by, {SATO: 1, SATO_AGAIN: 2})
    assert people_in(zoom) == 5


def test_a_name_that_fits_two_sign_ups_or_two_people_fits_none(zoom, by):
    for _ in range(2):
        checkin.sign_up(channel=zoom, name="鈴木 一郎")
    sato = checkin.sign_up(channel=zoom, name="佐藤恵子")
    settle(take_in(zoom, by), by, {SATO: 1, SATO_AGAIN: 2})
    assert not CheckIn.objects.exclude(sign_up=None).exists()
    assert not sato.check_ins.exists()


def test_who_was_ticked_already_is_not_counted_twice(zoom, by):
    hanako = checkin.sign_up(channel=zoom, email="hanako@example.jp")
    checkin.check_in(sign_up=hanako)
    settle(take_in(zoom, by), by, {SATO: 0, SATO_AGAIN: 0, OFFICE: 0})
    assert people_in(zoom) == 2


def test_the_same_file_twice_changes_nothing(zoom, by):
    report = take_in(zoom, by)
    assert take_in(zoom, core.person()) == report
    settle(report, by, {SATO: 1, SATO_AGAIN: 1})
    assert take_in(zoom, by).settled_at is not None
    assert OnlineReport.objects.count() == 1
    other = take_in(zoom, by, SYNTHETIC.replace("鈴木", "田中"))
    with pytest.raises(SettledAlready):
        settle(other, by, {SATO: 1, SATO_AGAIN: 1})


def test_taken_back_it_can_be_decided_anew_and_a_wrong_file_is_discarded(zoom, by):
    report = take_in(zoom, by)
    settle(report, by, {SATO: 1, SATO_AGAIN: 2})
    take_back_report(report=report, by=by, now=events.NOW)
    take_back_report(report=report, by=by, now=events.NOW)
    assert people_in(zoom) == 0
    settle(report, by, {SATO: 1, SATO_AGAIN: 1})
    assert people_in(zoom) == 4
    with pytest.raises(EventRefused):
        discard_report(report=report, by=by)
    wrong = take_in(zoom, by, SYNTHETIC.replace("鈴木", "田中"))
    discard_report(report=wrong, by=by)
    with pytest.raises(EventRefused):
        discard_report(report=wrong, by=by)
    assert OnlineReport.objects.count() == 1


def test_each_refusal_leaves_nothing(zoom, by):
    with pytest.raises(NotOnline):
        take_in(events.channel(), by)
    with pytest.raises(RowsRefused):
        take_in(zoom, by, SYNTHETIC + "壊れた行,,いつか,2023/12/10 14:02:00,2,はい\n")
    assert not OnlineReport.objects.exists()
    report = take_in(zoom, by)
    with pytest.raises(NobodyLeft):
        settle(report, by, {SATO: 1, SATO_AGAIN: 1}, least=1000)
    assert not CheckIn.objects.exists()
    assert OnlineReport.objects.get().settled_at is None


def test_the_chain_names_nobody(zoom, by):
    settle(take_in(zoom, by), by, {SATO: 1, SATO_AGAIN: 1})
    told = " ".join(f"{entry.subject_name} {entry.details}" for entry in AuditEntry.objects.all())
    assert "佐藤" not in told
    assert "example.jp" not in told


@pytest.fixture
def officer(client, zoom):
    one = core.person(role=Role.SECTION_OFFICER, organisation=zoom.session.series.owner)
    client.force_login(one)
    return one


def upload(client, zoom, text, name="synthetic.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return client.post(reverse("events:online_reports", args=[zoom.pk]), {"file": file})


def test_from_the_file_to_the_count_through_the_pages(client, zoom, officer):
    answer = upload(client, zoom, SYNTHETIC)
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    assert "佐藤 恵子" in page
    assert client.post(address, {"step": "settle", "least_minutes": "5"}).status_code == 422
    filled = client.post(address, {"step": "fill"})
    assert filled.context["form"].initial == {"g1": "same"}
    assert not CheckIn.objects.exists()
    each = {"step": "settle", "least_minutes": "５", "g1": "each", f"n{OFFICE}": "on"}
    assert client.post(address, each | {f"u{SATO}": "1"}).status_code == 422
    assert client.post(address, each | {f"u{SATO}": "1", f"u{SATO_AGAIN}": "2"}).status_code == 302
    assert people_in(zoom) == 4
    assert client.get(address).status_code == 200
    client.post(address, {"step": "take_back"})
    assert people_in(zoom) == 0


def test_a_bad_file_is_told_cell_by_cell(client, zoom, officer):
    answer = upload(client, zoom, SYNTHETIC + "壊れた行,だめ,いつか,2023/12/10 14:02:00,2,はい\n")
    assert answer.status_code == 422
    places = [(line, column, raw) for line, column, raw, _reason, _remedy in answer.context["problems_of_file"]]
    assert places == [("9行目", "ユーザーのメール", "だめ"), ("9行目", "参加時刻", "いつか")]
    assert upload(client, zoom, "氏名\n佐藤\n").status_code == 422
    assert upload(client, zoom, SYNTHETIC, "synthetic.pdf").status_code == 422
    assert not OnlineReport.objects.exists()


def test_a_stranger_finds_no_report(client, zoom, officer, by):
    report = take_in(zoom, by)
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    assert client.get(reverse("events:online_report", args=[report.pk])).status_code == 404
    assert client.get(reverse("events:online_reports", args=[zoom.pk])).status_code == 404


def test_a_meeting_of_five_hundred_is_read_and_shown_quickly(client, zoom, officer, django_assert_max_num_queries):
    lines = "".join(
        f"参加者{number},p{number}@example.jp,2023/12/10 14:00:00,2023/12/10 15:00:00,60,はい\n"
        for number in range(500)
    )
    address = upload(client, zoom, HEAD + lines).headers["Location"]
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200
    assert len(read((HEAD + lines).encode(), "synthetic.csv").units) == 500


def test_each_line_offers_its_sign_up_which_can_be_changed(client, zoom, officer):
    hanako = checkin.sign_up(channel=zoom, name="ねりま花子", email="hanako@example.jp")
    other = checkin.sign_up(channel=zoom, name="鈴木 一郎", email="")
    brief = checkin.sign_up(channel=zoom, name="見田 太郎")
    address = upload(client, zoom, SYNTHETIC).headers["Location"]
    form = client.get(address).context["form"]
    assert form.initial == {f"s{HANAKO}": f"{hanako.number} ねりま花子", f"s{SUZUKI}": f"{other.number} 鈴木 一郎"}
    data = {"step": "settle", "least_minutes": "1", "g1": "same", f"s{HANAKO}": f"{hanako.number} ねりま花子"}
    for wrong in ("99", "知らない人", f"{hanako.number}"):
        answer = client.post(address, data | {f"s{BRIEF}": wrong})
        assert answer.status_code == 422, wrong
        assert f'value="{wrong}"' in answer.content.decode(), "what was typed stays"
    assert not CheckIn.objects.exists()
    client.post(address, data | {f"s{BRIEF}": "見田太郎", f"s{SUZUKI}": ""})
    rows = {row.name or row.sign_up.name for row in CheckIn.objects.all()}
    assert rows == {"ねりま花子", "鈴木 一郎", "見田 太郎", "佐藤 恵子", "事務局"}
    assert set(CheckIn.objects.exclude(sign_up=None).values_list("sign_up", flat=True)) == {hanako.pk, brief.pk}


def test_a_group_gets_its_sign_up_once_it_is_one_person(client, zoom, officer):
    sato = checkin.sign_up(channel=zoom, name="佐藤恵子", email="sato@example.jp")
    address = upload(client, zoom, SYNTHETIC).headers["Location"]
    page = client.get(address)
    assert page.context["form"].initial == {}
    assert page.context["groups"][0][3] == [f"{sato.number} 佐藤恵子"]
    filled = client.post(address, {"step": "fill"}).context["form"].initial
    assert filled == {"g1": "same", f"s{SATO}": f"{sato.number} 佐藤恵子"}
    different = {"step": "settle", "least_minutes": "1", "g1": "different", f"s{SATO_AGAIN}": str(sato.number)}
    client.post(address, different)
    assert CheckIn.objects.get(sign_up=sato).minutes == 30


def test_who_was_there_before_is_told_apart_and_another_day_is_told(client, zoom, officer):
    hanako = checkin.sign_up(channel=zoom, email="hanako@example.jp")
    checkin.check_in(sign_up=hanako)
    address = upload(client, zoom, SYNTHETIC).headers["Location"]
    assert client.get(address).context["is_other_day"] is (zoom.day is not None and f"{zoom.day}" != "2023-12-10")
    zoom.held_on = date(2023, 12, 10)
    zoom.save()
    assert not client.get(address).context["is_other_day"]
    zoom.held_on = date(2023, 12, 11)
    zoom.save()
    page = client.get(address)
    assert page.context["is_other_day"]
    assert "令和5年12月11日" in page.content.decode()
    data = {"step": "settle", "least_minutes": "5", "g1": "same", f"s{HANAKO}": str(hanako.number)}
    said = [str(one) for one in client.post(address, data, follow=True).context["messages"]]
    assert said == ["レポートから3人を受け付けました。ほかに1人は、先に受付済みのため数えていません。"]


def test_a_webinar_says_whom_it_left_out(client, zoom, officer):
    hosts = f"Host Details\nAttended,{HEAD}はい,事務局,,2023/12/10 14:00:00,2023/12/10 15:00:00,60,\n"
    people = "はい,花子,,2023/12/10 14:00:00,2023/12/10 15:00:00,60,\nいいえ,一郎,,--,--,--,\n"
    address = upload(client, zoom, f"{hosts}Attendee Details\nAttended,{HEAD}{people}").headers["Location"]
    assert OnlineReport.objects.get().left_out == {"hosts": 1, "panelists": 0, "absent": 1}
    assert "ホスト1人、パネリスト0人、欠席した申込者1人" in client.get(address).content.decode()
    refused = upload(client, zoom, hosts)
    assert refused.status_code == 422
    assert "ウェビナー" in refused.content.decode()

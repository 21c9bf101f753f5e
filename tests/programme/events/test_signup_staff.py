"""The pages of those in charge: list, search, adding by telephone, changing, paper, Excel, link."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import core
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.admission import draw_lottery
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.signup import cancel_sign_up
from zaitaku.programme.events.actions.signup_entry import new_key
from zaitaku.programme.events.choices import Admission
from zaitaku.programme.events.models import Channel, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return open_channel(day=timezone.localdate() + timedelta(days=30), capacity=3)


@pytest.fixture
def officer(client, channel):
    person = core.person(organisation=channel.session.series.owner, role=Role.SECTION_OFFICER)
    client.force_login(person)
    return person


def put(channel, *args, **kw):
    return enter(channel, *args, now=timezone.now(), **kw)


def names(page):
    return [one.name for one in page.context["listed"]]


def test_the_list_is_searched_and_filtered(client, channel, officer):
    put(channel, 2, name="練馬 花子", kana="ねりま", phone="090-1234-5678", needs=("wheelchair",))
    put(channel, 1, name="光が丘 太郎", office="石神井訪問看護")
    put(channel, 1, name="大泉 次郎")
    address = f"/events/channels/{channel.pk}/sign-ups/"
    page = client.get(address)
    assert len(names(page)) == 3
    assert "車いす" in page.content.decode()
    for asked, found in (
        ("q=花子", ["練馬 花子"]),
        ("q=ねりま", ["練馬 花子"]),
        ("q=090-1234", ["練馬 花子"]),
        ("q=５６７８", ["練馬 花子"]),
        ("q=3", ["大泉 次郎"]),
        ("q=石神井", ["光が丘 太郎"]),
        ("status=waiting", ["大泉 次郎"]),
        ("q=だれも", []),
        ("q=99999999999999999999", []),
        ("status=nonsense", ["練馬 花子", "光が丘 太郎", "大泉 次郎"]),
    ):
        shown = names(client.get(f"{address}?{asked}"))
        if asked == "q=3":
            assert "大泉 次郎" in shown
        else:
            assert shown == found, asked


def test_others_see_nothing_and_send_nothing(client, channel):
    made = put(channel)
    addresses = [f"/events/channels/{channel.pk}/{page}" for page in ("sign-ups/", "sign-ups.xlsx", "lottery/")]
    addresses += [f"/events/sign-ups/{made.pk}/", f"/events/channels/{channel.pk}/sign-ups/print/"]
    council = core.person(organisation=channel.session.series.owner, role=Role.COUNCIL_MEMBER)
    for who, status in ((core.person(), 404), (council, 403)):
        client.force_login(who)
        assert [client.get(address).status_code for address in addresses] == [status] * len(addresses)
        assert client.post(f"/events/sign-ups/{made.pk}/cancel/").status_code == status
    made.refresh_from_db()
    assert made.status == "confirmed"


def test_somebody_telephones(client, channel, officer):
    address = f"/events/channels/{channel.pk}/sign-ups/add/"
    key = client.get(address).context["key"]
    sent = {"key": key, "way": "phone", "name": "練馬 花子", "phone": "03-1111-2222", "seats": "3"}
    assert client.post(address, sent).url == f"/events/channels/{channel.pk}/sign-ups/"
    assert client.post(address, sent).status_code == 302, "pressing twice"
    made = SignUp.objects.get()
    assert (made.way, made.seats, made.status) == ("phone", 3, "confirmed")
    again = client.post(address, sent | {"key": new_key(), "again": "on", "name": "練馬 太郎", "seats": "1"})
    assert again.url == address
    twin = client.post(address, sent | {"key": new_key()})
    assert twin.status_code == 422
    assert "受付番号1に" in twin.content.decode()
    nobody = client.post(address, sent | {"key": new_key(), "name": "石神井 三郎", "phone": ""})
    assert nobody.status_code == 302, "somebody at the counter has neither telephone nor mail"


def test_one_entry_is_changed_cancelled_and_taken_back(client, channel, officer):
    made = put(channel, 3, name="練馬 花子")
    put(channel, 1)
    address = f"/events/sign-ups/{made.pk}/"
    page = client.get(address)
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("needs", "area")}
    assert client.post(address, data | {"seats": "2", "phone": "0312345678"}).status_code == 302
    made.refresh_from_db()
    assert (made.seats, made.phone) == (2, "0312345678")
    assert Channel.objects.get(pk=channel.pk).taken == 3, "the one who waited has moved up"
    assert client.get(address + "cancel/").status_code == 200
    assert client.post(address + "cancel/").status_code == 302
    made.refresh_from_db()
    assert made.status == "cancelled"
    text = client.post(address + "restore/", follow=True).content.decode()
    assert "お席が確保できました" not in text
    made.refresh_from_db()
    assert made.status == "confirmed"
    kinds = [step.kind for step in client.get(address).context["steps"]]
    assert kinds == ["signed_up", "changed", "cancelled", "signed_up"]


def test_excel_takes_names_as_text(client, channel, officer):
    put(channel, 2, name='=HYPERLINK("evil.example")', needs=("wheelchair", "captions"), phone="09012345678")
    answer = client.get(f"/events/channels/{channel.pk}/sign-ups.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    assert rows[0][0].value == "受付番号"
    assert rows[1][2].value.startswith("=HYPERLINK")
    assert rows[1][2].data_type == "s"
    assert rows[1][5].value == "09012345678"
    assert rows[1][4].value == 2


def test_paper_has_everybody_by_state(client, channel, officer):
    for _ in range(4):
        put(channel)
    page = client.get(f"/events/channels/{channel.pk}/sign-ups/print/")
    assert [(str(label), len(rows), people) for label, rows, people in page.context["groups"]] == [
        ("申込確定", 3, 3),
        ("キャンセル待ち", 1, 1),
    ]


def test_the_link_and_its_code(client, channel, officer):
    page = client.get(f"/events/channels/{channel.pk}/sign-up-link/").content.decode()
    assert f"http://localhost:8000/events/sign-up/{channel.pk}/" in page
    assert 'src="data:image/svg+xml;base64,' in page
    series = channel.session.series
    series.is_public = False
    series.save()
    assert "公開されていません" in client.get(f"/events/channels/{channel.pk}/sign-up-link/").content.decode()


def test_the_list_costs_the_same_for_few_and_many(client, channel, officer):
    address = f"/events/channels/{channel.pk}/sign-ups/"
    put(channel, needs=("captions",))
    client.get(address)
    few = _queries(client, address)
    put_many(channel)
    assert _queries(client, address) == few


def put_many(channel):
    now = timezone.now()
    last = SignUp.objects.filter(channel=channel).count()
    SignUp.objects.bulk_create(
        SignUp(
            channel=channel,
            number=last + n,
            rank=last + n,
            key=new_key(),
            status="waiting",
            name="練馬",
            created_at=now,
            changed_at=now,
        )
        for n in range(1, 20)
    )


def _queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


def test_who_moved_up_and_has_no_e_mail_is_telephoned_and_ticked_off(client, channel, officer):
    first = put(channel, 3)
    by_phone = {"email": "", "phone": "0311112222"}
    waiting = [put(channel, 2, name="練馬 花子", **by_phone), put(channel, 1), put(channel, 1, **by_phone)]
    address = f"/events/channels/{channel.pk}/sign-ups/"
    assert not client.get(address).context["to_tell"]
    assert names(client.get(f"{address}?contact=no_email")) == ["練馬 花子", waiting[2].name]
    cancel_sign_up(sign_up=first, by=None, now=timezone.now())
    page = client.get(address)
    assert [one.name for one in page.context["to_tell"]] == ["練馬 花子"], "the one with e-mail has a letter"
    assert "電話で知らせる方" in page.content.decode()
    for _ in range(2):
        assert client.post(f"/events/sign-ups/{waiting[0].pk}/told/").url == address
    assert not client.get(address).context["to_tell"]
    told = AuditEntry.objects.get(action="events.tell_sign_up")
    assert "練馬" not in told.subject_name + str(told.details)
    assert [step.kind for step in waiting[0].steps.all()] == ["signed_up", "promoted", "told"]
    client.post(f"/events/sign-ups/{waiting[2].pk}/told/")
    assert AuditEntry.objects.filter(action="events.tell_sign_up").count() == 1, "there is nothing to tell yet"


def test_after_a_draw_those_without_e_mail_are_telephoned_whatever_came_of_it(client, channel, officer):
    now = timezone.now()
    fields = {"admission": Admission.LOTTERY, "closes_at": now + timedelta(days=1), "has_waiting_list": False}
    channel = change_channel(channel=channel, by=officer, **fields)
    for email in ("", "a@example.jp", ""):
        put(channel, 2, email=email, phone="0311112222" if not email else "")
    draw_lottery(channel=channel, by=officer, now=now + timedelta(days=2))
    assert {one.number for one in client.get(f"/events/channels/{channel.pk}/sign-ups/").context["to_tell"]} == {1, 3}


def test_the_lost_link_is_sent_again_and_not_to_nobody(client, channel, officer):
    made = enter(channel, now=timezone.now() - timedelta(hours=1))
    address = f"/events/sign-ups/{made.pk}/link/"
    assert made.email in client.post(address, follow=True).content.decode()
    assert "10分以内" in client.post(address, follow=True).content.decode()
    assert list(Letter.objects.filter(to=made.email).values_list("kind", flat=True)) == ["once_more", "confirmed"]
    entry = AuditEntry.objects.get(action="events.send_sign_up_link")
    assert made.email not in entry.subject_name + str(entry.details)
    nobody = put(channel, email="", phone="0311112222")
    assert "もう一度送る" not in client.get(f"/events/sign-ups/{nobody.pk}/").content.decode()
    page = client.post(f"/events/sign-ups/{nobody.pk}/link/", follow=True).content.decode()
    assert "メールアドレスがないか" in page
    cancel_sign_up(sign_up=made, by=None, now=timezone.now() - timedelta(minutes=30))
    Letter.objects.all().delete()
    assert "取り消されている" in client.post(address, follow=True).content.decode()
    assert not Letter.objects.exists(), "there is no link to a cancelled entry"
    client.force_login(core.person())
    assert client.post(address).status_code == 404


def test_who_takes_the_names_out_is_written_down(client, channel, officer):
    put(channel)
    gone = put(channel)
    cancel_sign_up(sign_up=gone, by=None, now=timezone.now())
    for page in ("sign-ups.xlsx", "sign-ups/print/"):
        assert client.get(f"/events/channels/{channel.pk}/{page}").status_code == 200
    entries = AuditEntry.objects.filter(action="events.take_sign_ups").order_by("number")
    assert [entry.details for entry in entries] == [{"form": "xlsx", "rows": 2}, {"form": "print", "rows": 1}]
    assert {entry.by for entry in entries} == {officer}

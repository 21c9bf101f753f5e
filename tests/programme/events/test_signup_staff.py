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
from zaitaku.programme.events.actions.signup_entry import new_key
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

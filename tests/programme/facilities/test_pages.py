"""Pages of the section and of the group: who may open what, what leaks, what a form refuses."""

import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.factories import core, facilities
from zaitaku.core.accounts.choices import Role
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.models import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, kept):
    one = facilities.writer(kept)
    client.force_login(one)
    return one


def typed(**kw):
    return {
        "name": "こもれびの会",
        "kana": "こもれびのかい",
        "kinds": ["family", "meals"],
        "what": "昼食を一緒に作ります。",
        "weekdays": ["1"],
        "weeks": ["1", "3"],
        "starts": "10時",
        "ends": "12:00",
        "phone": "０３－１２３４－５６７８",
        "phone_public": "on",
        "contact_name": "内緒 太郎",
        "contact_email": "naisho@example.jp",
        "way": "phone",
    } | kw


def url(name, *args):
    return reverse(f"facilities:{name}", args=args)


def test_told_by_telephone_and_public_at_once(client, kept, officer):
    answer = client.post(url("add_group"), typed(has_consent="on", approves="on"))
    group = Group.objects.get()
    assert answer.url == url("group", group.pk)
    page = client.get(answer.url).content.decode()
    for words in (
        "こもれびの会",
        "家族会、会食・配食",
        "第1・第3 火曜日 10:00～12:00",
        "03-1234-5678",
        "公開中",
        "内緒 太郎",
    ):
        assert words in page
    public = client.get(reverse("portal:group", args=[group.pk])).content.decode()
    assert "03-1234-5678" in public
    assert "内緒" not in public
    assert "naisho" not in public


def test_what_a_form_refuses_is_said_and_nothing_is_lost(client, kept, officer):
    wrong = typed(name="会 https://evil.example", ends="9時", web="javascript:alert(1)", web_public="on")
    answer = client.post(url("add_group"), wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in (
        "氏名だけを入力",
        "終了時刻が開始時刻より前",
        "ホームページのアドレスとして読めません",
        "昼食を一緒に作ります。",
    ):
        assert words in page
    assert not Group.objects.exists()


ROLES = {
    Role.SECTION_OFFICER: True,
    Role.PARTNER: True,
    Role.PROFESSIONAL: False,
    Role.COUNCIL_MEMBER: False,
}


@pytest.mark.parametrize("role", ROLES)
def test_roles_of_the_own_section(client, kept, role):
    group = facilities.group(directory=kept)
    facilities.changed(group, fee="無料")
    client.force_login(core.person(role=role, organisation=kept.owner))
    page = client.get(url("group", group.pk))
    assert page.status_code == 200
    assert (group.contact_name in page.content.decode()) is ROLES[role]
    assert group.key not in page.content.decode()
    listed = client.get(url("groups")).content.decode()
    assert str(group) in listed
    held = Group.objects.get(pk=group.pk)
    answer = client.post(url("approve_group", group.pk), {"seen": held.pending_id})
    assert answer.status_code == (302 if ROLES[role] else 403)
    assert (Group.objects.get(pk=group.pk).pending is None) is ROLES[role]


@pytest.mark.parametrize("role", [Role.PARTNER, Role.SECTION_OFFICER, Role.PROGRAMME_OFFICER])
def test_groups_of_others_do_not_exist(client, kept, role):
    group = facilities.group(directory=kept)
    client.force_login(core.person(role=role))
    for name in ("group", "change_group"):
        assert client.get(url(name, group.pk)).status_code == 404
    for name in ("approve_group", "hand_back_group", "confirm_group", "group_consent", "end_group", "group_link"):
        assert client.post(url(name, group.pk), {}).status_code == 404
    assert client.post(url("counts", kept.owner_id), {}).status_code == 404
    assert client.get(url("directory", kept.pk)).status_code == (403 if role == Role.PARTNER else 404)
    assert str(group) not in client.get(url("groups")).content.decode()


def test_contacts_that_are_not_public_are_only_for_those_who_write(client, kept):
    group = facilities.group(directory=kept, desk="表の窓口", email="hidden@example.jp")
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=kept.owner))
    for page in (url("group", group.pk), url("export_groups")):
        content = client.get(page).content
        text = content.decode() if page.endswith("/") else _cells(content)
        assert "表の窓口" in text
        assert "hidden@example.jp" not in text
        assert group.contact_email not in text


def _cells(content):
    return str(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def test_filters_find_what_they_say(client, kept, officer):
    facilities.group(directory=kept, by=officer, name="ひまわり家族会")
    facilities.group(directory=kept, by=officer, name="朝日サロン", kinds=("exercise",), on=facilities.long_ago(800))
    facilities.group(directory=kept, by=officer, name="新しい会", approves=False)
    asked = {
        "?q=ヒマワリ": ["ひまわり家族会"],
        "?kind=exercise": ["朝日サロン"],
        "?state=lapsed": ["朝日サロン"],
        "?state=waiting": ["新しい会"],
        "?state=listed": ["ひまわり家族会"],
    }
    names = ["ひまわり家族会", "朝日サロン", "新しい会"]
    for query, expected in asked.items():
        page = client.get(url("groups") + query).content.decode()
        assert [name for name in names if name in page] == expected, query


def test_the_list_takes_few_queries(client, kept, officer, django_assert_max_num_queries):
    for number in range(12):
        facilities.group(directory=kept, by=officer, name=f"会{number}")
    with django_assert_max_num_queries(20):
        assert "会11" in client.get(url("groups")).content.decode()


LINE = (
    "{name},ひだまり,家族会、認知症カフェ,話し合い,どなたでも,第2水曜,集会室,豊玉北1,,無料,電話で,世話人,03-1111-2222,"
    ",,電話,山田,,,{since},{last},{agreed}"
).replace(",", "\t")


def test_a_list_from_excel_shows_its_errors_then_goes_in_whole(client, kept, officer):
    day = timezone.localdate() - timedelta(days=40)
    good = LINE.format(name="陽だまりの会", since=day - timedelta(days=500), last=day, agreed="")
    wrong = LINE.format(name="別の会", since="2020-04-01", last="", agreed="来月").replace("認知症カフェ", "将棋")
    answer = client.post(url("paste_groups"), {"block": f"団体名\tふりがな\n{good}\n{wrong}", "step": "save"})
    page = answer.content.decode()
    assert "3列目「種別」：「将棋」という種別はありません" in page
    assert not Group.objects.exists()
    twice = f"{good}\n{good}"
    assert "1行目と同じ名前" in client.post(url("paste_groups"), {"block": twice, "step": "save"}).content.decode()
    agreed = LINE.format(name="日なたの会", since=day, last="", agreed=day)
    client.post(url("paste_groups"), {"block": f"{good}\n{agreed}", "step": "save"})
    found = {str(group): group for group in Group.objects.all()}
    assert {name: group.has_consent for name, group in found.items()} == {"陽だまりの会": False, "日なたの会": True}
    assert found["陽だまりの会"].confirmed_on == day
    assert found["日なたの会"].current.kinds == ["family", "dementia_cafe"]
    assert (found["日なたの会"].current.phone_public, found["日なたの会"].current.desk_public) == (True, False)
    again = client.post(url("paste_groups"), {"block": good, "step": "save"}).content.decode()
    assert "すでに名簿にあります" in again


def test_whom_to_telephone(client, kept, officer):
    facilities.group(directory=kept, by=officer, name="お元気会", on=facilities.long_ago(380))
    Group.objects.update(asked_stage=2)
    page = client.get(url("telephone_list")).content.decode()
    assert "お元気会" in page
    assert "090-0000-1111" in page


def test_a_group_confirms_changes_and_withdraws_by_its_link(client, kept):
    group = facilities.group(directory=kept, on=facilities.long_ago(380))
    home = url("my_group", group.key)
    first = client.get(home)
    assert first["X-Robots-Tag"] == "noindex, nofollow"
    assert first["Referrer-Policy"] == "same-origin"
    assert "no-store" in first["Cache-Control"]
    assert client.post(url("confirm_my_group", group.key)).url == home
    assert Group.objects.get().confirmed_on == timezone.localdate()
    version = Group.objects.get().version
    client.post(url("change_my_group", group.key), typed(seen=version))
    assert Group.objects.get().pending.name == "こもれびの会"
    assert "届出の内容" in client.get(home).content.decode()
    client.post(url("my_group_consent", group.key), {"step": "withdraw"})
    assert client.get(reverse("portal:group", args=[group.pk])).status_code == 404
    client.post(url("my_group_consent", group.key), {"step": "give"})
    client.post(url("end_my_group", group.key), {"step": "end", "note": "会員が減ったため"})
    assert Group.objects.get().ended_on == timezone.localdate()
    client.post(url("end_my_group", group.key), {"step": "resume"})
    assert Group.objects.get().ended_on is None


@pytest.mark.parametrize("name", ["my_group", "change_my_group", "my_group_consent", "end_my_group"])
def test_a_wrong_or_old_key_opens_nothing(client, kept, officer, name):
    group = facilities.group(directory=kept, by=officer)
    assert client.get(url(name, "x" * 32)).status_code == 404
    assert client.get(url(name, group.key[:-1])).status_code == 404
    client.post(url("group_link", group.pk), {"step": "renew"})
    assert client.get(url(name, group.key)).status_code == 404
    assert Group.objects.get().key in Letter.objects.get(kind="group_link").body


def test_the_public_form_says_the_same_to_everybody(client, kept):
    facilities.group(directory=kept)
    sent = {client.post(url("ask_to_be_listed"), typed(agrees="on")).url for _number in range(5)}
    assert sent == {url("asked_to_be_listed")}
    waiting = Group.objects.filter(proved_at=None)
    assert waiting.count() == 3
    key = waiting[0].key
    assert client.get(url("change_my_group", key)).status_code == 404
    client.force_login(facilities.writer(kept))
    assert "こもれびの会" not in client.get(url("groups")).content.decode()
    client.post(url("send_my_group", key))
    assert "こもれびの会" in client.get(url("groups")).content.decode()


def test_the_public_form_wants_an_agreement_and_an_address(client, kept):
    answer = client.post(url("ask_to_be_listed"), typed(contact_email=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"contact_email", "agrees"}


def test_machines_are_stopped(client, kept, settings):
    settings.POSTS_PER_ADDRESS = 1
    caches["posts"].clear()
    group = facilities.group(directory=kept)
    answers = [client.post(url("ask_to_be_listed"), {"name": ""}).status_code for _number in range(2)]
    assert answers == [422, 429]
    client.post(url("my_group_consent", group.key), {"step": "withdraw"})
    assert Group.objects.get(pk=group.pk).has_consent

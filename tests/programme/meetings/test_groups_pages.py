"""The pages of groups without JavaScript, and the piece that groups.js puts into the page."""

import re

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from tests.factories.meetings import groups as make
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.meetings.actions import seating
from zaitaku.programme.meetings.models import GroupPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    person = core.person(role=Role.PROGRAMME_OFFICER, organisation=core.organisation())
    client.force_login(person)
    person.place = person.memberships.get().organisation
    return person


@pytest.fixture
def plan(officer):
    made = make.full_plan(session=make.case_meeting(owner=officer.place))
    seating.make_groups(plan=made, seen=0, now=timezone.now(), by=officer)
    made.refresh_from_db()
    return made


def post(client, plan, name, **data):
    return client.post(reverse(f"meetings:{name}", args=[plan.session_id]), {"seen": plan.version} | data, follow=True)


def test_a_session_without_groups_says_how_to_begin_and_begins_nothing(client, officer):
    session = make.case_meeting(owner=officer.place)
    page = client.get(reverse("meetings:groups", args=[session.pk]))
    assert "まだ参加者がいません" in page.content.decode()
    assert "申込から取り込む" in client.get(reverse("meetings:group_people", args=[session.pk])).content.decode()
    assert not GroupPlan.objects.exists()


def test_the_board_shows_every_table_with_its_reason(client, plan):
    text = client.get(reverse("meetings:groups", args=[plan.session_id])).content.decode()
    for member in plan.members.all():
        assert member.name in text
    assert text.count("事業所の重なりなし") == 3


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("make_groups", {"other": "on"}, "グループを作りました"),
        ("move_member", {"member": "first", "table": ""}, "テーブルから外しました"),
        (
            "make_groups",
            {"hall_tables": "2", "hall_seats": "7", "online_tables": "0", "online_seats": "7"},
            "作りました",
        ),
        ("pin_member", {"member": "first"}, "固定しました"),
        ("facilitate_member", {"member": "first"}, "ファシリテーターにしました"),
        ("absent_member", {"member": "first"}, "欠席にしました"),
        ("undo_groups", {}, "取り消しました"),
        ("settle_groups", {}, "確定しました"),
        ("add_late", {"late-name": "遅れ 太郎", "late-kind": "hall", "late-seen": "1"}, "遅れ 太郎さんは「テーブル"),
        (
            "group_tables",
            {"hall_tables": "4", "hall_seats": "5", "online_tables": "0", "online_seats": "5"},
            "保存しました",
        ),
        ("add_group_member", {"new-name": "一人 追加", "new-kind": "hall", "new-seen": "1"}, "一人 追加さんを名簿に"),
    ],
)
def test_each_step_is_a_plain_form(client, plan, name, data, said):
    member = plan.members.first()
    page = post(client, plan, name, **{key: member.pk if value == "first" else value for key, value in data.items()})
    text = page.content.decode()
    assert said in text, re.findall(r'notice-body">(.*?)</div>', text, re.S)


def test_a_swap_by_form(client, plan):
    member = plan.members.first()
    other = plan.members.exclude(table=member.table).first()
    page = post(client, plan, "swap_members", member=member.pk, other=other.pk)
    assert "入れ替えました" in page.content.decode()


def test_the_slower_of_two_reads_why_and_sees_the_board_as_it_is(client, plan):
    member = plan.members.first()
    post(client, plan, "move_member", member=member.pk, table="")
    page = client.post(
        reverse("meetings:move_member", args=[plan.session_id]),
        {"seen": plan.version, "member": member.pk, "table": plan.tables.first().pk},
        headers={"X-Piece": "board"},
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert text.lstrip().startswith('<div id="groups"')
    assert "変更" in text
    assert "テーブル未定" in text
    member.refresh_from_db()
    assert member.table is None


@pytest.mark.parametrize(
    "wrong", [{}, {"member": "999999"}, {"member": "abc"}, {"seen": "x", "member": "1"}, {"member": "１"}]
)
def test_nonsense_is_answered_with_words(client, plan, wrong):
    for name in ("move_member", "swap_members", "pin_member", "facilitate_member", "absent_member", "bring_back"):
        assert post(client, plan, name, **wrong).status_code == 200
    assert plan.members.filter(table=None).count() == 0


def test_bonds_are_added_and_removed(client, plan):
    first, second = plan.members.all()[:2]
    page = post(client, plan, "bind_members", first=second.pk, second=first.pk, kind="apart")
    assert "条件を加えました" in page.content.decode()
    plan.refresh_from_db()
    bond = plan.bonds.get()
    assert (bond.first, bond.second) == (first, second)
    page = post(client, plan, "unbind_members", bond=bond.pk)
    assert "条件を外しました" in page.content.decode()
    plan.refresh_from_db()
    page = post(client, plan, "bind_members", first=first.pk, second=first.pk, kind="apart")
    assert "別々の2人" in page.content.decode()


def test_the_list_of_people_is_saved(client, plan):
    data = {"seen": plan.version}
    for member in plan.members.all():
        data |= {f"m{member.pk}-kind": "hall", f"m{member.pk}-table": member.table_id}
    first = plan.members.first()
    data |= {f"m{first.pk}-is_facilitator": "on", f"m{first.pk}-is_pinned": "on"}
    page = client.post(reverse("meetings:group_people", args=[plan.session_id]), data, follow=True)
    assert "1人分を保存しました" in page.content.decode()
    first.refresh_from_db()
    assert first.is_facilitator
    assert first.is_pinned
    del data[f"m{first.pk}-is_facilitator"]
    page = client.post(reverse("meetings:group_people", args=[plan.session_id]), data)
    assert "notice-error" in page.content.decode()
    first.refresh_from_db()
    assert first.is_facilitator


BLOCK = """氏名\t所属\t職種\t参加方法\t進行役
山田 太郎\t山田医院\t医師\t\t○
鈴木 花子\tすずき訪看\t訪問看護\tZoom
佐藤 次郎\tさとう居宅\tケアマネ\t会場
"""


def test_people_pasted_from_excel_are_looked_at_first(client, officer):
    session = make.case_meeting(owner=officer.place)
    address = reverse("meetings:paste_group_members", args=[session.pk])
    page = client.post(address, {"block": BLOCK, "seen": "0", "step": "look"})
    assert "この人たちを加える" in page.content.decode()
    plan = GroupPlan.objects.get(session=session)
    assert not plan.members.exists()
    client.post(address, {"block": BLOCK, "seen": "0", "step": "save"})
    assert list(plan.members.values_list("name", "profession", "kind")) == [
        ("山田 太郎", "doctor", "hall"),
        ("鈴木 花子", "visiting_nurse", "online"),
        ("佐藤 次郎", "care_manager", "hall"),
    ]
    assert plan.members.get(is_facilitator=True).name == "山田 太郎"
    page = client.post(address, {"block": BLOCK, "seen": "1", "step": "save"})
    assert page.content.decode().count("すでに名簿にあります") == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("\t医院\t医師", "氏名"),
        ("山田\t医院\t魔法使い", "魔法使い"),
        ("山田\t医院\t医師\t電話", "電話"),
        ("山田\t医院\t医師\t会場\tたぶん", "たぶん"),
        ("山田\t医院\t医師\t会場\t○\t余り", "5列"),
        ("山田\t医院\n山田\t医院", "1行目と同じ"),
    ],
)
def test_a_pasted_line_that_cannot_be_read_says_why(client, officer, line, reason):
    session = make.case_meeting(owner=officer.place)
    address = reverse("meetings:paste_group_members", args=[session.pk])
    page = client.post(address, {"block": line, "seen": "0", "step": "save"})
    assert reason in page.content.decode()
    assert not GroupPlan.objects.get(session=session).members.exists()


def test_lists_and_cards_are_printed(client, plan):
    for name, pages in (("group_lists", 1), ("group_cards", 2)):
        answer = client.get(reverse(f"meetings:{name}", args=[plan.session_id]))
        assert answer["Content-Type"] == "application/pdf"
        document = pypdfium2.PdfDocument(answer.content)
        assert len(document) == pages
        text = "".join(page.get_textpage().get_text_range() for page in document)
        for member in plan.members.all():
            assert member.name in text
            assert member.office in text
    plan.members.update(table=None)
    page = client.get(reverse("meetings:group_lists", args=[plan.session_id]), follow=True)
    assert "まだ誰も席に着いていません" in page.content.decode()


def test_other_organisations_and_readers_see_nothing(client, plan):
    for role, status in ((Role.PROGRAMME_OFFICER, 404), (Role.COUNCIL_MEMBER, 403)):
        client.force_login(core.person(role=role, organisation=core.organisation()))
        for name in ("groups", "group_people", "group_lists", "group_cards"):
            assert client.get(reverse(f"meetings:{name}", args=[plan.session_id])).status_code == status
        assert post(client, plan, "make_groups").status_code == status

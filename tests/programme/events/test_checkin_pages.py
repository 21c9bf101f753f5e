"""The door and the paper sheet as pages, without scripts, and what devices with scripts send."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import checkin, core, events
from tests.reports.readers import pdf_pages
from zaitaku.analysis.contacts import searchable
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.events.actions.checkin import change_people, check_in, close_door
from zaitaku.programme.events.choices import Audience, ChannelKind, SignUpStatus
from zaitaku.programme.events.models import Attendance, CheckIn
from zaitaku.programme.events.queries.checkin import is_found, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return events.channel(label="本会場")


@pytest.fixture
def officer(client, hall):
    one = core.person(role=Role.SECTION_OFFICER, organisation=hall.session.series.owner, name="受付 係")
    client.force_login(one)
    return one


def post(client, hall, do, accept="text/html", **fields):
    address = reverse("events:door", args=[hall.pk])
    return client.post(address, {"do": do} | fields, headers={"Accept": accept}, follow=accept == "text/html")


def test_a_party_is_ticked_off_changed_undone_and_the_door_closed(client, hall, officer):
    guest = checkin.sign_up(channel=hall, name="練馬 花子", kana="ねりま はなこ", seats=3)
    key = checkin.key()
    page = post(client, hall, "arrive", key=key, sign_up=guest.pk, people=3).content.decode()
    assert "練馬 花子" in page
    assert CheckIn.objects.get().people == 3
    post(client, hall, "people", key=key, people="２")
    assert CheckIn.objects.get().people == 2
    post(client, hall, "close")
    assert Attendance.objects.get(superseded_at=None).state == "final"
    post(client, hall, "undo", key=key)
    assert CheckIn.objects.get().undone_at is not None
    assert Attendance.objects.get(superseded_at=None).value == 0


def test_the_second_helper_reads_who_was_quicker(client, hall, officer):
    guest = checkin.sign_up(channel=hall, name="練馬 花子")
    post(client, hall, "arrive", key=checkin.key(), sign_up=guest.pk, people=1)
    page = post(client, hall, "arrive", key=checkin.key(), sign_up=guest.pk, people=1).content.decode()
    assert "受付 係" in page
    assert "受付済み" in page
    assert CheckIn.objects.count() == 1


def test_a_device_gets_json_for_steps_refusals_and_what_others_did(client, hall, officer):
    guest = checkin.sign_up(channel=hall)
    waiting = checkin.sign_up(channel=hall, status=SignUpStatus.WAITING)
    key = checkin.key()
    done = post(client, hall, "arrive", "application/json", key=key, sign_up=guest.pk, people=1).json()
    assert done["ok"]
    assert done["state"]["rows"][key]["by"] == "受付 係"
    again = post(client, hall, "arrive", "application/json", key=key, sign_up=guest.pk, people=1).json()
    assert again["state"] == done["state"]
    refused = post(client, hall, "arrive", "application/json", key=checkin.key(), sign_up=waiting.pk, people=1)
    assert refused.status_code == 422
    assert str(waiting.number) in refused.json()["message"]
    let_in = {"key": checkin.key(), "sign_up": waiting.pk, "people": 1, "let_in": "1"}
    assert post(client, hall, "arrive", "application/json", **let_in).status_code == 200
    for fields in ({"do": "arrive"}, {"do": "nonsense"}, {"do": "undo", "key": key[:-1] + "x"}, {}):
        assert post(client, hall, fields.pop("do", ""), "application/json", **fields).status_code == 422
    state = reverse("events:door_state", args=[hall.pk])
    seen = json.loads(client.get(state).content)
    assert (seen["came"], seen["expected"]) == (2, 1)
    assert client.get(state, {"since": seen["version"]}).status_code == 204
    post(client, hall, "walk_in", "application/json", key=checkin.key(), people=2, name="飛び入り")
    assert client.get(state, {"since": seen["version"]}).json()["came"] == 4


def test_search_and_filter_work_without_scripts(client, hall, officer):
    checkin.sign_up(channel=hall, name="練馬 花子", kana="ネリマ ハナコ")
    other = checkin.sign_up(channel=hall, name="鈴木 一郎", kana="すずき いちろう")
    checkin.check_in(sign_up=other)
    address = reverse("events:door", args=[hall.pk])
    hidden = client.get(address, {"q": "ねりま"}).context["sections"][0][2]
    assert [one["is_hidden"] for one in hidden] == [False, True]
    still_open = client.get(address, {"show": "open"}).context["sections"][0][2]
    assert [one["is_hidden"] for one in still_open] == [False, True]


@pytest.mark.parametrize("asked", ["12", "ネリマ", "ﾈﾘﾏ", "ねりまはな", "練馬花子", "はなこ 12", ""])
def test_width_kana_and_spaces_do_not_matter(asked):
    assert is_found(searchable("12 練馬 花子 ネリマ ハナコ みどり薬局"), asked)
    assert not is_found(searchable("12 練馬 花子"), "鈴木")


def test_the_walk_in_form_asks_what_the_series_asks(client, hall, officer):
    run = hall.session.series
    run.audience, run.asks_age_group, run.asks_area = Audience.PROFESSIONALS, True, True
    run.save()
    living = core.area(kind="living_area", parent=run.owner.area, name="光が丘")
    page = client.get(reverse("events:door", args=[hall.pk]))
    assert list(page.context["form"].fields) == ["key", "name", "people", "profession", "office", "area", "age_group"]
    data = {"key": checkin.key(), "people": 1, "profession": "nurse", "office": "みどり", "area": living.pk}
    post(client, hall, "walk_in", **data, age_group="40s")
    row = CheckIn.objects.get()
    assert (row.profession, row.area, row.age_group) == ("nurse", living, "40s")
    wrong = client.post(reverse("events:door", args=[hall.pk]), data | {"do": "walk_in", "profession": "wizard"})
    assert wrong.status_code == 422
    assert CheckIn.objects.count() == 1


def test_only_those_in_charge_see_the_list(client, hall):
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    for name in ("door", "door_state", "sign_in_sheet", "paper_entry"):
        assert client.get(reverse(f"events:{name}", args=[hall.pk])).status_code == 404


def test_the_paper_sheet_has_everybody_and_empty_lines(client, hall, officer):
    for number in range(60):
        checkin.sign_up(channel=hall, name=f"練馬{number}", kana="ねりま", seats=2, needs=["wheelchair"], office="薬局")
    checkin.sign_up(channel=hall, name="取消 太郎", status=SignUpStatus.CANCELLED)
    answer = client.get(reverse("events:sign_in_sheet", args=[hall.pk]))
    text = "".join(pdf_pages(answer.content))
    assert "練馬59" in text
    assert text.count("当日") == 12
    assert "申込60件120人" in text
    assert "取消" not in text


def test_the_sheet_is_keyed_in_at_once_and_sending_twice_is_once(client, hall, officer):
    people = [checkin.sign_up(channel=hall, seats=2) for _ in range(3)]
    address = reverse("events:paper_entry", args=[hall.pk])
    data = {"key": checkin.key(), "names": "飛び入り 一\n\n飛び入り 二", "unnamed": "60人", "step": "close"}
    for one in people:
        data[f"s{one.pk}-people"] = "2"
    data[f"s{people[0].pk}-came"] = data[f"s{people[2].pk}-came"] = "on"
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    row = Attendance.objects.get(superseded_at=None)
    assert (row.value, row.state) == (66, "final")
    assert CheckIn.objects.filter(way="sheet").count() == 6
    assert sorted(CheckIn.objects.filter(sign_up=None).values_list("people", flat=True)) == [1, 1, 10, 50]


def test_a_wrong_number_or_an_empty_sheet_saves_nothing(client, hall, officer):
    one = checkin.sign_up(channel=hall)
    address = reverse("events:paper_entry", args=[hall.pk])
    key = checkin.key()
    for wrong in (
        {"key": key, f"s{one.pk}-people": "0", f"s{one.pk}-came": "on"},
        {"key": key, f"s{one.pk}-people": "1"},
        {"key": "x", f"s{one.pk}-people": "1", f"s{one.pk}-came": "on"},
        {"key": key, f"s{one.pk}-people": "1", "names": "長" * 101},
        {"key": key, f"s{one.pk}-people": "1", "unnamed": "501"},
        {},
    ):
        assert client.post(address, wrong).status_code == 422
    assert not CheckIn.objects.exists()


def test_who_signed_up_elsewhere_is_shown_with_a_word_of_warning(client, hall, officer):
    zoom = events.channel(session=hall.session, kind=ChannelKind.ONLINE, label="Zoom")
    guest = checkin.sign_up(channel=zoom, name="鈴木 一郎")
    page = client.get(reverse("events:door", args=[hall.pk]))
    (other,) = page.context["sections"][2][2]
    assert "Zoom" in other["warning"]
    post(client, hall, "arrive", key=checkin.key(), sign_up=guest.pk, people=1, let_in="1")
    assert client.get(reverse("events:door", args=[zoom.pk])).context["sections"][0][2][0]["is_elsewhere"]


@pytest.fixture
def asking(hall):
    run = hall.session.series
    run.audience, run.asks_age_group, run.asks_area = Audience.PROFESSIONALS, True, True
    run.save()
    core.area(kind="living_area", parent=run.owner.area, name="光が丘")
    return run


def test_what_is_asked_stands_on_the_sheet_and_is_keyed_in_with_the_name(client, hall, officer, asking):
    text = "".join(pdf_pages(client.get(reverse("events:sign_in_sheet", args=[hall.pk])).content))
    for head in ("氏名（申込みのない方）", "職種", "所属", "居住地域", "年代"):
        assert head in text
    assert text.count("当日") == 12
    address = reverse("events:paper_entry", args=[hall.pk])
    lines = "飛び入り 一\t看護師\tみどり薬局\t光が丘\t65～74歳\n飛び入り 二\t\t\t\t４０歳代\n飛び入り 三\n\tdoctor"
    assert client.post(address, {"key": checkin.key(), "names": lines}).status_code == 302
    rows = CheckIn.objects.order_by("pk").values_list("name", "profession", "office", "area__name", "age_group")
    assert list(rows) == [
        ("飛び入り 一", "nurse", "みどり薬局", "光が丘", "65_74"),
        ("飛び入り 二", "", "", None, "40s"),
        ("飛び入り 三", "", "", None, ""),
        ("", "doctor", "", None, ""),
    ]


def test_each_wrong_line_of_the_sheet_is_named_with_reason_and_remedy(client, hall, officer, asking):
    address = reverse("events:paper_entry", args=[hall.pk])
    lines = f"一\t魔法使い\n二\n三\t\t{'長' * 201}\n四\t\t\t光ケ丘\n五\t\t\t\t65歳\t多い"
    answer = client.post(address, {"key": checkin.key(), "names": lines})
    assert answer.status_code == 422
    wrong, long, area, many = answer.context["sheet"].errors["names"]
    assert "1行目の職種：「魔法使い」" in wrong
    assert "看護師" in wrong
    assert "3行目の所属" in long
    assert "4行目の居住地域：「光ケ丘」" in area
    assert "光が丘" in area
    assert "5行目" in many
    assert "魔法使い" in answer.content.decode(), "what was typed stays"
    assert not CheckIn.objects.exists()


def test_a_sheet_without_questions_takes_names_only(client, hall, officer):
    answer = client.post(reverse("events:paper_entry", args=[hall.pk]), {"key": checkin.key(), "names": "一\t看護師"})
    assert answer.status_code == 422


def test_who_a_walk_in_was_is_corrected_and_the_chain_names_nobody(client, hall, officer, asking):
    key = checkin.key()
    post(client, hall, "walk_in", key=key, people=2, name="飛び入り 一", profession="nurse")
    address = reverse("events:door", args=[hall.pk])
    page = client.get(address, {"correct": key})
    assert page.context["correct_form"]["name"].value() == "飛び入り 一"
    seen = json.loads(client.get(reverse("events:door_state", args=[hall.pk])).content)["version"]
    data = {"key": key, "name": "飛び入り 市", "profession": "doctor", "office": "みどり"}
    assert client.post(address, data | {"do": "correct", "profession": "wizard"}).context["correct_form"].errors
    post(client, hall, "correct", **data)
    row = CheckIn.objects.get()
    assert (row.name, row.profession, row.office, row.people) == ("飛び入り 市", "doctor", "みどり", 2)
    assert client.get(reverse("events:door_state", args=[hall.pk]), {"since": seen}).status_code == 200
    entry = AuditEntry.objects.get(action="events.change_walk_in")
    assert set(entry.details["changed"]) == {"name", "profession", "office"}
    assert "飛び入り" not in f"{entry.subject_name} {entry.details}"
    post(client, hall, "correct", **data)
    assert AuditEntry.objects.filter(action="events.change_walk_in").count() == 1


def test_no_walk_in_is_corrected_that_is_none_any_more(client, hall, officer):
    signed, key = checkin.check_in(sign_up=checkin.sign_up(channel=hall)), checkin.key()
    post(client, hall, "walk_in", key=key, people=1, name="飛び入り")
    CheckIn.objects.filter(key=key).update(undone_at=events.NOW)
    removed = checkin.check_in(channel=hall, removed_at=events.NOW)
    for one in (signed.key, key, removed.key, checkin.key(), "x"):
        page = client.get(reverse("events:door", args=[hall.pk]), {"correct": one})
        assert page.context["correct_form"] is None
        post(client, hall, "correct", "application/json", key=one, name="別人")
    assert not CheckIn.objects.filter(name="別人").exists()


def test_a_device_learns_of_every_change_of_sign_ups_arrivals_and_the_count(hall):
    known, by = {version(hall)}, core.person()
    guest, key = checkin.sign_up(channel=hall), checkin.key()

    def is_new():
        now = version(hall)
        known_before = now in known
        known.add(now)
        return not known_before

    assert is_new(), "somebody signed up"
    row = check_in(channel=hall, key=key, sign_up=guest, people=2, by=by, now=events.NOW)
    assert is_new()
    other = check_in(channel=hall, key=checkin.key(), people=2, by=by, now=events.NOW)
    assert is_new()
    change_people(check_in=row, people=1, by=by)
    change_people(check_in=other, people=3, by=by)
    assert is_new(), "one fewer here and one more there"
    before = version(hall).split(".")
    close_door(channel=hall, by=by)
    assert version(hall).split(".")[0] == before[0]
    assert is_new(), "another helper closed the door"
    guest.changed_at = timezone.now()
    guest.save()
    assert version(hall).split(".")[0] != before[0]

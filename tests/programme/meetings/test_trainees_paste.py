"""People with their wishes from Excel: what was exported reads back the same, and what is unclear is refused."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import core
from tests.factories.meetings import visits
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.meetings.choices import HalfDay, RoundStatus
from zaitaku.programme.meetings.models import Hospital, Trainee

pytestmark = pytest.mark.django_db
DAY = date(2023, 7, 3)


@pytest.fixture
def one():
    return visits.round_(owner=core.organisation(name="地域医療課"))


@pytest.fixture
def houses(one):
    """The first has an account of its own."""
    own = core.organisation(area=one.series.owner.area)
    return [visits.hospital(series=one.series, organisation=own), visits.hospital(series=one.series)]


@pytest.fixture
def slots(one, houses):
    """Two of one team on one day, one whole day."""
    half = [HalfDay.AFTERNOON, HalfDay.MORNING]
    found = [visits.slot(round=one, team="あおば訪問診療", day=DAY, half=which) for which in half]
    return [*found, visits.slot(round=one, team="ひかり", day=DAY.replace(day=4))]


@pytest.fixture
def officer(client, one):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=one.series.owner))
    return client


def at(name, row):
    return reverse(f"meetings:{name}", args=[row.pk])


def wishes(one):
    rows = one.trainees.order_by("number")
    return [(row.name, row.email, list(row.choices.order_by("rank").values_list("slot", flat=True))) for row in rows]


def test_the_export_pasted_back_gives_the_same_wishes(officer, one, houses, slots):
    first, second, third = slots
    visits.trainee(round=one, hospital=houses[1], name="青木", email="a@example.jp", wishes=(third, first, second))
    visits.trainee(round=one, hospital=houses[0], name="井上", profession="nurse", wishes=(second,))
    visits.trainee(round=one, hospital=houses[0], name="=1+1")
    before = wishes(one)
    book = openpyxl.load_workbook(io.BytesIO(officer.get(at("export_visits", one)).content))
    rows = book.worksheets[0].iter_rows(values_only=True)
    block = "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
    again = officer.post(at("paste_trainees", one), {"block": block, "step": "save"})
    assert all("登録済み" in line.problem for line in again.context["lines"])
    Trainee.objects.all().delete()
    assert officer.post(at("paste_trainees", one), {"block": block, "step": "save"}).url == at("round", one)
    assert wishes(one) == before
    assert one.trainees.get(name="井上").profession == "nurse"
    assert one.trainees.get(name="青木").entered_on is not None


@pytest.mark.parametrize(
    "wish",
    [
        "7/4 ひかり",
        "7月4日（火）ひかり",
        "R5.7.4 ひかり",
        "2023/7/4 終日 ひかり",
        "令和5年7月4日 ひかり",
        "７／４　ひかり",
    ],
)
def test_day_and_team_name_a_slot(officer, one, houses, slots, wish):
    officer.post(at("paste_trainees", one), {"block": f"第1病院\t青木\t\t\t\t{wish}", "step": "save"})
    assert wishes(one) == [("青木", "", [slots[2].pk])]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("第1病院\t青木\t\t\t7/3 あおば訪問診療", "複数"),
        ("第1病院\t青木\t\t\t\t7/9 あおば訪問診療", "第2希望"),
        ("第1病院\t青木\t\t\t7/4 ひかり\t7/4（火） 終日 ひかり", "2回"),
        ("第9病院\t青木", "第9病院"),
        ("\t青木", "病院"),
        ("第1病院\t", "氏名"),
        ("第1病院\t青木\t宇宙飛行士", "宇宙飛行士"),
        ("第1病院\t青木\t\tx", "メール"),
        ("第1病院\t青木\t\t\t\t\t\t\t\t余分", "9"),
        ("第1病院\t既に 居る", "登録済み"),
    ],
)
def test_a_line_that_is_unclear_says_why(officer, one, houses, slots, line, says):
    visits.trainee(round=one, hospital=houses[0], name="既に居る")
    good = "第2病院\t良い人\t\t\t7/3 午前 あおば訪問診療"
    answer = officer.post(at("paste_trainees", one), {"block": f"{good}\n{line}", "step": "save"})
    assert says in answer.context["lines"][1].problem
    assert one.trainees.count() == 1, "all or none"


def test_a_hospital_pastes_its_own_people_only(client, one, houses, slots):
    client.force_login(core.person(role=Role.PARTNER, organisation=houses[0].organisation))
    answer = client.post(at("paste_trainees", one), {"block": "第2病院\t青木", "step": "save"})
    assert "第2病院" in answer.context["lines"][0].problem
    sent = {"block": "氏名\t第1希望\n青木\t7/4 ひかり", "step": "save"}
    assert client.post(at("paste_trainees", one), sent).url == at("own_round", one)
    assert [(row.hospital, row.name) for row in Trainee.objects.all()] == [(houses[0], "青木")]
    one.status = RoundStatus.MATCHED
    one.save()
    late = client.post(at("paste_trainees", one), {"block": "第1病院\t井上", "step": "save"})
    assert late.status_code == 422
    assert Trainee.objects.count() == 1


def test_another_organisation_finds_nothing(client, one):
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    assert client.get(at("paste_trainees", one)).status_code == 404
    assert not Hospital.objects.exists()

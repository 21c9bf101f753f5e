"""The pages of accompanied visits: for those who run them, and for a hospital that enters its own people."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core
from tests.factories.meetings import visits
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, RoundStatus, VisitStatus
from zaitaku.programme.meetings.models import Hospital, Round, Slot, Trainee, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def one(owner):
    return visits.round_(owner=owner, code="visits")


@pytest.fixture
def officer(client, owner):
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    return client


def at(name, row):
    return reverse(f"meetings:{name}", args=[row.pk])


def test_a_round_is_set_up_matched_moved_settled_and_marked(officer, one):
    series = one.series
    assert officer.post(at("add_hospital", series), {"name": "練馬総合病院", "organisation": ""}).status_code == 302
    assert officer.post(at("add_round", series), {"title": "第2期", "closes_on": "R5.6.30"}).status_code == 302
    new = Round.objects.get(title="第2期")
    assert new.closes_on == date(2023, 6, 30)
    head = "日付\t時間帯\tチーム\t人数\t備考"
    block = f"{head}\nR5.7.3\t午前\tあおば訪問診療\t1人\t玄関前\n2023/7/4\t\tひかり在宅クリニック\t２\t"
    look = officer.post(at("paste_slots", new), {"block": block, "step": "look"})
    assert [line.problem for line in look.context["lines"]] == ["", ""]
    assert not new.slots.exists()
    assert officer.post(at("paste_slots", new), {"block": block, "step": "save"}).status_code == 302
    first, second = new.slots.order_by("day")
    assert (first.half, first.capacity, second.half, second.capacity) == (HalfDay.MORNING, 1, HalfDay.DAY, 2)
    house = Hospital.objects.get()
    for name in ("青木", "井上"):
        data = {"hospital": house.pk, "name": name, "wish_1": first.pk, "wish_3": second.pk}
        assert officer.post(at("add_trainee", new), data).status_code == 302
    assert officer.post(at("match_round", new)).status_code == 302
    page = officer.get(at("round", new))
    assert sorted(why for _line, why, _wishes in page.context["rows"]) == ["第1希望", "第2希望（上位の希望は満員）"]
    lucky = Trainee.objects.get(visit__slot=first)
    assert officer.post(at("place_trainee", lucky), {"slot": second.pk, "is_pinned": "on"}).status_code == 302
    assert Visit.objects.get(trainee=lucky).slot == second
    officer.post(at("settle_round", new), {})
    new.refresh_from_db()
    assert new.status == RoundStatus.SETTLED
    days = officer.get(at("visit_days", new)).content.decode()
    assert "青木" in days
    assert "あおば訪問診療" not in days, "a team without anybody gets no sheet"
    visit = Visit.objects.get(trainee=lucky)
    marks = {f"s{visit.pk}": "planned", f"v{visit.pk}": "done"}
    assert officer.post(at("visits_held", new), marks).status_code == 302
    assert officer.post(at("visits_held", new), marks).status_code == 422, "somebody has marked it meanwhile"
    visit.refresh_from_db()
    assert visit.status == VisitStatus.DONE


def test_nonsense_marks_are_refused(officer, one):
    slot = visits.slot(round=one)
    visit = visits.visit(trainee=visits.trainee(round=one), slot=slot, status=VisitStatus.PLANNED)
    answer = officer.post(at("visits_held", one), {f"v{visit.pk}": "x", f"s{visit.pk}": "planned"})
    assert answer.status_code == 422
    visit.refresh_from_db()
    assert visit.status == VisitStatus.PLANNED


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("令和5年2月30日\t\tA", "30日"),
        ("R5.7.3\t夜\tA", "夜"),
        ("R5.7.3\t\t", "チーム名"),
        ("R5.7.3\t\tA\t0", "受入人数"),
        ("R5.7.3\t\tA\t1\t\t余分", "メール"),
        ("R5.7.3\t\tA\t1\t\t\t余分", "6"),
        ("R5.7.3\t\tあおば訪問診療", "登録済み"),
        ("\t\tA", "日"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(officer, one, line, says):
    visits.slot(round=one)
    answer = officer.post(at("paste_slots", one), {"block": line, "step": "save"})
    (found,) = answer.context["lines"]
    assert says in found.problem
    assert Slot.objects.count() == 1


def test_slots_are_added_changed_and_removed(officer, one):
    data = {"team": "A", "day": "2023-07-03", "half": "day", "capacity": "2", "note": ""}
    assert officer.post(at("add_slot", one), data).status_code == 302
    assert officer.post(at("add_slot", one), data).status_code == 200, "twice the same"
    slot = Slot.objects.get()
    assert officer.post(at("slot", slot), data | {"capacity": "3", "step": "save"}).status_code == 302
    slot.refresh_from_db()
    assert slot.capacity == 3
    trainee = visits.trainee(round=one, wishes=(slot,))
    officer.post(at("slot", slot), {"step": "remove"})
    assert Slot.objects.exists()
    trainee.choices.all().delete()
    officer.post(at("slot", slot), {"step": "remove"})
    assert not Slot.objects.exists()


def test_a_hospital_says_what_it_wants(officer, one):
    house = visits.hospital(series=one.series)
    data = {"name": house.name, "organisation": "", "review_status": "wanted", "review_session": ""}
    assert officer.post(at("hospital", house), data).status_code == 302
    house.refresh_from_db()
    assert house.review_status == ReviewStatus.WANTED
    assert officer.get(at("series_visits", one.series)).status_code == 200


def test_the_same_wish_twice_is_refused_and_kept_as_typed(officer, one):
    slot = visits.slot(round=one)
    house = visits.hospital(series=one.series)
    data = {"hospital": house.pk, "name": "青木", "wish_1": slot.pk, "wish_2": slot.pk}
    answer = officer.post(at("add_trainee", one), data)
    assert "wish_2" in answer.context["page_form"].errors
    assert "青木" in answer.content.decode()
    assert not Trainee.objects.exists()


def test_excel_holds_wishes_places_and_reasons(officer, one):
    slot = visits.slot(round=one, team="=1+1")
    visits.visit(trainee=visits.trainee(round=one, wishes=(slot,), name="@cmd"), slot=slot)
    book = openpyxl.load_workbook(io.BytesIO(officer.get(at("export_visits", one)).content))
    people = list(book.worksheets[0].iter_rows(values_only=True))
    assert people[1][:3] == (1, "第1病院", "@cmd")
    assert people[1][-2:] == ("第1希望", "実施済み")
    assert book.worksheets[1]["C2"].value == "=1+1"
    assert book.worksheets[1]["C2"].data_type == "s"


@pytest.fixture
def two(one):
    """Two hospitals with accounts of their own and one person each; two slots."""
    slots = [visits.slot(round=one) for _number in range(2)]
    houses = [
        visits.hospital(series=one.series, organisation=core.organisation(area=one.series.owner.area))
        for _number in range(2)
    ]
    people = [visits.trainee(round=one, hospital=house, wishes=(slots[0],)) for house in houses]
    return slots, houses, people


@pytest.fixture
def partner(client, two):
    client.force_login(core.person(role=Role.PARTNER, organisation=two[1][0].organisation))
    return client


def test_a_hospital_sees_and_enters_its_own_people_only(partner, one, two):
    slots, houses, people = two
    assert partner.get(reverse("meetings:visits")).url == reverse("meetings:own_rounds")
    assert one.title in partner.get(reverse("meetings:own_rounds")).content.decode()
    page = partner.get(at("own_round", one)).content.decode()
    assert people[0].name in page
    assert people[1].name not in page
    data = {"hospital": houses[0].pk, "name": "新しい職員", "wish_1": slots[1].pk}
    assert partner.post(at("add_trainee", one), data).status_code == 302
    assert partner.post(at("add_trainee", one), data | {"hospital": houses[1].pk}).status_code == 200
    assert Trainee.objects.filter(hospital=houses[0]).count() == 2
    assert Trainee.objects.filter(hospital=houses[1]).count() == 1
    changed = {"step": "save", "name": "改めた名", "wish_1": slots[1].pk}
    assert partner.post(at("trainee", people[0]), changed).status_code == 302
    people[0].refresh_from_db()
    assert people[0].name == "改めた名"


def test_what_is_not_the_hospitals_does_not_exist_for_it(partner, one, two):
    slots, houses, people = two
    for name, row in [
        ("series_visits", one.series),
        ("round", one),
        ("export_visits", one),
        ("visit_days", one),
        ("visits_held", one),
        ("paste_slots", one),
        ("slot", slots[0]),
        ("hospital", houses[0]),
        ("trainee", people[1]),
    ]:
        assert partner.get(at(name, row)).status_code == 404, name
    for name, row in [("match_round", one), ("settle_round", one), ("place_trainee", people[0])]:
        assert partner.post(at(name, row), {"slot": slots[0].pk}).status_code == 404, name
    assert not Visit.objects.exists()


@pytest.mark.parametrize("how", ["late", "matched"])
def test_a_hospital_enters_nothing_once_wishes_are_closed(partner, one, two, how):
    slots, houses, people = two
    if how == "late":
        one.closes_on = timezone.localdate() - timedelta(days=1)
    else:
        one.status = RoundStatus.MATCHED
    one.save()
    data = {"hospital": houses[0].pk, "name": "遅い職員", "wish_1": slots[1].pk}
    assert partner.post(at("add_trainee", one), data).status_code == 200
    partner.post(at("trainee", people[0]), {"step": "save", "name": "改めた名"})
    partner.post(at("trainee", people[0]), {"step": "withdraw"})
    people[0].refresh_from_db()
    assert people[0].name == "病院職員1"
    assert people[0].withdrawn_at is not None, "a withdrawal is always taken"
    partner.post(at("trainee", people[0]), {"step": "again"})
    people[0].refresh_from_db()
    assert people[0].withdrawn_at is not None


def test_a_hospital_says_its_own_wish_of_the_review(partner, one, two):
    _slots, houses, _people = two
    assert "意向" in partner.get(at("own_round", one)).content.decode()
    answer = partner.post(at("own_review", houses[0]), {"review_status": "declined", "round": one.pk})
    assert answer.url == at("own_round", one)
    for status, round_ in (("done", one.pk), ("x", "9" * 5000), ("", "")):
        assert partner.post(at("own_review", houses[0]), {"review_status": status, "round": round_}).status_code == 302
    assert partner.post(at("own_review", houses[1]), {"review_status": "wanted"}).status_code == 404
    assert list(Hospital.objects.order_by("pk").values_list("review_status", flat=True)) == ["declined", "asking"]
    houses[0].review_status, houses[0].reviewed_on = ReviewStatus.DONE, date(2023, 12, 1)
    houses[0].save()
    assert "own_review" not in partner.get(at("own_round", one)).content.decode()


def test_another_organisation_finds_nothing(client, one, two):
    _slots, _houses, people = two
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    for name, row in [("round", one), ("own_round", one), ("add_trainee", one), ("trainee", people[0])]:
        assert client.get(at(name, row)).status_code == 404, name


def test_those_who_run_it_see_no_own_page_where_no_hospital_is_theirs(officer, one):
    visits.hospital(series=one.series)
    assert officer.get(at("own_round", one)).status_code == 404
    assert officer.get(reverse("meetings:visits")).status_code == 200

"""Accompanied visits in a real browser: a hospital enters wishes, the section matches and settles them."""

import pytest
from django.urls import reverse

from tests.factories import core
from tests.factories.meetings import visits
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.programme.meetings.models import Trainee, Visit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round_():
    owner = core.organisation(name="地域医療課")
    one = visits.round_(owner=owner, code="visits")
    for number in range(3):
        visits.slot(round=one, capacity=1 + number % 2, note="玄関前に9時")
    body = core.organisation(area=owner.area, name="練馬総合病院", kind=OrganisationKind.HOSPITAL)
    visits.hospital(series=one.series, name="練馬総合病院", organisation=body)
    other = visits.hospital(series=one.series, name="光が丘病院")
    first, second, _third = one.slots.order_by("day")
    visits.trainee(round=one, hospital=other, wishes=(first, second), name="先に入った人", profession="nurse")
    visits.trainee(round=one, hospital=other, wishes=(first,), name="一つだけの人", email="a@example.jp")
    return one


@pytest.fixture
def enter(page_at, sign_in):
    def begin(width, role, organisation):
        page = page_at(width)
        sign_in(page, core.person(role=role, organisation=organisation))
        return page

    return begin


@pytest.mark.parametrize("width", [1280, 360])
def test_from_wishes_to_a_settled_round(enter, look, round_, width):
    hospital = round_.series.visiting_hospitals.get(name="練馬総合病院")
    partner = enter(width, Role.PARTNER, hospital.organisation)
    partner.goto(reverse("meetings:own_rounds"))
    look(partner, "own_rounds")
    partner.get_by_role("link", name="在宅医療同行研修 第1期").click()
    partner.get_by_role("link", name="参加者と希望を入力").click()
    partner.get_by_label("氏名").fill("練馬 看護")
    partner.get_by_label("第1希望").select_option(index=1)
    partner.get_by_label("第2希望").select_option(index=3)
    look(partner, "add_trainee")
    partner.get_by_role("button", name="入力する").click()
    partner.get_by_text("参加者を登録しました").wait_for()
    assert partner.get_by_text("先に入った人").count() == 0
    look(partner, "own_round")
    partner.get_by_label("振り返り研修").select_option("wanted")
    partner.get_by_role("button", name="保存する").click()
    partner.get_by_text("保存しました").wait_for()
    partner.get_by_role("link", name="参加者と希望をExcelから貼り付け").click()
    partner.locator("textarea").fill(
        "氏名\t職種\t第1希望\n光 薬子\t薬剤師\t7/4 ひかり在宅クリニック\n光 星子\t\t7/9 ひかり在宅クリニック"
    )
    partner.get_by_role("button", name="読み取り結果を確かめる").click()
    partner.get_by_text("受入枠にありません").wait_for()
    look(partner, "paste_trainees")
    partner.context.close()

    page = enter(width, Role.SECTION_OFFICER, round_.series.owner)
    page.goto(reverse("meetings:series_visits", args=[round_.series_id]))
    look(page, "visits")
    page.get_by_role("link", name="練馬総合病院").first.click()
    look(page, "hospital")
    page.goto(reverse("meetings:slot", args=[round_.slots.first().pk]))
    look(page, "slot")
    page.goto(reverse("meetings:series_visits", args=[round_.series_id]))
    page.get_by_role("link", name="第1期").click()
    page.get_by_role("button", name="希望と受入枠を自動調整").click()
    page.get_by_text("訪問先が決まった人3人").wait_for()
    page.get_by_text("第1希望", exact=True).first.wait_for()
    assert page.get_by_text("第2希望（上位の希望は満員）").count() == 2
    look(page, "round")
    page.get_by_role("link", name="練馬 看護").click()
    look(page, "trainee")
    page.get_by_label("訪問先", exact=True).select_option(index=2)
    page.get_by_role("button", name="この訪問先にする").click()
    page.get_by_text("手動で決定").wait_for()
    page.get_by_role("button", name="この内容で確定").click()
    page.get_by_text("通知メールは1通です").wait_for()
    page.get_by_role("link", name="日程表（チーム別）").click()
    look(page, "visit_days")
    page.goto(reverse("meetings:visits_held", args=[round_.pk]))
    page.get_by_label("3 練馬 看護 訪問の状況").select_option("done")
    look(page, "visits_held")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("1件保存しました").wait_for()
    assert Visit.objects.get(trainee=Trainee.objects.get(name="練馬 看護")).status == "done"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_other_pages_are_sound(enter, look, round_, width):
    page = enter(width, Role.SECTION_OFFICER, round_.series.owner)
    hospital = round_.series.visiting_hospitals.get(name="練馬総合病院")
    for name, pk in [
        ("add_round", round_.series_id),
        ("hospital", hospital.pk),
        ("add_slot", round_.pk),
        ("slot", round_.slots.first().pk),
    ]:
        page.goto(reverse(f"meetings:{name}", args=[pk]))
        look(page, name)
    page.goto(reverse("meetings:visits"))
    look(page, "visits_index")
    page.goto(reverse("meetings:paste_slots", args=[round_.pk]))
    page.locator("textarea").fill("R5.7.3\t午前\t新しいチーム\t2\t\nR5.7.3\t夜\t別のチーム")
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    page.get_by_text("時間帯として読み取れません").wait_for()
    look(page, "paste_slots")

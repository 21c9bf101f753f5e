"""Sign-up as people do it: one seat online, taken and given back; a full hall, a family that waits and moves up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import core, events
from tests.journeys.conftest import Officer
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.models import SignUp


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def resident(request, page_at, axe, fits, transactional_db):
    """Somebody without an account."""
    cache.clear()
    return Officer(page_at(request.param), request.param, axe, fits)


@pytest.fixture
def hall(transactional_db):
    day = timezone.localdate() + timedelta(days=30)
    made = open_channel(day=day, capacity=4, venue="練馬区役所 本庁舎", starts="14:00", ends="15:30")
    made.session.title = "家族と話す、これからの暮らし"
    made.session.save()
    return made


def test_a_resident_signs_up_for_a_zoom_seat_and_cancels(resident, hall):
    zoom = events.channel(
        session=hall.session,
        kind=ChannelKind.ONLINE,
        label="Zoom",
        admission="first_come",
        capacity=20,
        starts="14:00",
        join_url="https://zoom.example/j/123",
    )
    page = resident.page
    page.goto(f"/events/sign-up/{zoom.pk}/")
    resident.sees("在宅療養講演会 第1回 家族と話す、これからの暮らし")
    page.get_by_role("button", name="申し込む").click()
    page.get_by_role("link", name="お名前").click()  # the summary of what is wrong leads to the field
    assert page.evaluate("document.activeElement.name") == "name"
    resident.axe(page)
    page.get_by_label("お名前").fill("練馬 花子")
    page.get_by_label("ふりがな").fill("ねりま はなこ")
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_label("手話通訳").check()
    page.get_by_role("button", name="申し込む").click()
    resident.sees("お申込みの内容")
    page.get_by_text("お席が確保できました").wait_for()
    page.get_by_role("link", name="https://zoom.example/j/123").wait_for()
    link = Letter.objects.get().body.partition("/events/my/")[2].split("/")[0]
    page.goto(f"/events/my/{link}/")  # from the letter
    page.get_by_role("link", name="申込みを取り消す").click()
    resident.sees("申込みを取り消す")
    page.get_by_role("button", name="取り消す").click()
    resident.sees("お申込みの内容")
    page.get_by_text("お申込みは取り消されています").wait_for()
    assert SignUp.objects.get().status == "cancelled"


def test_the_hall_fills_and_a_family_of_three_waits_and_is_promoted(resident, hall, page_at, sign_in, axe, fits):
    couples = [enter(hall, 2, now=timezone.now()) for _ in range(2)]
    page = resident.page
    page.goto(f"/events/sign-up/{hall.pk}/")
    page.get_by_text("満席のため、キャンセル待ちで受け付けます").wait_for()
    resident.sees("在宅療養講演会 第1回 家族と話す、これからの暮らし")
    page.get_by_label("お名前").fill("石神井 太郎")
    page.get_by_label("メールアドレス").fill("taro@example.jp")
    page.get_by_label("参加する人数").select_option("3")
    page.get_by_role("button", name="キャンセル待ちで申し込む").click()
    page.get_by_text("キャンセル待ちで受け付けました").wait_for()
    resident.sees("お申込みの内容")
    own = page.url

    for couple, state in zip(couples, ("キャンセル待ちで受け付けました", "お席が確保できました"), strict=True):
        page.goto(f"/events/my/{couple.key}/cancel/")
        page.get_by_role("button", name="取り消す").click()
        page.get_by_text("お申込みは取り消されています").wait_for()
        page.goto(own)
        page.get_by_text(state).wait_for()
    letters = Letter.objects.filter(to="taro@example.jp").order_by("pk").values_list("subject", flat=True)
    assert [subject.partition("、")[0] for subject in letters][-1] == "キャンセル待ちから繰り上がり"

    staff = Officer(page_at(resident.width), resident.width, axe, fits)
    sign_in(staff.page, core.person(organisation=hall.session.series.owner))
    staff.page.goto(f"/events/channels/{hall.pk}/sign-ups/")
    staff.sees("参加者名簿 第1回 本会場")
    row = staff.page.get_by_role("row").filter(has_text="石神井 太郎")
    row.get_by_text("申込確定").wait_for()
    row.get_by_role("link").click()
    staff.sees("受付番号 3 石神井 太郎")
    staff.page.get_by_text("キャンセル待ちから繰上げ").wait_for()

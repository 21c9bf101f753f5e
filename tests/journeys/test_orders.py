"""A clinic orders guidebooks behind its private address, the section grants and sends, and the stock follows."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import core, orders
from tests.journeys.conftest import Officer
from zaitaku.programme.materials.models import Order


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def width(request):
    return request.param


@pytest.fixture
def guide(transactional_db):
    cache.clear()
    made = orders.offer(stock=1000, purpose="在宅療養を始める方とご家族へお渡しする冊子")
    made.title.name = "在宅療養ガイドブック"
    made.title.save()
    return made


def test_a_clinic_orders_and_the_stock_follows(width, guide, page_at, sign_in, axe, fits):
    section = core.person(organisation=guide.title.owner, name="練馬 花子")
    clinic = orders.place(owner=guide.title.owner, name="練馬在宅クリニック", email="clinic@example.jp")
    address = f"/materials/order/{orders.key_of(clinic, by=section)}/"

    there = Officer(page_at(width), width, axe, fits)
    there.page.goto(address)
    there.sees("冊子を注文する 練馬在宅クリニック")
    there.page.get_by_role("button", name="注文する").click()
    there.page.get_by_text("必要な冊子の部数を1つ以上入力してください。").first.wait_for()
    there.axe(there.page)
    there.page.get_by_label("在宅療養ガイドブック 部数").fill("１２０")
    there.page.get_by_label("担当者").fill("石神井 太郎")
    there.page.get_by_role("button", name="注文する").click()
    there.page.get_by_text("ご注文を受け付けました").wait_for()
    there.sees("冊子を注文する 練馬在宅クリニック")
    there.page.get_by_text("承認待ち").wait_for()
    one = Order.objects.get()

    here = Officer(page_at(width), width, axe, fits)
    sign_in(here.page, section)
    here.page.goto("/materials/orders/")
    here.sees("注文")
    here.page.get_by_role("link", name="練馬在宅クリニック").click()
    here.sees(f"注文番号{one.pk} 練馬在宅クリニック")
    here.page.get_by_label("承認する部数").fill("100")
    here.page.get_by_role("button", name="承認する").click()
    here.page.get_by_text("部数を減らす理由を入力してください。").first.wait_for()
    here.axe(here.page)
    here.page.get_by_label("減らす理由").fill("梱包の単位に合わせました")
    here.page.get_by_role("button", name="承認する").click()
    here.page.get_by_role("button", name="承認し直す").wait_for()
    here.page.goto("/materials/deliveries/")
    here.sees("配送")
    with here.page.expect_download() as got:
        here.page.get_by_role("button", name="配送一覧（PDF）").click()
    assert got.value.suggested_filename == "配送一覧.pdf"
    here.page.get_by_role("button", name="発送済みにする").click()
    here.page.get_by_text("1件の注文を発送済みにしました。").wait_for()
    here.sees("配送")
    here.page.goto(f"/materials/{guide.title_id}/")
    here.page.get_by_text("900").first.wait_for()
    assert orders.stock_of(guide.title) == 900

    there.page.goto(address)
    there.page.get_by_text("120部のうち100部").wait_for()
    there.page.get_by_role("button", name="届きました").click()
    there.page.get_by_text("受取済み").wait_for()
    there.sees("冊子を注文する 練馬在宅クリニック")
    one.refresh_from_db()
    assert (one.status, one.sent_on) == ("received", timezone.localdate())

"""Around a sign-up: a mistake mended through the link, impatience, and every page of those who keep the list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import core, events
from tests.journeys.conftest import Officer
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.programme.events.actions.admission import draw_lottery
from zaitaku.programme.events.actions.channels import change_channel
from zaitaku.programme.events.actions.signup import cancel_sign_up
from zaitaku.programme.events.choices import Admission
from zaitaku.programme.events.models import SignUp


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def somebody(request, page_at, axe, fits, transactional_db):
    cache.clear()
    return Officer(page_at(request.param), request.param, axe, fits)


def hall(**kw):
    fields = {"day": timezone.localdate() + timedelta(days=30), "venue": "練馬区役所 本庁舎", "starts": "14:00"}
    return open_channel(**(fields | {"capacity": 4} | kw))


def test_a_resident_presses_twice_goes_back_mends_a_mistake_and_cancels(somebody):
    channel, page = hall(), somebody.page
    page.goto(f"/events/sign-up/{channel.pk}/")
    page.get_by_label("お名前").fill("練馬 華子")
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_role("button", name="申し込む").dblclick()
    somebody.sees("お申込みの内容")
    assert SignUp.objects.count() == 1
    own = page.url

    page.go_back()
    page.get_by_role("button", name="申し込む").wait_for()
    page.get_by_label("お名前").fill("練馬 華子")
    page.get_by_label("メールアドレス").fill("hanako@example.jp")
    page.get_by_role("button", name="申し込む").click()
    page.get_by_text("すでに").first.wait_for()
    somebody.axe(page)
    assert SignUp.objects.count() == 1

    page.goto(own)
    page.get_by_role("link", name="変更").click()
    somebody.sees("申込み内容の変更")
    page.get_by_label("お名前").fill("練馬 花子 https://evil.example")
    page.get_by_role("button", name="変更を保存する").click()
    page.get_by_text("氏名だけを入力してください").first.wait_for()
    somebody.axe(page)
    page.get_by_label("お名前").fill("練馬 花子")
    page.get_by_label("参加する人数").select_option("2")
    page.get_by_role("button", name="変更を保存する").click()
    somebody.sees("お申込みの内容")
    page.get_by_text("練馬 花子").wait_for()

    page.get_by_role("link", name="申込みを取り消す").click()
    somebody.sees("申込みを取り消す")
    page.get_by_role("button", name="取り消す").dblclick()
    page.get_by_text("お申込みは取り消されています").wait_for()
    page.go_back()
    page.goto(own)
    page.get_by_text("お申込みは取り消されています").wait_for()
    made = SignUp.objects.get()
    assert (made.name, made.seats, made.status) == ("練馬 花子", 2, "cancelled")


def test_every_page_of_those_who_keep_the_list_is_sound(somebody, sign_in):
    first_come, now = hall(capacity=2), timezone.now()
    session = first_come.session
    person = core.person(organisation=session.series.owner)
    leaves = enter(first_come, 2, now=now)
    waits = enter(first_come, 1, now=now, name="光が丘 太郎", email="", phone="0311112222", needs=("wheelchair",))
    stays = enter(first_come, 1, now=now)
    cancel_sign_up(sign_up=leaves, by=None, now=now)
    by_lot = events.channel(session=session, label="抽選会場", capacity=2)
    by_lot = change_channel(channel=by_lot, by=person, admission=Admission.LOTTERY, closes_at=now + timedelta(hours=1))
    for _ in range(3):
        enter(by_lot, 1, now=now)
    draw_lottery(channel=by_lot, by=person, now=now + timedelta(hours=2))
    sign_in(somebody.page, person)
    places = {
        f"channels/{first_come.pk}/sign-ups/": "電話で知らせる方",
        f"channels/{first_come.pk}/sign-ups/?contact=no_email": "光が丘 太郎",
        f"channels/{first_come.pk}/sign-ups/add/": "追加して続けて入力",
        f"channels/{first_come.pk}/sign-ups/print/": "申込確定",
        f"channels/{first_come.pk}/sign-up-link/": "申込みページのアドレス",
        f"channels/{by_lot.pk}/lottery/": "シード",
        f"lots/{by_lot.pk}/": "抽選",
        f"sign-ups/{waits.pk}/": "キャンセル待ちから繰上げ",
        f"sign-ups/{waits.pk}/cancel/": "光が丘 太郎",
        f"sign-ups/{leaves.pk}/": "申込みを復活させる",
        f"sign-ups/{stays.pk}/": "申込みページのリンクをもう一度送る",
        f"{session.series_id}/personal-data/": "現在残っている個人情報",
    }
    for place, words in places.items():
        somebody.page.goto(f"/events/{place}")
        assert words in somebody.page.get_by_role("main").inner_text(), place
        somebody.fits(somebody.page)
        somebody.axe(somebody.page)

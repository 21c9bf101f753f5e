"""A group answers the yearly question by its link; the section looks through what it changed; residents find it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.factories import facilities
from tests.journeys.conftest import Officer
from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.mail.models import Letter
from zaitaku.programme.facilities.actions.yearly import ask_groups_by


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def somebody(request, page_at, axe, fits, transactional_db):
    cache.clear()
    return Officer(page_at(request.param), request.param, axe, fits)


def link_in(letter):
    return next(line for line in letter.body.split("\n") if "/groups/own/" in line).partition("/groups/")[2]


def test_a_group_confirms_its_entry_and_the_public_list_shows_the_new_date(somebody, sign_in):
    kept = facilities.directory()
    group = facilities.group(directory=kept, name="ひだまり家族会", on=facilities.long_ago(360))
    page, today = somebody.page, timezone.localdate()
    page.goto("/activities/")
    somebody.sees("地域の支え合い活動")
    page.get_by_label("言葉").fill("ヒダマリ")
    page.get_by_role("button", name="検索").click()
    page.get_by_role("link", name="ひだまり家族会").click()
    somebody.sees("ひだまり家族会")
    page.get_by_text(format_wareki(facilities.long_ago(360))).wait_for()

    ask_groups_by(now=timezone.now())
    page.goto("/groups/" + link_in(Letter.objects.get(kind="group_confirm", to=group.contact_email)))
    somebody.sees("ひだまり家族会")
    page.get_by_role("button", name="変わりありません").click()
    page.get_by_text("本日、掲載内容を確認いただきました").wait_for()
    somebody.axe(page)
    page.get_by_role("link", name="公開ページを見る").click()
    page.get_by_text(format_wareki(today)).wait_for()

    page.go_back()
    page.get_by_role("link", name="変わったところがある").click()
    somebody.sees("登録内容を変更する")
    page.get_by_label("終了時刻").fill("9時")
    page.get_by_label("開始時刻").fill("10時")
    page.get_by_role("button", name="変更を送る").click()
    page.get_by_text("終了時刻が開始時刻より前です").first.wait_for()
    somebody.axe(page)
    page.get_by_label("終了時刻").fill("11時半")
    page.get_by_label("参加費").fill("無料")
    page.get_by_role("button", name="変更を送る").click()
    page.get_by_text("変更の内容を確認します").wait_for()
    somebody.sees("ひだまり家族会")

    sign_in(page, facilities.writer(kept))
    page.goto("/groups/")
    somebody.sees("地域活動団体")
    page.get_by_role("link", name="承認待ち").click()
    page.get_by_role("link", name="ひだまり家族会").click()
    somebody.sees("ひだまり家族会")
    page.get_by_role("button", name="変更を承認する").click()
    page.get_by_text("承認しました").wait_for()
    page.goto(f"/activities/{group.pk}/")
    page.get_by_text("10:00～11:30").wait_for()


def test_every_other_page_is_sound(somebody, sign_in):
    kept = facilities.directory()
    by = facilities.writer(kept)
    group = facilities.group(directory=kept, by=by, name="あおぞらの会", on=facilities.long_ago(400))
    ask_groups_by(now=timezone.now())
    strangers = {
        "/groups/ask/": "団体の掲載を申し込む",
        "/groups/ask/sent/": "メールをお確かめください",
        f"/groups/own/{group.key}/consent/": "一覧への掲載をやめる",
        f"/groups/own/{group.key}/end/": "団体の活動を終えた",
        "/activities/print/": "地域活動団体の一覧",
        "/activities/?q=将棋": "該当する団体は見つかりませんでした",
    }
    look(somebody, strangers)
    sign_in(somebody.page, by)
    look(
        somebody,
        {
            "/groups/add/": "団体を登録する",
            f"/groups/{group.pk}/change/": "登録内容を変更する",
            "/groups/paste/": "Excelの一覧を貼り付ける",
            "/groups/telephone/": "あおぞらの会",
            "/groups/directories/": "名簿の設定",
            f"/groups/directories/{kept.pk}/": "確認の有効期間",
            f"/groups/counts/{kept.owner_id}/": "以前の掲載団体数",
        },
    )
    assert group.confirmed_on == timezone.localdate() - timedelta(days=400)


def look(somebody, places):
    for place, words in places.items():
        somebody.page.goto(place)
        assert words in somebody.page.get_by_role("main").inner_text(), place
        somebody.fits(somebody.page)
        somebody.axe(somebody.page)

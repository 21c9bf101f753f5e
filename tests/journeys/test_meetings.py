"""What happens within meetings, in a real browser: a wish finds its supporter, cases become a proposal, and a
committee's minutes are written, settled and printed. Wide and narrow, without barriers."""

import os
from datetime import date, time

import pytest
from django.urls import reverse

from tests.factories import core, events
from tests.factories.meetings import committees, issues, wishes
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.meetings.choices import IssueLevel, WishStatus
from zaitaku.programme.meetings.models import Issue, Wish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return core.organisation(name="高齢者支援課")


@pytest.fixture
def centre(office):
    return wishes.centre(area=office.area, name="練馬地域包括支援センター", parent=office)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_centre_voices_a_wish_and_matches_it(page_at, sign_in, look, centre, width):
    wishes.supporter(center=centre, label="みどり7", offers="将棋、囲碁、書道")
    wishes.supporter(center=centre, label="あお2", offers="料理、買い物の付き添い")
    for number, text in enumerate(["畑で野菜を作りたい", "昔の同僚と歌いたい", "孫に手紙を書きたい"]):
        wishes.wish(center=centre, text=text, voiced_on=date(2023, 6, number + 1))
    wishes.match(wish=wishes.wish(center=centre, text="喫茶店でコーヒーを飲みたい", status=WishStatus.MATCHED))
    page = page_at(width)
    sign_in(page, core.person(role=Role.PARTNER, organisation=centre))
    page.goto(reverse("meetings:index"))
    look(page, "meetings-index")
    page.get_by_role("link", name="希望の一覧").click()
    look(page, "wishes-board")
    page.get_by_role("link", name="希望を記録").click()
    page.get_by_label("希望", exact=False).first.fill("田中さんは子どもたちに将棋を教えたい")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("alert").get_by_text("田中さん").first.wait_for()
    look(page, "wish-refused")
    page.locator("textarea[name=text]").fill("子どもたちに将棋を教えたい")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("希望を記録しました").wait_for()
    look(page, "wish-voiced")
    page.get_by_role("button", name="この人にする みどり7").click()
    page.get_by_text("「みどり7」をこの希望の支援者にしました").wait_for()
    page.get_by_label("実現", exact=True).check()
    page.get_by_label("その後の様子").fill("児童館で月に1度、将棋の会を開いている")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="希望を再開する").wait_for()
    look(page, "wish-done")
    assert Wish.objects.get(text="子どもたちに将棋を教えたい").status == WishStatus.DONE
    for name in ("wish_overview", "supporters"):
        page.goto(reverse(f"meetings:{name}"))
        look(page, name)


@pytest.mark.parametrize("width", [1280, 360])
def test_issues_of_cases_become_a_proposal(page_at, sign_in, look, office, centre, width):
    session = events.session(
        series=events.series(owner=office, kind=SeriesKind.CASE_MEETING, title="地域ケア会議"), held_on=date(2023, 6, 1)
    )
    for title in ("坂が多く買い物に行けない", "冬の通院の足がない"):
        issues.issue(owner=centre, title=title, due_on=date(2023, 7, 1))
    page = page_at(width)
    sign_in(page, core.person(organisation=office))
    page.goto(reverse("meetings:session_issues", args=[session.pk]))
    page.get_by_label("センター・所属").select_option(label="練馬地域包括支援センター")
    page.get_by_label("課題（1行に1件）").fill("ごみ集積所まで歩けない／集合住宅の4階\n通院の付き添いがいない")
    page.get_by_role("button", name="追加する").click()
    page.get_by_text("2件の課題を追加しました").wait_for()
    look(page, "issues-session")
    page.goto(reverse("meetings:issues"))
    look(page, "issues-list")
    for title in ("冬の通院の足がない", "通院の付き添いがいない"):
        page.get_by_label(f"選択 {title}").check()
    page.get_by_role("button", name="印を付けた課題をまとめる").click()
    page.get_by_label("課題（1行で）").fill("通院の手段が足りない")
    page.get_by_label("センター・所属").select_option(label="高齢者支援課")
    look(page, "issues-gather")
    page.get_by_role("button", name="追加してまとめる").click()
    page.get_by_text("2件の課題をまとめました").wait_for()
    page.get_by_role("link", name="ほかの課題にまとめる").click()
    page.get_by_label("課題（1行で）").fill("通院支援の仕組みづくり")
    page.get_by_label("センター・所属").select_option(label="高齢者支援課")
    page.get_by_role("button", name="追加してまとめる").click()
    page.get_by_label("行ったこと").fill("交通部門と協議を始めた")
    page.get_by_label("現在の状況").select_option(label="対応中")
    page.get_by_role("button", name="経過を追加する").click()
    page.get_by_text("経過を記録しました").wait_for()
    look(page, "issue")
    page.goto(reverse("meetings:issue_chain"))
    page.get_by_text("個別課題2件・センター等2か所").first.wait_for()
    look(page, "issue-chain")
    assert Issue.objects.get(level=IssueLevel.PROPOSAL).gathered.get().gathered.count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="会議用のExcel").click()
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("width", [1280, 360])
def test_minutes_are_written_settled_and_printed(page_at, sign_in, look, office, width):
    run = committees.committee(owner=office)
    before = committees.meeting(series=run)
    committees.item(session=before, title="前回議事録の確認", is_standing=True)
    committees.action(session=before, owner=office, text="搬送時の情報用紙を見直す", due_on=date(2023, 8, 1))
    meeting = committees.meeting(series=run, starts=time(19, 0))
    page = page_at(width)
    sign_in(page, core.person(organisation=office))
    page.goto(reverse("meetings:agenda", args=[meeting.pk]))
    page.get_by_text("搬送時の情報用紙を見直す").wait_for()
    page.get_by_role("button", name="前回の「毎回の項目」を写す").click()
    page.get_by_label("項目 ").or_(page.get_by_label("項目", exact=False)).first.fill("救急搬送時のACPの共有")
    page.get_by_role("button", name="追加する").click()
    page.get_by_role("button", name="「救急搬送時のACPの共有」を上へ").press("Enter")
    page.get_by_role("heading", name="1　救急搬送時のACPの共有").wait_for()
    look(page, "agenda")
    page.get_by_role("link", name="議事録を書く 救急搬送時のACPの共有").click()
    page.get_by_label("主な意見・経過").fill("救急隊から、現場で本人の意向を確かめる手段が少ないとの説明があった。")
    page.get_by_label("決定事項").fill("情報用紙に意向の欄を加える。")
    look(page, "minutes-item")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="対応事項を追加 救急搬送時のACPの共有").click()
    page.get_by_label("対応事項").fill("情報用紙の改訂案を作る")
    page.get_by_label("担当・所管").select_option(label="高齢者支援課")
    page.get_by_label("期限").fill("R5.11.30")
    look(page, "minutes-action")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="議事録を確定する").click()
    page.get_by_text("議事録を確定しました").wait_for()
    look(page, "agenda-settled")
    for label, suffix in (("議事録（PDF）", ".pdf"), ("議事録（Word）", ".docx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        assert download.value.suggested_filename.endswith(suffix)
        if folder := os.environ.get("ZAITAKU_PICTURES"):
            download.value.save_as(f"{folder}/minutes{suffix}")
    page.goto(reverse("meetings:undertakings"))
    look(page, "actions")
    page.get_by_role("link", name="情報用紙の改訂案を作る").click()
    page.get_by_label("現在の状況").select_option(label="完了")
    page.get_by_label("完了・見送りの日").fill("R5.11.20")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("保存しました").wait_for()
    look(page, "action")
    page.goto(reverse("meetings:committees") + "?year=2023")
    look(page, "committees")

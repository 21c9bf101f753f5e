"""Pictures of the guides to events and meetings, from the made-up events of `zaitaku load-synthetic`.

Their days are those around the walk: who makes the pictures anew gets other days in them, and nothing else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import FilePayload, Page, ViewportSize

if TYPE_CHECKING:
    from tools.pictures import Walk

LECTURE = "【架空】在宅療養講演会（申込みの見本）"
HELD = "【架空】在宅療養講演会（開催後の見本）"
CASES = "【架空】事例検討会（グループ分けの見本）"
COURSE = "【架空】ケアマネジャー研修（修了証の見本）"
VISITS = "【架空】在宅医療同行研修（調整の見本）"
COMMITTEE = "【架空】在宅療養専門部会（議事録の見本）"
PHONE = ViewportSize(width=600, height=900)  # of the pages that residents see
ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n" + "".join(
    f"架空 {line},Yes\n"
    for line in (
        "秋子,,{day} 02:00:00 PM,{day} 03:30:00 PM,90",
        "冬子,,{day} 02:00:00 PM,{day} 02:40:00 PM,40",
        "冬子,,{day} 02:10:00 PM,{day} 03:30:00 PM,80",
        "夏子,,{day} 02:00:00 PM,{day} 02:10:00 PM,10",
        "夏子,,{day} 02:15:00 PM,{day} 03:30:00 PM,75",
    )
)


def all_of_them(walk: Walk) -> None:
    resident(walk)
    officer_before(walk)
    door(walk)
    officer_after(walk)
    questionnaires(walk)
    meetings(walk)


def series(page: Page, title: str) -> None:
    page.goto("/events/?year=")
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", level=1, name=title).wait_for()


def session(page: Page, title: str) -> None:
    series(page, title)
    page.get_by_role("link", name="第1回").click()
    page.get_by_role("heading", level=1, name="第1回").wait_for()


def resident(walk: Walk) -> None:
    """The last seat of the hall is free: a family of three waits. One person takes a seat by Zoom."""
    with walk.visitor(PHONE) as guest:
        page = guest.page
        page.goto("/public/")
        page.get_by_role("link", name=LECTURE).wait_for()
        guest.keep("public-list", still=False, height=1150)
        page.get_by_role("link", name=LECTURE).click()
        page.get_by_role("heading", name="参加方法").wait_for()
        guest.keep("public-event", still=False, height=1100)
        address = page.url
        page.get_by_role("link", name="申し込む Zoom").click()
        _entry(page, "架空 桜子", "かくう さくらこ", "1")
        guest.keep("sign-up-form", still=False, height=1300)
        guest.button("申し込む")
        page.get_by_role("heading", name="お申込みの内容").wait_for()
        guest.keep("sign-up-mine", still=False)
        page.goto(address)
        page.get_by_role("link", name="申し込む 本会場").click()
        _entry(page, "架空 家族子", "かくう かぞくこ", "3")
        guest.button("申し込む")
        page.get_by_role("heading", name="お申込みの内容").wait_for()
        guest.keep("sign-up-waiting", still=False)
        page.goto("/public/")
        page.get_by_role("link", name=CASES).click()
        page.get_by_role("link", name="申し込む 会場").click()
        page.locator("[name=profession]").select_option("visiting_nurse")
        page.locator("[name=office]").fill("【架空】訪問看護ステーション")
        guest.keep("sign-up-professional", top="label[for=id_name]", still=False, height=760)


def _entry(page: Page, name: str, kana: str, people: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=kana]").fill(kana)
    page.locator("[name=email]").fill("kakuu@example.jp")
    page.locator("[name=seats]").select_option(people)


def officer_before(walk: Walk) -> None:
    page = walk.page
    series(page, LECTURE)
    walk.keep("series", still=False, height=700)
    page.goto("/events/programme/")
    walk.keep("programme", still=False, height=620)
    session(page, LECTURE)
    here = page.url
    page.get_by_role("link", name="参加者名簿 本会場").click()
    walk.keep("sign-ups", still=False, height=900)
    page.get_by_role("link", name="申込みを追加").click()
    page.locator("[name=name]").fill("架空 電話子")
    walk.keep("sign-up-phone", still=False, height=760)
    page.goto(here)
    page.get_by_role("link", name="変更 同時上映").click()
    page.locator("select[name=admission]").select_option("lottery")
    closes = datetime.now(UTC) + timedelta(days=14)
    page.locator("[name=closes_at]").fill(f"{closes:%Y-%m-%d} 17:00")
    walk.keep("channel", still=False, height=1120)
    walk.button("保存する")
    page.get_by_role("link", name="参加者名簿 同時上映").click()
    page.goto(page.url.replace("/sign-ups/", "/lottery/"))
    walk.keep("lottery", still=False, height=330)
    series(page, LECTURE)
    page.get_by_role("link", name="個人情報").click()
    walk.keep("personal-data", still=False, height=620)


def door(walk: Walk) -> None:
    """Ten come, then the network goes and two more come."""
    page = walk.page
    session(page, LECTURE)
    page.get_by_role("link", name="受付 本会場").click()
    for number in ("01", "02", "03"):
        page.get_by_role("button", name=f"受付する 架空 花子{number}").click()
    page.locator("[data-unsent]").wait_for(state="hidden")
    walk.keep("door", still=False, height=700)
    page.context.set_offline(True)
    for number in ("04", "05"):
        page.get_by_role("button", name=f"受付する 架空 花子{number}").click()
    page.locator("[data-away]").wait_for(state="visible")
    walk.keep("door-away", still=False, height=560)
    page.context.set_offline(False)
    page.reload()
    page.locator("[data-unsent]").wait_for(state="hidden")
    page.get_by_role("link", name="受付簿を入力する").click()
    walk.keep("sheet", still=False, height=560)


def officer_after(walk: Walk) -> None:
    page = walk.page
    session(page, HELD)
    found = re.search(r"令和(\d+)年(\d+)月(\d+)日", page.get_by_role("main").inner_text())
    assert found is not None
    era, month, day = map(int, found.groups())
    report = ZOOM.format(day=f"{month:02}/{day:02}/{era + 2018}").encode("utf-8-sig")
    page.get_by_role("link", name="参加者レポート Zoom").click()
    file = FilePayload(name="架空-zoom.csv", mimeType="text/csv", buffer=report)
    page.get_by_label("参加者レポート（CSV）").set_input_files(file)
    walk.button("ファイルを読み取る")
    page.get_by_role("heading", name="同じ名前の人").wait_for()
    walk.keep("zoom", still=False, height=1000)
    page.goto("/events/?q=学べる&year=")
    page.get_by_role("link", name="介護学べるサロン").click()
    page.get_by_role("link", name="期間の合計").click()
    walk.keep("totals", still=False, height=760)


def questionnaires(walk: Walk) -> None:
    page = walk.page
    page.goto("/events/questions/?q=架空")
    walk.keep("questions", still=False, height=520)
    series(page, LECTURE)
    page.get_by_role("link", name="調査票", exact=True).click()
    page.get_by_label("題名").fill("【架空】次回のアンケート")
    walk.button("作成する")
    page.get_by_role("heading", name="この調査票の設問").wait_for()
    form = page.url.split("#")[0]
    for question in ("【架空】家族や専門職と話し合いたいと思いましたか", "【架空】ご意見・ご感想"):
        page.goto(f"{form}?q={question}")
        page.get_by_role("button", name="追加する").first.click()
        page.wait_for_load_state("networkidle")
    page.goto(form)
    walk.keep("questionnaire", still=False, height=860)
    session(page, HELD)
    page.get_by_role("link", name="アンケート", exact=True).click()
    page.get_by_role("link", name="【架空】講演会アンケート").click()
    here = page.url
    address = page.get_by_role("link", name="/events/q/").inner_text()
    walk.keep("collection", still=False, height=1000)
    page.get_by_role("link", name="紙の回答を入力する").click()
    walk.keep("paper-answers", still=False, height=760)
    page.goto(here)
    page.get_by_role("link", name="集計結果").click()
    walk.keep("results", still=False, height=720)
    with walk.visitor(PHONE) as guest:
        guest.page.goto(address)
        guest.keep("answer", still=False, height=1000)


def meetings(walk: Walk) -> None:
    groups(walk)
    course(walk)
    visits(walk)
    issues(walk)
    committee(walk)


def groups(walk: Walk) -> None:
    page = walk.page
    session(page, CASES)
    page.get_by_role("link", name="グループ分け", exact=True).click()
    page.get_by_role("link", name="参加者と条件").click()
    page.get_by_role("button", name=re.compile("を取り込む$")).click()
    page.get_by_text("人を取り込みました").wait_for()
    walk.keep("group-people", still=False, height=620)
    page.get_by_role("link", name="グループへ").click()
    walk.button("グループを作る")
    page.get_by_text("グループを作りました").first.wait_for()
    walk.keep("groups", still=False, height=1000)


def course(walk: Walk) -> None:
    page = walk.page
    series(page, COURSE)
    page.get_by_role("link", name="受講者名簿・出欠").click()
    walk.keep("course", still=False, height=760)
    page.get_by_role("link", name="修了証", exact=True).click()
    walk.keep("certificates", still=False, height=640)


def visits(walk: Walk) -> None:
    page = walk.page
    page.goto("/meetings/visits/")
    page.get_by_role("link", name=VISITS).click()
    page.get_by_role("link", name="【架空】第1期").click()
    here = page.url
    page.get_by_role("link", name="参加者と希望を入力").click()
    page.get_by_label("病院・団体").select_option(label="【架空】東病院")
    page.get_by_label("氏名").fill("架空 訪子07")
    page.get_by_label("第1希望").select_option(index=1)
    page.get_by_label("第2希望").select_option(index=2)
    walk.keep("trainee", still=False, height=860)
    page.goto(here)
    walk.button("希望と受入枠を自動調整")
    page.get_by_text("調整しました").wait_for()
    walk.keep("visits", still=False, height=860)


def issues(walk: Walk) -> None:
    page = walk.page
    page.goto("/meetings/wishes/")
    walk.keep("wishes", still=False, height=560)
    session(page, CASES)
    page.goto(page.url.replace("/events/", "/meetings/") + "issues/")
    walk.keep("issues-of-meeting", still=False, height=640)
    page.goto("/meetings/issues/")
    walk.keep("issues", still=False, height=620)
    page.goto("/meetings/issues/chain/")
    walk.keep("issue-chain", still=False, height=640)


def committee(walk: Walk) -> None:
    page = walk.page
    page.goto("/meetings/committees/")
    page.get_by_role("link", name=COMMITTEE).click()
    walk.keep("agenda", still=False, height=960)
    page.goto("/meetings/actions/")
    page.get_by_role("link", name="【架空】連絡の順番の図の案を作る").click()
    walk.keep("undertaking", still=False, height=620)

"""Pictures of the guides to monthly returns, from the 27 made-up centres of `zaitaku load-synthetic`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import FilePayload, Page, ViewportSize

from tools.role_pictures import invite, signed_in

if TYPE_CHECKING:
    from tools.pictures import Walk

FORM = "【架空】地域包括支援センター月次報告"
CENTRE = "【架空】第3地域包括支援センター"  # has not sent its latest month
EMAIL = "kakuu-centre@example.jp"
PHONE = ViewportSize(width=420, height=900)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = "F"  # the column of the sheet for Excel in which the numbers stand
QUESTION = "【架空】先月と同じ件数です。今月分を数えたものか、ご確認ください。"
ANSWER = "【架空】今月分を数え直し、同じ件数であることを確かめました。"


def all_of_them(walk: Walk) -> None:
    invite(walk, name="架空 中心子", email=EMAIL, organisation=CENTRE, role="連携団体")
    officer(walk)
    centre(walk)
    asking(walk)


def form(page: Page) -> None:
    page.goto("/returns/?q=架空")
    page.get_by_role("link", name=FORM).click()
    page.get_by_role("heading", level=1, name=FORM).wait_for()


def officer(walk: Walk) -> None:
    page = walk.page
    form(page)
    walk.keep("return-board", still=False, height=780)
    walk.keep("return-total", top="tfoot", still=False, height=180)
    board = page.url
    page.get_by_role("link", name="未提出に督促する").click()
    walk.keep("return-remind", still=False, height=560)
    page.goto(board)
    page.get_by_role("link", name="年次集計表").click()
    walk.keep("year-book", still=False, height=620)
    page.goto(board)
    page.get_by_role("link", name="様式の項目").click()
    walk.keep("return-form", still=False, height=760)
    page.get_by_role("link", name="入力チェック", exact=True).click()
    page.get_by_role("link", name="変更・試行").first.click()
    page.locator("[name=spreads]").fill("3")
    walk.button("過去24か月の報告で試す")
    page.get_by_role("heading", name="この入力チェックで見つかる過去の報告").wait_for()
    walk.keep("return-rule", top="label:has-text('適用開始')", still=False, height=700)


def centre(walk: Walk) -> None:
    """Last month's numbers are copied and saved, two are spoilt in Excel and mended, and the sheet is sent."""
    with signed_in(walk, EMAIL, size=PHONE) as phone:
        opened(phone.page)
        phone.button("空欄に前回の数値を写す")
        phone.page.get_by_text("まだ保存していません").wait_for()
        phone.keep("return-fill-phone", still=False, height=1250, stuck=True)
        phone.page.goto("/")
        phone.keep("centre-home", top="h2:has-text('対応事項')", still=False, height=360)
    with signed_in(walk, EMAIL) as other:
        page = other.page
        opened(page)
        other.button("空欄に前回の数値を写す")
        page.get_by_text("まだ保存していません").wait_for()
        other.keep("return-fill", still=False, height=900, stuck=True)
        page.get_by_role("button", name="保存して入力を続ける").click()
        page.wait_for_load_state("networkidle")
        sheet = page.url
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel 様式をダウンロード").click()
        file = spoilt(Path(download.value.path()))
        page.get_by_role("link", name="記入済みの Excel を取り込む").click()
        upload = FilePayload(name="架空-月次報告.xlsx", mimeType=XLSX, buffer=file)
        page.get_by_label("記入済みの様式（Excel）").set_input_files(upload)
        other.button("ファイルを読み取る")
        page.get_by_text("直すセルが2か所あります").wait_for()
        other.keep("return-mend", still=False, height=860)
        page.goto(sheet)
        page.get_by_role("button", name="保存して提出前の確認へ").click()
        page.get_by_role("heading", level=1, name="報告を提出する").wait_for()
        other.keep("return-send", still=False, height=420)
        other.button("提出する") if page.get_by_role("button", name="提出する").count() else explained(other)
        page.get_by_text("報告を提出しました").wait_for()


def explained(walk: Walk) -> None:
    """A word beside each number that is unlike those of the months before."""
    walk.page.get_by_role("link", name="報告に戻る").click()
    for note in walk.page.locator("details.sheet-note[open] [name$=note]").all():
        note.fill("【架空】前月と同じ件数であることを確かめました。")
    walk.page.get_by_role("button", name="保存して提出前の確認へ").click()
    walk.button("提出する")


def opened(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"提出：{FORM}").first.click()
    page.get_by_role("heading", level=1, name=FORM).wait_for()


def spoilt(path: Path) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    page = book["報告"]
    rows = [cell.row for cell in page[NUMBERS] if isinstance(cell.value, int)]
    page[f"{NUMBERS}{rows[0]}"] = "約400"
    page[f"{NUMBERS}{rows[1]}"] = "△3"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def asking(walk: Walk) -> None:
    page = walk.page
    form(page)
    page.get_by_role("row", name=CENTRE).get_by_role("link", name="提出済み").last.click()
    page.get_by_role("button", name="受理する").wait_for()
    walk.keep("return-accept", still=False, height=620)
    page.get_by_role("link", name="照会する").click()
    page.locator("[name=element]").select_option(index=1)
    page.get_by_label("照会の内容").fill(QUESTION)
    walk.button("照会する")
    page.get_by_text("照会しました").wait_for()
    with signed_in(walk, EMAIL, size=PHONE) as phone:
        phone.page.goto("/")
        phone.page.get_by_role("link", name="照会に回答").first.click()
        phone.page.locator("[name=text]").fill(ANSWER)
        phone.keep("return-query", still=False, height=700)
        phone.button("回答")

"""A centre sends its month by Excel: two cells are wrong, both are mended on the page, the sheet is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.journeys.conftest import Officer
from tests.programme.returns.excel_files import centre
from tests.reports.return_sheets import filled
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Return


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def hub(request, page_at, sign_in, axe, fits, transactional_db, client):
    cache.clear()
    made = centre(client)
    page = page_at(request.param)
    sign_in(page, made.person)
    return made, Officer(page, request.param, axe, fits)


def test_a_centre_sends_its_month_by_excel_and_mends_two_cells(hub, tmp_path):
    centre_, visitor = hub
    page = visitor.page
    page.goto(f"/returns/sheets/{centre_.sheet.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel 様式をダウンロード").click()
    data = Path(download.value.path()).read_bytes()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "月次報告_光が丘地域包括支援センター_2023-10.xlsx"
    cells = {"calls": "約30", "own": 20, "family": "△3", "staff": ("", "変更なし"), "total": "５，０３０件"}
    file.write_bytes(filled(data, **cells, share="12.5%"))
    page.get_by_role("link", name="記入済みの Excel を取り込む").click()
    visitor.sees("記入済みの Excel を取り込む 月次報告 光が丘地域包括支援センター 令和5年10月")
    page.get_by_label("記入済みの様式（Excel）").set_input_files(file)
    page.get_by_role("button", name="ファイルを読み取る").click()
    visitor.sees("読み取りの結果 月次報告 光が丘地域包括支援センター 令和5年10月")
    page.get_by_text("直すセルが2か所あります").wait_for()
    page.get_by_role("link", name="相談件数").first.click()  # the summary leads to the field
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "相談件数 数値"
    page.get_by_label("相談件数 数値").fill("30")
    page.get_by_role("button", name="すべて保存して報告の画面へ").click()
    page.get_by_text("マイナスの数").first.wait_for()
    visitor.fits(page)
    visitor.axe(page)
    page.get_by_label("家族 数値").fill("10")
    page.get_by_role("button", name="すべて保存して報告の画面へ").click()
    page.get_by_text("ファイルから6項目を保存しました").wait_for()
    visitor.axe(page)
    assert centre_.values() == {
        "calls": (30, "number"),
        "own": (20, "number"),
        "family": (10, "number"),
        "staff": (7, "same"),
        "total": (5030, "number"),
        "share": (12, "number"),
    }
    page.get_by_role("button", name="保存して").last.click()
    page.get_by_role("button", name="提出").last.click()
    page.get_by_text("提出済み").first.wait_for()
    assert Return.objects.get(start=date(2023, 10, 1)).status == SheetStatus.SUBMITTED

"""A paper is frozen with open marks; one is filled in later, and the correction comes out while the paper stays."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.nerima import YEAR
from zaitaku import catalogue
from zaitaku.analysis.figure import State
from zaitaku.core.records.actions import Entry
from zaitaku.programme.council.models import OpenMark
from zaitaku.programme.events.actions.recording import record_attendance
from zaitaku.programme.events.models import Attendance, Channel
from zaitaku.programme.indicators.actions import confirm
from zaitaku.programme.indicators.models import Indicator

CAME = 38
TOTAL = 555 + CAME


@pytest.mark.parametrize("width", [1280, 360])
def test_what_was_open_is_filled_in_and_corrected_but_the_frozen_paper_stays(officer, programme, width):
    hanako = officer(width)
    page = hanako.page

    # Given the draft of the year's paper
    page.goto(f"/drafts/{programme.paper().pk}/")
    hanako.sees(re.compile("令和5年度の資料"))
    page.get_by_role("link", name="確定へ進む").click()
    hanako.sees("資料の確定")
    assert "A1.attendance" in page.get_by_role("table", name="追記一覧に入る箇所").inner_text()

    # When it is frozen without a reason for the figures nobody has confirmed, it is refused
    page.get_by_label("内容を確認し").check()
    page.get_by_role("button", name="確定する").click()
    hanako.sees("資料の確定")
    reason = page.get_by_label("未確認の数値があるまま確定する理由")
    assert reason.get_attribute("aria-invalid") == "true"

    # And with one it becomes final, its open marks tasks
    reason.fill("協議会の開催日までに全担当の確認が間に合わないため")
    page.get_by_label("内容を確認し").check()
    page.get_by_role("button", name="確定する").click()
    page.get_by_text("資料を確定しました。").wait_for()
    hanako.sees(re.compile("令和5年度の資料"))
    assert "協議会の開催日までに" in page.get_by_role("main").inner_text()
    assert page.get_by_role("link", name=re.compile("555名")).count() == 1
    before = download(page, "Excel")
    page.goto("/")
    hanako.sees("ホーム")
    assert "A1.attendance" in page.locator(".card").filter(has_text="追記するもの").inner_text()

    # Then a mark cannot be filled before its value is there
    page.goto("/papers/open-marks/")
    hanako.sees("追記一覧")
    fill(page)
    page.get_by_text("先に値を記録してください").wait_for()

    # When the count has come in and its owner has confirmed the figure
    later_screening_counted(programme)
    fill(page)
    page.get_by_text("追記しました。正誤表に載ります。").wait_for()
    hanako.sees("追記一覧")
    assert OpenMark.objects.filter(indicator="A1.attendance", filled_at=None).count() == 0

    # Then errata and replacement pages can be taken out
    page.goto(f"/papers/{programme.paper().pk}/errata/")
    hanako.sees("正誤表と差替えページ")
    cells = page.get_by_role("table", name="変わった欄").inner_text()
    assert all(said in cells for said in (f"{TOTAL}名", "555名", "数値の確定"))
    for what in ("正誤表", "差替えページ"):
        assert download(page, f"Excel {what}")[:2] == b"PK"
        assert download(page, f"PDF {what}")[:5] == b"%PDF-"

    # And the frozen paper is what it was, byte for byte
    page.goto(f"/papers/{programme.paper().pk}/")
    hanako.sees(re.compile("令和5年度の資料"))
    assert page.get_by_role("link", name=re.compile("555名")).count() == 1
    assert download(page, "Excel") == before


def fill(page):
    row = page.get_by_role("row").filter(has_text="A1.attendance").filter(has_text="後日上映会")
    row.get_by_role("button", name="追記する").click()


def download(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).first.click()
    return waiting.value.path().read_bytes()


def later_screening_counted(programme):
    owner = programme.person(name="地域医療課の担当")
    channel = Channel.objects.get(label="後日上映会", session__number=3, session__series__code="home-care-lecture")
    open_row = Attendance.objects.get(channel=channel, superseded_at=None)
    record_attendance(channel=channel, entry=Entry(Decimal(CAME), State.FINAL), expected=open_row.pk, by=owner)
    indicator = Indicator.objects.get(code="A1.attendance")
    today = timezone.localdate()
    confirm(
        indicator=indicator,
        figure=catalogue.compute([indicator], year=YEAR, as_of=today)["A1.attendance"],
        formula_version=catalogue.function_of(indicator).version,
        year=YEAR,
        as_of=today,
        on=today,
        by=owner,
        comment="",
    )

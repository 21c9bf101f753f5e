"""555: from the sign-in sheet of a lecture to the council paper, and back to who wrote the number down."""

import re

import pytest

# The paper prints 555 for the lectures, 196 + 185 + 174, and says that the third one's later screening is to follow.
SO_FAR = 555
LATER_SCREENING = 38
THIRD = 174 + LATER_SCREENING
TOTAL = SO_FAR + LATER_SCREENING


@pytest.mark.parametrize("width", [1280, 360])
def test_a_count_becomes_a_confirmed_and_printed_figure_that_leads_back_to_it(officer, width):
    tell(officer(width))


def test_the_same_without_javascript(officer):
    tell(officer(1280, java_script_enabled=False))


def tell(hanako):
    page = hanako.page

    # Given the third lecture, whose later screening nobody has counted yet
    page.goto("/")
    hanako.sees("ホーム")
    assert "555人（確定後追記あり）" in page.locator("main").inner_text()
    hanako.goes_to("催し")
    hanako.sees("催し")
    page.get_by_role("link", name="在宅療養講演会").click()
    hanako.sees("在宅療養講演会")
    page.get_by_role("link", name="第3回").click()
    hanako.sees(re.compile("第3回"))

    # When its count comes in
    page.get_by_label("後日上映会 値").fill("３８")
    page.get_by_label("後日上映会 状態").select_option("確定")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("保存しました").first.wait_for()
    hanako.sees(re.compile("第3回"))

    # Then the figure is no longer open, and its owner can confirm what stands there
    hanako.goes_to("ホーム")
    hanako.sees("ホーム")
    page.get_by_role("link", name="講演会参加人数").first.click()
    hanako.sees("講演会参加人数")
    assert page.locator(".passport-value").inner_text().split() == [f"{TOTAL}人", "●", "確定"]
    assert part(page, "第3回").locator("td").first.inner_text() == f"{THIRD}人"
    page.get_by_role("button", name=f"{TOTAL}人 を確認する").click()
    page.get_by_text(f"確認しました: {TOTAL}人").wait_for()
    hanako.sees("講演会参加人数")
    assert "練馬 花子" in page.locator("#confirmation + p").inner_text()

    # And the draft of the paper prints it without its mark
    hanako.goes_to("会議資料")
    hanako.sees("会議資料")
    page.get_by_role("link", name=re.compile("資料１")).click()
    hanako.sees(re.compile("令和5年度"))
    printed = page.get_by_role("link", name=re.compile(f"^{TOTAL}名$"))
    assert printed.count() == 1
    assert str(SO_FAR) not in page.locator("main").inner_text()

    # And the printed number leads to its passport, and that to the record and to who entered it when
    printed.click()
    hanako.sees("講演会参加人数")
    record = page.get_by_role("table", name="記録").get_by_role(
        "row", name=re.compile(f"第3回 後日上映会.*{LATER_SCREENING}人")
    )
    assert re.search(r"練馬 花子\s+令和\d+年\d+月\d+日 \d+:\d\d", record.inner_text())
    replaced = page.get_by_role("row", name=re.compile("第3回 後日上映会.*実施後追記"))
    assert "差替え" in replaced.inner_text()
    record.get_by_role("link").click()
    hanako.sees(re.compile("第3回"))
    assert page.get_by_label("後日上映会 値").input_value() == str(LATER_SCREENING)
    page.get_by_role("row", name=re.compile("後日上映会")).get_by_role("link", name=re.compile("練馬 花子")).click()
    hanako.sees(re.compile("第3回 後日上映会"))
    assert "システム" in page.get_by_role("row", name=re.compile("実施後追記")).inner_text()


def part(page, name):
    return page.get_by_role("table", name="内訳").get_by_role("row", name=re.compile(name))

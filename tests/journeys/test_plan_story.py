"""The plan in the council's hands: taken in, changed, looked up who changed it, undone, revised and compared."""

import re
from pathlib import Path

import pytest

from tests.factories import core
from tests.programme.plans.tables import text

PUBLISHED = Path(__file__).parents[2] / ".." / "shared" / "seeds" / "000_420d8713186c19a6.txt"


@pytest.fixture
def at_the_import(page_at, sign_in, axe, fits, tmp_path):
    """An officer has dropped the file and sees what was understood."""

    def begin(width, data):
        section = core.organisation(name="地域課")
        core.organisation(area=section.area, name="支援課")
        page = page_at(width)
        sign_in(page, core.person(organisation=section, name="練馬 花子"))
        file = tmp_path / "計画.txt"
        file.write_bytes(data)
        page.goto("/plan/import/")
        page.get_by_label("ファイル").set_input_files(file)
        page.get_by_role("button", name="変わる箇所を確認する").click()
        page.get_by_role("heading", level=1, name="取込みの確認").wait_for()

        def sound(heading):
            page.get_by_role("heading", level=1, name=re.compile(heading)).wait_for()
            fits(page)
            axe(page)

        sound("取込みの確認")
        return page, sound

    return begin


@pytest.mark.parametrize("width", [1280, 360])
def test_an_edit_is_told_with_its_author_undone_and_made_again_in_a_revision(at_the_import, width):
    page, sound = at_the_import(width, text())
    page.get_by_role("button", name="取り込む", exact=True).click()
    sound("推進事業")

    # When an initiative is edited in place
    page.get_by_role("link", name="講座の開催", exact=True).click()
    sound("講座の開催")
    edit_frequency(page, "2回/年")

    # Then its history tells who changed what, from which value to which
    page.reload()
    sound("講座の開催")
    entry = page.get_by_role("table", name="だれが何を変えたか").get_by_role("row").nth(1)
    assert "練馬 花子" in entry.inner_text()
    assert (entry.locator("del").inner_text(), entry.locator("ins").inner_text()) == ("1回/年", "2回/年")

    # And the last edit can be undone
    to_the_plan(page)
    page.get_by_role("button", name=re.compile("直前の編集を取り消す")).click()
    page.get_by_role("link", name="講座の開催", exact=True).click()
    sound("講座の開催")
    assert page.locator("#part").get_by_text("1回/年").is_visible()

    # When the version is adopted and the same edit made in its revision
    to_the_plan(page)
    page.get_by_role("link", name="この版を確定する").click()
    page.get_by_label("施行日").fill("R3.4.1")
    page.get_by_role("button", name="確定する").click()
    sound("推進事業")
    page.get_by_role("link", name="改定を始める").click()
    page.get_by_label("版の名称").fill("改定案")
    page.get_by_role("button", name="保存する").click()
    sound("推進事業")
    page.get_by_role("link", name="講座の開催", exact=True).click()
    sound("講座の開催")
    edit_frequency(page, "2回/年")

    # Then the two versions differ in exactly that
    to_the_plan(page)
    page.get_by_role("link", name="版を比べる").click()
    sound("2つの版の比較")
    changes = page.get_by_role("main").locator("tbody tr")
    assert changes.count() == 1
    assert re.search(r"頻度変更\s+1回/年\s+2回/年", changes.inner_text())


def edit_frequency(page, words):
    page.get_by_role("link", name="編集する", exact=True).click()
    page.get_by_label("頻度").fill(words)
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("保存しました。").wait_for()


def to_the_plan(page):
    page.get_by_role("navigation", name="現在の位置").get_by_role("link").first.click()
    page.get_by_role("navigation", name="計画の表示").wait_for()


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published plan is not in ../shared/seeds")
@pytest.mark.parametrize("width", [1280, 360])
def test_the_published_table_comes_in_as_it_is(at_the_import, width):
    page, sound = at_the_import(width, PUBLISHED.read_bytes())
    main = page.get_by_role("main")
    assert re.search(r"読み取れたもの\s+取組 31件", main.inner_text())
    assert re.search(r"読み取れなかったもの\s+0行", main.inner_text())
    page.get_by_label("未登録の所管を").check()
    page.get_by_role("button", name="取り込む", exact=True).click()
    sound("在宅療養推進事業")
    for name in ("クロス表", "期間内に評価できるか"):
        page.get_by_role("link", name=name).click()
        page.get_by_role("heading", level=1).wait_for()
        sound("")

"""An officer takes the council's table in, edits an initiative in place, and reads the plan from every side."""

import pytest
from django.urls import reverse

from tests.factories import core
from tests.programme.plans.tables import text
from zaitaku.programme.plans.models import PlanVersion

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer():
    section = core.organisation(name="地域課")
    core.organisation(area=section.area, name="支援課")
    return core.person(organisation=section)


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_file_to_the_edited_plan(officer, page_at, sign_in, axe, tmp_path, width):
    file = tmp_path / "計画.txt"
    file.write_bytes(text())
    page = page_at(width)
    sign_in(page, officer)

    page.goto(reverse("plans:import"))
    page.set_input_files("input[type=file]", file)
    axe(page)
    page.get_by_role("button", name="変わる箇所を確認する").click()
    page.get_by_text("取組 4件").wait_for()
    axe(page)
    page.get_by_role("button", name="取り込む", exact=True).click()

    page.get_by_role("heading", name="推進事業").wait_for()
    assert page.get_by_role("link", name="検討会の開催", exact=True).is_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("link", name="講座の開催", exact=True).click()
    axe(page)
    page.get_by_role("link", name="編集する", exact=True).click()
    page.get_by_label("頻度").fill("２回／年")
    page.get_by_label("キ 地域住民への普及啓発").check()
    axe(page)
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("保存しました。").wait_for()
    assert page.get_by_text("２回／年").is_visible()
    assert page.url.endswith("/part/1-1-02/"), "edited in place"

    version = PlanVersion.objects.get()
    for name in ("crosstab", "judgeable"):
        page.goto(reverse(f"plans:{name}", args=[version.pk]))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for name in ("indicators", "edit", "move", "remove", "initiative"):
        page.goto(reverse(f"plans:{name}", args=[version.pk, "1-1-02"]))
        axe(page)
    page.goto(reverse("plans:adopt", args=[version.pk]))
    axe(page)
    page.get_by_label("施行日").fill("R3.4.1")
    page.get_by_role("button", name="確定する").click()
    page.get_by_role("link", name="改定を始める").click()
    page.get_by_label("版の名称").fill("改定案")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="版を比べる").click()
    page.get_by_text("2つの版の内容は同じです。").wait_for()
    axe(page)


def test_the_same_without_script(officer, page_at, sign_in, tmp_path):
    file = tmp_path / "plan.txt"
    file.write_bytes(text())
    page = page_at(1280, java_script_enabled=False)
    sign_in(page, officer)
    page.goto(reverse("plans:import"))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="変わる箇所を確認する").click()
    page.get_by_role("button", name="取り込む", exact=True).click()
    page.get_by_role("link", name="講座の開催", exact=True).click()
    page.get_by_role("link", name="編集する", exact=True).click()
    page.get_by_label("頻度").fill("2回/年")
    page.get_by_role("button", name="保存する").click()
    assert page.get_by_text("2回/年").first.is_visible()

"""The programme officer makes a form without code: from a ready-made one, with Excel, rules, preview."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.spells import next_start

LIST = "項目\t数え方\t単位\t内訳\t説明\n"
LIST += "住まいの相談\t件数\t\t相談者、相談方法\t入居先探しなど\nうち空き家\n相談した割合\t割合"


@pytest.fixture
def officer(transactional_db):
    return core.person(role=Role.PROGRAMME_OFFICER, organisation=core.organisation())


def test_a_form_is_made_from_the_ready_one_and_changed(page_at, sign_in, look, officer):
    page = page_at(1280)
    sign_in(page, officer)
    page.goto("/returns/new/")
    page.get_by_role("link", name="ひな型から作る").click()
    page.locator("[name=owner]").select_option(index=1)
    page.get_by_role("button", name="この様式を作る").click()
    look(page, "elements")

    page.get_by_role("link", name="項目をExcelから貼り付け").click()
    page.locator("textarea").fill(LIST)
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    look(page, "paste")
    page.get_by_role("button", name="この項目を追加する").click()
    page.get_by_text("3項目を追加しました").wait_for()

    page.get_by_role("link", name="内訳", exact=True).click()
    page.get_by_role("link", name=re.compile("内訳項目を追加.*相談者")).click()
    page.locator("[name=label]").fill("ケアマネジャー")
    page.get_by_role("button", name="追加").click()
    look(page, "breakdowns")
    page.get_by_role("link", name="提出者の画面を確認").click()
    assert page.get_by_role("rowheader", name="ケアマネジャー").count() == 4
    look(page, "preview")
    form = Form.objects.get()
    for place in ("settings", "rules"):
        page.goto(f"/returns/{form.pk}/{place}/")
        look(page, place)


def test_on_a_phone_a_rule_is_tried_and_an_answered_form_explains_itself(page_at, sign_in, look, officer):
    form = returns.collected_form(owner=officer.memberships.get().organisation, title="月次報告", elements=())
    element = returns.element(form=form, code="n", label="相談件数")
    start = date(2026, 1, 1)
    for number in (30, 32, 31, 29, 30, 31, 300):
        end = next_start("month", start) - date.resolution
        sheet = returns.sheet(form=form, organisation=form.owner, start=start, end=end)
        returns.value(sheet=sheet, element=element, value=Decimal(number))
        start = next_start("month", start)
    page = page_at(360)
    sign_in(page, officer)
    page.goto(f"/returns/{form.pk}/elements/")
    page.get_by_text("回答済みの月の内容は変わりません").wait_for()
    look(page, "elements-narrow")
    page.get_by_role("link", name=re.compile("終了する")).last.click()
    page.locator("[name=valid_to]").fill("R8.5")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("令和8年7月1日以降にしてください").first.wait_for()
    look(page, "refused-narrow")
    page.goto(f"/returns/{form.pk}/rules/")
    page.get_by_role("link", name=re.compile("過去の実績に近い")).click()
    page.locator("[name=element]").select_option(index=1)
    page.get_by_role("button", name="過去24か月の報告で試す").click()
    page.get_by_text("7件の報告のうち1件").wait_for()
    look(page, "rule-narrow")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("ばらつきの4倍まで").wait_for()
    look(page, "rules-narrow")
    page.goto(f"/returns/{form.pk}/preview/")
    look(page, "preview-narrow")

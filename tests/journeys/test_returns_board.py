"""A reminder reaches the late one: from the board by the officer to the letter, and back on the centre's page."""

from datetime import date

import pytest

from tests.factories import core, returns
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.mail.models import Letter
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Return

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form():
    """April of three centres: one has sent late, one has not, one has not and has no account."""
    made = returns.form(is_collected=True, code="monthly", title="地域包括支援センター月次報告")
    returns.element(form=made, label="総合相談件数")
    for number, name in enumerate(("東", "西", "南"), start=1):
        centre = core.organisation(area=made.owner.area, code=f"c{number}", name=f"{name}地域包括支援センター")
        returns.sender(form=made, organisation=centre)
        if name != "南":
            core.person(role=Role.PARTNER, organisation=centre, email=f"c{number}@example.jp", name=f"{name} 担当")
    returns.round_(form=made, start=date(2023, 4, 1))
    east = Return.objects.get(organisation__code="c1")
    returns.value(sheet=east, element=made.elements.get(), value=120)
    Return.objects.filter(pk=east.pk).update(status=SheetStatus.SUBMITTED, first_sent_on=date(2023, 5, 12))
    return made


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reminder_reaches_the_late_one(width, page_at, sign_in, axe, fits, form):
    officer = core.person(role=Role.SECTION_OFFICER, organisation=form.owner)
    page = page_at(width)
    sign_in(page, officer)
    page.goto(f"/returns/{form.pk}/")
    page.get_by_text("3か所中1か所").wait_for()
    assert page.get_by_text("2日遅れ").count() == 1
    axe(page)
    fits(page)
    page.get_by_role("link", name="未提出に督促する").click()
    page.get_by_text("電話（アカウントなし）").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("link", name="電話を記録 南地域包括支援センター").click()
    page.get_by_label("電話の内容").fill("金曜日に提出予定")
    axe(page)
    fits(page)
    page.get_by_role("button", name="電話を記録する").click()
    page.get_by_text("電話での督促を記録しました").wait_for()
    page.get_by_role("button", name="督促メールを送る").click()
    page.get_by_text("1通の督促メールを送ります").wait_for()
    letter = Letter.objects.get()
    assert letter.to == "c2@example.jp"
    assert "令和5年4月" in letter.body
    page.get_by_role("link", name="年次集計表").click()
    page.get_by_text("◔1/3").first.wait_for()
    axe(page)
    fits(page)
    administrator = page_at(width)
    sign_in(administrator, core.person(role=Role.ADMINISTRATOR))
    administrator.goto("/letters/")
    administrator.get_by_text("定例報告の督促").first.wait_for()
    sheet = form.returns.get(organisation__code="c2")
    assert f"/returns/sheets/{sheet.pk}/" in letter.body
    late = page_at(width)
    sign_in(late, letter_owner(letter))
    late.goto(f"/returns/sheets/{sheet.pk}/")
    late.get_by_role("heading", level=1).wait_for()


def letter_owner(letter):
    return Person.objects.get(email=letter.to)


@pytest.mark.parametrize("width", [1280, 360])
def test_senders_are_added_and_the_round_of_a_month_is_opened(width, page_at, sign_in, axe, fits, form):
    core.organisation(area=form.owner.area, kind="support_center", code="c4", name="北地域包括支援センター")
    page = page_at(width)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=form.owner))
    page.goto(f"/returns/collected/{form.pk}/senders/")
    page.get_by_label("北地域包括支援センター").check()
    page.get_by_label("対象となる初日").fill("R5.4.1")
    axe(page)
    fits(page)
    page.get_by_role("button", name="追加する").click()
    page.get_by_text("1組織を追加しました").wait_for()
    page.goto(f"/returns/collected/{form.pk}/open/")
    page.get_by_label("対象の月（年度）に含まれる日").fill("2023-05-01")
    axe(page)
    fits(page)
    page.get_by_role("button", name="提出を依頼する").click()
    page.get_by_text("提出を依頼しました（4件").wait_for()
    page.goto(f"/returns/collected/{form.pk}/completeness/")
    page.get_by_text("提出率と期限内提出率").first.wait_for()
    axe(page)
    fits(page)

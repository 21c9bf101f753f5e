"""Groups for a case meeting of 60 are made, changed by mouse and by keys, settled and printed."""

import re

import pytest

from tests.factories import core
from tests.factories.meetings import groups as make
from zaitaku.core.accounts.choices import Role


@pytest.fixture
def meeting(transactional_db):
    """60 people in the hall at ten tables with a seat to spare; the earlier meeting of half of them is settled."""
    place = core.organisation()
    earlier = make.full_plan(people=30, tables=5, seats=6, session=make.case_meeting(owner=place, held_on="2023-09-01"))
    for at, member in enumerate(earlier.members.all()):
        member.table = earlier.tables.all()[at % 5]
        member.save()
    earlier.is_fixed = True
    earlier.save()
    plan = make.full_plan(people=60, tables=10, seats=7, session=make.case_meeting(owner=place, held_on="2024-01-20"))
    return plan, core.person(role=Role.PROGRAMME_OFFICER, organisation=place)


def test_groups_of_60_are_made_changed_and_printed(page_at, sign_in, axe, fits, meeting):
    plan, officer = meeting
    page = page_at(1280)
    sign_in(page, officer)
    page.goto(f"/events/sessions/{plan.session_id}/groups/")
    page.get_by_role("button", name="グループを作る").click()
    said(page, "グループを作りました")
    assert page.locator(".seat-card .guest").count() == 60
    axe(page)
    fits(page)

    guest = page.locator("#seat-" + table(plan, 1)).locator("..").locator(".guest").first
    name = guest.get_attribute("data-member")
    source, target = guest.bounding_box(), card(page, plan, 3).bounding_box()
    page.mouse.move(source["x"] + 60, source["y"] + 10)
    page.mouse.down()
    page.mouse.move(source["x"] + 90, source["y"] + 40, steps=3)
    page.mouse.move(target["x"] + 80, target["y"] + 12, steps=5)
    page.mouse.up()
    said(page, "「テーブル3」です")
    assert card(page, plan, 3).locator(f"[data-member='{name}']").count() == 1

    page.locator(f"#m{name}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    said(page, "「テーブル4」です")
    page.keyboard.type("10")
    said(page, "「テーブル10」です")
    assert page.evaluate("document.activeElement.id") == f"m{name}"
    assert card(page, plan, 10).locator(f"[data-member='{name}']").count() == 1
    page.get_by_role("button", name="直前の変更を取り消す").click()
    said(page, "取り消しました")
    assert card(page, plan, 4).locator(f"[data-member='{name}']").count() == 1

    page.get_by_role("button", name="確定する").click()
    said(page, "確定しました")
    axe(page)
    for link, head in (("テーブル表", b"%PDF"), ("名札", b"%PDF")):
        address = page.get_by_role("link", name=re.compile(link)).get_attribute("href")
        assert page.request.get(address).body().startswith(head)


def test_on_a_phone_a_full_table_swaps_and_a_late_comer_finds_a_seat(page_at, sign_in, axe, fits, meeting):
    plan, officer = meeting
    page = page_at(360, 800)
    sign_in(page, officer)
    page.goto(f"/events/sessions/{plan.session_id}/groups/")
    page.get_by_role("button", name="グループを作る").click()
    said(page, "グループを作りました")
    fits(page)
    axe(page)
    card(page, plan, 1).locator(".guest label").first.click()
    page.get_by_label("移す先").select_option(label="テーブル2")
    page.get_by_role("button", name="移す", exact=True).click()
    said(page, "「テーブル2」です")
    page.get_by_role("button", name="欠席", exact=True).click()
    said(page, "欠席にしました")
    page.get_by_text("遅れて来た人を加える").click()
    page.get_by_label("氏名").fill("遅れ 太郎")
    page.get_by_role("button", name="席を決める").click()
    said(page, "遅れ 太郎さんは")
    assert page.locator(".guest", has_text="遅れ 太郎").count() == 1
    page.goto(f"/events/sessions/{plan.session_id}/groups/people/")
    fits(page)
    axe(page)


def test_without_javascript_every_step_is_a_form(page_at, sign_in, meeting):
    plan, officer = meeting
    page = page_at(1280, java_script_enabled=False)
    sign_in(page, officer)
    page.goto(f"/events/sessions/{plan.session_id}/groups/")
    page.get_by_role("button", name="グループを作る").click()
    page.get_by_text("グループを作りました").wait_for()
    card(page, plan, 1).locator("input").first.check()
    page.get_by_role("button", name="固定する").click()
    page.get_by_text("固定しました").wait_for()
    assert page.get_by_text("固定", exact=True).count() == 1


def said(page, words):
    page.locator("#groups [data-says]", has_text=words).wait_for()


def table(plan, number) -> str:
    return str(plan.tables.get(number=number).pk)


def card(page, plan, number):
    return page.locator(f".seat-card[data-table='{table(plan, number)}']")

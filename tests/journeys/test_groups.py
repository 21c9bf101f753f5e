"""Groups for a case meeting of 60 are made, changed by mouse and by keys, settled and printed."""

import re

import pytest

from tests.factories import core
from tests.factories.meetings import groups as make
from zaitaku.core.accounts.choices import Role


@pytest.fixture
def meeting(transactional_db):
    """60 people in the hall and no tables yet; the earlier meeting of half of them is settled."""
    place = core.organisation()
    earlier = make.full_plan(people=30, tables=5, seats=6, session=make.case_meeting(owner=place, held_on="2023-09-01"))
    for at, member in enumerate(earlier.members.all()):
        member.table = earlier.tables.all()[at % 5]
        member.save()
    earlier.is_fixed = True
    earlier.save()
    plan = make.full_plan(people=60, tables=0, session=make.case_meeting(owner=place, held_on="2024-01-20"))
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
    drag(page, guest, card(page, plan, 3))
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
    keys_and_swap(page, plan, name)

    page.get_by_role("button", name="確定する").click()
    said(page, "確定しました")
    axe(page)
    for link, head in (("テーブル表", b"%PDF"), ("名札", b"%PDF")):
        address = page.get_by_role("link", name=re.compile(link)).get_attribute("href")
        assert page.request.get(address).body().startswith(head)


def keys_and_swap(page, plan, name):
    """To the table beside, to none, to a number with Enter; dropped on somebody of a full table: changed places."""
    page.locator(f"#m{name}").check()
    page.locator(f"#m{name}").press("ArrowLeft")
    said(page, "「テーブル3」です")
    page.locator(f"#m{name}").press("0")
    said(page, "テーブルから外しました")
    page.locator(f"#m{name}").press("1")
    page.keyboard.press("Enter")
    said(page, "「テーブル1」です")
    full = plan.tables.get(number=2)
    full.seats = full.members.count()
    full.save()
    page.reload()
    other = card(page, plan, 2).locator(".guest").first
    there = other.get_attribute("data-member")
    drag(page, page.locator(f"[data-member='{name}']"), other)
    said(page, "入れ替えました")
    assert card(page, plan, 2).locator(f"[data-member='{name}']").count() == 1
    assert card(page, plan, 1).locator(f"[data-member='{there}']").count() == 1


def drag(page, guest, target):
    guest.scroll_into_view_if_needed()
    source, there = guest.bounding_box(), target.bounding_box()
    page.mouse.move(source["x"] + 60, source["y"] + 10)
    page.mouse.down()
    page.mouse.move(source["x"] + 90, source["y"] + 40, steps=3)
    page.mouse.move(there["x"] + 80, there["y"] + 12, steps=5)
    page.mouse.up()


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
    touch_drag(page, card(page, plan, 1).locator(".guest").first, card(page, plan, 3))
    said(page, "「テーブル3」です")
    page.get_by_role("button", name="確定する").click()
    said(page, "確定しました")
    page.get_by_label("氏名").fill("最後 花子")
    page.get_by_role("button", name="席を決める").click()
    said(page, "最後 花子さんは")
    axe(page)
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


def touch_drag(page, guest, target):
    """A finger on the handle, over to the table's heading; as the browser tells it of a finger."""
    guest.scroll_into_view_if_needed()
    page.evaluate(
        """([from, to]) => {
            const centre = (one) => { const box = one.getBoundingClientRect(); return [box.x + 12, box.y + 8]; };
            const tell = (type, element, [x, y]) => element.dispatchEvent(new PointerEvent(type, {
                bubbles: true, cancelable: true, pointerType: "touch", pointerId: 7, isPrimary: true, button: 0,
                clientX: x, clientY: y }));
            const handle = from.querySelector(".guest-handle");
            tell("pointerdown", handle, centre(handle));
            to.scrollIntoView({ block: "center" });
            tell("pointermove", handle, centre(to.querySelector("h2")));
            tell("pointermove", handle, centre(to.querySelector("h2")));
            tell("pointerup", handle, centre(to.querySelector("h2")));
        }""",
        [guest.element_handle(), target.element_handle()],
    )


def said(page, words):
    page.locator("#groups [data-says]", has_text=words).wait_for()


def table(plan, number) -> str:
    return str(plan.tables.get(number=number).pk)


def card(page, plan, number):
    return page.locator(f".seat-card[data-table='{table(plan, number)}']")

"""Pictures of the guides to stock and orders, from the made-up guidebook of `zaitaku load-synthetic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page

from tools.return_pictures import CENTRE, EMAIL, PHONE
from tools.role_pictures import signed_in

if TYPE_CHECKING:
    from tools.pictures import Walk

GUIDE = "【架空】在宅療養の手引き"
SHEET = "医療・介護連携シート"
CLINIC = "【架空】中央病院"
CONTACT = "【架空】在宅療養係 03-0000-0000"


def all_of_them(walk: Walk) -> None:
    offer(walk)
    stock(walk)
    clinic(walk)
    answer(walk)
    form_to_fill_in(walk)
    centre(walk)


def title(page: Page, name: str) -> None:
    page.goto("/materials/")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def offer(walk: Walk) -> None:
    page = walk.page
    page.goto("/materials/offers/")
    page.get_by_role("link", name=GUIDE).click()
    page.get_by_label("注文を受け付ける").check()
    page.get_by_label("用途").fill("在宅療養を始める方とご家族へお渡しする冊子")
    page.get_by_label("1梱包の部数").fill("50")
    page.get_by_label("1回の注文の上限").fill("200")
    walk.button("保存する")
    page.wait_for_load_state("networkidle")


def stock(walk: Walk) -> None:
    page = walk.page
    page.goto("/materials/")
    walk.keep("stock", still=False, height=620)
    title(page, GUIDE)
    walk.keep("title-stock", still=False, height=1100)
    page.get_by_role("link", name="一括配布").last.click()
    page.get_by_role("heading", level=1, name="一括配布").wait_for()
    page.locator("form.hand-out table select").select_option(label="旧版")
    cells = page.locator("form.hand-out table input")
    for place, copies in enumerate(("30", "20", "", "15")):
        cells.nth(place).fill(copies)
    walk.keep("hand-out", top="form.hand-out", still=False, height=560)


def clinic(walk: Walk) -> None:
    """Orders by its private address, on a telephone."""
    page = walk.page
    page.goto("/materials/destinations/?q=中央病院")
    page.get_by_role("link", name=CLINIC).click()
    page.get_by_role("link", name="専用の注文ページ").click()
    walk.button("注文ページを作る")
    address = page.locator("#address").input_value()
    with walk.visitor(PHONE) as guest:
        guest.page.goto("/materials/" + address.partition("/materials/")[2])
        guest.page.get_by_label(f"{GUIDE} 部数").fill("100")
        guest.page.get_by_label("担当者").fill("架空 相談子")
        guest.keep("order-link", still=False, height=1200)
        guest.button("注文する")
        guest.page.get_by_text("ご注文を受け付けました").wait_for()
        guest.keep("order-link-sent", still=False, height=640)


def answer(walk: Walk) -> None:
    page = walk.page
    page.goto("/materials/orders/")
    page.get_by_role("link", name=CLINIC).click()
    page.get_by_label("承認する部数").fill("50")
    editions = page.locator("table.grant select")
    editions.select_option(editions.locator("option").filter(has_text="旧版").first.get_attribute("value"))
    page.get_by_label("減らす理由").fill("残りは新版ができてからお届けします")
    walk.keep("order-grant", still=False, height=620)
    walk.button("承認する")
    page.get_by_role("button", name="承認し直す").wait_for()
    page.goto("/materials/deliveries/")
    walk.keep("deliveries", still=False, height=640)


def form_to_fill_in(walk: Walk) -> None:
    page = walk.page
    title(page, SHEET)
    page.get_by_role("link", name="記入用の様式として公開").click()
    page.get_by_label("この配布物を").check()
    page.get_by_label("様式に印刷する問合せ先").fill(CONTACT)
    walk.button("保存する")
    page.wait_for_load_state("networkidle")
    title(page, SHEET)
    page.get_by_role("link", name="記入用の様式（PDF・Excel）").click()
    walk.keep("coordination", still=False, height=640)


def centre(walk: Walk) -> None:
    """Asks to be entered, is entered, and orders signed in."""
    with signed_in(walk, EMAIL) as other:
        page = other.page
        page.goto("/materials/my-orders/")
        page.get_by_role("link", name="配布先への登録を依頼する").click()
        page.get_by_label("住所").fill("架空町9-9")
        other.button("依頼する")
        walk.page.goto("/materials/order-wishes/")
        walk.page.get_by_role("link", name=CENTRE).click()
        walk.button("配布先に登録する")
        walk.page.wait_for_load_state("networkidle")
        page.goto("/materials/my-orders/")
        page.get_by_role("link", name=f"{CENTRE}の分を注文する").click()
        page.get_by_label(f"{GUIDE} 部数").fill("50")
        other.keep("order-mine", still=False, height=760)

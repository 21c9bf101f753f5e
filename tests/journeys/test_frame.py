"""The frame around every page, as somebody sees it who is signed in."""

import pytest

from tests.factories.core import person
from zaitaku.core.accounts.choices import Role


@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_finds_people_and_audit_but_no_data(page_at, sign_in, axe, fits, width):
    page = page_at(width)
    sign_in(page, person(role=Role.ADMINISTRATOR, name="情報 太郎"))
    page.goto("/accessibility/")
    if width == 320:
        page.get_by_text("メニュー", exact=True).click()
    menu = page.get_by_role("navigation", name="メインメニュー")
    assert menu.get_by_role("link", name="監査記録").is_visible()
    assert menu.get_by_role("link", name="検算").count() == 0
    page.get_by_text("情報 太郎").click()
    assert page.get_by_role("button", name="ログアウト").is_visible()
    fits(page)
    axe(page)

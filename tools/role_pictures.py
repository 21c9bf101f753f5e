"""Pictures of the guides for those who keep the accounts and for members of the council, from the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import ViewportSize

if TYPE_CHECKING:
    from tools.pictures import Walk

PASSWORD = "zaitaku-demo-2023"  # of the demo
SCREEN = ViewportSize(width=1280, height=860)


def all_of_them(walk: Walk) -> None:
    administrator(walk)
    council_member(walk)


@contextmanager
def signed_in(walk: Walk, email: str, *, size: ViewportSize = SCREEN) -> Iterator[Walk]:
    with walk.visitor(size) as other:
        page = other.page
        page.goto("/account/login/")
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill(PASSWORD)
        other.button("ログイン")
        page.wait_for_url("**/")
        yield other


def invite(walk: Walk, *, name: str, email: str, organisation: str, role: str) -> None:
    """An account with the demo's password, by the link that the administrator hands over."""
    with signed_in(walk, "admin@demo.example") as admin:
        page = admin.page
        page.goto("/people/invite/")
        page.get_by_label("氏名").fill(name)
        page.get_by_label("メールアドレス").fill(email)
        page.locator("[name=role]").select_option(label=role)
        listed = page.locator("[name=organisation] option").filter(has_text=organisation).first
        page.locator("[name=organisation]").select_option(listed.get_attribute("value"))
        admin.button("リンクを発行する")
        link = page.get_by_text("/invitation/").last.inner_text()
    with walk.visitor(SCREEN) as invited:
        invited.page.goto(link[link.index("/invitation/") :].strip())
        invited.page.locator("[name=password]").fill(PASSWORD)
        invited.page.locator("[name=again]").fill(PASSWORD)
        invited.button("パスワードを設定する")
        invited.page.get_by_text("パスワードを設定しました").wait_for()


def administrator(walk: Walk) -> None:
    with signed_in(walk, "admin@demo.example") as admin:
        page = admin.page
        page.goto("/people/")
        admin.keep("people", height=560)
        page.get_by_role("link", name="利用者を招待する").click()
        page.get_by_label("氏名").fill("架空 担当子")
        page.get_by_label("メールアドレス").fill("kakuu@example.jp")
        admin.keep("invite", height=860)
        page.goto("/jobs/")
        admin.keep("jobs", height=700)
        page.goto("/letters/")
        admin.keep("letters", height=560)


def council_member(walk: Walk) -> None:
    with signed_in(walk, "council@demo.example") as member:
        page = member.page
        page.goto("/year/2023/")
        member.keep("council-year", height=760)
        page.goto("/year/2023/figures/A1.attendance/")
        page.get_by_role("heading", level=1).wait_for()
        member.keep("council-figure", height=760)

"""Pictures of the guides for those who keep the accounts and for members of the council, from the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import ViewportSize

if TYPE_CHECKING:
    from tools.pictures import Walk

SCREEN = ViewportSize(width=1280, height=860)


def all_of_them(walk: Walk) -> None:
    administrator(walk)
    council_member(walk)


@contextmanager
def signed_in(walk: Walk, email: str) -> Iterator[Walk]:
    with walk.visitor(SCREEN) as other:
        page = other.page
        page.goto("/account/login/")
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill("zaitaku-demo-2023")
        other.button("ログイン")
        page.wait_for_url("**/")
        yield other


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

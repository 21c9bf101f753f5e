"""Pictures of the guides to the library and to community groups, from what `zaitaku load-synthetic` makes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.return_pictures import EMAIL, PHONE
from tools.role_pictures import signed_in

if TYPE_CHECKING:
    from tools.pictures import Walk

DOCUMENT = "【架空】在宅療養の感染対策の手引き"
READER = "kakuu-reader3@example.jp"
CASE = "【架空】退院を支えた多職種の連携2"
VIDEO = "【架空】はじめての在宅療養"
CHANGED = "【架空】こもれびカフェ"
ASKED = "【架空】みまもり隊"
KEY_OF_READER = "SELECT key FROM library_addressee WHERE email = ? ORDER BY id DESC"
KEY_OF_GROUP = (
    "SELECT one.key FROM facilities_group AS one JOIN facilities_entry AS entry ON entry.id = one.current_id "
    "WHERE entry.name = ?"
)


def all_of_them(walk: Walk) -> None:
    sharing(walk)
    casebook(walk)
    groups(walk)
    own(walk)


def sharing(walk: Walk) -> None:
    """To all centres and somebody without an account, who opens it on a telephone."""
    page = walk.page
    page.goto("/library/")
    page.get_by_role("link", name=DOCUMENT).first.click()
    page.get_by_role("link", name="共有する").click()
    page.get_by_label("地域包括支援センター：全").check()
    page.get_by_label("アカウントのない人のメールアドレス").fill(READER)
    page.get_by_label("添える文章").fill("【架空】面会の章を加えました。ご確認ください。")
    walk.button("共有する")
    page.get_by_text("共有しました").wait_for()
    there = page.url
    with signed_in(walk, EMAIL) as reader:
        reader.page.goto("/library/")
        reader.keep("library-reader", still=False, height=640)
    with walk.visitor(PHONE) as guest:
        guest.page.goto(f"/library/shared/{walk.letter_key(KEY_OF_READER, READER)}/")
        guest.keep("shared-link", still=False, height=640)
        guest.button("リンクを開く")
        guest.page.wait_for_load_state("networkidle")
    page.goto(there)
    walk.keep("sharing", still=False, height=760)


def casebook(walk: Walk) -> None:
    page = walk.page
    page.goto("/library/cases/")
    page.get_by_role("link", name=CASE).click()
    walk.keep("case", still=False, height=1000)
    page.goto("/library/videos/")
    page.get_by_role("link", name=VIDEO).click()
    walk.keep("video", still=False, height=760)


def groups(walk: Walk) -> None:
    page = walk.page
    page.goto("/groups/")
    walk.keep("community-groups", still=False, height=680)
    page.get_by_role("link", name=CHANGED).click()
    walk.keep("community-group", still=False, height=760)
    with walk.visitor(PHONE) as guest:
        guest.page.goto("/activities/")
        guest.keep("activities", still=False, height=1100)


def own(walk: Walk) -> None:
    """What the group itself sees on a telephone."""
    with walk.visitor(PHONE) as guest:
        page = guest.page
        page.goto(f"/groups/own/{walk.letter_key(KEY_OF_GROUP, ASKED)}/")
        guest.keep("my-group", still=False, height=820)
        page.get_by_role("link", name="変わったところがある").click()
        page.get_by_label("開始時刻").fill("13:30")
        guest.keep("my-group-change", top="section:has([name=starts])", still=False, height=820)
        page.goto("/groups/ask/")
        guest.keep("group-ask", still=False, height=820)

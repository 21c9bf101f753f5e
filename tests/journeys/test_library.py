"""A guideline is superseded and the readers of the old one hear of it; a case goes into the casebook."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import core, library
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.mail.models import Letter
from zaitaku.programme.library.models import Document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(transactional_db):
    owner = core.organisation(name="地域医療課")
    for number in range(1, 5):
        name = f"第{number}地域包括支援センター"
        core.organisation(area=owner.area, name=name, kind=OrganisationKind.SUPPORT_CENTER)
    core.organisation(area=owner.area, name="医師会", kind=OrganisationKind.ASSOCIATION)
    return owner


def text_of(pdf):
    return {"name": "手引き.pdf", "mimeType": "application/pdf", "buffer": pdf}


@pytest.mark.parametrize("width", [1280, 360])
def test_a_guideline_is_superseded_and_its_readers_hear_of_it(page_at, sign_in, look, owner, width):
    centre = owner.area.organisations.get(name="第1地域包括支援センター")
    reader = core.person(role=Role.PARTNER, organisation=centre, email="reader@example.jp")
    officer = core.person(role=Role.SECTION_OFFICER, organisation=owner)
    page = page_at(width)
    sign_in(page, officer)
    page.goto("/library/")
    look(page, "empty")
    page.get_by_role("link", name="文書を登録").click()
    page.get_by_label("題名").fill("面会と感染対策の手引き")
    page.get_by_label("分野").fill("感染、面会")
    page.get_by_label("ファイル").set_input_files(text_of(library.PDF))
    look(page, "add")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("続けて共有してください").wait_for()
    page.get_by_role("link", name="共有する").click()
    page.get_by_label("地域包括支援センター：全4件").check()
    page.get_by_label("アカウントのない人のメールアドレス").fill("family-doctor@example.jp")
    page.get_by_label("添える文章").fill("面会の方法を定めました。ご確認ください。")
    look(page, "share")
    page.get_by_role("button", name="共有する").click()
    page.get_by_text("作成したメール：2通").wait_for()
    look(page, "sharing")
    page.context.clear_cookies()

    key = Letter.objects.get(to="family-doctor@example.jp").body.partition("/library/shared/")[2].partition("/")[0]
    page.goto(f"/library/shared/{key}/")
    look(page, "private")
    with page.expect_download():
        page.get_by_role("button", name="ファイルを開く").click()
    sign_in(page, reader)
    page.goto("/library/")
    page.get_by_text("未読").first.wait_for()
    page.get_by_role("link", name="面会と感染対策の手引き").click()
    with page.expect_download():
        page.get_by_role("button", name="ファイルを開く").click()
    page.context.clear_cookies()

    sign_in(page, officer)
    document = Document.objects.get()
    page.goto(reverse("library:add_version", args=[document.pk]))
    page.get_by_label("ファイル").set_input_files(text_of(library.PDF + b" second"))
    page.get_by_label("変更点の要約").fill("オンライン面会の章を加えた。")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("作成したメール：2通").wait_for()
    page.goto(reverse("library:document", args=[document.pk]))
    look(page, "document")
    page.get_by_role("link", name=re.compile(r"^R\d+\.")).click()
    page.get_by_text("2 / 5").wait_for()
    page.context.clear_cookies()

    letter = Letter.objects.get(kind="library_superseded", to="reader@example.jp")
    assert "オンライン面会" in letter.body
    sign_in(page, reader)
    page.goto(reverse("library:version", args=[document.versions.get(number=1).pk]))
    page.get_by_role("heading", name="旧版です。新しい版があります").or_(
        page.get_by_text("旧版です。新しい版があります")
    ).first.wait_for()
    look(page, "superseded")
    page.get_by_role("link", name="面会と感染対策の手引き 第2版").click()
    page.get_by_role("button", name="ファイルを開く").wait_for()
    page.context.clear_cookies()
    page.goto(f"/library/shared/{key}/")
    look(page, "private-superseded")
    page.get_by_role("button", name="新しい版（第2版）を開く").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_from_a_case_to_the_casebook(page_at, sign_in, look, owner, width):
    page = page_at(width)
    now = timezone.now()
    case = library.ticked(
        library.case(
            owner=owner,
            title="独居の高齢者の退院を支えた連携",
            background="令和5年12月1日に田中さん（92歳）が入院した。",
        ),
        now=now,
    )
    ready = library.publishable(owner=owner)
    sign_in(page, core.person(role=Role.SECTION_OFFICER, organisation=owner))
    page.goto(reverse("library:case", args=[case.pk]))
    page.locator("mark", has_text="田中さん").wait_for()
    look(page, "case")
    page.get_by_label("状態").select_option("given")
    page.get_by_label("確認の方法").fill("訪問時に書面で確認")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("同意あり").first.wait_for()
    page.get_by_role("link", name="事例を変更").click()
    look(page, "change-case")
    page.get_by_label("背景").fill("秋に80代の人が入院した。")
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("点検の取消し").wait_for()
    page.goto("/library/cases/")
    look(page, "cases")
    page.get_by_role("link", name="事例集を作成").click()
    page.get_by_label("題名").fill("多職種連携事例集")
    look(page, "add-edition")
    page.get_by_role("button", name="作成する").click()
    page.get_by_role("link", name="PDFをダウンロード").wait_for()
    look(page, "edition")
    assert ready.parts.count() == 1
    video = library.video(owner=owner, title="在宅療養とは", published_on=timezone.localdate().replace(day=1))
    library.views(video=video, month=video.published_on, value=120, recorded_at=now)
    page.goto("/library/videos/")
    look(page, "videos")
    page.get_by_role("link", name="在宅療養とは").click()
    look(page, "video")
    page.goto("/library/videos/paste/")
    page.locator("textarea").fill("動画のタイトル\t視聴回数\n知らない動画\t12")
    page.get_by_role("button", name="読み取り結果を確かめる").click()
    page.get_by_text("この題名またはURLの動画がありません").wait_for()
    look(page, "paste-views")

"""検算 in the browser: a paper with one wrong sum, and files that cannot be read."""

import io

import pytest
from openpyxl import Workbook

from tests.factories import core

PAPER = """令和５年度 実施結果（令和５年12月末現在）
第１回 参加者：196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）
第２回 参加者：186名（本会場59人、同時上映36人、Zoom41人、後日上映会49人）
新規登録率 44.4%（8/18件）
"""
# What Excel writes for a workbook with a password: an OLE2 container with an encrypted package inside.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.fixture
def checking(page_at, sign_in, axe, fits):
    """Somebody has the page open; gives what to do with it."""

    def begin(width, **options):
        page = page_at(width, **options)
        sign_in(page, core.person())
        page.goto("/check/")

        def drop(name, data):
            page.get_by_label("ファイル").set_input_files({"name": name, "mimeType": "", "buffer": data})
            page.get_by_role("button", name="検算する").click()
            page.get_by_role("heading", level=1, name="検算").wait_for()
            fits(page)
            axe(page)

        return page, drop

    return begin


@pytest.mark.parametrize("width", [1280, 360])
def test_the_finding_stands_beside_the_text(checking, width):
    page, drop = checking(width)
    drop("資料１.txt", PAPER.encode())

    rows = page.get_by_role("table", name="検算の結果").get_by_role("row")
    wrong = rows.filter(has_text="相違")
    assert wrong.count() == 1
    assert "186" in wrong.inner_text()
    assert "185" in wrong.inner_text()
    assert rows.filter(has_text="一致").count() == 2

    # From the finding to its place in the text, and back
    text = page.get_by_role("region", name="本文")
    marked = text.locator("mark.verdict-differs")
    assert "186" in "".join(marked.all_inner_texts())
    number = wrong.get_by_role("link").inner_text()
    wrong.get_by_role("link").click()
    place = text.get_by_role("link", name=f"指摘 {number}", exact=True)
    assert place.evaluate("link => link.matches(':target')")
    if width == 1280:
        assert text.bounding_box()["x"] > wrong.bounding_box()["x"], "side by side"
    place.click()
    assert page.locator(f"#finding-{number}").evaluate("row => row.matches(':target')")


def test_a_workbook_is_read_too(checking):
    page, drop = checking(1280)
    book = Workbook()
    for line in PAPER.splitlines():
        book.active.append([line])
    held = io.BytesIO()
    book.save(held)
    drop("資料１.xlsx", held.getvalue())
    assert page.get_by_role("row").filter(has_text="相違").filter(has_text="A3").count() == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("資料１.xlsx", LOCKED, "パスワードで保護されています。パスワードを外して保存したファイルを選んでください。"),
        ("資料１.xls", LOCKED[:600], "xlsx"),
        ("資料１.docx", PAPER.encode(), "docx"),
    ],
)
@pytest.mark.parametrize("width", [1280, 360])
def test_a_file_that_cannot_be_read_is_refused_with_words(checking, name, data, reason, width):
    page, drop = checking(width)
    drop(name, data)
    field = page.get_by_label("ファイル")
    assert field.get_attribute("aria-invalid") == "true"
    assert reason in page.get_by_role("main").inner_text()
    assert not page.get_by_role("heading", name="検算の結果").is_visible()


def test_without_javascript(page_at, sign_in):
    page = page_at(1280, java_script_enabled=False)
    sign_in(page, core.person())
    page.goto("/check/")
    page.get_by_label("または文章を貼り付け").fill(PAPER)
    page.get_by_role("button", name="検算する").click()
    assert page.get_by_role("row").filter(has_text="相違").count() == 1

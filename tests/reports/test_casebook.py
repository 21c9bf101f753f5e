"""The casebook says what its cases say, in order, and is the same again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdfium2 import PdfDocument

from zaitaku.reports.casebook import Casebook, CaseText, render

AT = datetime(2023, 12, 1, tzinfo=UTC)
CASE = CaseText(
    title="退院を支えた連携",
    scene="入退院",
    theme="退院前の準備",
    professions=["医師", "ケアマネジャー"],
    background="一人暮らしの人が入院した。",
    done="役割を決めた。\n*印や#見出しもそのまま",
    learnt="早い連絡が大切。",
)
BOOK = Casebook(
    "多職種連携事例集", "第1号", "令和5年12月1日", "地域医療課", "はじめの言葉", "電話 03-0000-0000", [CASE]
)


def pages(book: Casebook) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in PdfDocument(render(book, created=AT))]


def test_cover_contents_case_and_imprint():
    cover, contents, case, imprint = pages(BOOK)
    assert "多職種連携事例集" in cover
    assert "第1号" in cover
    assert "はじめの言葉" in contents
    assert "退院を支えた連携" in contents
    assert contents.strip().splitlines()[-1].startswith("2"), "page numbers"
    for words in (
        "事例1",
        "入退院",
        "医師、ケアマネジャー",
        "役割を決めた。",
        "*印や#見出しもそのまま",
        "早い連絡が大切。",
    ):
        assert words in case
    assert "電話 03-0000-0000" in imprint


def test_each_case_begins_a_page_and_the_contents_name_it():
    book = replace(BOOK, cases=[replace(CASE, title=f"事例の題{number}") for number in range(1, 4)])
    found = pages(book)
    assert len(found) == 6
    for number in range(1, 4):
        assert f"事例の題{number}" in found[1]
        assert f"事例の題{number}" in found[number + 1]


def test_made_again_it_is_the_same():
    assert render(BOOK, created=AT) == render(BOOK, created=AT)


def test_a_book_without_a_case_is_refused():
    with pytest.raises(ValueError, match="without any case"):
        render(replace(BOOK, cases=[]), created=AT)

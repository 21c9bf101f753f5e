"""The four formats carry the same cells."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from types import ModuleType

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports import readers
from tests.reports.samples import BASE, CREATED, council_paper, document, figure, sources, table
from zaitaku.reports import docx as word
from zaitaku.reports import errata, html, pdf, xlsx
from zaitaku.reports.document import Cell, Column, Document, Paragraph, Run, Section, Table, plain

FORMATS = [pdf, xlsx, word, html]
HOSTILE = (
    '=cmd|"/C calc"!A0',
    "@SUM(1)",
    "+1",
    "#let x = [*b*] $y$ \\ @ref <label> `raw` // /* ~",
    "<script>alert('&amp;')</script>",
    "_x0041_ {{ x }} {% y %}",
    "שלום مرحبا",
    "😀 emoji 𠮷 か\u3099",
    "長" * 400,
    "W" * 300,
    "  前後の空白  ",
    "https://not-a-link.example/",
    "a\u202eb\u200bc",
    "&R&P",
)


def same_cells(paper: Document) -> None:
    wanted = readers.expected(paper)
    assert readers.html(html.render(paper)) == wanted
    assert readers.word(word.render(paper)) == wanted
    assert readers.excel(xlsx.render(paper)) == wanted
    pages = readers.pdf_pages(pdf.render(paper))
    for grid in wanted:
        for _, _, words in grid:
            for line in words.split("\n"):
                assert appears(readers.squeeze(line), pages), line


def appears(words: str, pages: list[str]) -> bool:
    """On one page, or its beginning on a page and the rest on the next, where a cell is broken."""
    if any(words in page for page in pages):
        return True
    return any(
        words[:cut] in page and words[cut:] in following
        for page, following in pairwise(pages)
        for cut in range(1, len(words))
    )


def test_the_council_paper_says_the_same_everywhere() -> None:
    same_cells(council_paper())
    same_cells(council_paper("draft"))


def test_empty_tables_and_empty_cells() -> None:
    empty = Table("空の表", (Column("一"), Column("二", 3)))
    blank = Table(
        "",
        (Column("一"), Column("二")),
        ((plain(""), plain("a\n\nb")), (plain("", rowspan=2), plain("")), (None, plain("c"))),
    )
    same_cells(document(empty, blank, closing=Table("", (Column("出典"),))))


def test_three_hundred_rows() -> None:
    same_cells(document(table(300, state_span=60, aim_span=7)))


def test_hostile_words_stay_words() -> None:
    rows = tuple((plain(words, header=at % 2 == 0), plain(f"行{at}")) for at, words in enumerate(HOSTILE))
    paper = document(Table(HOSTILE[4], (Column(HOSTILE[0]), Column("二")), rows))
    wanted = readers.expected(paper)
    assert readers.html(html.render(paper)) == wanted
    assert readers.word(word.render(paper)) == wanted
    made = xlsx.render(paper)
    assert readers.excel(made) == wanted
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert b"<script" not in html.render(paper)
    pages = "".join(readers.pdf_pages(pdf.render(paper)))
    for words in (*HOSTILE[:6], *HOSTILE[8:12], HOSTILE[13]):
        assert readers.squeeze(words) in pages
    assert "〔U+1F600〕emoji" in pages  # no picture in our fonts: named, not lost
    assert "〔U+05E9〕" in pages
    assert "𠮷が" in pages
    assert "abc" in pages  # no reversed reading


words_ = st.text(st.sampled_from("あ漢カａ９、。（）「」ー ab1-.,%=#$*_[]<>&\\@/\"'　"), max_size=30)
marks = st.sampled_from(["", "open", "preliminary", "as_of", "suppressed"])
runs = st.builds(Run, words_, href=st.sampled_from(["", "/f/1/", "https://a.example/?x=1&y=2"]), mark=marks)
paragraphs = st.lists(runs, max_size=3).map(lambda found: Paragraph(tuple(found)))


@st.composite
def random_tables(draw: st.DrawFn) -> Table:
    width, height = draw(st.integers(1, 4)), draw(st.integers(0, 6))
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for column in range(width):
        row = 0
        while row < height:
            span = draw(st.integers(1, height - row))
            content = tuple(draw(st.lists(paragraphs, max_size=3)))
            rows[row][column] = Cell(content, rowspan=span, header=draw(st.booleans()))
            row += span
    columns = tuple(Column(draw(words_), draw(st.floats(0.1, 9))) for _ in range(width))
    return Table(draw(words_), columns, tuple(map(tuple, rows)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(random_tables(), max_size=3), random_tables())
def test_random_documents_say_the_same_everywhere(found: list[Table], closing: Table) -> None:
    same_cells(document(*found, closing=closing))


@pytest.mark.parametrize("renderer", FORMATS)
def test_made_again_it_is_equal_byte_for_byte(renderer: ModuleType) -> None:
    first = renderer.render(council_paper())
    assert renderer.render(council_paper()) == first
    assert renderer.render(council_paper("draft")) != first
    if zipfile.is_zipfile(io.BytesIO(first)):  # no entry carries the hour of this test
        dates = {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
        assert dates == {1980}


@pytest.mark.parametrize("renderer", FORMATS)
def test_figures_lead_to_their_passport(renderer: ModuleType) -> None:
    made = renderer.render(document(Table("表", (Column("値"),), ((Cell((Paragraph((figure("A1", "555名"),)),)),),))))
    if zipfile.is_zipfile(io.BytesIO(made)):
        package = zipfile.ZipFile(io.BytesIO(made))
        made = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    assert f"{BASE}/figures/A1/".encode() in made


def test_draft_and_frozen_are_told_apart() -> None:
    for status, present, absent in (("draft", "案", "0123456789abcdef"), ("frozen", "0123456789abcdef", "案")):
        paper = document(table(2), status=status)
        in_pdf = "".join(readers.pdf_pages(pdf.render(paper)))
        in_html = html.render(paper).decode()
        assert present in in_pdf
        assert absent not in in_pdf
        assert present in in_html
        assert absent not in in_html
        in_word = docx.Document(io.BytesIO(word.render(paper))).sections[0]
        assert present in in_word.header.paragraphs[0].text + in_word.footer.paragraphs[0].text
        in_excel = openpyxl.load_workbook(io.BytesIO(xlsx.render(paper))).worksheets[0]
        assert present in f"{in_excel.oddFooter.left.text}{in_excel['A1'].value}"


def test_headings_and_running_text_are_in_all_formats() -> None:
    words = "前書きの見本です。"
    paper = Document(
        "資料２", "見本の題", "draft", "令和５年12月末時点", (Paragraph((Run(words),)),),
        (Section("大きな見出し", 1), Section("小さな見出し", 2, (Paragraph((Run("節の文"),)),))),
        sources(0), (), CREATED,
    )  # fmt: skip
    wanted = ("資料２", "見本の題", "令和５年12月末時点", words, "大きな見出し", "小さな見出し", "節の文")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(paper)))
    in_excel = "".join(str(cell.value) for line in book.worksheets[0].iter_rows() for cell in line if cell.value)
    in_word = docx.Document(io.BytesIO(word.render(paper)))
    in_word_text = "".join(paragraph.text for paragraph in in_word.paragraphs)
    for phrase in wanted:
        assert readers.squeeze(phrase) in "".join(readers.pdf_pages(pdf.render(paper)))
        assert phrase in html.render(paper).decode()
        assert phrase in in_excel
        assert phrase in in_word_text


def test_errata_go_through_the_same_renderers() -> None:
    change = errata.Erratum("2頁", "（1）見本の取組その1 実施結果", "確定後追記", "174名", "後日上映会の実施後に確定")
    paper = errata.errata(
        [change], label="資料１", title="正誤表（見本）", as_of_text="令和６年２月末時点", created=CREATED,
        sources=sources(1), digest="abc",
    )  # fmt: skip
    same_cells(paper)
    assert [words for _, _, words in readers.expected(paper)[0]][:5] == ["頁", "箇所", "誤", "正", "理由"]

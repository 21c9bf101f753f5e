"""The Excel file: what is printed fits, what is read by machines is one clean table. The web page's structure."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports import readers
from tests.reports.samples import FIGURES, council_paper, document, figure, table
from zaitaku.reports import docx as word
from zaitaku.reports import html, xlsx
from zaitaku.reports.document import Cell, Column, FigureRow, Paragraph, Run, Table, plain
from zaitaku.reports.words import WORDS
from zaitaku.reports.xlsx_grid import HIGHEST, half_widths


def figures_sheet(figures: tuple[FigureRow, ...]) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document(table(2), figures=figures))))
    sheet = book.worksheets[1]
    assert sheet.title == "数値"
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:N{len(figures) + 1}"
    return [[cell.value for cell in line] for line in sheet.iter_rows(max_col=14)]


def test_the_second_sheet_equals_the_figures() -> None:
    header, *lines = figures_sheet(FIGURES)
    assert tuple(header) == WORDS["ja"].figure_columns
    assert [_read(line) for line in lines] == list(FIGURES)
    assert isinstance(lines[0][4], int | float)
    assert isinstance(lines[0][9], datetime)


def _read(line: list[object]) -> FigureRow:
    words = [value if isinstance(value, str) else "" for value in line]
    numbers = [Decimal(str(value)) if value is not None else None for value in (line[4], line[10], line[11])]
    days = [value.date() if isinstance(value, datetime) else None for value in (line[9], line[12])]
    return FigureRow(
        words[0], words[1], words[2], tuple(words[3].split("／")) if words[3] else (), numbers[0], words[5], words[6],
        words[7], words[8], days[0], numbers[1], numbers[2], days[1], words[13],
    )  # fmt: skip


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(numbers, st.dates(date(1950, 1, 1), date(2100, 1, 1))), max_size=5))
def test_numbers_and_dates_keep_their_value(found: list[tuple[Decimal, date]]) -> None:
    figures = tuple(replace(FIGURES[0], value=value, as_of=day, code=f"=X{value}") for value, day in found)
    _, *lines = figures_sheet(figures)
    assert [_read(line) for line in lines] == list(figures)


def test_a_number_beyond_fifteen_digits_stays_exact() -> None:
    _, line = figures_sheet((replace(FIGURES[0], value=Decimal("12345678901234567890.1")),))
    assert line[4] == "12345678901234567890.1"


@pytest.mark.parametrize("bad", ["NaN", "Infinity"])
def test_a_figure_is_a_number(bad: str) -> None:
    with pytest.raises(ValueError, match="is"):
        replace(FIGURES[0], value=Decimal(bad))


def test_printed_rows_are_high_enough_for_their_words() -> None:
    long = plain("長い文章です。" * 300, rowspan=2)
    tall = Table("", (Column("一"), Column("二", 3)), ((long, plain("a")), (None, plain("b\n" * 80))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(document(table(20), tall)))).worksheets[0]
    heights = {row: dimension.height or 15.0 for row, dimension in sheet.row_dimensions.items()}
    assert max(heights.values()) <= HIGHEST
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    checked = 0
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.border.left.style == "thin":
                area = spans.get((cell.row, cell.column))
                rows = range(cell.row, (area.max_row if area else cell.row) + 1)
                width = sheet.column_dimensions[cell.column_letter].width * 7 / 6  # 9-point in 11-point digits
                needed = sum(-(-half_widths(words) // width) or 1 for words in cell.value.split("\n"))
                assert sum(heights[row] for row in rows) >= needed * 12
                checked += 1
    assert checked > 100


def test_the_first_sheet_is_ready_to_print() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(council_paper("draft")))).worksheets[0]
    assert sheet.page_setup.paperSize == 8
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert re.fullmatch(r"\$\d+:\$\d+", sheet.print_title_rows)
    assert sheet.oddFooter.center.text == "&P / &N"
    assert sheet["A1"].value.startswith("【案】")


def test_a_line_is_a_link_and_several_lines_carry_a_note() -> None:
    one = Cell((Paragraph((Run("延べ"), figure("A1", "555名"))),))
    more = Cell((*one.paragraphs, Paragraph((figure("A2", "185名"),))))
    made = xlsx.render(document(Table("", (Column("一"), Column("二")), ((one, more),))))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    found = {cell.value: cell for line in sheet.iter_rows() for cell in line if cell.value}
    assert found["延べ555名"].hyperlink.target == "https://zaitaku.example.jp/figures/A1/"
    assert found["延べ555名\n185名"].hyperlink is None
    assert "/figures/A1/" in found["延べ555名\n185名"].comment.text
    assert "/figures/A2/" in found["延べ555名\n185名"].comment.text


def test_the_web_page_can_be_read_aloud() -> None:
    page = html.render(council_paper()).decode()
    assert page.startswith('<!DOCTYPE html>\n<html lang="ja">')
    assert page.count("<h1") == 1
    assert page.count('<th scope="col">') == 7 * 7 + 8
    assert page.count("<table") == page.count("<thead>") == 8
    assert page.count('role="region" tabindex="0" aria-label=') == 8  # a wide table scrolls by keyboard
    assert 'href="#paper-main"' in page
    assert "@page{size:A3 landscape" in page
    for href in re.findall(r'href="([^"]*)"', page):
        assert href.startswith(("https://zaitaku.example.jp/", "#"))


def test_the_fragment_brings_no_style_and_keeps_site_links() -> None:
    paper = document(table(3))
    part = html.fragment(paper)
    assert "<style" not in part
    assert "style=" not in part
    assert "<script" not in part
    assert "<h2" in part
    assert "<h1" not in part
    assert 'href="/figures/X1.all/"' in part
    assert all(name.startswith("paper") for names in re.findall(r'class="([^"]*)"', part) for name in names.split())
    assert readers.html(part.encode()) == readers.expected(paper)
    assert "<h3" in html.fragment(paper, level=3)


def test_the_word_file_is_japanese_a3_with_repeated_headers() -> None:
    paper = docx.Document(io.BytesIO(word.render(council_paper())))
    page = paper.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (420, 297)
    language = paper.styles.element.find(".//" + qn("w:rPrDefault") + "//" + qn("w:lang"))
    assert language.get(qn("w:val")) == language.get(qn("w:eastAsia")) == "ja-JP"
    fonts = paper.styles["Heading 1"].element.find(".//" + qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "BIZ UDPゴシック"
    assert paper.core_properties.title == council_paper().title
    for grid in paper.tables:
        assert grid._tbl.tr_lst[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert next(item.text for item in paper.paragraphs if item.style.name == "Heading 1") == "（1）区民への啓発"
    merged = paper.tables[0].columns[0].cells
    assert merged[1]._tc is merged[2]._tc is merged[3]._tc

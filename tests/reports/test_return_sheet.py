"""The sheet of a return as Excel: numbers are numbers, texts never formulas, only what is asked can be written to."""

import io

import openpyxl
import pytest

from tests.reports.return_sheets import IDENTITY, made, row_of
from zaitaku.analysis.return_sheet import Identity, read


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(made()))


@pytest.fixture
def page(book):
    return book["報告"]


def test_who_what_when_and_how_stand_above_the_table(page):
    words = [str(cell.value) for row in page.iter_rows(max_row=7) for cell in row if cell.value is not None]
    for wanted in ("月次報告", "光が丘地域包括支援センター　令和5年10月分", "提出期限 令和5年11月10日"):
        assert wanted in words
    assert "10月中の相談を数えてください。" in words
    assert any("該当なし" in text for text in words)


def test_numbers_are_numbers_and_texts_are_texts(page):
    row = row_of(page, "calls")
    assert (page[f"D{row}"].value, page[f"E{row}"].value, page[f"F{row}"].value) == (812, 5210, None)
    share = row_of(page, "share")
    assert page[f"D{share}"].value == 12.5
    assert page[f"D{share}"].number_format == "0.0"


def test_only_the_count_of_open_items_is_a_formula(page):
    formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert [cell.coordinate for cell in formulas] == ["H6"]
    assert page[f"A{row_of(page, '=1+1')}"].data_type == "s"
    values = openpyxl.load_workbook(io.BytesIO(made()), data_only=True)["報告"]
    assert values["H6"].value == 5  # 職員数 has its number already


def test_only_number_answer_and_remark_can_be_written_to(page):
    assert page.protection.sheet
    assert page.protection.password is None
    row = row_of(page, "calls")
    open_cells = {cell.column_letter for cell in page[row] if not cell.protection.locked}
    assert open_cells == {"F", "G", "H"}


def test_answers_are_chosen_and_numbers_are_counted(page):
    row = row_of(page, "calls")
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules[f"G{row}"].formula1 == '"数値,該当なし,変更なし"'
    assert (rules[f"F{row}"].type, rules[f"F{row}"].operator, rules[f"F{row}"].formula1) == (
        "whole",
        "greaterThanOrEqual",
        "0",
    )
    assert rules[f"F{row_of(page, 'share')}"].type == "decimal"


def test_it_prints_on_a4_with_its_heads(page):
    head = row_of(page, "コード")
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)  # one page wide is what Excel assumes
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == f"${head}:${head}"
    assert page.freeze_panes == f"C{head + 1}"


def test_what_tells_it_apart_stands_where_nobody_changes_it(book):
    hidden = book["zaitaku"]
    assert hidden.sheet_state == "veryHidden"
    assert Identity.from_text(hidden["A1"].value) == IDENTITY


def test_it_comes_back_as_it_went_out():
    found = read(made(), "報告.xlsx")
    assert found.identity == IDENTITY
    assert [line.code for line in found.lines] == ["calls", "calls-self", "calls-family", "=1+1", "share", "staff"]
    assert [line.is_filled for line in found.lines] == [False] * 5 + [True]


def test_equal_sheets_are_equal_files():
    assert made() == made()


def test_long_texts_and_no_items_make_a_file_too():
    assert read(made(rows=()[:0]), "a.xlsx").lines == ()
    assert read(made(instructions="長い説明。" * 400), "a.xlsx").identity == IDENTITY

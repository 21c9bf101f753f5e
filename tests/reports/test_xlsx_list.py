"""Lists as Excel: texts stay texts, numbers numbers, days days."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from zaitaku.reports.xlsx_list import ListSheet, render

CREATED = datetime(2023, 12, 1, tzinfo=UTC)


def read(*sheets):
    return openpyxl.load_workbook(io.BytesIO(render(sheets, created=CREATED)))


def test_each_value_keeps_its_kind():
    book = read(ListSheet("名簿", ["番号", "氏名", "日", "空"], [[1, "練馬", date(2023, 12, 1), None]]))
    row = next(book.active.iter_rows(min_row=2, values_only=True))
    assert row == (1, "練馬", datetime(2023, 12, 1), None)  # noqa: DTZ001 - Excel knows no time zones


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "{=1}", "https://example.jp/", "\t=1", "1,234"])
def test_a_text_is_never_a_formula_or_a_link(text):
    cell = read(ListSheet("名簿", ["氏名"], [[text]])).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_title_may_hold_what_excel_forbids():
    titles = ("[研修]: 第1/2回?*" + "長" * 40, "''", "月報" + "a" * 25 + "'（写し）")
    assert len(read(*(ListSheet(title, ["a"], []) for title in titles)).sheetnames) == 3


def test_equal_lists_are_equal_files():
    sheet = ListSheet("名簿", ["氏名"], [["練馬"]])
    assert render([sheet], created=CREATED) == render([sheet], created=CREATED)

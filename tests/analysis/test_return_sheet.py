"""Sheets that come back: found by their codes wherever they moved, and every cell understood or asked back."""

import io
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.return_sheets import IDENTITY, ROWS, changed, filled, made, row_of
from zaitaku.analysis.intake import IntakeRefused
from zaitaku.analysis.return_sheet import (
    Asked,
    CellKind,
    Found,
    Identity,
    Meaning,
    NotOurSheet,
    as_found,
    digest_of,
    read,
    same_sheet,
    understand,
)

CALLS = Asked("calls", "相談件数", "件", last=Decimal(812))
STAFF = Asked("staff", "職員数", "人", last=Decimal(7))
SHARE = Asked("share", "割合", "％", is_percent=True, decimals=1)
TOTAL = Asked("total", "累計", "件", last=Decimal(90), may_be_none=False)
ANEW = Asked("anew", "今月の件数", "件", last=Decimal(5), may_be_same=False)
NOTHING = as_found("")


def said(value, answer="", asked=CALLS):
    return understand(value if isinstance(value, Found) else as_found(value, "F12"), as_found(answer, "G12"), asked)


def from_excel(value, code="calls"):
    """How the reader hands over what openpyxl wrote into the number's cell."""
    return next(line for line in read(filled(made(), **{code: value}), "a.xlsx").lines if line.code == code)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("1,234", 1234),
        ("１２件", 12),
        ("１，２３４", 1234),
        (" 7 件 ", 7),
        ("0012", 12),
        ("+3", 3),
    ],
)
def test_numbers_as_people_type_them(text, number):
    found = said(text)
    assert (found.meaning, found.value, found.problem) == (Meaning.NUMBER, number, None)


@given(st.integers(0, 999_999_999_999), st.sampled_from(["{}", "{:,}", "{}件", " {} ", "{:,}件", "wide"]))
def test_every_notation_of_a_number_is_that_number(number, notation):
    text = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    text = text if notation == "wide" else notation.format(number)
    assert said(text).value == number


@pytest.mark.parametrize("word", ["なし", "該当なし", "今月なし", "無し", "ナシ", "（なし）", "該当 なし"])
def test_none_is_an_answer(word):
    assert said(word) == replace(said(word), meaning=Meaning.NONE, value=Decimal(0), problem=None)
    assert said("", "該当なし").meaning is Meaning.NONE
    assert said("0", "該当なし").value == 0


@pytest.mark.parametrize("word", ["変更なし", "前月と同じ", "同上", "〃"])
def test_no_change_is_the_number_before(word):
    assert (said(word).meaning, said(word).value) == (Meaning.SAME, 812)
    assert said("812", "変更なし").meaning is Meaning.SAME
    assert said("", "変更なし").value == 812


def test_nothing_is_nothing():
    assert said("").meaning is Meaning.BLANK
    assert said("　 ").meaning is Meaning.BLANK
    assert said("", "").problem is None


@pytest.mark.parametrize(
    ("value", "answer", "reason"),
    [
        ("△3", "", "マイナス"),
        ("-3", "", "マイナス"),
        ("約30", "", "数字として読めません"),
        ("集計中", "", "数字として読めません"),
        ("1.5", "", "整数ではありません"),
        ("50%", "", "割合（％）ではなく"),
        ("－", "", "記号だけでは"),
        ("X", "", "記号だけでは"),
        ("#REF!", "", "計算のエラー（#REF!）"),
        ("12人", "", "単位は「件」ですが、「人」"),
        ("1.2E+05", "", "指数表示"),
        ("1,23", "", "数字として読めません"),
        ("9" * 13, "", "12桁を超えています"),
        ("9" * 70, "", "桁が多すぎます"),
        ("", "数値", "数値の欄が空です"),
        ("5", "該当なし", "食い違っています"),
        ("5", "変更なし", "前回は812"),
        ("なし", "数値", "食い違っています"),
    ],
)
def test_what_is_unclear_names_cell_item_text_reason_and_remedy(value, answer, reason):
    found = said(value, answer)
    assert (found.meaning, found.value) == (Meaning.UNCLEAR, None)
    problem = found.problem
    assert (problem.location, problem.column) == ("F12", "相談件数")
    assert reason in problem.reason_ja
    assert problem.reason_en
    assert problem.remedy
    assert problem.remedy_en
    assert value[:30] in problem.raw


def test_an_answer_that_is_none_names_its_own_cell():
    problem = said("5", "たぶん").problem
    assert (problem.location, problem.raw) == ("G12", "たぶん")
    assert "選べる言葉ではありません" in problem.reason_ja


def test_answers_that_an_item_cannot_have():
    assert "累計の項目" in said("なし", asked=TOTAL).problem.reason_ja
    assert "毎回数え直す" in said("", "変更なし", ANEW).problem.reason_ja
    assert "前回の数値が登録されていません" in said("変更なし", asked=replace(CALLS, last=None)).problem.reason_ja


@pytest.mark.parametrize(("text", "value"), [("35.5%", "35.5"), ("35.5％", "35.5"), ("12.5", "12.5"), ("0", "0")])
def test_shares(text, value):
    assert said(text, asked=SHARE).value == Decimal(value)


def test_of_nothing_there_is_no_share():
    for value, answer in (("", "該当なし"), ("なし", ""), ("なし", "該当なし")):
        found = said(value, answer, SHARE)
        assert (found.meaning, found.value) == (Meaning.NONE, None)
    assert "食い違っています" in said("0", "該当なし", SHARE).problem.reason_ja


def test_shares_that_need_asking_back():
    assert "35.5％ なのか 0.355％" in from_share(0.355).problem.reason_ja
    assert "100％" in said("120", asked=SHARE).problem.reason_ja
    assert "小数第1位" in said("12.55", asked=SHARE).problem.reason_ja
    assert from_share(35.5).value == Decimal("35.5")


def from_share(number):
    line = from_excel(number, "share")
    return understand(line.value, line.answer, SHARE)


def test_another_unit_for_people_is_no_other_unit():
    assert said("12名", asked=STAFF).value == 12


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        (datetime(2023, 10, 12), CellKind.DATE, "日付"),  # noqa: DTZ001 - Excel knows no time zones
        (time(10, 12), CellKind.TIME, "時刻"),
        (True, CellKind.TRUTH, "TRUE"),
        ("=1+1", CellKind.UNSAVED, "計算式の結果"),
        ("#REF!", CellKind.TEXT, "計算のエラー"),
    ],
)
def test_what_excel_made_of_a_cell(value, kind, reason):
    line = from_excel(value)
    assert line.value.kind is kind
    assert reason in understand(line.value, line.answer, CALLS).problem.reason_ja


def test_the_saved_result_of_a_formula_is_taken():
    found = said(Found("F12", "42", CellKind.NUMBER, is_formula=True))
    assert (found.value, found.rule) == (42, "formula+cell")


def test_numbers_of_excel_are_read_without_rounding():
    assert understand(from_excel(1234).value, NOTHING, CALLS).value == 1234
    assert "整数" in understand(from_excel(1.5).value, NOTHING, CALLS).problem.reason_ja


def values(data):
    return {line.code: (line.value.raw, line.answer.raw, line.note.raw) for line in read(data, "a.xlsx").lines}


FILLED = {"calls": ("１２件", "数値", "初回"), "calls-self": 3, "share": "4%"}


def test_rows_that_were_inserted_moved_and_sorted_are_found_by_their_codes():
    data = filled(made(rows=ROWS[:3] + ROWS[4:5] + (replace(ROWS[5], note=""),)), **FILLED)

    def shuffle(page):
        page.insert_rows(2, 3)
        page.insert_cols(1)
        top, bottom = (next(c.row for c in page["B"] if c.value == code) for code in ("calls", "staff"))
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=top, max_row=bottom)]
        for number, row in enumerate(reversed(rows)):
            for column, value in enumerate(row, start=1):
                cell = page.cell(top + number, column)
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = value

    for merged in list(openpyxl.load_workbook(io.BytesIO(data))["報告"].merged_cells.ranges):
        data = changed(data, lambda page, merged=merged: page.unmerge_cells(str(merged)))
    moved = changed(data, shuffle)
    assert values(moved) == values(data)
    assert values(moved)["calls"] == ("１２件", "数値", "初回")


def test_the_cell_is_named_as_excel_names_it():
    line = from_excel("なし", "calls-self")
    row = row_of(openpyxl.load_workbook(io.BytesIO(made()))["報告"], "calls-self")
    assert (line.value.cell, line.answer.cell, line.row) == (f"F{row}", f"G{row}", row)


def test_a_code_in_two_filled_rows_is_told():
    def again(page):
        row = row_of(page, "calls")
        page["F" + str(row)] = 5
        page["A40"], page["F40"] = "calls", 6
        page["A41"] = "calls"

    found = read(changed(made(), again), "a.xlsx")
    assert [(line.code, line.value.raw) for line in found.repeated] == [("calls", "6")]


def test_a_table_copied_into_a_new_book_is_known_by_its_small_print():
    book = openpyxl.load_workbook(io.BytesIO(made()))
    del book["zaitaku"]
    saved = io.BytesIO()
    book.save(saved)
    assert read(saved.getvalue(), "a.xlsx").identity == IDENTITY


def test_two_sheets_mixed_are_refused():
    other = replace(IDENTITY, start=date(2023, 9, 1), end=date(2023, 9, 30), about="光が丘 令和5年9月分")
    data = made()

    def paste(page):
        cell = next(c for c in page["A"] if str(c.value).startswith('["zaitaku'))
        cell.value = other.as_text()

    with pytest.raises(NotOurSheet) as refused:
        read(changed(data, paste), "a.xlsx")
    assert "令和5年9月分" in refused.value.message_ja
    assert "令和5年10月分" in refused.value.message_ja


def test_files_that_are_none_of_ours():
    book = openpyxl.Workbook()
    book.active["A1"] = "コード"
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(NotOurSheet, match="配布した様式ではありません"):
        read(saved.getvalue(), "a.xlsx")
    with pytest.raises(NotOurSheet, match="見出しの行"):
        read(changed(made(), lambda page: page.delete_rows(row_of(page, "コード"))), "a.xlsx")
    for wrong in (b"", b"PK\x03\x04 cut short", b"a,b\n1,2\n"):
        with pytest.raises(IntakeRefused):
            read(wrong, "a.xlsx")


def test_two_filled_tables_are_refused():
    book = openpyxl.load_workbook(io.BytesIO(filled(made(), calls=1)))
    book.copy_worksheet(book["報告"])
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(NotOurSheet, match="記入された表が2枚"):
        read(saved.getvalue(), "a.xlsx")


@given(st.text(max_size=60))
def test_no_text_breaks_the_understanding(text):
    for asked in (CALLS, SHARE, TOTAL):
        found = said(Found("F12", text, CellKind.TEXT), asked=asked)
        assert (found.problem is None) == (found.meaning is not Meaning.UNCLEAR)
        assert found.value is None or found.value >= 0


@given(st.text(max_size=200))
def test_no_text_passes_for_an_identification(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of the json reader or of ours
        Identity.from_text(text)


def test_identity_tells_sheets_apart_and_layouts_too():
    assert Identity.from_text(IDENTITY.as_text()) == IDENTITY
    assert same_sheet(IDENTITY, replace(IDENTITY, version=9, digest="x"))
    assert not same_sheet(IDENTITY, replace(IDENTITY, organisation="C13"))
    assert digest_of([("a", "件"), ("b", "件")]) != digest_of([("b", "件"), ("a", "件")])

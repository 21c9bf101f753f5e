import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.intake.files import part, repacked, xlsx

from zaitaku.analysis.intake import Cell, Limits, Span, read_tables, sheetscan
from zaitaku.analysis.intake.refusals import ArchiveBomb, Damaged, TooLarge
from zaitaku.analysis.intake.zipguard import Archive
from zaitaku.analysis.numerals import NotFinite, parse_number


def test_values_come_raw_and_in_place() -> None:
    data = xlsx([["名前", "人数"], ["髙﨑", 196], ["", 35.5], [True, date(2023, 12, 1)]], names=("表1",))
    sheet = read_tables(data, "x.xlsx").sheets[0]
    assert sheet.name == "表1"
    assert sheet.rows == (("名前", "人数"), ("髙﨑", 196.0), ("", 35.5), (True, date(2023, 12, 1)))


def test_a_table_that_does_not_begin_in_a1_keeps_its_cell_names() -> None:
    sheet = read_tables(xlsx([[], [], ["", "", "ここ"]]), "x.xlsx").sheets[0]
    assert sheet.value(3, 3) == "ここ"
    assert sheet.value(9, 9) == ""


def test_merged_ranges_say_who_covers_whom() -> None:
    data = xlsx([["", "甲"], ["", "乙"], ["", "丙"]], merges=((0, 0, 2, 0, "柱"),))
    sheet = read_tables(data, "x.xlsx").sheets[0]
    span = Span(row=1, column=1, rows=3, columns=1)
    assert sheet.spans == (span,)
    assert sheet.cell(1, 1) == Cell(1, 1, "柱", span, covered=False, formula=False)
    assert sheet.cell(2, 1) == Cell(2, 1, "", span, covered=True, formula=False)
    assert sheet.cell(2, 2).span is None


def test_formulas_are_pointed_out_and_those_without_saved_value_named() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 2, "=A1*2"
    out = io.BytesIO()
    book.save(out)
    read = read_tables(out.getvalue(), "x.xlsx")
    assert read.sheets[0].formulas == {(2, 1)}
    assert [(note.location, "計算式" in note.reason_ja) for note in read.warnings] == [
        ("シート「Sheet」", True),
        ("シート「Sheet」!A2", True),
    ]
    saved = xlsx([[2, "=A1*2"]])
    assert [note.location for note in read_tables(saved, "x.xlsx").warnings] == ["シート「Sheet1」"]


@pytest.mark.parametrize("spelling", [b'<c r="B3"', b'<c  r="B3"'])
def test_an_error_is_no_empty_cell(spelling: bytes) -> None:
    data = xlsx([["率"], [5]])
    error = b'<row r="3">' + spelling + b' s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(b"</row></sheetData>", b"</row>" + error + b"</sheetData>")
    read = read_tables(repacked(data, xl__worksheets__sheet1=sheet), "x.xlsx")
    assert read.sheets[0].rows[2] == ("", "#DIV/0!")
    assert ("シート「Sheet1」!B3", True) in [(note.location, "#DIV/0!" in note.reason_ja) for note in read.warnings]
    with pytest.raises(NotFinite):
        parse_number("#DIV/0!")


def test_text_that_looks_like_a_formula_is_text() -> None:
    book = openpyxl.Workbook()
    book.active["A1"].value, book.active["A1"].data_type = "=1+1", "s"
    out = io.BytesIO()
    book.save(out)
    sheet = read_tables(out.getvalue(), "x.xlsx").sheets[0]
    assert (sheet.rows, sheet.formulas) == ((("=1+1",),), frozenset())


def test_hidden_sheets_are_read_and_said_to_be_hidden() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.create_sheet("裏")["B2"] = "値"
    book["裏"].sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    read = read_tables(out.getvalue(), "x.xlsx")
    assert [sheet.hidden for sheet in read.sheets] == [False, True]
    assert "非表示" in read.warnings[0].reason_ja


def test_one_value_in_the_last_corner_is_refused_before_it_is_laid_out() -> None:
    far = xlsx([["a"]])
    sheet = part(far, "xl/worksheets/sheet1.xml")
    corner = sheet.replace(b"</row>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(TooLarge) as refused:
        read_tables(repacked(far, xl__worksheets__sheet1=corner), "x.xlsx")
    assert refused.value.code == "too_many_rows"


@pytest.mark.parametrize(
    "hidden_corner",
    [
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="9"><c  r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c s="1" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c\nr="XFD1048576"><v>1</v></c></row >',
        b'<row r="9"><x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'r="XFD1048576"><x:v>1</x:v></x:c></row>',
    ],
)
def test_the_corner_cannot_be_hidden_by_unusual_spelling(hidden_corner: bytes) -> None:
    data = xlsx([["a"]])
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(b"</row>", b"</row>" + hidden_corner)
    with pytest.raises(TooLarge):
        read_tables(repacked(data, xl__worksheets__sheet1=sheet), "x.xlsx")


def test_cells_without_address_are_counted_by_position() -> None:
    data = xlsx([["a"]])
    row = b"<row>" + b"<c><v>7</v></c>" * 1500 + b"</row>"
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(b"</row>", b"</row>" + row)
    with pytest.raises(TooLarge) as refused:
        read_tables(repacked(data, xl__worksheets__sheet1=sheet), "x.xlsx")
    assert refused.value.code == "too_many_columns"


def test_styled_but_empty_cells_far_away_are_no_reason_to_refuse() -> None:
    data = xlsx([["a"]])
    empty = b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = part(data, "xl/worksheets/sheet1.xml").replace(b"</row>", b"</row>" + empty)
    assert read_tables(repacked(data, xl__worksheets__sheet1=sheet), "x.xlsx").sheets[0].rows == (("a",),)


def test_one_long_text_used_over_and_over_is_a_bomb() -> None:
    data = xlsx([["あ" * 30_000] * 50 for _ in range(40)])
    limits = Limits(string_bytes=50_000_000)
    with pytest.raises(ArchiveBomb):
        read_tables(data, "x.xlsx", limits=limits)
    assert len(read_tables(data, "x.xlsx").sheets[0].rows) == 40


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=2), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
        (Limits(cells=8), "too_many_cells"),
        (Limits(sheets=0), "too_many_sheets"),
        (Limits(file_bytes=100), "file_too_large"),
    ],
)
def test_each_limit_is_refused_by_its_own_code(limits: Limits, code: str) -> None:
    with pytest.raises(TooLarge) as refused:
        read_tables(xlsx([[1, 2, 3]] * 3), "x.xlsx", limits=limits)
    assert refused.value.code == code


def test_a_missing_or_broken_sheet_is_named_as_damage() -> None:
    data = xlsx([["a"]])
    for broken in (b"<worksheet><sheetData><row", b"\x00\x01", b""):
        with pytest.raises(Damaged):
            read_tables(repacked(data, xl__worksheets__sheet1=broken), "x.xlsx")
    with pytest.raises(Damaged):
        read_tables(repacked(data, xl__workbook=b"<workbook"), "x.xlsx")


VALUES = st.one_of(
    st.just(""),
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=9
    )
    .filter(lambda text: not text.startswith(("=", "{=", "http", "ftp", "mailto", "internal", "external", "file:")))
    .filter(lambda text: "_x" not in text),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, width=32),
    st.booleans(),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(microsecond=0)),  # noqa: DTZ001
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=5))
def test_calamine_behind_the_door_agrees_with_openpyxl(rows: list[list[object]]) -> None:
    data = xlsx(rows)  # type: ignore[arg-type]
    read = read_tables(data, "x.xlsx").sheets[0]
    reference = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    for row, values in enumerate(reference.iter_rows(values_only=True), start=1):
        for column, value in enumerate(values, start=1):
            ours = read.value(row, column)
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert ours == pytest.approx(value)
            elif isinstance(value, datetime):
                at = ours if isinstance(ours, datetime) else datetime(ours.year, ours.month, ours.day)  # type: ignore[union-attr]  # noqa: DTZ001
                assert abs((at - value).total_seconds()) <= 1
            else:
                assert ours == ("" if value is None else value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "a", 1, "=A1", "<c r=", "::c"]), max_size=30), max_size=8))
def test_the_quick_measure_equals_the_exact_one(rows: list[list[object]]) -> None:
    archive = Archive(xlsx(rows), Limits())  # type: ignore[arg-type]
    name = "xl/worksheets/sheet1.xml"
    quick = sheetscan.scan(archive.pieces(name), count_strings=True)
    exact = sheetscan.scan_exactly(archive.pieces(name), count_strings=True)
    assert quick == exact

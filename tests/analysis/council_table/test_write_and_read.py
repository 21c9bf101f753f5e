import csv
import io

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.analysis.council_table.tables import FILLED, as_word, plan_tables

from zaitaku.analysis.council_table import (
    Category,
    NotACouncilTable,
    NotWritable,
    Pillar,
    PlanTable,
    Spanned,
    make_row,
    read_council_table,
    write_council_table,
)
from zaitaku.analysis.council_table.headings import COLUMNS

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def small(initiative: str = "講演会の開催 3回/年", pillar: str = "柱", owners: str = "地域医療課") -> PlanTable:
    state = Spanned("知っている。", 0, 2)
    rows = (
        make_row(desired_state=state, initiative=initiative, owners=owners),
        make_row(desired_state=state, initiative="冊子の配布", indicators="発行数", owners="高齢者支援課"),
    )
    return PlanTable("計画", "案", 2021, 2023, ("安心",), (Pillar(pillar, (Category(1, "啓発", rows, ("※注",)),)),))


@SLOW
@given(plan_tables())
def test_the_workbook_gives_the_same_table_back(table: PlanTable) -> None:
    assert read_council_table(write_council_table(table, "xlsx"), "a.xlsx").table == table


@SLOW
@given(plan_tables())
def test_the_text_file_gives_the_same_table_back(table: PlanTable) -> None:
    try:
        data = write_council_table(table, "tsv")
    except NotWritable:
        event("not writable")
        assume(False)
    assert read_council_table(data, "a.tsv").table == table


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_tables())
def test_a_word_file_with_merged_cells_gives_the_same_table(table: PlanTable) -> None:
    assert read_council_table(as_word(table), "a.docx").table == table


@SLOW
@given(plan_tables(), st.sampled_from(["tsv", "xlsx"]))
def test_nothing_is_left_over_from_what_was_written(table: PlanTable, form: str) -> None:
    try:
        reading = read_council_table(write_council_table(table, form), f"a.{form}")
    except NotWritable:
        assume(False)
    assert reading.not_understood == ()
    assert not any(line.remark_ja for line in reading.understood)


LINES = st.one_of(
    st.sampled_from(
        [
            *("計画（令和3年度～令和5年度）（案）", "目標\t安心", "----\t----", "柱の名", "①区分", "【指標】", "※注"),
            *("どこにも属さない文", "取組", "\t", "  ", "状態だけ\t目的", "a\tb\tc\td\te\tf\tg\th\ti"),
            *("\t".join(COLUMNS.values()), "目指すべき状態\t取組\t概要\t担当・所管", "目的\t取組\t実施結果\t担当"),
            *("状態\t目的\t取組\t概要\t指標\t\t地域医療課", "\t\t取組\t\t\t\t医師会", "\t\t\t\t指標だけ"),
            "目的\t取組\t概要\t指標\t\t医師会",
        ]
    ),
    st.text("①※【】目標取組\tab 課", max_size=12),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_every_line_that_is_not_blank_is_accounted_for_exactly_once(lines: list[str]) -> None:
    text = "\n".join([*lines, "\t".join(COLUMNS.values())])
    reading = read_council_table(text.encode(), "a.txt")
    accounted = [line.location for line in reading.understood] + [line.location for line in reading.not_understood]
    expected = [f"{number}行目" for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    assert sorted(accounted) == sorted(expected)
    rows = [line for line in reading.understood if line.kind == "row"]
    assert len(reading.table.rows) == len(rows)
    assert all(problem.reason_ja and problem.remedy for problem in reading.not_understood)


@given(FILLED)
def test_no_cell_of_the_text_file_can_run_as_a_formula(text: str) -> None:
    try:
        data = write_council_table(small(initiative=text), "tsv").decode()
    except NotWritable:
        assume(False)
    cells = [cell for line in csv.reader(io.StringIO(data, newline=""), delimiter="\t") for cell in line]
    assert any(text in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in cells)


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    data = write_council_table(small(initiative="=HYPERLINK(1)", owners="@課"), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert read_council_table(data, "a.xlsx").table.initiatives[0].name == "=HYPERLINK(1)"


def test_cells_over_several_rows_are_merged_in_the_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_council_table(small(), "xlsx"))).worksheets[0]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A9:A10"]


@pytest.mark.parametrize("pillar", ["※注のような柱", "【指標】", "----"])
def test_what_would_not_come_back_is_not_written(pillar: str) -> None:
    for form in ("tsv", "xlsx"):
        with pytest.raises(NotWritable) as refused:
            write_council_table(small(pillar=pillar), form)
        assert refused.value.code == "not_writable"


def test_a_file_without_such_a_table_is_refused() -> None:
    with pytest.raises(NotACouncilTable, match="取組"):
        read_council_table("名前\t人数\na\t1\n".encode(), "a.txt")

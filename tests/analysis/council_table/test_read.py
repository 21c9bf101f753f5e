"""Habits of council tables as they come in."""

import pytest
from tests.analysis.intake.files import xlsx

from zaitaku.analysis.council_table import CouncilReading, Spanned, read_council_table

HEADER = "目指すべき状態\t目的\t取組\t概要\t成果指標\t目指すべき状態に対する指標\t担当・所管"


def read(*lines: str) -> CouncilReading:
    return read_council_table("\n".join(lines).encode(), "a.txt")


def test_an_empty_spanned_cell_belongs_to_the_one_above() -> None:
    rows = read(
        "柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t指標\t課", "\t\t乙\t\t\t\t課", "\t目的二\t丙\t\t\t\t課"
    ).table.rows
    assert [row.desired_state for row in rows] == [Spanned("状態", 0, 3)] * 3
    assert [row.objective for row in rows] == [Spanned("目的", 0, 2)] * 2 + [Spanned("目的二", 2, 1)]
    assert [row.state_indicator_cell.rows for row in rows] == [3, 3, 3]


def test_objective_and_state_indicators_do_not_reach_into_the_next_state() -> None:
    rows = read("柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t指標\t課", "状態二\t\t乙\t\t\t\t課").table.rows
    assert rows[1].objective == Spanned("", 0, 0)
    assert rows[1].state_indicators == ()


def test_missing_leading_cells_are_noticed_by_the_owner_and_said() -> None:
    for tail in ("", "\t", "\t\t"):
        reading = read("柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t\t課", f"目的二\t乙\t概要\t指標数\t\t医師会{tail}")
        row = reading.table.rows[1]
        assert (row.objective.text, row.initiative_text, row.owners) == ("目的二", "乙", ("医師会",))
        assert row.desired_state == Spanned("状態", 0, 2)
        assert "右へずらして" in reading.understood[-1].remark_ja


def test_a_row_without_owner_is_not_shifted() -> None:
    row = read(
        "柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t\t課", "状態二\t目的二\t乙\t概要の文\t指標数\t\t"
    ).table.rows[1]
    assert (row.desired_state.text, row.initiative_text, row.owners) == ("状態二", "乙", ())


def test_a_row_without_initiative_goes_on_from_the_row_above_or_is_put_aside() -> None:
    reading = read(
        "柱", "①区分", HEADER, "状態\t目的\t甲\t\t参加人数\t\t課", "\t\t\t\t満足度\t\t", "状態二\t目的\t\t概要\t\t\t課"
    )
    assert [indicator.text for indicator in reading.table.rows[0].indicators] == ["参加人数", "満足度"]
    assert [line.kind for line in reading.understood][-1] == "continuation"
    assert [(problem.location, problem.reason_ja) for problem in reading.not_understood] == [
        ("6行目", "取組が空です。")
    ]


def test_a_row_wider_than_its_header_is_put_aside_not_guessed() -> None:
    reading = read("柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t\t課\t余り")
    assert reading.table.rows == ()
    assert "列の数" in reading.not_understood[0].reason_ja


def test_foreign_columns_are_named_not_read() -> None:
    reading = read(
        "柱",
        "①区分",
        "目指すべき状態\t目的\t取組\t実施結果\t成果指標\t今後の課題\t担当・所管",
        "状態\t目的\t甲\t39回\t回数\t課題\t課",
    )
    header = next(line for line in reading.understood if line.kind == "header")
    assert "実施結果、今後の課題" in header.remark_ja
    assert reading.table.rows[0].description == ""


def test_numbering_styles_and_a_repeated_header_after_a_page_break() -> None:
    reading = read(
        "柱",
        "（１）区分",
        HEADER,
        "状態\t目的\t甲\t\t\t\t課",
        HEADER,
        "\t\t乙\t\t\t\t課",
        "2．次",
        HEADER,
        "状態\t\t丙\t\t\t\t課",
    )
    categories = reading.table.pillars[0].categories
    assert [(c.number, c.name, len(c.rows)) for c in categories] == [(1, "区分", 2), (2, "次", 1)]
    assert categories[0].rows[1].desired_state == Spanned("状態", 0, 2)


def test_numbered_pillars_above_numbered_categories() -> None:
    reading = read("計画", "（1）柱", "①区分", HEADER, "状態\t目的\t甲\t\t\t\t課")
    assert [(p.name, p.categories[0].name) for p in reading.table.pillars] == [("（1）柱", "区分")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("推進計画（令和3年度～令和5年度）（案）", ("推進計画", "案", 2021, 2023)),
        ("推進計画（令和３年度〜令和５年度）", ("推進計画", "", 2021, 2023)),
        ("推進計画（令和3～5年度）素案", ("推進計画（令和3～5年度）素案", "", None, None)),
        ("推進計画（令和3～5年度）（素案）", ("推進計画", "素案", 2021, 2023)),
        ("推進計画（2024年度～2026年度）", ("推進計画", "", 2024, 2026)),
        ("推進計画（第９期）（案）", ("推進計画（第９期）", "案", None, None)),
        ("推進計画（本編～資料編）", ("推進計画（本編～資料編）", "", None, None)),
    ],
)
def test_titles(line: str, expected: tuple[str, str, int | None, int | None]) -> None:
    table = read(line, "目標\t安心", "柱", "①区分", HEADER).table
    assert (table.title, table.status, table.first_year, table.last_year) == expected


def test_a_workbook_that_begins_in_c3_with_owners_merged_over_two_rows() -> None:
    head = ["", "", *HEADER.split("\t")]
    rows = [
        [],
        [],
        ["", "", "柱"],
        ["", "", "①区分"],
        head,
        ["", "", "状態", "目的", "甲", "", "", "", ""],
        ["", "", "", "", "乙"],
    ]
    data = xlsx(rows, merges=((5, 8, 6, 8, "医師会"), (5, 2, 6, 2, "状態")))
    reading = read_council_table(data, "a.xlsx")
    assert [row.owners for row in reading.table.rows] == [("医師会",), ("医師会",)]
    assert reading.table.rows[1].desired_state == Spanned("状態", 0, 2)
    assert reading.not_understood == ()


def test_one_initiative_merged_over_two_rows_is_one_row_with_both_indicators() -> None:
    rows = [
        ["柱"],
        ["①区分"],
        HEADER.split("\t"),
        ["状態", "目的", "", "概要", "参加人数", "", "課"],
        ["", "", "", "", "満足度"],
    ]
    reading = read_council_table(xlsx(rows, merges=((3, 2, 4, 2, "甲"),)), "a.xlsx")
    assert [[indicator.text for indicator in row.indicators] for row in reading.table.rows] == [["参加人数", "満足度"]]


def test_hidden_sheets_are_put_aside() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    for line in (["柱"], ["①区分"], HEADER.split("\t"), ["状態", "目的", "甲", "", "", "", "課"]):
        book.active.append(line)
    book.create_sheet("旧案").append(["古い"])
    book["旧案"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    reading = read_council_table(out.getvalue(), "a.xlsx")
    assert [problem.location for problem in reading.not_understood] == ["シート「旧案」"]
    assert len(reading.table.rows) == 1

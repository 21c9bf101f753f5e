"""Small plan tables: hypothesis strategies, and the same table as a Word file with merged cells."""

from __future__ import annotations

import io
from typing import Any

import docx
from hypothesis import strategies as st

from zaitaku.analysis.council_table import Category, Pillar, PlanTable, Row, Spanned, make_row
from zaitaku.analysis.council_table.headings import COLUMNS, MEASURE_COLUMNS, category_line, title_line
from zaitaku.analysis.council_table.split import tidy

NOTHING = Spanned("", 0, 0)
_WILD = st.characters(
    blacklist_categories=("Cs", "Cc", "Zl", "Zp"),
    blacklist_characters="\ufeff\ufffd\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
_ODD = st.sampled_from(
    [
        *("=1+1", "+81", "-", "@SUM(A1)", "'=a", "''", "＝A1", "髙﨑", '"', 'a "b" c', "_x0041_"),
        *("4回/年", "（1回/3年）", "事例検討会の開催 4回/年", "・", "※注", "目標", "取組", "①", "課"),
        *("「開いた", "高齢者基礎調査", "地域医療課・高齢者支援課", "一\n\n二"),
    ]
)
CELL = st.one_of(st.text(_WILD, max_size=12), _ODD, st.lists(_ODD, max_size=3).map("\n".join)).map(tidy)
FILLED = CELL.filter(bool)
NAME = st.text("区民専門職の整備髙﨑=+-@'\" 0", min_size=1, max_size=8).map(lambda text: "柱" + tidy(text))


@st.composite
def rows(draw: st.DrawFn, *, measures: bool = False) -> tuple[Row, ...]:
    count = draw(st.integers(1, 4))
    states = _spans(draw, count, [0])
    breaks = [span.first for span in states if span.rows]
    objectives = [NOTHING] * count if measures else _spans(draw, count, breaks)
    state_indicators = [NOTHING] * count if measures else _spans(draw, count, breaks)
    return tuple(
        make_row(
            desired_state=states[at],
            objective=objectives[at],
            state_indicators=state_indicators[at],
            initiative=draw(FILLED),
            description=draw(CELL),
            indicators="" if measures else draw(CELL),
            owners=draw(st.sampled_from(["地域医療課", "医師会・地域医療課", "ねりま"]) if measures else FILLED),
        )
        for at in range(count)
    )


def _spans(draw: st.DrawFn, count: int, resets: list[int]) -> list[Spanned]:
    """Cells over `count` rows; at every reset a cell ends, and there may be none until the next begins."""
    cells: list[Spanned] = []
    open_cell: tuple[str, int] | None = None
    starts: list[tuple[str, int] | None] = []
    for at in range(count):
        if at in resets:
            open_cell = None
        if draw(st.booleans()):
            open_cell = (draw(FILLED), at)
        starts.append(open_cell)
    for start in starts:
        cells.append(NOTHING if start is None else Spanned(start[0], start[1], starts.count(start)))
    return cells


@st.composite
def plan_tables(draw: st.DrawFn) -> PlanTable:
    first = draw(st.none() | st.integers(1990, 2060))
    categories = st.builds(
        Category, st.integers(1, 60), NAME, rows(), st.lists(NAME.map("※{}".format), max_size=2).map(tuple)
    )
    pillars = st.builds(Pillar, NAME, st.lists(categories, min_size=1, max_size=2).map(tuple))
    measures = draw(st.just(()) | rows(measures=True))
    return PlanTable(
        title=draw(NAME),
        status=draw(st.sampled_from(["", "案", "素案"])),
        first_year=first,
        last_year=None if first is None else first + 2,
        goals=draw(st.lists(NAME, max_size=2).map(tuple)),
        pillars=draw(st.lists(pillars, min_size=1, max_size=2).map(tuple)),
        measures=measures,
        notes=("※表の注",) if measures and draw(st.booleans()) else (),
    )


def as_word(table: PlanTable) -> bytes:
    document = docx.Document()
    document.add_paragraph(title_line(table.title, table.status, table.first_year, table.last_year))
    for goal in table.goals:
        document.add_paragraph(f"目標\t{goal}")
    for pillar in table.pillars:
        document.add_paragraph(pillar.name)
        for category in pillar.categories:
            document.add_paragraph(category_line(category.number, category.name))
            _word_table(document, tuple(COLUMNS), category.rows)
            for note in category.notes:
                document.add_paragraph(note)
    if table.measures:
        document.add_paragraph("【指標】")
        _word_table(document, MEASURE_COLUMNS, table.measures)
    for note in table.notes:
        document.add_paragraph(note)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: Any, columns: tuple[str, ...], table_rows: tuple[Row, ...]) -> None:
    table = document.add_table(len(table_rows) + 1, len(columns))
    for column, name in enumerate(columns):
        table.cell(0, column).text = COLUMNS[name]
        for at, row in enumerate(table_rows):
            cell = _cell(row, name)
            if isinstance(cell, str):
                table.cell(at + 1, column).text = cell
            elif cell.rows and cell.first == at:
                target = table.cell(at + 1, column)
                if cell.rows > 1:
                    target = target.merge(table.cell(at + cell.rows, column))
                target.text = cell.text


def _cell(row: Row, name: str) -> str | Spanned:
    cells: dict[str, str | Spanned] = {
        "desired_state": row.desired_state,
        "objective": row.objective,
        "state_indicators": row.state_indicator_cell,
        "initiative": row.initiative_text,
        "description": row.description,
        "indicators": row.indicator_text,
        "owners": row.owner_text,
    }
    return cells[name]

"""The council table as a file. What is written is read back and compared before it is handed out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from zaitaku.analysis.council_table import headings
from zaitaku.analysis.council_table.model import NotACouncilTable, NotWritable, PlanTable, Row, Spanned
from zaitaku.analysis.council_table.read import read_council_table
from zaitaku.analysis.council_table.records import guarded
from zaitaku.analysis.intake import IntakeRefused

_WIDTHS = {"desired_state": 24, "objective": 24, "initiative": 28, "description": 48, "owners": 22}
_OTHER_WIDTH = 32
_EXCEL_CELL = 32_767


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    rows: int = 1
    style: str = "cell"


_Line = tuple[_Cell | None, ...]
"""Cells from the left; None where nothing is written because a merged cell reaches here or the cell is empty."""


def write_council_table(table: PlanTable, format: str) -> bytes:
    """`format` is "tsv" (UTF-8) or "xlsx" (merged cells). No cell can run as a formula.

    Raises NotWritable when reading the file would not give the same table back, e.g. a pillar named ※…."""
    writers: dict[str, Callable[[list[_Line]], bytes]] = {"tsv": _tsv, "xlsx": _xlsx}
    lines = list(_lines(table))
    if any(len(cell.text) > _EXCEL_CELL for line in lines for cell in line if cell):
        raise _not_writable(table, f"1つのセルは{_EXCEL_CELL:,}文字までです", "a cell is too long for Excel")
    data = writers[format](lines)
    try:
        back = read_council_table(data, f"table.{format}").table
    except (IntakeRefused, NotACouncilTable) as error:
        raise _not_writable(table, error.message_ja, error.message_en) from error
    if _texts(back) != _texts(table):
        raise _not_writable(table, "見出しと紛らわしい文言があります", "a text looks like a heading of the table")
    return data


def _not_writable(table: PlanTable, why_ja: str, why_en: str) -> NotWritable:
    return NotWritable(
        f"「{table.title}」は表の形では元に戻せません（{why_ja}）。柱・区分・目標・注の文言を確かめてください。",
        f'"{table.title}" would not come back equal ({why_en}). Check the wording of pillars, 区分, goals and notes.',
    )


def _texts(table: PlanTable) -> object:
    """Everything the file states, without what readers make of it (owners depend on the known organisations)."""
    return (
        (table.title, table.status, table.first_year, table.last_year, table.goals, table.notes),
        [
            (pillar.name, [(c.number, c.name, c.notes, [_row_texts(row) for row in c.rows]) for c in pillar.categories])
            for pillar in table.pillars
        ],
        [_row_texts(row) for row in table.measures],
    )


def _row_texts(row: Row) -> object:
    leading = (row.desired_state, row.objective, row.state_indicator_cell)
    return (leading, row.initiative_text, row.description, row.indicator_text, row.owner_text)


def _lines(table: PlanTable) -> Iterator[_Line]:
    title = headings.title_line(table.title, table.status, table.first_year, table.last_year)
    yield (_Cell(title, style="title"),)
    yield ()
    for goal in table.goals:
        yield (_Cell("目標", style="heading"), _Cell(goal))
    for pillar in table.pillars:
        if pillar.name:
            yield ()
            yield (_Cell(pillar.name, style="pillar"),)
        for category in pillar.categories:
            yield ()
            if category.number is not None or category.name:
                yield (_Cell(headings.category_line(category.number, category.name), style="heading"),)
            yield from _table_lines(tuple(headings.COLUMNS), category.rows)
            yield from ((_Cell(note, style="note"),) for note in category.notes)
    if table.measures or table.notes:
        yield ()
        yield (_Cell(headings.MEASURES, style="pillar"),)
        yield from _table_lines(headings.MEASURE_COLUMNS, table.measures)
        yield from ((_Cell(note, style="note"),) for note in table.notes)


def _table_lines(columns: Sequence[str], rows: Sequence[Row]) -> Iterator[_Line]:
    yield tuple(_Cell(headings.COLUMNS[name], style="header") for name in columns)
    for at, row in enumerate(rows):
        cells: dict[str, _Cell | None] = {
            "desired_state": _spanned(row.desired_state, at),
            "objective": _spanned(row.objective, at),
            "state_indicators": _spanned(row.state_indicator_cell, at),
            "initiative": _Cell(row.initiative_text),
            "description": _Cell(row.description),
            "indicators": _Cell(row.indicator_text),
            "owners": _Cell(row.owner_text),
        }
        yield tuple(cells[name] for name in columns)


def _spanned(cell: Spanned, at: int) -> _Cell | None:
    return _Cell(cell.text, cell.rows) if cell.rows and cell.first == at else None


def _tsv(lines: list[_Line]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\r\n")
    for line in lines:
        writer.writerow([guarded(cell.text) if cell else "" for cell in line])
    return out.getvalue().encode("utf-8")


_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "pillar": {"bold": True, "font_size": 12},
    "heading": {"bold": True},
    "note": {"font_size": 9},
    "header": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E8F1FE"},
    "cell": {"border": 1, "text_wrap": True, "valign": "top"},
}


def _xlsx(lines: list[_Line]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {name: book.add_format({"num_format": "@", **style}) for name, style in _STYLES.items()}
    sheet = book.add_worksheet("計画")
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    for at, name in enumerate(headings.COLUMNS):
        sheet.set_column(at, at, _WIDTHS.get(name, _OTHER_WIDTH))
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell is None:
                continue
            style = styles[cell.style]
            if cell.rows > 1:
                sheet.merge_range(row, column, row + cell.rows - 1, column, "", style)
            if cell.text:
                sheet.write_string(row, column, cell.text, style)
            elif cell.style == "cell" and cell.rows == 1:
                sheet.write_blank(row, column, None, style)
    book.close()
    return out.getvalue()

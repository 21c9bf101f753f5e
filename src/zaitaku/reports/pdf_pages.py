"""Lays a document out on its sheets: lists of blocks with known heights, ready for `paper.typ`.

Lengths are points. Everything that grows with the data is broken into lines here, so typst never breaks a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zaitaku.reports.document import Cell, Document, Paragraph, Run, Section, Table, link
from zaitaku.reports.pdf_fonts import EM
from zaitaku.reports.pdf_lines import Line
from zaitaku.reports.pdf_rows import LEAST_LINES, Chunk, Metrics, Spreader, cell_lines
from zaitaku.reports.sheets import INSET, SHEETS, Sheet
from zaitaku.reports.words import WORDS

TITLE_SIZE, TITLE_PITCH = 16.0, 24.0
HEAD_SIZES = (12.0, 11.0, 10.0, 9.5, 9.0)
HEAD_GAP, HEAD_FOOT = 8.0, 4.0
LEAST_COLUMN = 30.0
Block = dict[str, Any]


@dataclass(slots=True)
class _Layout:
    document: Document
    pages: list[list[Block]] = field(default_factory=lambda: [[]])
    room: float = 0.0

    def __post_init__(self) -> None:
        self.room = self.sheet.full

    @property
    def sheet(self) -> Sheet:
        return SHEETS[self.document.paper]

    @property
    def metrics(self) -> Metrics:
        return metrics(self.sheet)

    def put(self, block: Block, height: float) -> None:
        block["height"] = height
        self.pages[-1].append(block)
        self.room -= height

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
        self.room = self.sheet.full


def metrics(sheet: Sheet) -> Metrics:
    return Metrics(sheet.pitch, 2 * INSET - (sheet.pitch - sheet.size) + 1)


def pages(document: Document) -> list[list[Block]]:
    """Blocks by page; each block has `kind`, `height` and what its kind needs."""
    layout = _Layout(document)
    _title(layout)
    for paragraph in document.preamble:
        _paragraph(layout, paragraph)
    for section in document.sections:
        _section(layout, section)
    words = WORDS[document.language]
    if document.has_sources:
        _section(layout, Section(words.sources, 1, (), (document.sources,)))
    return layout.pages


def _title(layout: _Layout) -> None:
    document, sheet = layout.document, layout.sheet
    room = sheet.title_room
    if document.paper == "a4" and document.label:
        room = max(room, 2 * (12.0 * len(document.label) + 30))  # the box stands on one side of the middle
    lines = _words(document.title, TITLE_SIZE, sheet.inner - room, heavy=True)
    under = _words(document.as_of_text, sheet.size, sheet.inner)
    head = max(len(lines) * TITLE_PITCH, 34.0)
    layout.put({"kind": "title", "lines": lines, "under": under, "head": head}, head + sheet.pitch * len(under) + 6)


def _words(words: str, size: float, width: float, *, heavy: bool = False) -> list[str]:
    lines = cell_lines((Paragraph((Run(words),)),), _units(width, size), heavy=heavy)
    return ["".join(part for part, _ in line) for line in lines]


def _units(width: float, size: float) -> int:
    return int((width - 0.5) / size * EM)


def _paragraph(layout: _Layout, paragraph: Paragraph) -> None:
    sheet = layout.sheet
    lines = cell_lines((paragraph,), _units(sheet.inner, sheet.size))
    while lines:
        fitting = max(int(layout.room / sheet.pitch), 0)
        if not fitting:
            layout.turn()
            continue
        part, lines = lines[:fitting], lines[fitting:]
        layout.put({"kind": "text", "lines": _runs(layout.document, part, paragraph.runs)}, len(part) * sheet.pitch)


def _section(layout: _Layout, section: Section) -> None:
    sheet = layout.sheet
    size = HEAD_SIZES[section.level - 1] + sheet.size - 9.0
    lines = _words(section.heading, size, sheet.inner, heavy=True)
    height = HEAD_GAP + len(lines) * size * 1.4 + HEAD_FOOT
    after = sheet.pitch * sum(
        len(cell_lines((words,), _units(sheet.inner, sheet.size))) for words in section.paragraphs
    )
    if section.tables and after < sheet.pitch * 2 * LEAST_LINES:
        after += _least(section.tables[0], sheet)
    if layout.room < height + min(after, sheet.full / 2):
        layout.turn()
    layout.put({"kind": "heading", "level": section.level, "lines": lines, "size": size}, height)
    for paragraph in section.paragraphs:
        _paragraph(layout, paragraph)
    for table in section.tables:
        _table(layout, table)


def _columns(table: Table, sheet: Sheet) -> list[float]:
    """Widths by weight; a column never gets so narrow that a word cannot be read."""
    total = sum(column.weight for column in table.columns)
    spare = sheet.inner - LEAST_COLUMN * len(table.columns)
    return [LEAST_COLUMN + spare * column.weight / total for column in table.columns]


def _least(table: Table, sheet: Sheet) -> float:
    """Caption, header row and the beginning of the first row, which must stand together."""
    measures = metrics(sheet)
    first = measures.height(1)
    if table.rows:
        single = [cell for cell in table.rows[0] if cell is not None and cell.rowspan == 1]
        widths = _columns(table, sheet)
        longest = max((len(_lines(cell, at, widths, sheet)) for at, cell in enumerate(single)), default=1)
        first = min(measures.height(longest), measures.height(LEAST_LINES * 4))
    return _caption_height(table, sheet) + _header(table, _columns(table, sheet), sheet)[1] + first


def _lines(cell: Cell, column: int, widths: Sequence[float], sheet: Sheet) -> list[Line]:
    return cell_lines(cell.paragraphs, _units(widths[column] - 2 * INSET, sheet.size))


def _caption_height(table: Table, sheet: Sheet) -> float:
    return sheet.pitch * 1.5 * len(_caption(table, sheet)) if table.caption else 6.0


def _caption(table: Table, sheet: Sheet) -> list[str]:
    return _words(table.caption, sheet.size, sheet.inner, heavy=True) if table.caption else []


def _header(table: Table, widths: Sequence[float], sheet: Sheet) -> tuple[list[list[str]], float]:
    titles = [
        _words(column.title, sheet.size, width - 2 * INSET, heavy=True)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    return titles, metrics(sheet).height(max(map(len, titles)))


def _table(layout: _Layout, table: Table) -> None:
    sheet = layout.sheet
    widths = _columns(table, sheet)
    titles, header = _header(table, widths, sheet)
    if layout.room < _least(table, sheet):
        layout.turn()
    layout.put({"kind": "caption", "lines": _caption(table, sheet)}, _caption_height(table, sheet))
    units = [_units(width - 2 * INSET, sheet.size) for width in widths]
    spreader = Spreader(units, layout.metrics, WORDS[layout.document.language].continued)
    for number, chunk in enumerate(spreader.chunks(table.rows, layout.room - header, sheet.full - header)):
        if number:
            layout.turn()
        block: Block = {"kind": "table", "widths": widths, "titles": titles, "header": header}
        block |= {"rows": chunk.heights, "cells": _cells(layout.document, chunk)}
        layout.put(block, header + sum(chunk.heights))


def _cells(document: Document, chunk: Chunk) -> list[list[Any]]:
    pieces = sorted(chunk.pieces, key=lambda piece: (piece.row, piece.column))
    return [
        [piece.column, piece.row, piece.rowspan, int(piece.header), _runs(document, piece.lines, piece.runs)]
        for piece in pieces
    ]


def _runs(document: Document, lines: Sequence[Line], runs: Sequence[Run]) -> list[Any]:
    """Words with their line ends, and [words, link, mark] where a run has one of these: few pieces, less work."""
    made: list[Any] = []
    for number, line in enumerate(lines):
        drawn = _without_hanging_space(line)
        pieces = [_piece(document, words, runs[at] if at >= 0 else None) for words, at in drawn]
        if number:
            pieces.insert(0, "\n")
        for piece in pieces:
            if made and isinstance(piece, str) and isinstance(made[-1], str):
                made[-1] += piece
            else:
                made.append(piece)
    return made


def _without_hanging_space(line: Line) -> Line:
    """A space that hangs over the edge is not drawn: typst would break the line once more before it."""
    while line and not line[-1][0].strip(" "):
        line = line[:-1]
    return (*line[:-1], (line[-1][0].rstrip(" "), line[-1][1])) if line else ()


def _piece(document: Document, words: str, run: Run | None) -> Any:
    if run is None:
        return [words, "", "continued"]
    if not run.href and not run.mark:
        return words
    href = link(document, run)
    return [words, href, run.mark] if href or run.mark else words

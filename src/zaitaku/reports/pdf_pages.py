"""Lays a document out on A3 pages: lists of blocks with known heights, ready for `paper.typ`.

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
from zaitaku.reports.words import WORDS

PAGE_WIDTH, PAGE_HEIGHT = 1190.55, 841.89  # A3 landscape
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 34.0, 40.0, 40.0
WIDTH = PAGE_WIDTH - 2 * MARGIN_X
FULL = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM - 2.0  # two points against rounding
SIZE, PITCH, INSET = 9.0, 12.0, 3.5
TITLE_SIZE, TITLE_PITCH = 16.0, 24.0
HEAD_SIZES = (12.0, 11.0, 10.0, 9.5, 9.0)
HEAD_GAP, HEAD_FOOT = 8.0, 4.0
LEAST_COLUMN = 30.0
METRICS = Metrics(PITCH, 2 * INSET - (PITCH - SIZE) + 1)
Block = dict[str, Any]


@dataclass(slots=True)
class _Layout:
    document: Document
    pages: list[list[Block]] = field(default_factory=lambda: [[]])
    room: float = FULL

    def put(self, block: Block, height: float) -> None:
        block["height"] = height
        self.pages[-1].append(block)
        self.room -= height

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
        self.room = FULL


def pages(document: Document) -> list[list[Block]]:
    """Blocks by page; each block has `kind`, `height` and what its kind needs."""
    layout = _Layout(document)
    _title(layout)
    for paragraph in document.preamble:
        _paragraph(layout, paragraph)
    for section in document.sections:
        _section(layout, section)
    words = WORDS[document.language]
    _section(layout, Section(words.sources, 1, (), (document.sources,)))
    return layout.pages


def _title(layout: _Layout) -> None:
    document = layout.document
    lines = _words(document.title, TITLE_SIZE, WIDTH - 260, heavy=True)  # room for the box beside it
    under = _words(document.as_of_text, SIZE, WIDTH)
    head = max(len(lines) * TITLE_PITCH, 34.0)
    layout.put({"kind": "title", "lines": lines, "under": under, "head": head}, head + PITCH * len(under) + 6)


def _words(words: str, size: float, width: float, *, heavy: bool = False) -> list[str]:
    lines = cell_lines((Paragraph((Run(words),)),), _units(width, size), heavy=heavy)
    return ["".join(part for part, _ in line) for line in lines]


def _units(width: float, size: float) -> int:
    return int((width - 0.5) / size * EM)


def _paragraph(layout: _Layout, paragraph: Paragraph) -> None:
    lines = cell_lines((paragraph,), _units(WIDTH, SIZE))
    while lines:
        fitting = max(int(layout.room / PITCH), 0)
        if not fitting:
            layout.turn()
            continue
        part, lines = lines[:fitting], lines[fitting:]
        layout.put({"kind": "text", "lines": _runs(layout.document, part, paragraph.runs)}, len(part) * PITCH)


def _section(layout: _Layout, section: Section) -> None:
    size = HEAD_SIZES[section.level - 1]
    lines = _words(section.heading, size, WIDTH, heavy=True)
    height = HEAD_GAP + len(lines) * size * 1.4 + HEAD_FOOT
    after = PITCH * sum(len(cell_lines((words,), _units(WIDTH, SIZE))) for words in section.paragraphs)
    if section.tables and after < PITCH * 2 * LEAST_LINES:
        after += _least(section.tables[0])
    if layout.room < height + min(after, FULL / 2):
        layout.turn()
    layout.put({"kind": "heading", "level": section.level, "lines": lines, "size": size}, height)
    for paragraph in section.paragraphs:
        _paragraph(layout, paragraph)
    for table in section.tables:
        _table(layout, table)


def _columns(table: Table) -> list[float]:
    """Widths by weight; a column never gets so narrow that a word cannot be read."""
    total = sum(column.weight for column in table.columns)
    spare = WIDTH - LEAST_COLUMN * len(table.columns)
    return [LEAST_COLUMN + spare * column.weight / total for column in table.columns]


def _least(table: Table) -> float:
    """Caption, header row and the beginning of the first row, which must stand together."""
    first = METRICS.height(1)
    if table.rows:
        single = [cell for cell in table.rows[0] if cell is not None and cell.rowspan == 1]
        widths = _columns(table)
        longest = max((len(_lines(cell, at, widths)) for at, cell in enumerate(single)), default=1)
        first = min(METRICS.height(longest), METRICS.height(LEAST_LINES * 4))
    return _caption_height(table) + _header(table, _columns(table))[1] + first


def _lines(cell: Cell, column: int, widths: Sequence[float]) -> list[Line]:
    return cell_lines(cell.paragraphs, _units(widths[column] - 2 * INSET, SIZE))


def _caption_height(table: Table) -> float:
    return PITCH * 1.5 * len(_words(table.caption, SIZE, WIDTH, heavy=True)) if table.caption else 6.0


def _header(table: Table, widths: Sequence[float]) -> tuple[list[list[str]], float]:
    titles = [
        _words(column.title, SIZE, width - 2 * INSET, heavy=True)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    return titles, METRICS.height(max(map(len, titles)))


def _table(layout: _Layout, table: Table) -> None:
    widths = _columns(table)
    titles, header = _header(table, widths)
    caption = _words(table.caption, SIZE, WIDTH, heavy=True) if table.caption else []
    if layout.room < _least(table):
        layout.turn()
    layout.put({"kind": "caption", "lines": caption}, _caption_height(table))
    units = [_units(width - 2 * INSET, SIZE) for width in widths]
    spreader = Spreader(units, METRICS, WORDS[layout.document.language].continued)
    for number, chunk in enumerate(spreader.chunks(table.rows, layout.room - header, FULL - header)):
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

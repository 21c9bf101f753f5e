"""Spreads the rows of a table over pages.

typst leaves a merged cell blank after a page break (typst issue 4707) and cannot show a row that is taller than a
page together with its neighbours. Here every cell that goes on after a break gets a piece on each page it touches:
first the lines that did not fit yet, and once all were printed, the same words again, under （続き） either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zaitaku.reports.document import Cell, Paragraph, Run
from zaitaku.reports.pdf_lines import Line, break_lines

REPEATED_LINES = 12  # a longer merged cell is repeated by its first lines only
LEAST_LINES = 4  # a row is not begun on a page for less


@dataclass(frozen=True, slots=True)
class Metrics:
    """Points: distance of lines, and space above plus below the words of a cell."""

    pitch: float
    pad: float

    def height(self, lines: int) -> float:
        return max(lines, 1) * self.pitch + self.pad

    def lines(self, height: float) -> int:
        return int((height - self.pad) / self.pitch + 1e-6)


@dataclass(slots=True)
class Piece:
    """What one page shows of one cell; run number -1 in its lines is a word of ours."""

    column: int
    row: int  # its first row on the page
    runs: tuple[Run, ...]
    header: bool
    lines: list[Line]
    rowspan: int = 1


@dataclass(slots=True)
class Chunk:
    """The part of a table on one page."""

    heights: list[float] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A cell being printed: its lines for this page and after, all its lines, rows still to come."""

    piece: Piece
    lines: list[Line]
    whole: list[Line]
    rows_left: int


class Spreader:
    """Gives the chunks of one table; the first page has `room` points left, later ones `full`."""

    def __init__(self, widths: Sequence[int], metrics: Metrics, continued: str) -> None:
        self.widths, self.metrics, self.continued = widths, metrics, continued
        self.open: dict[int, _Open] = {}
        self.chunk = Chunk()
        self.room = 0.0

    def chunks(self, rows: Sequence[Sequence[Cell | None]], room: float, full: float) -> Iterator[Chunk]:
        self.room = room
        for entries in rows:
            for column, cell in enumerate(entries):
                if cell is not None:
                    self._start(column, cell)
            yield from self._place(full)
        yield self.chunk

    def _start(self, column: int, cell: Cell) -> None:
        lines = cell_lines(cell.paragraphs, self.widths[column])
        runs = tuple(run for paragraph in cell.paragraphs for run in paragraph.runs)
        piece = Piece(column, len(self.chunk.heights), runs, cell.header, [])
        self.open[column] = _Open(piece, lines, lines, cell.rowspan)

    def _place(self, full: float) -> Iterator[Chunk]:
        """Put one row down, on as many pages as it needs."""
        while (need := self._need()) > self.room:
            fresh = self.room >= full
            if not fresh and (need <= full or self.room < self.metrics.height(LEAST_LINES)):
                yield self._turn(full)
                continue
            self._add(self.room)
            yield self._turn(full)
        self._add(need)
        for column, cell in list(self.open.items()):
            cell.rows_left -= 1
            if not cell.rows_left:
                self._show(cell, cell.lines)
                del self.open[column]

    def _need(self) -> float:
        """Height of the present row: all cells that end with it must fit."""
        ending = [cell for cell in self.open.values() if cell.rows_left == 1]
        return max([self.metrics.height(1), *(self._wanted(cell) for cell in ending)])

    def _above(self, cell: _Open) -> float:
        return sum(self.chunk.heights[cell.piece.row :])

    def _wanted(self, cell: _Open) -> float:
        return self.metrics.height(len(cell.lines)) - self._above(cell)

    def _add(self, height: float) -> None:
        self.chunk.heights.append(height)
        self.room -= height

    def _show(self, cell: _Open, lines: list[Line]) -> None:
        cell.piece.lines = lines
        cell.piece.rowspan = len(self.chunk.heights) - cell.piece.row
        self.chunk.pieces.append(cell.piece)

    def _turn(self, full: float) -> Chunk:
        """End the page: give open cells what room is left, and carry them over."""
        heights = self.chunk.heights
        begun = [cell for cell in self.open.values() if cell.piece.row < len(heights)]
        if begun:
            heights[-1] += max(0.0, min(self.room, max(self._wanted(cell) for cell in begun)))
        for cell in begun:
            fitting = self.metrics.lines(self._above(cell))
            self._show(cell, cell.lines[:fitting])
            cell.lines = self._carried(cell, cell.lines[fitting:])
        done = self.chunk
        self.chunk, self.room = Chunk(), full
        for cell in self.open.values():
            cell.piece = Piece(cell.piece.column, 0, cell.piece.runs, cell.piece.header, [])
        return done

    def _carried(self, cell: _Open, rest: list[Line]) -> list[Line]:
        if not any(cell.whole):
            return []
        label: Line = ((self.continued, -1),)
        if rest:
            return [label, *rest]
        if len(cell.whole) > REPEATED_LINES:
            return [label, *cell.whole[:REPEATED_LINES], (("…", -1),)]
        return [label, *cell.whole]


def cell_lines(paragraphs: Sequence[Paragraph], width: int, *, heavy: bool = False) -> list[Line]:
    """All lines of a cell; run numbers count through its paragraphs."""
    lines: list[Line] = []
    before = 0
    for paragraph in paragraphs:
        for line in break_lines(paragraph, width, heavy=heavy):
            lines.append(tuple((words, before + run) for words, run in line))
        before += len(paragraph.runs)
    return lines

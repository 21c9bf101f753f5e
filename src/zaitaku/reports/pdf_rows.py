"""Spreads the rows of a table over pages.

typst leaves a merged cell blank after a page break (typst issue 4707) and cannot show a row that is taller than a
page together with its neighbours. Here every cell that goes on after a break gets a piece on each page it touches:
first the lines that did not fit yet, and once all were printed, the same words again, under （続き） either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zaitaku.reports.document import Run, Table
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
    """What one page shows of one cell."""

    column: int
    row: int  # first row on its page
    lines: list[Line]
    runs: tuple[Run, ...]  # what the run numbers of the lines mean
    header: bool
    rowspan: int = 1


@dataclass(slots=True)
class Chunk:
    """The part of a table on one page."""

    first: bool
    heights: list[float] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A cell that is being printed."""

    lines: list[Line]  # still to print
    whole: list[Line]
    runs: tuple[Run, ...]
    header: bool
    rows_left: int
    piece: Piece


class Spreader:
    """Gives the chunks of one table; the first page has `room` points left, all later ones `full`."""

    def __init__(self, table: Table, widths: list[int], metrics: Metrics, continued: str) -> None:
        self.table, self.widths, self.metrics, self.continued = table, widths, metrics, continued
        self.open: dict[int, _Open] = {}
        self.chunk = Chunk(first=True)
        self.room = 0.0

    def chunks(self, room: float, full: float) -> Iterator[Chunk]:
        self.room = room
        for entries in self.table.rows:
            self._start(entries)
            yield from self._place(full)
        yield self.chunk

    def _place(self, full: float) -> Iterator[Chunk]:
        """Put one row down, on as many pages as it needs."""
        while True:
            need = self._need()
            if need <= self.room:
                self._add_row(need, ends=True)
                return
            begun = bool(self.chunk.heights)
            if begun and (need <= full or self.room < self.metrics.height(LEAST_LINES)):
                yield self._turn(full, row_begun=False)
                continue
            self._add_row(self.room, ends=False)
            yield self._turn(full, row_begun=True)

    def _start(self, entries: tuple[object, ...]) -> None:
        row = len(self.chunk.heights)
        for column, cell in enumerate(self.table.rows[0][:0] or entries):
            self._start_cell(row, column, cell)

    def _start_cell(self, row: int, column: int, cell: object) -> None:
        raise NotImplementedError

    def _need(self) -> float:
        raise NotImplementedError

    def _add_row(self, height: float, *, ends: bool) -> None:
        raise NotImplementedError

    def _turn(self, full: float, *, row_begun: bool) -> Chunk:
        raise NotImplementedError

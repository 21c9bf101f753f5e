"""Row heights for Excel, which fits a row to its words only where nothing is merged.

Widths are in half-width characters (a full-width one counts two), heights in points. A row of a sheet is at most
409 points high, so a higher row of a table becomes several sheet rows that are merged again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from zaitaku.reports.document import Table, text

LINE = 13.5  # points for a line of 9-point type
PAD = 5.0
HIGHEST = 400.0  # Excel stops at 409.5


@dataclass(frozen=True, slots=True)
class Grid:
    """Sheet rows of one table: `starts[r]` is the first of table row r (0-based, header excluded)."""

    starts: tuple[int, ...]  # one more than there are rows: the last is the end
    heights: tuple[float, ...]


def half_widths(words: str) -> int:
    """Width of one line in half-width characters; ambiguous characters are full-width in Japanese fonts."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in words)


def line_count(words: str, width: float) -> int:
    """Lines of 9-point type; column widths count 11-point digits, and Excel breaks early at words and brackets."""
    usable = max(width * 1.05 - 1, 2.0)
    return sum(max(ceil(half_widths(line) / usable), 1) for line in words.split("\n"))


def grid(table: Table, widths: Sequence[float]) -> Grid:
    heights = _heights(table, widths)
    starts, sheet = [0], []
    for height in heights:
        parts = ceil(height / HIGHEST)
        sheet += [height / parts] * parts
        starts.append(len(sheet))
    return Grid(tuple(starts), tuple(sheet))


def _heights(table: Table, widths: Sequence[float]) -> list[float]:
    """Height of each table row; what a merged cell lacks is given to its rows in equal parts."""
    heights = [LINE + PAD] * len(table.rows)
    merged: list[tuple[int, int, float]] = []
    for row, entries in enumerate(table.rows):
        for column, cell in enumerate(entries):
            if cell is None:
                continue
            height = line_count(text(cell), widths[column]) * LINE + PAD
            if cell.rowspan == 1:
                heights[row] = max(heights[row], height)
            else:
                merged.append((cell.rowspan, row, height))
    for rows, row, height in sorted(merged):  # small spans first: they may already make room for the large ones
        lacking = height - sum(heights[row : row + rows])
        if lacking > 0:
            for at in range(row, row + rows):
                heights[at] += lacking / rows
    return heights

"""What was read from a file: sheets of raw rows and paragraphs, in the order of the document.

Rows stay tuples of raw values; a Cell is made when asked for, so that a million cells cost no million objects.
Rows, columns and tables count from 1, as people do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from zaitaku.analysis.intake.lines import Unread

Raw = str | int | float | bool | date | datetime | time | timedelta
"""A raw value. An empty cell is ""."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range: its upper left cell and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Cell:
    """`span` is the merged range the cell belongs to; `covered` when another cell of it holds the value."""

    row: int
    column: int
    value: Raw
    span: Span | None
    covered: bool
    formula: bool


@dataclass(frozen=True)
class Sheet:
    """One table: a worksheet, a table of a Word document, or the whole of a csv, tsv or txt file."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]
    spans: tuple[Span, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    line_numbers: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def value(self, row: int, column: int) -> Raw:
        values = self.rows[row - 1] if 1 <= row <= len(self.rows) else ()
        return values[column - 1] if 1 <= column <= len(values) else ""

    def cell(self, row: int, column: int) -> Cell:
        span = self._span_at.get((row, column))
        covered = span is not None and (span.row, span.column) != (row, column)
        return Cell(row, column, self.value(row, column), span, covered, (row, column) in self.formulas)

    def cells(self) -> Iterator[Cell]:
        for number, row in enumerate(self.rows, start=1):
            for column in range(1, len(row) + 1):
                yield self.cell(number, column)

    def line_number(self, row: int) -> int:
        """The line of the text file on which the row begins; for other files the row itself."""
        return self.line_numbers[row - 1] if self.line_numbers else row

    @cached_property
    def _span_at(self) -> dict[tuple[int, int], Span]:
        return {
            (row, column): span
            for span in self.spans
            for row in range(span.row, min(span.row + span.rows, len(self.rows) + 1))
            for column in range(span.column, min(span.column + span.columns, self.width + 1))
        }


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    location: str


@dataclass(frozen=True, slots=True)
class Book:
    """`format` is xlsx, docx, csv, tsv, txt or pdf; `warnings` say what was left out or needs a look."""

    format: str
    blocks: tuple[Paragraph | Sheet, ...]
    warnings: tuple[Unread, ...] = field(default=())

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Sheet))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


def cell_name(row: int, column: int) -> str:
    """(7, 2) -> B7"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def as_text(value: Raw) -> str:
    """The raw value as a person reads it in the sheet: 42.0 is 42, midnight is no time of day."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

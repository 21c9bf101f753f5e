"""The lines of a file as the council table reader sees them, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zaitaku.analysis.council_table.split import tidy
from zaitaku.analysis.intake import Book, Paragraph, Sheet, as_text


@dataclass(frozen=True, slots=True)
class Record:
    """One line that is not blank. `exact`: the cells stand in their columns (Excel, Word), which a text file does
    not promise. `covered`: columns (from 0) that belong to a merged cell begun in a row above."""

    location: str
    line: int
    cells: tuple[str, ...]
    exact: bool
    covered: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        return "\t".join(self.cells).strip()

    @property
    def lone(self) -> str:
        """The text when it is the only cell and stands first, as headings do; else ""."""
        filled = [at for at, cell in enumerate(self.cells) if cell]
        return self.cells[0] if filled == [0] else ""


def records_of(book: Book) -> Iterator[Record]:
    number = 0
    for block in book.blocks:
        if isinstance(block, Paragraph):
            number += 1
            if tidy(block.text):
                yield Record(block.location, number, (tidy(block.text),), exact=False)
        elif not block.hidden:
            yield from _rows(block, book.format, number)
            number += len(block.rows)


def _rows(sheet: Sheet, kind: str, before: int) -> Iterator[Record]:
    exact = kind in ("xlsx", "docx")
    left = _first_column(sheet) if exact else 0
    covered = _covered_below(sheet) if exact else {}
    for row, values in enumerate(sheet.rows, start=1):
        cells = tuple(_unguarded(tidy(as_text(value)), exact) for value in values[left:])
        if any(cells):
            line = before + row if exact else sheet.line_number(row)
            place = f"{sheet.name} {row}行目" if exact else f"{line}行目"
            yield Record(place, line, cells, exact, frozenset(at - left for at in covered.get(row, ())))


def _first_column(sheet: Sheet) -> int:
    filled = [at for row in sheet.rows for at, value in enumerate(row) if value != ""]
    return min(filled, default=0)


def _covered_below(sheet: Sheet) -> dict[int, list[int]]:
    """Row -> columns (from 0) covered by a merged cell that begins in a row above."""
    covered: dict[int, list[int]] = {}
    height, width = len(sheet.rows), sheet.width
    for span in sheet.spans:
        for row in range(span.row + 1, min(span.row + span.rows, height + 1)):
            columns = range(span.column - 1, min(span.column - 1 + span.columns, width))
            covered.setdefault(row, []).extend(columns)
    return covered


FORMULA_STARTS = "=+-@＝＋－＠"


def _unguarded(text: str, exact: bool) -> str:
    """Takes off the apostrophe that `guarded` put before what a spreadsheet program would run as a formula."""
    rest = text.lstrip("'")
    return text[1:] if not exact and text.startswith("'") and rest[:1] in FORMULA_STARTS and rest else text


def guarded(text: str) -> str:
    """The text as it is safe in a cell of a text file: '=1+1 for =1+1, ''=1 for '=1, so that it can be undone."""
    rest = text.lstrip("'")
    return f"'{text}" if rest and rest[0] in FORMULA_STARTS else text

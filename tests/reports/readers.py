"""Reads the cells back out of each format, with other tools than those that wrote them."""

from __future__ import annotations

import io
import unicodedata
from html.parser import HTMLParser

import docx
import openpyxl
import pypdfium2
from docx.oxml.ns import qn

from zaitaku.reports.document import Document, cells

Grid = list[tuple[int, int, str]]  # row, column, words; rows counted over those in which a cell begins


def expected(document: Document) -> list[Grid]:
    """The canonical cells by table."""
    found: dict[tuple[int, int], Grid] = {}
    for cell in cells(document):
        found.setdefault((cell.section, cell.table), []).append((cell.row, cell.column, cell.text))
    return [ranked(grid) for _, grid in sorted(found.items())]


def ranked(grid: Grid) -> Grid:
    rank = {row: number for number, row in enumerate(sorted({row for row, _, _ in grid}))}
    return sorted((rank[row], column, words) for row, column, words in grid)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.taken: set[tuple[int, int]] = set()
        self.row = -1
        self.place: tuple[int, int] | None = None
        self.lines: list[str] = []
        self.in_line = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "table":
            self.tables.append([])
            self.taken, self.row = set(), -1
        elif tag == "tr":
            self.row += 1
        elif tag in ("td", "th"):
            column = next(at for at in range(999) if (self.row, at) not in self.taken)
            self.taken |= {(self.row + down, column) for down in range(int(values.get("rowspan") or 1))}
            self.place, self.lines, self.in_line = (self.row, column), [], False
        elif tag == "p" and self.place:
            self.lines.append("")
            self.in_line = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.place:
            self.tables[-1].append((*self.place, "\n".join(self.lines)))
            self.place = None

    def handle_data(self, data: str) -> None:
        if self.place and self.in_line:
            self.lines[-1] += data
        elif self.place:
            self.lines = ["".join(self.lines) + data]


def html(data: bytes) -> list[Grid]:
    page = _Page()
    page.feed(data.decode())
    page.close()
    return [ranked(grid) for grid in page.tables]


def word(data: bytes) -> list[Grid]:
    found = []
    for table in docx.Document(io.BytesIO(data)).tables:
        grid: Grid = []
        for number, row in enumerate(table._tbl.tr_lst):
            for column, cell in enumerate(row.tc_lst):
                if cell.vMerge != "continue":
                    lines = [_line(paragraph) for paragraph in cell.p_lst]
                    grid.append((number, column, "\n".join(lines)))
        found.append(ranked(grid))
    return found


def _line(paragraph: object) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))  # type: ignore[attr-defined]


def excel(data: bytes) -> list[Grid]:
    """Tables of the first and the last sheet: they begin at a grey header row and end where the border ends."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = []
    for sheet in (book.worksheets[0], book.worksheets[2]):
        spans = {}
        for area in sheet.merged_cells.ranges:
            spans |= dict.fromkeys(((row, column) for row, column in area.cells), (area.min_row, area.min_col))
        grid: Grid | None = None
        for row in range(1, sheet.max_row + 1):
            first = sheet.cell(row, 1)
            if first.fill.fgColor.rgb == "FFE6E6E6":
                grid = []
                found.append(grid)
            elif not first.border.left.style and spans.get((row, 1), (0, 0))[0] in (0, row):
                grid = None
            if grid is not None:
                for column in range(1, sheet.max_column + 1):
                    cell = sheet.cell(row, column)
                    if spans.get((row, column), (row, column)) == (row, column) and cell.border.left.style:
                        grid.append((row, column - 1, str(cell.value) if cell.value is not None else ""))
    return [ranked(grid) for grid in found]


def pdf_pages(data: bytes) -> list[str]:
    """Words of each page in the order of the file (not by place), without any white space."""
    paper = pypdfium2.PdfDocument(data)
    pages = []
    for page in paper:
        reader = page.get_textpage()
        objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9, textpage=reader)
        pages.append(squeeze("".join(words.extract() for words in objects)))
    return pages


def squeeze(words: str) -> str:
    """Without white space, and without hyphens, which readers of PDF take for divided words at the end of a line."""
    kept = unicodedata.normalize("NFC", words)
    return "".join(character for character in kept if not character.isspace() and character not in "-\x02\ufffe\xad")

"""The paper as Excel: a sheet to print, the figures as one flat table, the sources. Equal bytes for an equal document.

No words ever become a formula or a link by themselves.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from zaitaku.reports.document import Document, Paragraph, Run, Table
from zaitaku.reports.words import WORDS
from zaitaku.reports.xlsx_cells import Pen
from zaitaku.reports.xlsx_figures import write_figures
from zaitaku.reports.xlsx_grid import LINE, PAD, grid, line_count

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_WIDTH = 205.0  # characters that fill A3 landscape at full size
LEAST_COLUMN = 4.0
PAGE = 730.0  # printable height in points
A3 = 8


def render(document: Document) -> bytes:
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(made, options)
    words = WORDS[document.language]
    workbook.set_properties(
        {
            "title": document.title,
            "subject": document.as_of_text,
            "comments": document.digest,
            "status": words.draft if document.status == "draft" else words.frozen,
            "created": document.created.astimezone(UTC).replace(tzinfo=None),
        }
    )
    pen = Pen(workbook, document)
    _paper(workbook.add_worksheet(words.sheet_paper), pen)
    write_figures(workbook.add_worksheet(words.sheet_figures), workbook, document)
    _sources(workbook.add_worksheet(words.sheet_sources), pen)
    workbook.close()
    return made.getvalue()


def _paper(sheet: Worksheet, pen: Pen) -> None:
    document = pen.document
    tables = [table for section in document.sections for table in section.tables]
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    widths = _widths(sheet, widest)
    page = _Page(sheet, pen, widths)
    _set_up(sheet, document)
    page.title()
    for paragraph in document.preamble:
        page.line(paragraph, "text")
    headers: list[tuple[tuple[str, ...], int]] = []
    for section in document.sections:
        page.section(f"heading{min(section.level, 2)}", section.heading)
        for paragraph in section.paragraphs:
            page.line(paragraph, "text")
        for table in section.tables:
            headers.append((tuple(column.title for column in table.columns), page.table(table)))
    if headers and len({titles for titles, _ in headers}) == 1:  # one header row can serve all printed pages
        sheet.repeat_rows(headers[0][1])
    sheet.set_h_pagebreaks(page.breaks)


def _sources(sheet: Worksheet, pen: Pen) -> None:
    table = pen.document.sources
    page = _Page(sheet, pen, _widths(sheet, table))
    _set_up(sheet, pen.document)
    page.line(Paragraph((Run(WORDS[pen.document.language].sources),)), "heading1")
    header = page.table(table)
    sheet.repeat_rows(header)
    sheet.freeze_panes(header + 1, 0)


def _widths(sheet: Worksheet, table: Table | None) -> list[float]:
    weights = [column.weight for column in table.columns] if table else [1.0]
    spare = SHEET_WIDTH - LEAST_COLUMN * len(weights)
    widths = [round(LEAST_COLUMN + spare * weight / sum(weights), 2) for weight in weights]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    return widths


def _set_up(sheet: Worksheet, document: Document) -> None:
    words = WORDS[document.language]
    draft = document.status == "draft"
    stamp = words.draft if draft else f"{words.frozen} {words.digest} {document.digest}"
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_header(f"&R{_escape(document.label)}")
    sheet.set_footer(f"&L{_escape(stamp)}&C&P / &N")


def _escape(words: str) -> str:
    """An ampersand begins a command in headers and footers."""
    return words.replace("&", "&&")


class _Page:
    """Writes down one sheet and keeps the account of rows and of the height used on the printed page."""

    def __init__(self, sheet: Worksheet, pen: Pen, widths: Sequence[float]) -> None:
        self.sheet, self.pen, self.widths = sheet, pen, widths
        self.row = 0
        self.used = 0.0
        self.breaks: list[int] = []

    def _height(self, height: float) -> None:
        self.sheet.set_row(self.row, round(height, 2))
        self.used = self.used + height if self.used + height <= PAGE else height
        self.row += 1

    def title(self) -> None:
        document, last = self.pen.document, len(self.widths) - 1
        marked = (
            f"【{WORDS[document.language].draft}】{document.title}" if document.status == "draft" else document.title
        )
        if last >= 2:
            self.pen.merge(self.sheet, (self.row, 0, self.row, last - 1), marked, "title")
            self.sheet.write_string(self.row, last, document.label, self.pen.formats["label"])
            self._height(30)
        else:
            self.line(Paragraph((Run(document.label),)), "as_of")
            self.line(Paragraph((Run(marked),)), "title")
        self.line(Paragraph((Run(document.as_of_text),)), "as_of")

    def section(self, style: str, heading: str) -> None:
        if self.used > PAGE * 0.8:  # a heading shall not stand alone at the foot of a page
            self.breaks.append(self.row)
            self.used = 0
        self._height(LINE / 2)
        self.line(Paragraph((Run(heading),)), style)

    def line(self, paragraph: Paragraph, style: str) -> None:
        lines = line_count(paragraph.text, sum(self.widths))
        self.pen.merge(self.sheet, (self.row, 0, self.row, len(self.widths) - 1), paragraph.text, style)
        self._height(max(lines * LINE + PAD, 22.0 if style != "text" else 0.0))

    def table(self, table: Table) -> int:
        """Write a table and give the sheet row of its header."""
        if table.caption:
            self.line(Paragraph((Run(table.caption),)), "heading2")
        header = self.row
        titles = [column.title for column in table.columns]
        for at, words in enumerate(titles):
            self.sheet.write_string(header, at, words, self.pen.formats["header"])
        lines = max(line_count(words, width) for words, width in zip(titles, self.widths, strict=False))
        self._height(lines * LINE + PAD)
        rows = grid(table, self.widths)
        first = self.row
        for height in rows.heights:
            self._height(height)
        for number, entries in enumerate(table.rows):
            for column, cell in enumerate(entries):
                if cell is not None:
                    top, end = first + rows.starts[number], first + rows.starts[number + cell.rowspan]
                    self.pen.cell(self.sheet, (top, column, end - 1, column), cell)
        return header

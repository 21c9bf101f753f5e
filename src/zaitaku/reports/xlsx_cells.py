"""Formats, coloured words and links of single Excel cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zaitaku.reports.document import Cell, Document, Mark, link, text

FONT = "BIZ UDPゴシック"
MOST_LINKS = 60_000  # Excel opens at most 65,530 in one sheet
LONGEST_LINK = 2_079
MOST_NOTES = 2_000  # more make a file slow to open; the sheet of sources links every figure anyway
NOTE_FIGURES, NOTE_WORDS = 12, 60
LINK_COLOUR = "#0B3D91"
COLOURS: dict[Mark, str] = {
    "open": "#9C2A00",
    "preliminary": "#7A4A00",
    "as_of": "#2F5573",
    "suppressed": "#555555",
}
Place = tuple[int, int, int, int]  # first row, first column, last row, last column
Fragment = tuple[str, str]  # colour or "", words


class Pen:
    """Writes cells of one workbook."""

    def __init__(self, workbook: Workbook, document: Document) -> None:
        self.document = document
        self.formats = _formats(workbook)
        self.links: dict[Worksheet, int] = {}

    def merge(self, sheet: Worksheet, place: Place, words: str, style: str) -> None:
        self._claim(sheet, place, self.formats[style])
        sheet.write_string(place[0], place[1], words, self.formats[style])

    def cell(self, sheet: Worksheet, place: Place, cell: Cell) -> None:
        name = "row_header" if cell.header else "cell"
        style = self.formats[name]
        self._claim(sheet, place, style)
        self._link(sheet, place, cell)
        fragments = self._fragments(cell)
        row, column = place[0], place[1]
        if len(fragments) > 1:
            parts: list[Any] = [part for colour, words in fragments for part in (self.formats[f"run{colour}"], words)]
            sheet.write_rich_string(row, column, *parts, style)
        elif fragments:
            sheet.write_string(row, column, text(cell), self.formats[f"{name}{fragments[0][0]}"])
        else:
            sheet.write_blank(row, column, None, style)

    def _claim(self, sheet: Worksheet, place: Place, style: Format) -> None:
        if place[:2] != place[2:]:
            sheet.merge_range(*place, "", style)

    def _link(self, sheet: Worksheet, place: Place, cell: Cell) -> None:
        """One line becomes a link. Several lines get a note with the address of each figure instead, since
        LibreOffice shows a linked cell as one line and would cut off the rest.
        """
        runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
        links = {url: run.text for run in runs if run.text and (url := link(self.document, run))}
        count = self.links.get(sheet, 0)
        if not links or count >= MOST_LINKS:
            return
        self.links[sheet] = count + 1
        url = next(iter(links))
        if len(cell.paragraphs) == 1 and len(links) == 1:
            if len(url) <= LONGEST_LINK:
                sheet.write_url(place[0], place[1], url, self.formats["cell"], string="x")  # words follow
        elif count < MOST_NOTES:
            lines = [f"{words[:NOTE_WORDS]}\n{url}" for url, words in links.items()]
            note = "\n".join(lines[:NOTE_FIGURES])
            size = {"x_scale": 3, "y_scale": 1 + len(lines[:NOTE_FIGURES]) / 3, "author": ""}
            sheet.write_comment(place[0], place[1], note, size)

    def _fragments(self, cell: Cell) -> list[Fragment]:
        """Neighbouring words of equal colour are one fragment; Excel refuses empty ones."""
        found: list[Fragment] = []
        for number, paragraph in enumerate(cell.paragraphs):
            parts = [(_colour(run.mark, link(self.document, run)), run.text) for run in paragraph.runs]
            if number:
                parts.insert(0, (found[-1][0] if found else "", "\n"))
            for colour, words in parts:
                if not words:
                    continue
                if found and found[-1][0] == colour:
                    found[-1] = (colour, found[-1][1] + words)
                else:
                    found.append((colour, words))
        return found


def _colour(mark: Mark, url: str) -> str:
    return COLOURS[mark] if mark else LINK_COLOUR if url else ""


def _formats(workbook: Workbook) -> dict[str, Format]:
    base = {"font_name": FONT, "font_size": 9}
    wrap = {"text_wrap": True, "valign": "top"}
    cell = base | wrap | {"border": 1}
    middle = {"align": "center", "valign": "vcenter"}
    styles: dict[str, dict[str, Any]] = {
        "text": base | wrap,
        "title": base | middle | {"font_size": 16, "bold": True, "text_wrap": True},
        "label": base | middle | {"font_size": 12, "bold": True, "border": 2},
        "as_of": base | {"align": "right"},
        "heading1": base | {"font_size": 12, "bold": True, "valign": "vcenter", "text_wrap": True},
        "heading2": base | {"font_size": 10, "bold": True, "valign": "vcenter", "text_wrap": True},
        "header": cell | middle | {"bold": True, "bg_color": "#E6E6E6"},
        "cell": cell,
        "row_header": cell | {"bg_color": "#F5F5F5"},
        "run": base,
    }
    for colour in (*COLOURS.values(), LINK_COLOUR):
        for name in ("cell", "row_header", "run"):
            styles[f"{name}{colour}"] = styles[name] | {"font_color": colour}
    return {name: workbook.add_format(style) for name, style in styles.items()}

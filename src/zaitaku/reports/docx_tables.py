"""Paragraphs and tables of the Word file.

Tables are built as XML: python-docx looks a cell up by walking all rows, which takes minutes for a long table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zaitaku.reports.document import Cell, Document, Paragraph, Run, Table, link, text

WIDTHS = {"a3": 22_450, "a4": 9_638}  # twentieths of a point between the margins
COLOURS = {"open": "9C2A00", "preliminary": "7A4A00", "as_of": "2F5573", "suppressed": "555555"}
LINK_COLOUR = "0B3D91"
MARGINS = (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))  # twentieths of a point
TALL = 400  # characters; a row with more may be divided between pages


class Writer:
    """Appends to one Word document; an address becomes one relationship however often it is linked."""

    def __init__(self, word: Any, document: Document) -> None:
        self.word, self.document = word, document
        self.relations: dict[str, str] = {}

    def paragraph(self, paragraph: Paragraph, style: str) -> Any:
        made = self.word.add_paragraph(style=style)
        self._fill(made._p, paragraph.runs)
        return made

    def table(self, table: Table) -> None:
        if table.caption:
            self.word.add_paragraph(table.caption, style="Caption")
        made = self.word.add_table(0, 0, style="Table Grid")._tbl
        total = sum(column.weight for column in table.columns)
        width = WIDTHS[self.document.paper]
        widths = [round(width * column.weight / total) for column in table.columns]
        _properties(made, table.caption, width)
        for one in widths:
            made.tblGrid.append(_element("w:gridCol", w=str(one)))
        made.append(self._header(table, widths))
        for entries in table.rows:
            made.append(self._row(entries, widths))
        self.word.add_paragraph()  # Word joins tables that touch

    def _header(self, table: Table, widths: Sequence[int]) -> Any:
        row = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        properties.append(_element("w:cantSplit"))
        properties.append(_element("w:tblHeader"))
        row.append(properties)
        for column, width in zip(table.columns, widths, strict=True):
            cell = _cell(width, shade="E6E6E6")
            made = OxmlElement("w:p")
            made.append(_child("w:pPr", _element("w:jc", val="center")))
            made.append(_words(column.title, "", bold=True))
            cell.append(made)
            row.append(cell)
        return row

    def _row(self, entries: Sequence[Cell | None], widths: Sequence[int]) -> Any:
        row = OxmlElement("w:tr")
        if all(entry is None or len(text(entry)) < TALL for entry in entries):
            row.append(_child("w:trPr", _element("w:cantSplit")))
        for at, entry in enumerate(entries):
            shade = "F5F5F5" if entry is not None and entry.header else ""
            merge = "continue" if entry is None else "restart" if entry.rowspan > 1 else ""
            cell = _cell(widths[at], merge=merge, shade=shade)
            for paragraph in entry.paragraphs if entry is not None else ():
                made = OxmlElement("w:p")
                self._fill(made, paragraph.runs)
                cell.append(made)
            if entry is None or not entry.paragraphs:
                cell.append(OxmlElement("w:p"))
            row.append(cell)
        return row

    def _fill(self, paragraph: Any, runs: Sequence[Run]) -> None:
        for run in runs:
            url = link(self.document, run)
            words = _words(run.text, COLOURS.get(run.mark, LINK_COLOUR if url else ""))
            if url:
                linked = OxmlElement("w:hyperlink")
                linked.set(qn("r:id"), self._relation(url))
                linked.append(words)
                words = linked
            paragraph.append(words)

    def _relation(self, url: str) -> str:
        """python-docx's own way to number a relationship looks at all earlier ones each time."""
        if url not in self.relations:
            name = f"rIdLink{len(self.relations) + 1}"
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self.word.part.rels.add_relationship(kind, url, name, is_external=True)
            self.relations[url] = name
        return self.relations[url]


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _child(tag: str, *children: Any) -> Any:
    element = OxmlElement(tag)
    for child in children:
        element.append(child)
    return element


def _properties(table: Any, caption: str, width: int) -> None:
    """Fixed column widths, and the caption as alternative text; Word demands this order."""
    properties = table.tblPr
    for name in ("w:tblW", "w:tblLayout", "w:tblLook"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(_element("w:tblW", w=str(width), type="dxa"))
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = [_element(f"w:{side}", w=str(space), type="dxa") for side, space in MARGINS]
    properties.append(_child("w:tblCellMar", *margins))
    properties.append(_element("w:tblLook", val="0620", firstRow="1", firstColumn="0", noHBand="1", noVBand="1"))
    if caption:
        properties.append(_element("w:tblCaption", val=caption))


def _cell(width: int, *, merge: str = "", shade: str = "") -> Any:
    properties = _child("w:tcPr", _element("w:tcW", w=str(width), type="dxa"))
    if merge:
        properties.append(_element("w:vMerge", val=merge))
    if shade:
        properties.append(_element("w:shd", val="clear", color="auto", fill=shade))
    return _child("w:tc", properties)


def _words(words: str, colour: str, *, bold: bool = False) -> Any:
    run = OxmlElement("w:r")
    if bold or colour:
        properties = OxmlElement("w:rPr")
        if bold:
            properties.append(OxmlElement("w:b"))
        if colour:
            properties.append(_element("w:color", val=colour))
        run.append(properties)
    made = OxmlElement("w:t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(made)
    return run

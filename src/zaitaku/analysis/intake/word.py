"""Word documents: paragraphs and tables in their order, merged cells with their extents.

Text is taken from the XML itself because python-docx leaves out inserted text of tracked changes (w:ins); deleted
text (w:del), field codes, readings over kanji (w:rt) and fallback drawings are not text of the document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from zaitaku.analysis.intake import refusals
from zaitaku.analysis.intake.book import Paragraph, Sheet, Span
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.lines import Unread
from zaitaku.analysis.intake.zipguard import Archive

_SKIPPED = {
    qn("w:rt"),
    qn("w:instrText"),
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")}


def read_word(
    data: bytes, archive: Archive, limits: Limits
) -> tuple[tuple[Paragraph | Sheet, ...], tuple[Unread, ...]]:
    size = archive.entries["word/document.xml"].file_size
    if size > limits.document_bytes:
        raise refusals.too_large("document_too_large", "本文のバイト数", "bytes of text", size, limits.document_bytes)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, AttributeError) as error:
        raise refusals.damaged("Word として開けません", "it cannot be opened as a Word file") from error
    blocks: list[Paragraph | Sheet] = []
    notes = list(_left_out(archive, body))
    paragraphs = tables = 0
    for child in _children(body):
        if child.tag == qn("w:p"):
            paragraphs += 1
            blocks.append(Paragraph(_text(child), f"段落{paragraphs}"))
        elif child.tag == qn("w:tbl"):
            tables += 1
            if tables > limits.sheets:
                raise refusals.too_large("too_many_sheets", "表", "tables", tables, limits.sheets)
            blocks.append(_table(child, f"表{tables}", limits))
            if child.find(f".//{qn('w:tc')}//{qn('w:tbl')}") is not None:
                notes.append(
                    Unread(f"表{tables}", "表の中の表は文字だけ読みました。", "A table in a table was read as text.")
                )
    return tuple(blocks), tuple(notes)


def _children(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag not in _SKIPPED:
            if child.tag == qn("w:p") and parts:  # a text box inside the paragraph
                parts.append("\n")
            stack.append(iter(child))
    return "".join(parts)


def _table(table: Any, name: str, limits: Limits) -> Sheet:
    rows: list[tuple[str, ...]] = []
    spans: dict[tuple[int, int], Span] = {}
    cells = 0
    open_spans: dict[int, Span] = {}  # by their first column: vertically merged cells that may go on below
    for number, row in enumerate((child for child in _children(table) if child.tag == qn("w:tr")), start=1):
        if number > limits.rows:
            raise refusals.too_large("too_many_rows", "行", "rows", number, limits.rows)
        values: list[str] = [""] * _grid_gap(row, "w:gridBefore")
        still_open: dict[int, Span] = {}
        for cell in (child for child in _children(row) if child.tag == qn("w:tc")):
            column, width, merge = len(values) + 1, _width(cell), _vertical(cell)
            if column + width > limits.columns:
                raise refusals.too_large("too_many_columns", "列", "columns", column + width, limits.columns)
            above = open_spans.get(column) if merge == "continue" else None
            if above is not None and above.columns == width:
                span = Span(above.row, column, above.rows + 1, width)
                values += [""] * width
            else:
                span = Span(number, column, 1, width)
                values += [_cell_text(cell), *[""] * (width - 1)]
            if merge:
                still_open[column] = span
            spans[span.row, span.column] = span
        open_spans = still_open
        rows.append(tuple(values))
        cells += len(values)
        if cells > limits.cells:
            raise refusals.too_large("too_many_cells", "セル", "cells", cells, limits.cells)
    merged = tuple(span for span in spans.values() if span.rows * span.columns > 1)
    return Sheet(name, tuple(rows), merged)


def _cell_text(cell: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in _paragraphs(cell))


def _paragraphs(element: Any) -> Iterator[Any]:
    for child in _children(element):
        if child.tag == qn("w:p"):
            yield child
        elif child.tag in (qn("w:tbl"), qn("w:tr"), qn("w:tc")):
            yield from _paragraphs(child)


def _grid_gap(row: Any, tag: str) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn(tag)}")
    return _number(found)


def _width(cell: Any) -> int:
    return max(1, _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")))


def _number(element: Any) -> int:
    if element is None:
        return 0
    written = element.get(qn("w:val"), "0")
    if not (written.isascii() and written.isdigit() and len(written) < 5):
        raise refusals.damaged("表の結合の数が読めません", "the extent of a merged cell cannot be read")
    return int(written)


def _vertical(cell: Any) -> str:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return "" if found is None else str(found.get(qn("w:val"), "continue"))


def _left_out(archive: Archive, body: Any) -> Iterator[Unread]:
    if any(True for _ in body.iter(qn("w:ins"), qn("w:del"))):
        yield Unread(
            "",
            "変更履歴があります。挿入を含め、削除を除いて読みました。",
            "Tracked changes: insertions read, deletions not.",
        )
    for start, ja, en in (
        ("word/footnotes", "脚注", "Footnotes"),
        ("word/endnotes", "文末脚注", "Endnotes"),
        ("word/header", "ヘッダー", "Headers"),
        ("word/footer", "フッター", "Footers"),
        ("word/comments", "コメント", "Comments"),
    ):
        names = [name for name in archive.entries if name.startswith(start) and name.endswith(".xml")]
        if any(b"<w:t>" in archive.read(name) or b"<w:t " in archive.read(name) for name in names):
            yield Unread("", f"{ja}は読んでいません。", f"{en} were not read.")

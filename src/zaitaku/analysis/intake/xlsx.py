"""Excel workbooks: values and merged ranges by calamine, after sheetscan has measured every sheet."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zaitaku.analysis.intake import refusals, sheetscan
from zaitaku.analysis.intake.book import Raw, Sheet, Span, cell_name
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.lines import Unread
from zaitaku.analysis.intake.zipguard import Archive

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(data: bytes, archive: Archive, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[Unread, ...]]:
    paths = _sheet_paths(archive)
    if len(paths) > limits.sheets:
        raise refusals.too_large("too_many_sheets", "シート", "sheets", len(paths), limits.sheets)
    lengths = _string_lengths(archive)
    extents = {name: _measured(archive, path, lengths, limits) for name, path in paths.items()}
    for name in archive.entries.keys() - set(paths.values()) - {"xl/sharedStrings.xml"}:
        for _piece in archive.pieces(name):
            pass
    try:
        sheets = tuple(_sheets(data, extents, limits))
    except CalamineError as error:
        raise refusals.damaged("Excel として開けません", "it cannot be opened as an Excel file") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the Rust side gave up; it is no Exception for Python
            raise
        raise refusals.damaged("Excel として読めません", "it cannot be read as an Excel file") from error
    return sheets, tuple(_warnings(sheets, extents, archive))


def _sheets(data: bytes, extents: dict[str, sheetscan.Extent], limits: Limits) -> Iterator[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            extent = extents.get(about.name, sheetscan.Extent())
            yield Sheet(
                about.name,
                _with_errors(_rows(sheet), extent.errors),
                _spans(sheet, limits),
                frozenset(extent.formulas),
                hidden=about.visible != SheetVisibleEnum.Visible,
            )


def _rows(sheet: CalamineSheet) -> tuple[tuple[Raw, ...], ...]:
    """All rows from A1 on. `iter_rows` fills up empty rows at the top but not empty columns on the left."""
    if sheet.start is None:
        return ()
    rows = tuple(map(tuple, sheet.iter_rows()))
    left: tuple[Raw, ...] = ("",) * sheet.start[1]
    return tuple(left + row for row in rows) if left else rows


def _with_errors(rows: tuple[tuple[Raw, ...], ...], errors: dict[tuple[int, int], str]) -> tuple[tuple[Raw, ...], ...]:
    """The rows with #DIV/0! and its like put where calamine left them empty: an error is no empty cell."""
    if not errors:
        return rows
    height = max(row for row, _column in errors)
    changed = [list(row) for row in rows] + [[] for _ in range(height - len(rows))]
    for (row, column), text in errors.items():
        cells = changed[row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = text
    return tuple(map(tuple, changed))


def _spans(sheet: CalamineSheet, limits: Limits) -> tuple[Span, ...]:
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > limits.rows:
        raise refusals.too_large("too_many_merges", "結合セル", "merged cells", len(ranges), limits.rows)
    return tuple(
        Span(top + 1, left + 1, bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in ranges
        if bottom >= top and right >= left
    )


def _measured(archive: Archive, path: str, lengths: list[int], limits: Limits) -> sheetscan.Extent:
    heavy = max(lengths, default=0) * limits.cells > limits.string_bytes
    extent = sheetscan.scan(archive.pieces(path), count_strings=heavy)
    if extent is None or _over(extent, limits):
        extent = sheetscan.scan_exactly(archive.pieces(path), count_strings=heavy)
    if extent.rows > limits.rows:
        raise refusals.too_large("too_many_rows", "行", "rows", extent.rows, limits.rows)
    if extent.columns > limits.columns:
        raise refusals.too_large("too_many_columns", "列", "columns", extent.columns, limits.columns)
    if extent.rows * extent.columns > limits.cells:
        cells = extent.rows * extent.columns
        raise refusals.too_large("too_many_cells", "セル", "cells", cells, limits.cells)
    text = sum(lengths[at] * uses for at, uses in extent.string_uses.items() if at < len(lengths))
    if text > limits.string_bytes:
        raise refusals.archive_bomb("同じ長い文字列の繰り返し", "one long text used over and over")
    return extent


def _over(extent: sheetscan.Extent, limits: Limits) -> bool:
    over = extent.rows > limits.rows or extent.columns > limits.columns
    return over or extent.rows * extent.columns > limits.cells


def _string_lengths(archive: Archive) -> list[int]:
    """Bytes of every shared string, markup included: an upper bound of its text."""
    if "xl/sharedStrings.xml" not in archive.entries:
        return []
    return [len(part) for part in archive.read("xl/sharedStrings.xml").split(b"<si")[1:]]


def _sheet_paths(archive: Archive) -> dict[str, str]:
    """Sheet name -> its part, in the order of the workbook."""
    links_name = "xl/_rels/workbook.xml.rels"
    book_xml = archive.read("xl/workbook.xml")
    links_xml = archive.read(links_name) if links_name in archive.entries else b""
    try:
        book: Any = fromstring(book_xml, forbid_dtd=True)
        links: Any = fromstring(links_xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise refusals.damaged("ブックの構成が読めません", "the workbook part cannot be read") from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, str] = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path not in archive.entries:
            raise refusals.damaged("シートの中身がありません", "a worksheet is missing")
        found[sheet.get("name", "")] = path
    return found


def _warnings(sheets: tuple[Sheet, ...], extents: dict[str, sheetscan.Extent], archive: Archive) -> Iterator[Unread]:
    for sheet in sheets:
        extent = extents.get(sheet.name, sheetscan.Extent())
        if sheet.hidden:
            yield Unread(f"シート「{sheet.name}」", "非表示のシートです。", "The sheet is hidden.")
        if extent.formulas:
            count = len(extent.formulas)
            ja, en = (
                f"{count}個のセルは計算式です。保存時の値を読みました。",
                f"{count} cells are formulas; read as last saved.",
            )
            yield Unread(f"シート「{sheet.name}」", ja, en)
        for place, text in sorted(extent.errors.items())[:20]:
            ja, en = (
                f"計算式のエラー（{text}）です。Excel で直してください。",
                f"The cell holds an error ({text}). Correct it in Excel.",
            )
            yield Unread(f"シート「{sheet.name}」!{cell_name(*place)}", ja, en)
        for place in sorted(extent.without_value)[:20]:
            ja, en = (
                "計算式の値が保存されていません。Excel で開いて保存し直してください。",
                "A formula without a saved value. Open and save in Excel.",
            )
            yield Unread(f"シート「{sheet.name}」!{cell_name(*place)}", ja, en)
    for prefix, ja, en in (
        ("xl/drawings/drawing", "図形・文字枠・画像", "Drawings"),
        ("xl/charts/", "グラフ", "Charts"),
    ):
        if any(name.startswith(prefix) for name in archive.entries):
            yield Unread("", f"{ja}は読んでいません。", f"{en} were not read.")

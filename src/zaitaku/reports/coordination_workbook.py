"""The 医療・介護連携シート as Excel: the same two sides, to be filled in and printed on A4."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zaitaku.reports.coordination_form import COLUMNS, Issuer, Piece, Side, sides
from zaitaku.reports.stable_zip import stable
from zaitaku.reports.xlsx_cells import FONT

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOX, TICKED = "□", "☑"
_COLUMN = 3.5  # half-width characters
# Points that the rows of a side share. The page is fitted to A4: by its height in Excel, by its width where Calibri is
# missing and columns come out a third wider.
_HEIGHT = 900.0


def render(issuer: Issuer, *, created: datetime) -> bytes:
    """Equal bytes for an equal form. Only the fields can be written to; the protection has no password."""
    made = io.BytesIO()
    workbook = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": issuer.title, "created": created})
    formats = _formats(workbook)
    for side in sides(issuer):
        page = workbook.add_worksheet(side.name)
        page.set_column(0, COLUMNS - 1, _COLUMN)
        for row in range(side.rows):
            page.set_row(row, _HEIGHT / side.rows)
        for piece in side.pieces:
            _write(page, piece, formats)
        _set_up(page, side)
    workbook.close()
    return stable(made.getvalue())


def _write(page: Worksheet, piece: Piece, formats: dict[str, Format]) -> None:
    row, column = piece.row, piece.column
    if piece.kind == "check":
        page.write_string(row, column, BOX, formats["box"])
        page.data_validation(row, column, row, column, {"validate": "list", "source": [BOX, TICKED]})
        column, style = column + 1, formats["said"]
    else:
        style = formats[piece.kind]
    last = (row + piece.rows - 1, piece.column + piece.columns - 1)
    if (row, column) != last:
        page.merge_range(row, column, *last, "", style)
    if piece.kind in ("text", "area"):
        page.write_blank(row, column, None, style)
        asked = {"validate": "any", "input_title": piece.hint[:32], "input_message": "ここに記入します。"}
        page.data_validation(row, column, *last, asked)
    else:
        said = f"■ {piece.text}" if piece.kind == "heading" else piece.text
        page.write_string(row, column, said, style)


def _set_up(page: Worksheet, side: Side) -> None:
    page.protect("", {"format_cells": True, "format_rows": True})
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_portrait()
    page.set_margins(left=0.5, right=0.5, top=0.45, bottom=0.45)
    page.center_horizontally()
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, side.rows - 1, COLUMNS - 1)


def _formats(workbook: Workbook) -> dict[str, Format]:
    base: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    framed = base | {"border": 1, "border_color": "#737373"}
    field = framed | {"locked": False, "num_format": "@", "font_size": 11}
    styles: dict[str, dict[str, Any]] = {
        "title": base | {"font_size": 18, "bold": True},
        "heading": base | {"bold": True, "valign": "bottom"},
        "label": framed | {"bg_color": "#EBEBEB", "shrink": True},
        "text": field | {"shrink": True},
        "area": field | {"text_wrap": True, "valign": "top"},
        "box": base | {"locked": False, "align": "center", "font_size": 13},
        "said": base | {"shrink": True},
        "small": base | {"font_size": 8},
    }
    return {name: workbook.add_format(style) for name, style in styles.items()}

"""Plain lists as Excel: one header row, nothing merged, texts as texts whatever sign they begin with."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter.workbook import Workbook

from zaitaku.reports.stable_zip import stable
from zaitaku.reports.xlsx_grid import half_widths

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | Decimal | date | None
_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), "-")
_NARROW, _WIDE = 6, 50


@dataclass(frozen=True, slots=True)
class ListSheet:
    """`title` becomes the name of the sheet, cut to what Excel takes; every row has as many values as columns.

    Numbers at the (row, column) of `marked`, from 0, get a dashed frame and ※; `notice` stands beside the head, open,
    and on each printed page.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    marked: frozenset[tuple[int, int]] = frozenset()
    notice: str = ""


def render(sheets: Sequence[ListSheet], *, created: datetime) -> bytes:
    """Equal bytes for equal lists. A text is never a formula or a link, even "=1+1" or "https://…"."""
    made = io.BytesIO()
    workbook = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": created})
    head = workbook.add_format({"bold": True, "bg_color": "#E6E6E6", "bottom": 1, "text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    mark = workbook.add_format({"num_format": '#,##0"※"', "border": 3})
    for number, one in enumerate(sheets, 1):
        name = one.title.translate(_FORBIDDEN).strip("'")[:28].rstrip("'") or str(number)
        sheet = workbook.add_worksheet(name)
        for column, title in enumerate(one.columns):
            sheet.write_string(0, column, title, head)
            longest = max([half_widths(title), *(half_widths(str(row[column])) for row in one.rows)])
            sheet.set_column(column, column, min(max(longest + 2, _NARROW), _WIDE))
        for row, values in enumerate(one.rows, 1):
            for column, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif isinstance(value, int | Decimal):
                    sheet.write_number(row, column, float(value), mark if (row - 1, column) in one.marked else None)
                elif value:
                    sheet.write_string(row, column, value)
        if one.notice:
            sheet.write_comment(0, 0, one.notice, {"visible": True, "start_col": len(one.columns) + 1, "width": 320})
            sheet.set_header(f"&L{one.notice.replace('&', '&&')}")
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(one.rows), 1), len(one.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    workbook.close()
    return stable(made.getvalue())

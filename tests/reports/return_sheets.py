"""A sheet of a return as it is handed out, and as it comes back from somebody's Excel."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from zaitaku.analysis.return_sheet import Identity
from zaitaku.reports.return_sheet import ItemRow, ReturnSheet, render

MADE = datetime(2023, 11, 1, 3, 0, tzinfo=UTC)
IDENTITY = Identity(
    "O1", "hub", "C12", date(2023, 10, 1), date(2023, 10, 31), 3, "0123456789abcdef", MADE, "光が丘 令和5年10月分"
)
ROWS = (
    ItemRow("calls", "相談件数", "件", last=Decimal(812), to_date=Decimal(5210)),
    ItemRow("calls-self", "本人", "件", depth=1, group="相談者", last=Decimal(100)),
    ItemRow("calls-family", "家族", "件", depth=1, group="相談者"),
    ItemRow("=1+1", "=SUM(A1:A9)", "件", help_text="+1"),
    ItemRow("share", "時間外の割合", "％", is_percent=True, decimals=1, last=Decimal("12.5")),
    ItemRow("staff", "職員数", "人", value=Decimal(7), note="=2+3", answers=("数値", "該当なし", "変更なし")),
)


def sheet(**kw: Any) -> ReturnSheet:
    defaults: dict[str, Any] = {
        "identity": IDENTITY,
        "title": "月次報告",
        "organisation": "光が丘地域包括支援センター",
        "period": "令和5年10月分",
        "due": "令和5年11月10日",
        "instructions": "10月中の相談を数えてください。",
        "rows": ROWS,
    }
    return ReturnSheet(**(defaults | kw))


def made(**kw: Any) -> bytes:
    return render(sheet(**kw), created=MADE)


def changed(data: bytes, change: Callable[[Worksheet], object]) -> bytes:
    """The workbook after somebody worked in its visible sheet and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book["報告"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def row_of(page: Worksheet, code: str) -> int:
    return next(cell.row for cell in page["A"] if cell.value == code)


def filled(data: bytes, **cells: Any) -> bytes:
    """Code → what is typed into the number, or (number, answer, remark)."""

    def fill(page: Worksheet) -> None:
        for code, typed in cells.items():
            row = row_of(page, code)
            for column, value in zip("FGH", typed if isinstance(typed, tuple) else (typed,), strict=False):
                page[f"{column}{row}"] = value

    return changed(data, fill)

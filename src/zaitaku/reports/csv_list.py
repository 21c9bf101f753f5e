"""Lists as CSV that spreadsheets open: UTF-8 with the byte order mark Excel needs."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

CONTENT_TYPE = "text/csv; charset=utf-8"
Value = str | int | Decimal | date | time | None


def cell(value: Value) -> str:
    """2026-12-05, 14:00, 1000; line breaks become spaces, for many readers of such files stumble over them. A text that
    a spreadsheet would take for a formula gets an apostrophe; those in Japanese take ＝ for =."""
    if value is None:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).split("\n")).replace("\r", "")
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return "'" + text if isinstance(value, str) and first.startswith(("=", "+", "-", "@")) else text


def render(rows: Iterable[Iterable[Value]]) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")

"""The sheet of a return as Excel: handed out to be filled in, and read back by `analysis.return_sheet`.

One row for each item, found again by its code; only number, answer and remark can be written to. The protection has no
password: it keeps fingers off the codes and can be lifted by whoever must.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zaitaku.analysis.return_sheet import ANSWER_HEAD, CODE_HEAD, NOTE_HEAD, Identity
from zaitaku.analysis.return_sheet.words import LAST_HEADS, NONE, NUMBER, SAME, VALUE_HEADS
from zaitaku.reports.stable_zip import stable
from zaitaku.reports.xlsx_cells import FONT
from zaitaku.reports.xlsx_grid import line_count

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CODE, _LABEL, _UNIT, _LAST, _TO_DATE, _VALUE, _ANSWER, _NOTE = range(8)
_WIDTHS = (9, 36, 6, 10, 11, 13, 11, 24)
_WHOLE = sum(_WIDTHS)
_LINE = 15.0
_HIGHEST = 400.0
_HOW = (
    "黄色の欄に数値を入れるか、「回答」から言葉（該当なし・変更なし）を選んでください。空欄は未記入とみなします。",
    "行を足しても並べ替えても、コードで読み取ります（コードは変えないでください）。記入後、報告の画面で取り込みます。",
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item. `group` is written above it where it differs from the row before; `answer` is one of the words to be
    chosen from (`answers`) or ""; `value` what is recorded already."""

    code: str
    label: str
    unit: str
    depth: int = 0
    group: str = ""
    help_text: str = ""
    last: Decimal | None = None
    to_date: Decimal | None = None
    is_percent: bool = False
    decimals: int = 0
    value: Decimal | None = None
    answer: str = ""
    note: str = ""
    answers: tuple[str, ...] = (NUMBER, NONE, SAME)


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """All words as printed: `period` 令和5年10月分, `due` 令和5年11月10日 or "". `rhythm`: month, year, once."""

    identity: Identity
    title: str
    organisation: str
    period: str
    due: str
    instructions: str
    rows: Sequence[ItemRow]
    rhythm: str = "month"


def render(sheet: ReturnSheet, *, created: datetime) -> bytes:
    """Equal bytes for an equal sheet. No text becomes a formula or a link, whatever it begins with."""
    made = io.BytesIO()
    workbook = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": f"{sheet.title} {sheet.organisation} {sheet.period}", "created": created})
    formats = _formats(workbook)
    page = workbook.add_worksheet("報告")
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    top = _head(page, sheet, formats)
    last = _table(page, sheet, formats, top)
    page.merge_range(last + 1, 0, last + 1, _NOTE, "", formats["small"])
    page.write_string(last + 1, 0, sheet.identity.as_text(), formats["small"])
    _set_up(page, sheet, top)
    hidden = workbook.add_worksheet("zaitaku")
    hidden.write_string(0, 0, sheet.identity.as_text())
    hidden.very_hidden()
    workbook.close()
    return stable(made.getvalue())


def _head(page: Worksheet, sheet: ReturnSheet, formats: dict[str, Format]) -> int:
    """Title, organisation, period, due day, instructions and what is open; the row of the heads, from 0."""
    page.write_string(0, 0, sheet.title, formats["title"])
    page.set_row(0, 26)
    page.write_string(1, 0, f"{sheet.organisation}　{sheet.period}", formats["about"])
    if sheet.due:
        page.write_string(1, _NOTE, f"提出期限 {sheet.due}", formats["due"])
    page.set_row(1, 20)
    row = 2
    for text in (*(text for text in (sheet.instructions,) if text), *_HOW):
        page.merge_range(row, 0, row, _NOTE, "", formats["text"])
        page.write_string(row, 0, text, formats["text"])
        page.set_row(row, min(line_count(text, _WHOLE) * _LINE + 2, _HIGHEST))
        row += 1
    return row + 1


def _table(page: Worksheet, sheet: ReturnSheet, formats: dict[str, Format], top: int) -> int:
    """Writes heads and rows and says how many are open; the last row written."""
    heads = (
        CODE_HEAD,
        "項目",
        "単位",
        LAST_HEADS[sheet.rhythm],
        "年度累計\n（前回まで）",
        VALUE_HEADS[sheet.rhythm],
        ANSWER_HEAD,
        NOTE_HEAD,
    )
    for column, head in enumerate(heads):
        page.write_string(top, column, head, formats["head"])
    page.set_row(top, 30)
    row, group, rows = top, "", []
    for item in sheet.rows:
        if item.group and item.group != group:
            row += 1
            for column in range(_NOTE + 1):
                page.write_blank(row, column, None, formats["group"])
            page.write_string(row, _LABEL, item.group, formats["group"])
        group = item.group
        row += 1
        rows.append(row)
        _item(page, row, item, formats)
    if rows:
        _say_open(page, top - 1, rows, formats, sheet.rows)
        _highlight(page, rows, formats)
    return row


def _item(page: Worksheet, row: int, item: ItemRow, formats: dict[str, Format]) -> None:
    number = f"share{item.decimals}" if item.is_percent else "number"
    page.write_string(row, _CODE, item.code, formats["code"])
    label = f"{item.label}\n{item.help_text}" if item.help_text else item.label
    style = formats[f"label{min(item.depth, 3)}"]
    if item.help_text:
        page.write_rich_string(row, _LABEL, f"{item.label}\n", formats["help"], item.help_text, style)
    else:
        page.write_string(row, _LABEL, item.label, style)
    page.write_string(row, _UNIT, item.unit, formats["unit"])
    for column, value in ((_LAST, item.last), (_TO_DATE, item.to_date)):
        _number(page, row, column, value, formats[number])
    _number(page, row, _VALUE, item.value, formats[f"{number}-open"])
    for column, text in ((_ANSWER, item.answer), (_NOTE, item.note)):
        style = formats["answer" if column == _ANSWER else "note"]
        page.write_string(row, column, text, style) if text else page.write_blank(row, column, None, style)
    width = _WIDTHS[_LABEL] - 2 * item.depth
    page.set_row(row, min(max(line_count(label, width), line_count(item.note, _WIDTHS[_NOTE])) * _LINE + 6, _HIGHEST))
    _validate(page, row, item)


def _number(page: Worksheet, row: int, column: int, value: Decimal | None, style: Format) -> None:
    if value is None:
        page.write_blank(row, column, None, style)
    else:
        page.write_number(row, column, float(value), style)


def _validate(page: Worksheet, row: int, item: ItemRow) -> None:
    """The bounds warn without forbidding: なし or １２件 typed in haste are read all the same when the file returns."""
    bounds: dict[str, Any] = {"validate": "integer", "criteria": ">=", "value": 0}
    asked = "0以上の整数を入れてください。"
    if item.is_percent:
        bounds = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        asked = "0から100までの数を入れてください（35.5％なら 35.5）。"
    words = {"error_title": "数値の確認", "error_message": f"{asked}このまま入れることもできます。"}
    page.data_validation(row, _VALUE, row, _VALUE, bounds | words | {"error_type": "warning"})
    choices = {"validate": "list", "source": list(item.answers)}
    choice_words = {"error_title": "回答", "error_message": "一覧の言葉から選んでください。"}
    page.data_validation(row, _ANSWER, row, _ANSWER, choices | choice_words)
    page.data_validation(row, _NOTE, row, _NOTE, {"validate": "length", "criteria": "<=", "value": 500})


def _say_open(
    page: Worksheet, row: int, rows: Sequence[int], formats: dict[str, Format], items: Sequence[ItemRow]
) -> None:
    first, last = rows[0] + 1, rows[-1] + 1
    codes, values, answers = (f"{letter}{first}:{letter}{last}" for letter in "AFG")
    formula = f'=SUMPRODUCT(({codes}<>"")*({values}="")*({answers}=""))'
    count = sum(item.value is None and not item.answer for item in items)
    page.write_string(row, _ANSWER, "未記入", formats["count_label"])
    page.write_formula(row, _NOTE, formula, formats["count"], count)


def _highlight(page: Worksheet, rows: Sequence[int], formats: dict[str, Format]) -> None:
    """Open cells are yellow until number or answer stands there."""
    first, last = rows[0], rows[-1]
    rule = {"type": "formula", "criteria": f'=AND($F{first + 1}="",$G{first + 1}="",$A{first + 1}<>"")'}
    page.conditional_format(first, _VALUE, last, _ANSWER, rule | {"format": formats["missing"]})


def _set_up(page: Worksheet, sheet: ReturnSheet, top: int) -> None:
    page.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True})
    page.freeze_panes(top + 1, _UNIT)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    about = f"{sheet.title}　{sheet.organisation}　{sheet.period}".replace("&", "&&")[:200]
    page.set_footer(f"&L&8{about}&R&8&P / &N")


def _formats(workbook: Workbook) -> dict[str, Format]:
    base: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    cell = base | {"border": 1, "border_color": "#8C8C8C"}
    open_cell = cell | {"locked": False}
    grey = {"bg_color": "#F5F5F5"}
    styles: dict[str, dict[str, Any]] = {
        "title": base | {"font_size": 16, "bold": True},
        "about": base | {"font_size": 12, "bold": True},
        "due": base | {"font_size": 11, "bold": True, "align": "right"},
        "text": base | {"text_wrap": True, "valign": "top"},
        "head": cell | {"bold": True, "bg_color": "#E6E6E6", "align": "center", "text_wrap": True},
        "group": base | {"bold": True, "bg_color": "#DCE6F0", "top": 1, "bottom": 1, "border_color": "#8C8C8C"},
        "code": cell | grey | {"font_size": 7, "font_color": "#555555", "shrink": True},
        "unit": cell | {"align": "center", "shrink": True},
        "number": cell | grey | {"num_format": "#,##0"},
        "number-open": open_cell | {"num_format": "#,##0", "font_size": 12},
        "answer": open_cell | {"align": "center"},
        "note": open_cell | {"text_wrap": True, "num_format": "@"},
        "missing": {"bg_color": "#FFF7CC"},
        "help": {"font_name": FONT, "font_size": 8, "font_color": "#555555"},
        "count_label": base | {"align": "right"},
        "count": base | {"bold": True, "align": "left", "num_format": '0"件"'},
        "small": base | {"font_size": 6, "font_color": "#767676", "shrink": True},
    }
    for depth in range(4):
        styles[f"label{depth}"] = cell | {"text_wrap": True, "indent": depth, "bold": depth == 0}
    for decimals in range(5):
        shape = "0." + "0" * decimals if decimals else "0"
        styles[f"share{decimals}"] = cell | grey | {"num_format": shape}
        styles[f"share{decimals}-open"] = open_cell | {"num_format": shape, "font_size": 12}
    return {name: workbook.add_format(style) for name, style in styles.items()}

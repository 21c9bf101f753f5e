"""The machine-readable sheet: one line per figure or part, nothing merged, numbers as numbers, dates as dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from zaitaku.reports.document import Document, FigureRow
from zaitaku.reports.words import WORDS

Value = str | Decimal | date | None
_WIDTHS = (18, 30, 34, 26, 12, 8, 12, 22, 14, 12, 12, 12, 12, 40)


def figure_values(figure: FigureRow, joint: str) -> tuple[Value, ...]:
    """The columns of one line, in the order of `Words.figure_columns`."""
    return (
        figure.code,
        figure.initiative,
        figure.label,
        joint.join(figure.part),
        figure.value,
        figure.unit,
        figure.kind,
        figure.span,
        figure.state,
        figure.as_of,
        figure.numerator,
        figure.denominator,
        figure.confirmed,
        figure.source,
    )


def write_figures(sheet: Worksheet, workbook: Workbook, document: Document) -> None:
    words = WORDS[document.language]
    header = workbook.add_format({"bold": True, "bg_color": "#E6E6E6", "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for at, (title, width) in enumerate(zip(words.figure_columns, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, header)
    for row, figure in enumerate(document.figures, start=1):
        for at, value in enumerate(figure_values(figure, words.part_joint)):
            if isinstance(value, date):
                sheet.write_datetime(row, at, value, day)
            elif isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
                sheet.write_number(row, at, float(value))
            elif value is not None and str(value):
                sheet.write_string(row, at, str(value))  # a number beyond Excel's 15 digits stays exact as text
    sheet.autofilter(0, 0, len(document.figures), len(words.figure_columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)

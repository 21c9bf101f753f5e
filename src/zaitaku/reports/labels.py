"""Address labels as PDF, on A4 sheets of twelve or twenty-four as they are sold in Japan.

Tagged, equal bytes for equal labels. A sheet that was begun can be used up: the first labels stay empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaitaku.reports.document import check_text
from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.qr import qr_svg
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Format:
    """Columns and rows on A4, each label's width and height in mm; the grid stands in the middle of the sheet."""

    columns: int
    rows: int
    width: float
    height: float

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows


FORMATS = {12: Format(2, 6, 86.4, 42.3), 24: Format(3, 8, 66.0, 33.9)}


@dataclass(frozen=True, slots=True)
class Label:
    """`link`: what a QR code leads to, "" for none. `contact` gets 様, a label without one 御中."""

    name: str
    postcode: str = ""
    address: str = ""
    contact: str = ""
    note: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        for words in (self.name, self.postcode, self.address, self.contact, self.note):
            check_text(words)


def render(labels: Sequence[Label], *, per_sheet: int, first: int = 1, created: datetime) -> bytes:
    """`first` is the place of the first label on its sheet, from 1. Raises ValueError for places there are not."""
    form = FORMATS[per_sheet]
    if not 1 <= first <= form.per_sheet:
        raise ValueError(f"a sheet has places 1 to {form.per_sheet}")
    if not labels:
        raise ValueError("there is nothing to print")
    data = {
        "columns": form.columns,
        "rows": form.rows,
        "width": form.width,
        "height": form.height,
        "empty": first - 1,
        "labels": [
            {
                "name": printable(label.name),
                "postcode": printable(label.postcode),
                "address": printable(label.address),
                "contact": printable(label.contact),
                "note": printable(label.note),
                "qr": qr_svg(label.link).decode() if label.link else "",
            }
            for label in labels
        ],
    }
    return typeset("labels", data, created=created)

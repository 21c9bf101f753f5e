"""The sign-in sheet (受付簿) as PDF: A4, tagged, equal bytes for an equal sheet. Its words are those of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One party. `more` is what helps at the door: office, 車いす, 手話."""

    number: str
    name: str
    kana: str
    seats: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """`where` is one line under the title: day, time, place. `blank` empty lines follow for walk-ins, with a column
    for each thing they are `asked`."""

    title: str
    where: str
    rows: Sequence[SheetRow]
    blank: int = 10
    asked: Sequence[str] = ()


def render(sheet: SignInSheet, *, created: datetime) -> bytes:
    """The heads of the columns stand on every page; a party is never split between two."""
    data = {
        "title": printable(sheet.title),
        "where": printable(sheet.where),
        "blank": sheet.blank,
        "asked": [printable(head) for head in sheet.asked],
        "parties": len(sheet.rows),
        "seats": sum(row.seats for row in sheet.rows),
        "rows": [
            {
                "number": printable(row.number),
                "name": printable(row.name),
                "kana": printable(row.kana),
                "seats": row.seats,
                "more": printable(row.more),
            }
            for row in sheet.rows
        ],
    }
    return typeset("sign_in_sheet", data, created=created)

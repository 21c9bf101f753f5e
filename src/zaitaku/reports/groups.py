"""The groups of a meeting on paper: lists of the tables to hang up, and name cards to cut out. A4, tagged PDF.

Cards have the size of Japanese business cards, 91 × 55 mm, ten to a sheet as ready-cut paper is sold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaitaku.reports.document import check_text
from zaitaku.reports.pdf_fonts import EM, printable, widths
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"
MM = 72 / 25.4  # points
CARD_ROOM = 62 * MM  # width for the name beside the table's number
CARD_OFFICE = 57  # characters: three lines
NAME_SIZES = (22.0, 18.0, 15.0, 12.0, 9.0)


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    office: str = ""
    profession: str = ""
    facilitates: bool = False

    def __post_init__(self) -> None:
        for words in (self.name, self.office, self.profession):
            check_text(words)


@dataclass(frozen=True, slots=True)
class Table:
    """`mark` is what stands on the table and on its people's cards, a number or a short name; `kind` is said where
    there are several kinds."""

    name: str
    mark: str
    people: tuple[Person, ...]
    kind: str = ""

    def __post_init__(self) -> None:
        for words in (self.name, self.mark, self.kind):
            check_text(words)


@dataclass(frozen=True, slots=True)
class Words:
    """Column heads and notes in the reader's language."""

    name: str
    office: str
    profession: str
    facilitator: str
    table: str
    people: str  # with %(count)s
    settled: str  # "" where the groups still may change
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`created` (with time zone) is the only date in the file's data, so the same sheet gives the same bytes."""

    title: str
    subtitle: str
    tables: tuple[Table, ...]
    words: Words
    created: datetime

    def __post_init__(self) -> None:
        check_text(self.title)
        check_text(self.subtitle)
        if not self.title.strip():
            raise ValueError("a sheet needs a title")


def lists(sheet: Sheet) -> bytes:
    """Every table with its people, two beside each other; a table is never torn apart."""
    return _render(sheet, "lists")


def cards(sheet: Sheet) -> bytes:
    """A card for everybody, in the order of the tables."""
    return _render(sheet, "cards")


def _render(sheet: Sheet, what: str) -> bytes:
    return typeset("groups", _data(sheet) | {"what": what}, created=sheet.created)


def _data(sheet: Sheet) -> dict[str, Any]:
    words = sheet.words
    return {
        "title": printable(sheet.title),
        "subtitle": printable(sheet.subtitle),
        "language": words.language,
        "words": {name: getattr(words, name) for name in ("name", "office", "profession", "facilitator", "table")}
        | {"settled": words.settled},
        "tables": [
            {
                "name": printable(table.name),
                "mark": printable(table.mark),
                "kind": printable(table.kind),
                "count": words.people % {"count": len(table.people)},
                "people": _people(table.people),
            }
            for table in sheet.tables
        ],
    }


def _people(people: Sequence[Person]) -> list[dict[str, Any]]:
    return [
        {
            "name": printable(person.name),
            "office": printable(person.office),
            "short-office": _short(printable(person.office)),
            "profession": printable(person.profession),
            "facilitates": person.facilitates,
            "size": _name_size(printable(person.name)),
        }
        for person in people
    ]


def _short(office: str) -> str:
    """What fits a card under the name."""
    return office if len(office) <= CARD_OFFICE else office[: CARD_OFFICE - 1] + "…"


def _name_size(name: str) -> float:
    """The largest size at which a name stands on one line; the longest names break into two."""
    table = widths(heavy=True)
    ems = sum(table[character] for character in name) / EM
    return next((size for size in NAME_SIZES if ems * size <= CARD_ROOM), NAME_SIZES[-1])

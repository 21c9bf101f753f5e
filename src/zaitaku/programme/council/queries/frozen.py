"""A paper as plain JSON values and back. What is frozen holds everything that any format needs, for ever.

Format 1. Readers of later formats must keep reading this one; nothing here looks at settings, catalogue or database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zaitaku.analysis import figure_json
from zaitaku.analysis.figure import Figure
from zaitaku.programme.council.queries.composing import Composed
from zaitaku.programme.council.queries.table import Words
from zaitaku.reports import document as d

FORMAT = 1


class UnreadableContent(ValueError):
    """Frozen content of a format this version of the program does not know."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands in the document (section and row, from 0), and the words it was made from."""

    key: str
    name: str
    section: int
    row: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A paper by itself: what is printed, the figures behind it, and the words of its rows.

    `cover` is the as-of date on the cover; `unconfirmed` are the printed figures nobody had confirmed.
    """

    document: d.Document
    figures: Mapping[str, Figure]
    rows: tuple[RowPlace, ...]
    cover: date
    version: str
    unconfirmed: tuple[str, ...] = ()
    reason: str = ""

    def row(self, key: str) -> RowPlace | None:
        return next((row for row in self.rows if row.key == key), None)


def content_of(composed: Composed, document: d.Document) -> PaperContent:
    places = tuple(
        RowPlace(row.key, row.name, at, number, row.words)
        for at, section in enumerate(composed.table.sections)
        for number, row in enumerate(section.rows)
    )
    plan = composed.table.plan
    return PaperContent(document, composed.printed(), places, composed.cover, plan.version_name)


def to_json(content: PaperContent) -> dict[str, Any]:
    """Canonical when written by `figure_json.canonical`. The document's own digest is left out: it is made of this."""
    return {
        "format": FORMAT,
        "cover": content.cover.isoformat(),
        "version": content.version,
        "unconfirmed": list(content.unconfirmed),
        "reason": content.reason,
        "document": document_to_json(content.document),
        "figures": {code: figure_json.to_json(figure) for code, figure in content.figures.items()},
        "order": list(content.figures),
        "rows": [
            {
                "key": row.key,
                "name": row.name,
                "section": row.section,
                "row": row.row,
                "words": [[words.key, words.result, words.issues] for words in row.words],
            }
            for row in content.rows
        ],
    }


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the canonical form."""
    return hashlib.sha256(figure_json.canonical(data).encode()).hexdigest()


def content_from_json(data: Mapping[str, Any], *, digest: str = "") -> PaperContent:
    """The paper that `to_json` wrote, with its digest. Raises UnreadableContent."""
    if data.get("format") != FORMAT:
        raise UnreadableContent(f"frozen content of format {data.get('format')!r}")
    return PaperContent(
        document=document_from_json(data["document"], digest=digest),
        figures={code: figure_json.from_json(data["figures"][code]) for code in data["order"]},
        rows=tuple(
            RowPlace(
                row["key"], row["name"], row["section"], row["row"], tuple(Words(*words) for words in row["words"])
            )
            for row in data["rows"]
        ),
        cover=date.fromisoformat(data["cover"]),
        version=data["version"],
        unconfirmed=tuple(data["unconfirmed"]),
        reason=data["reason"],
    )


def document_to_json(document: d.Document) -> dict[str, Any]:
    return {
        "label": document.label,
        "title": document.title,
        "status": document.status,
        "as_of_text": document.as_of_text,
        "preamble": [_paragraph(one) for one in document.preamble],
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "paragraphs": [_paragraph(one) for one in section.paragraphs],
                "tables": [_table(one) for one in section.tables],
            }
            for section in document.sections
        ],
        "sources": _table(document.sources),
        "figures": [_figure_row(row) for row in document.figures],
        "created": document.created.isoformat(),
        "base_url": document.base_url,
        "language": document.language,
    }


def document_from_json(data: Mapping[str, Any], *, digest: str = "") -> d.Document:
    document = d.Document(
        label=data["label"],
        title=data["title"],
        status="draft",
        as_of_text=data["as_of_text"],
        preamble=tuple(_read_paragraph(one) for one in data["preamble"]),
        sections=tuple(
            d.Section(
                section["heading"],
                section["level"],
                tuple(_read_paragraph(one) for one in section["paragraphs"]),
                tuple(_read_table(one) for one in section["tables"]),
            )
            for section in data["sections"]
        ),
        sources=_read_table(data["sources"]),
        figures=tuple(_read_figure_row(row) for row in data["figures"]),
        created=datetime.fromisoformat(data["created"]),
        base_url=data["base_url"],
        language=data["language"],
    )
    return replace(document, status=data["status"], digest=digest) if data["status"] == "frozen" else document


def _paragraph(paragraph: d.Paragraph) -> list[list[str]]:
    return [[run.text, run.href, run.mark, run.figure] for run in paragraph.runs]


def _read_paragraph(data: list[Any]) -> d.Paragraph:
    return d.Paragraph(tuple(d.Run(text, href, mark, figure) for text, href, mark, figure in data))


def _table(table: d.Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [[column.title, str(column.weight)] for column in table.columns],
        "rows": [[None if cell is None else _cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: d.Cell) -> list[Any]:
    return [[_paragraph(one) for one in cell.paragraphs], cell.rowspan, cell.header]


def _read_table(data: Mapping[str, Any]) -> d.Table:
    return d.Table(
        data["caption"],
        tuple(d.Column(title, float(weight)) for title, weight in data["columns"]),
        tuple(tuple(None if cell is None else _read_cell(cell) for cell in row) for row in data["rows"]),
    )


def _read_cell(data: list[Any]) -> d.Cell:
    paragraphs, rowspan, header = data
    return d.Cell(tuple(_read_paragraph(one) for one in paragraphs), rowspan, header)


_NUMBERS = ("value", "numerator", "denominator")
_DAYS = ("as_of", "confirmed")
_WORDS = ("code", "initiative", "label", "unit", "kind", "span", "state", "source")


def _figure_row(row: d.FigureRow) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(row, name) for name in _WORDS}
    for name in _NUMBERS:
        number = getattr(row, name)
        data[name] = None if number is None else format(number, "f")
    for name in _DAYS:
        day = getattr(row, name)
        data[name] = None if day is None else day.isoformat()
    return data | {"part": list(row.part)}


def _read_figure_row(data: Mapping[str, Any]) -> d.FigureRow:
    return d.FigureRow(
        **{name: data[name] for name in _WORDS},
        part=tuple(data["part"]),
        value=_number(data["value"]),
        as_of=_day(data["as_of"]),
        numerator=_number(data["numerator"]),
        denominator=_number(data["denominator"]),
        confirmed=_day(data["confirmed"]),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

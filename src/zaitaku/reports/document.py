"""What a paper says, before anyone decides how it looks.

The council app builds a `Document`; each renderer turns it into bytes. Everything is checked when
built, so a renderer never meets a hole in a table, a control character or a link that is not a web address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from zaitaku.reports.sheets import SHEETS, SheetName

Mark = Literal["", "open", "preliminary", "as_of", "suppressed"]
Status = Literal["draft", "frozen"]

MARKS: tuple[Mark, ...] = ("", "open", "preliminary", "as_of", "suppressed")
MAX_CELL = 32_000  # UTF-16 units; Excel holds 32,767 and would drop the cell
MAX_COLUMNS = 24
MAX_TITLE = 60  # a header row is repeated on every page, so it must stay a fraction of one
MAX_HREF = 2_000  # Excel refuses longer links
MAX_HEADING = 300
MAX_LABEL = 20
MAX_DIGEST = 80
_HREF = re.compile(r"(?:https?://|/(?!/)|#)[^\s<>\"\\]*")
_NOT_TEXT = {"Cc", "Cs", "Zl", "Zp"}


def check_text(text: str) -> None:
    """Raise ValueError for what XML, Excel or PDF cannot carry: control characters, surrogates."""
    if text.isascii() and text.isprintable():
        return
    for character in text:
        code = ord(character)
        if unicodedata.category(character) in _NOT_TEXT or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            raise ValueError(f"text contains U+{code:04X}, which no paper can print: {text[:40]!r}")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line. With `figure` (an indicator code) it is a printed figure; `href` is its passport.

    `href` is empty, absolute (https://…), or a path on the site (/…), which `Document.base_url` completes.
    """

    text: str
    href: str = ""
    mark: Mark = ""
    figure: str = ""

    def __post_init__(self) -> None:
        check_text(self.text)
        check_text(self.figure)
        if self.mark not in MARKS:
            raise ValueError(f"unknown mark {self.mark!r}")
        if self.href and (len(self.href) > MAX_HREF or not _HREF.fullmatch(self.href)):
            raise ValueError(f"not a link a paper may carry: {self.href[:80]!r}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a cell or of the running text; no runs is an empty line."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """`rowspan` rows of one column; `header` marks the cell that names its row."""

    paragraphs: tuple[Paragraph, ...] = ()
    rowspan: int = 1
    header: bool = False

    def __post_init__(self) -> None:
        if self.rowspan < 1:
            raise ValueError(f"rowspan is {self.rowspan}")
        if len(text(self).encode("utf-16-le")) > 2 * MAX_CELL:
            raise ValueError(f"a cell holds at most {MAX_CELL} characters: {text(self)[:40]!r}")


def text(cell: Cell) -> str:
    """The words of a cell, one line per paragraph."""
    return "\n".join(paragraph.text for paragraph in cell.paragraphs)


def plain(value: str, *, rowspan: int = 1, header: bool = False) -> Cell:
    """A cell of plain text; each line becomes a paragraph."""
    lines = tuple(Paragraph((Run(line),) if line else ()) for line in value.split("\n")) if value else ()
    return Cell(lines, rowspan=rowspan, header=header)


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is the share of the page width."""

    title: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        check_text(self.title)
        if len(self.title) > MAX_TITLE:
            raise ValueError(f"a column title has at most {MAX_TITLE} characters: {self.title!r}")
        if not 0 < self.weight < 1_000:
            raise ValueError(f"column {self.title!r} has weight {self.weight}")


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold one entry per column; None is a place covered by a span from above.

    Raises ValueError when rows differ in length, spans overlap or leave the table, or nothing covers a None.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...] = ()

    def __post_init__(self) -> None:
        check_text(self.caption)
        if len(self.caption) > MAX_HEADING:
            raise ValueError(f"a caption has at most {MAX_HEADING} characters: {self.caption[:40]!r}")
        if not 0 < len(self.columns) <= MAX_COLUMNS:
            raise ValueError(f"table {self.caption!r} has {len(self.columns)} columns")
        covered = [0] * len(self.columns)  # rows still covered by the span above, per column
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} entries for {len(self.columns)} columns")
            for column, cell in enumerate(row):
                if (cell is None) != (covered[column] > 0):
                    what = "covered by nothing" if cell is None else "inside a span from above"
                    raise ValueError(f"row {number}, column {column} is {what}")
                covered[column] = covered[column] - 1 if cell is None else cell.rowspan - 1
        if any(covered):
            raise ValueError(f"a span leaves table {self.caption!r} at column {covered.index(max(covered))}")


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 1 is the highest under the document's title."""

    heading: str
    level: int = 1
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.heading)
        if not self.heading.strip() or len(self.heading) > MAX_HEADING or not 1 <= self.level <= 5:
            raise ValueError(f"section {self.heading[:40]!r} at level {self.level}")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the machine-readable sheet: a figure or one named part of it.

    `part` is the path of part names below the figure (empty for the figure itself). `value` is None while
    it is open, withheld or not applicable; `state` says which. `numerator` and `denominator` belong to rates.
    """

    code: str
    initiative: str
    label: str
    part: tuple[str, ...]
    value: Decimal | None
    unit: str
    kind: str
    span: str
    state: str
    as_of: date | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    confirmed: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        for words in (
            self.code,
            self.initiative,
            self.label,
            self.unit,
            self.kind,
            self.span,
            self.state,
            self.source,
        ):
            check_text(words)
        for name in self.part:
            check_text(name)
        for number in (self.value, self.numerator, self.denominator):
            if number is not None and not number.is_finite():
                raise ValueError(f"figure {self.code} is {number}")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper.

    `label` is the box at the top right (資料１), `as_of_text` the line under the title, `sources` the
    generated table of sources that closes the paper, `figures` the rows of the machine-readable sheet.
    `created` (with time zone) is the only date in the files, so the same document gives the same bytes.
    `digest` identifies a frozen paper. `paper` is the sheet; on A4 (minutes) an empty table of sources is left out.
    """

    label: str
    title: str
    status: Status
    as_of_text: str
    preamble: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    sources: Table
    figures: tuple[FigureRow, ...]
    created: datetime
    digest: str = ""
    base_url: str = ""
    language: Literal["ja", "en"] = "ja"
    paper: SheetName = "a3"

    @property
    def has_sources(self) -> bool:
        return self.paper == "a3" or bool(self.sources.rows)

    def __post_init__(self) -> None:
        for words in (self.label, self.title, self.as_of_text, self.digest):
            check_text(words)
        if not self.title.strip() or max(len(self.title), len(self.as_of_text)) > MAX_HEADING:
            raise ValueError(f"a paper needs a title of at most {MAX_HEADING} characters")
        if len(self.label) > MAX_LABEL or len(self.digest) > MAX_DIGEST:
            raise ValueError("the label or the digest is too long for its box")
        if self.status not in ("draft", "frozen"):
            raise ValueError(f"unknown status {self.status!r}")
        if self.status == "frozen" and not self.digest:
            raise ValueError("a frozen paper carries its digest")
        if self.created.tzinfo is None:
            raise ValueError("the creation time needs a time zone")
        if self.language not in ("ja", "en"):
            raise ValueError(f"unknown language {self.language!r}")
        if self.paper not in SHEETS:
            raise ValueError(f"unknown sheet {self.paper!r}")
        if self.base_url and not re.fullmatch(r"https?://[^\s<>\"\\]+", self.base_url):
            raise ValueError(f"not a site address: {self.base_url!r}")
        previous = 0
        for section in self.sections:  # screen readers and PDF/UA need levels without gaps
            if section.level > previous + 1:
                raise ValueError(f"section {section.heading!r} skips a level")
            previous = section.level


def link(document: Document, run: Run) -> str:
    """The full address of a run, or "" when the paper does not know its site."""
    if run.href.startswith("/"):
        return document.base_url.rstrip("/") + run.href if document.base_url else ""
    return run.href if run.href.startswith("http") else ""


@dataclass(frozen=True, slots=True, order=True)
class CellText:
    """Place and words of one cell. Row 0 holds the column titles; the sources are the last section."""

    section: int
    table: int
    row: int
    column: int
    text: str


def tables(document: Document) -> Iterator[tuple[int, int, Table]]:
    """Every table with its section and its place in it, in the order of print; empty tables too."""
    for section, content in enumerate(document.sections):
        for number, table in enumerate(content.tables):
            yield section, number, table
    if document.has_sources:
        yield len(document.sections), 0, document.sources


def cells(document: Document) -> tuple[CellText, ...]:
    """All a renderer must carry, each merged cell once at its first row."""
    found: list[CellText] = []
    for section, number, table in tables(document):
        found += (CellText(section, number, 0, at, column.title) for at, column in enumerate(table.columns))
        for row, entries in enumerate(table.rows, start=1):
            for at, cell in enumerate(entries):
                if cell is not None:
                    found.append(CellText(section, number, row, at, text(cell)))
    return tuple(found)

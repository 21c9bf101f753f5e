"""The two doors of the intake layer: `read_tables` for importers, `read_lines` for the paper check."""

from __future__ import annotations

from collections.abc import Iterator

from zaitaku.analysis.intake.book import Book, Paragraph, Sheet, as_text, cell_name
from zaitaku.analysis.intake.limits import STANDARD, Limits
from zaitaku.analysis.intake.lines import ReadLines
from zaitaku.analysis.intake.pdf import read_pdf
from zaitaku.analysis.intake.sniff import kind_of
from zaitaku.analysis.intake.text import decode, read_text
from zaitaku.analysis.intake.word import read_word
from zaitaku.analysis.intake.xlsx import read_xlsx
from zaitaku.analysis.intake.zipguard import Archive
from zaitaku.analysis.source_line import SourceLine


def read_tables(data: bytes, filename: str, *, limits: Limits = STANDARD) -> Book:
    """Everything the file holds, raw. The name matters only for its extension.

    Raises an IntakeRefused that names the reason; then nothing of the file was taken."""
    kind = kind_of(data, filename, limits)
    if kind == "pdf":
        return Book(kind, *read_pdf(data, limits))
    if kind in ("xlsx", "docx"):
        archive = Archive(data, limits)
        if kind == "xlsx":
            return Book(kind, *read_xlsx(data, archive, limits))
        archive.check()
        return Book(kind, *read_word(data, archive, limits))
    sheet, warnings = read_text(data, kind, limits)
    return Book(kind, (sheet,), warnings)


def read_lines(data: bytes, filename: str, *, limits: Limits = STANDARD) -> ReadLines:
    """Every line of text in the file with its place, and what could not be read.

    A text file gives its lines, a PDF the lines of its pages, a Word document its paragraphs and table cells, a
    workbook its cells; a cell of several lines gives several. Lines without text are left out."""
    kind = kind_of(data, filename, limits)
    if kind in ("txt", "csv", "tsv"):
        places = ((f"{n}行目", line) for n, line in enumerate(decode(data).split("\n"), start=1))
        return ReadLines(_with_text(places), ())
    book = read_tables(data, filename, limits=limits)
    return ReadLines(_with_text(_places(book)), book.warnings)


def _with_text(places: Iterator[tuple[str, str]]) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(place, text) for place, text in places if text.strip())


def _places(book: Book) -> Iterator[tuple[str, str]]:
    for block in book.blocks:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                yield block.location, line
            continue
        yield from _cell_places(block, "シート" if book.format == "xlsx" else "")


def _cell_places(sheet: Sheet, kind: str) -> Iterator[tuple[str, str]]:
    prefix = f"{kind}「{sheet.name}」!" if kind else f"{sheet.name} "
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value == "":
                continue
            place = prefix + (cell_name(row, column) if kind else f"{row}行{column}列")
            for line in as_text(value).replace("\r\n", "\n").split("\n"):
                yield place, line

"""What a worksheet's XML will cost and which of its cells are formulas, known before the reader builds anything.

calamine lays a sheet out as one full rectangle: a single value in XFD1048576 would ask for 17 billion cells. The
rectangle is therefore measured here first. The quick way reads cell references in the form all spreadsheet
programs write (`<c r="B7"`); anything else, or a rectangle over the limits, goes through expat, which counts only
cells that hold something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from zaitaku.analysis.intake import refusals

_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v>[^<])?')
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>'
)
_STRING_INDEX = re.compile(rb't="s"[^>]*><v>([0-9]{1,9})</v>')
_LONGEST_ROW = 16 << 20
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"


@dataclass(slots=True)
class Extent:
    """The rectangle from A1 that holds every value (rows × columns), and what is in it."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    without_value: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that hold an error (#DIV/0!); calamine hands them over as empty."""
    string_uses: dict[int, int] = field(default_factory=dict)


class _Unusual(Exception):
    """The sheet is not written the way spreadsheet programs write it."""


def scan(pieces: Iterator[bytes], *, count_strings: bool) -> Extent | None:
    """The quick way. None when the sheet is written in a way it does not read."""
    extent = Extent()
    letters: set[bytes] = set()
    try:
        for part in _whole_rows(pieces):
            joined = b" ".join(_references(part))
            letters.update(joined.translate(None, _DIGITS).split())
            extent.rows = max(extent.rows, max(map(int, set(joined.translate(None, _LETTERS).split())), default=0))
            if b"f" in part and b"<f" in part:  # the first is quick and nearly always false
                _note_formulas(part, extent)
            if b"#" in part:
                for column, row, text in _ERROR.findall(part):
                    extent.errors[int(row), column_number(column)] = text.decode("utf-8", "replace")
            if count_strings:
                for index in map(int, _STRING_INDEX.findall(part)):
                    extent.string_uses[index] = extent.string_uses.get(index, 0) + 1
    except _Unusual:
        return None
    extent.columns = max(map(column_number, letters), default=0)
    return extent


def _references(part: bytes) -> list[bytes]:
    """All cell references of the part; every element that could be a cell must be among them."""
    references = _REFERENCE.findall(part)
    if len(references) != part.count(b"<c") or (b":" in part and b":c" in part):
        raise _Unusual
    return references


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The inside of sheetData, cut between rows so that no cell is split."""
    rest, inside = b"", False
    for piece in pieces:
        rest += piece
        if len(rest) > _LONGEST_ROW:
            raise _Unusual
        if not inside and (start := rest.find(b"<sheetData")) >= 0:
            rest, inside = rest[start:], True
        cut = rest.rfind(b"</row>") + 6
        if inside and cut >= 6:
            yield rest[:cut]
            rest = rest[cut:]
    inner, closed, after = rest.partition(b"</sheetData>")
    if not inside or b"<row" in after or b":row" in after or (not closed and b"<c" in inner):
        raise _Unusual
    if closed:
        yield inner


def _note_formulas(part: bytes, extent: Extent) -> None:
    for letters, digits, value in _FORMULA.findall(part):
        place = (int(digits), column_number(letters))
        extent.formulas.add(place)
        if not value:
            extent.without_value.add(place)


def column_number(letters: bytes) -> int:
    """b"T" -> 20"""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def scan_exactly(pieces: Iterator[bytes], *, count_strings: bool) -> Extent:
    """The slow way, for any well-formed sheet; empty cells that only carry a style do not count."""
    reader = _ExactReader(count_strings)
    try:
        for piece in pieces:
            reader.parser.Parse(piece, False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusals.damaged("シートの XML が読めません", "a worksheet is no valid XML") from error
    return reader.extent


class _ExactReader:
    def __init__(self, count_strings: bool) -> None:
        self.extent = Extent()
        self.parser: Any = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self._count_strings = count_strings
        self._row = self._column = 0
        self._type, self._element, self._value = "", "", ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._element = name
        if name == "row":
            self._row = _plain_int(attributes.get("r"), self._row + 1)
            self._column = 0
        elif name == "c":
            self._column += 1
            self._type, self._value = attributes.get("t", ""), ""
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
        elif name in ("v", "is"):
            self.extent.rows = max(self.extent.rows, self._row)
            self.extent.columns = max(self.extent.columns, self._column)
            self.extent.without_value.discard((self._row, self._column))
        elif name == "f":
            self.extent.formulas.add((self._row, self._column))
            self.extent.without_value.add((self._row, self._column))

    def _text(self, text: str) -> None:
        if self._element == "v" and self._type in ("s", "e"):
            self._value += text

    def _end(self, name: str) -> None:
        self._element = ""
        if name.rpartition(":")[2] != "c":
            return
        if self._type == "e" and self._value:
            self.extent.errors[self._row, self._column] = self._value[:20]
        elif self._count_strings and self._value.strip().isdecimal():
            index = int(self._value)
            self.extent.string_uses[index] = self.extent.string_uses.get(index, 0) + 1


def _place(reference: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", reference)
    if not found:
        raise refusals.damaged("セル番地が読めません", "a cell reference cannot be read")
    return int(found[2]), column_number(found[1].encode())


def _plain_int(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else default

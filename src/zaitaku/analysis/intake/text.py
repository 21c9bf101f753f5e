"""csv, tsv and txt: which encoding, then which cells.

cp932 is decoded as cp932 (Python's shift_jis lacks 髙 and ①). EUC-JP and JIS are recognised in order to be refused
by name: read as cp932 they give half-width rubbish rather than an error.
"""

from __future__ import annotations

import codecs
import csv
import io
import re

from zaitaku.analysis.intake import refusals
from zaitaku.analysis.intake.book import Sheet
from zaitaku.analysis.intake.limits import Limits
from zaitaku.analysis.intake.lines import Unread
from zaitaku.analysis.numerals import TextRefused, refuse_bad_characters

_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_PRIVATE_OF_CP932 = re.compile("[\uf8f0-\uf8f3\x80-\x9f\xa0]")  # what the codec makes of bytes cp932 does not have


def decode(data: bytes) -> str:
    """The text with line ends made \\n and form feeds (page ends) taken for line ends.

    Raises WrongEncoding, or BadContent for control characters and for text that was lost earlier (U+FFFD)."""
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    _refuse_bad_content(text)
    return text


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, error.start, "") from error
    if b"\x1b$" in data or b"\x1b(" in data:
        raise _wrong_encoding(data, data.index(b"\x1b"), "JIS (ISO-2022-JP)")
    if b"\x00" in data:
        raise _wrong_encoding(data, data.index(b"\x00"), "UTF-16/32 (BOM なし / without BOM)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _as_cp932(data, error.start)


def _as_cp932(data: bytes, utf8_failed_at: int) -> str:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, max(error.start, utf8_failed_at), _euc(data)) from error
    if found := _PRIVATE_OF_CP932.search(text):
        raise _wrong_encoding(data, len(text[: found.start()].encode("cp932", "replace")), _euc(data))
    foreign = sum(not character.isascii() for character in text)
    if len(_HALF_WIDTH_KANA.findall(text)) * 3 > foreign and _euc(data):
        raise _wrong_encoding(data, utf8_failed_at, _euc(data))
    return text


def _euc(data: bytes) -> str:
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return ""
    return "EUC-JP"


def _wrong_encoding(data: bytes, at: int, guess: str) -> refusals.WrongEncoding:
    line = data[:at].count(b"\n") + 1
    guess_ja = f"{guess} と思われます" if guess else "UTF-8 でも Shift_JIS（cp932）でもありません"
    guess_en = f"it looks like {guess}" if guess else "neither UTF-8 nor Shift_JIS (cp932)"
    return refusals.WrongEncoding(
        f"{line}行目の文字コードが読めません（{guess_ja}）。UTF-8 で保存し直してください。",
        f"The encoding cannot be read at line {line} ({guess_en}). Save the file again as UTF-8.",
    )


def _refuse_bad_content(text: str) -> None:
    try:
        refuse_bad_characters(text)
    except TextRefused as refused:
        for number, line in enumerate(text.split("\n"), start=1):
            _refuse_line(number, line)
        raise refusals.BadContent(refused.message_ja, refused.message_en) from refused
    if "\ufffd" in text:
        at = text[: text.index("\ufffd")].count("\n") + 1
        raise refusals.BadContent(
            f"{at}行目に文字化け（�）があります。変換前の元のファイルを選んでください。",
            f"Line {at} holds characters lost in an earlier conversion (�). Choose the original file.",
        )


def _refuse_line(number: int, line: str) -> None:
    try:
        refuse_bad_characters(line)
    except TextRefused as refused:
        raise refusals.BadContent(
            f"{number}行目: {refused.message_ja}", f"Line {number}: {refused.message_en}"
        ) from refused


def read_text(data: bytes, kind: str, limits: Limits) -> tuple[Sheet, tuple[Unread, ...]]:
    """One sheet. csv and tsv are taken by their quotation marks; txt too, when tabs make it a table and its
    quotation marks close, else line by line."""
    text = decode(data)
    if kind != "txt":
        return _delimited(text, "," if kind == "csv" else "\t", kind, limits), ()
    if '"' not in text:
        return _plain(text, limits), ()
    try:
        return _delimited(text, "\t", kind, limits), ()
    except refusals.BadContent:
        note = Unread(
            "",
            "閉じていない引用符があるため、引用符を文字として読みました。",
            "Quotation marks do not close; read as text.",
        )
        return _plain(text, limits), (note,)


def _plain(text: str, limits: Limits) -> Sheet:
    lines = text.removesuffix("\n").split("\n")
    rows = tuple(tuple(line.split("\t")) for line in lines)
    _check_size(rows, limits)
    return Sheet("", rows, line_numbers=tuple(range(1, len(rows) + 1)))


def _delimited(text: str, delimiter: str, kind: str, limits: Limits) -> Sheet:
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            rows.append(tuple(row) or ("",))
            numbers.append(begins)
            begins = reader.line_num + 1
            if len(rows) > limits.rows:
                break
    except csv.Error as error:
        raise refusals.BadContent(
            f'{begins}行目から始まる行の引用符（"）が正しく閉じていません。{kind} を書き出し直してください。',
            f'The quotation marks (") of the row that begins at line {begins} are not closed. Export the {kind} again.',
        ) from error
    _check_size(tuple(rows), limits)
    return Sheet("", tuple(rows), line_numbers=tuple(numbers))


def _check_size(rows: tuple[tuple[str, ...], ...], limits: Limits) -> None:
    if len(rows) > limits.rows:
        raise refusals.too_large("too_many_rows", "行", "rows", len(rows), limits.rows)
    widest = max((len(row) for row in rows), default=0)
    if widest > limits.columns:
        raise refusals.too_large("too_many_columns", "列", "columns", widest, limits.columns)
    cells = sum(map(len, rows))
    if cells > limits.cells:
        raise refusals.too_large("too_many_cells", "セル", "cells", cells, limits.cells)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if longest > limits.cell_characters:
        raise refusals.too_large(
            "cell_too_long", "1つのセルの文字", "characters in a cell", longest, limits.cell_characters
        )

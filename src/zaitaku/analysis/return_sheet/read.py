"""From a file to lines, as they stand there. Rows and columns may have moved: heads and codes say what is what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zaitaku.analysis.intake import Limits, Raw, Sheet, as_text, cell_name, read_tables
from zaitaku.analysis.return_sheet.identity import MARK, Identity, same_sheet
from zaitaku.analysis.return_sheet.model import CellKind, Found, Line, NotOurSheet, ReadSheet
from zaitaku.analysis.return_sheet.words import ANSWER_HEAD, CODE_HEAD, NOTE_HEAD, VALUE_HEADS

LIMITS = Limits(
    file_bytes=2_000_000,
    unpacked_bytes=20_000_000,
    ratio_from_bytes=1_000_000,
    string_bytes=20_000_000,
    entries=500,
    sheets=30,
    rows=5_000,
    columns=200,
    cells=200_000,
    cell_characters=5_000,
)
_LABEL = "項目"
LONGEST = 500  # of what is kept of a cell: a remark has no more


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    head: int
    code: int
    value: int
    answer: int | None
    note: int | None
    label: int | None


def read(data: bytes, filename: str) -> ReadSheet:
    """Raises IntakeRefused for the file, NotOurSheet where it is none of those handed out."""
    sheets = read_tables(data, filename, limits=LIMITS).sheets
    tables = [table for sheet in sheets if not sheet.hidden and (table := _table(sheet))]
    identity = _identity(sheets, [table.sheet for table in tables])
    found = [(table, tuple(_lines(table))) for table in tables]
    filled = [one for one in found if any(line.is_filled for line in one[1])]
    if len(filled) > 1:
        names = "、".join(f"「{table.sheet.name}」" for table, _lines_of in filled)
        raise NotOurSheet(
            f"記入された表が{len(filled)}枚あります（{names}）。送る表だけを残し、ほかのシートは削除してください。",
            f"{len(filled)} tables are filled in ({names}). Keep the one to be sent and delete the others.",
            code="several_tables",
        )
    if not found:
        raise NotOurSheet(
            f"見出しの行（「{CODE_HEAD}」と「今月の数値」など）が見つかりません。様式をダウンロードし直して記入してください。",
            f'The row of heads ("{CODE_HEAD}" and the value) was not found. Download the sheet again and fill that in.',
            code="no_heads",
        )
    table, lines = (filled or found)[0]
    first, repeated = _once(lines)
    return ReadSheet(identity, table.sheet.name, first, repeated)


def _identity(sheets: Sequence[Sheet], tables: Sequence[Sheet]) -> Identity:
    """Of the hidden sheet; the small print of the table itself counts where that is gone, and must not contradict."""
    hidden = _marks([sheet for sheet in sheets if sheet.hidden])
    shown = _marks(tables) or _marks([sheet for sheet in sheets if not sheet.hidden])
    found = [*hidden, *shown]
    if not found:
        raise NotOurSheet(
            "このシステムが配布した様式ではありません。この画面から様式をダウンロードし、それに記入してください。",
            "This is no sheet that the system handed out. Download it from this page and fill that in.",
        )
    if other := next((one for one in found if not same_sheet(one, found[0])), None):
        raise NotOurSheet(
            f"2つの様式が混ざっています（{found[0].about}と{other.about}）。様式をダウンロードし直して記入してください。",
            f"Two sheets are mixed ({found[0].about} and {other.about}). Download the sheet again and fill that in.",
            code="mixed",
        )
    return found[0]


def _marks(sheets: Sequence[Sheet]) -> list[Identity]:
    found = []
    for sheet in sheets:
        for row in sheet.rows:
            for value in row:
                if isinstance(value, str) and value.startswith(MARK):
                    try:
                        found.append(Identity.from_text(value))
                    except ValueError:
                        continue
    return found


def _table(sheet: Sheet) -> _Table | None:
    for number, row in enumerate(sheet.rows, start=1):
        heads = {_plain(value): column for column, value in reversed(list(enumerate(row, start=1)))}
        value = next((heads[head] for head in VALUE_HEADS.values() if head in heads), None)
        if value is not None and CODE_HEAD in heads:
            answer, note, label = (heads.get(head) for head in (ANSWER_HEAD, NOTE_HEAD, _LABEL))
            return _Table(sheet, number, heads[CODE_HEAD], value, answer, note, label)
    return None


def _plain(value: Raw) -> str:
    return "".join(value.split()) if isinstance(value, str) else ""


def _lines(table: _Table) -> Iterator[Line]:
    """Every row below the heads that has a code."""
    sheet = table.sheet
    for row in range(table.head + 1, len(sheet.rows) + 1):
        code = _text(sheet.value(row, table.code)).strip()
        if not code or code.startswith(MARK):
            continue
        label = _text(sheet.value(row, table.label)).strip() if table.label else ""
        cells = (_found(sheet, row, column) for column in (table.value, table.answer, table.note))
        yield Line(row, code, label, *cells)


def _found(sheet: Sheet, row: int, column: int | None) -> Found:
    if column is None:
        return Found("", "", CellKind.BLANK)
    value, place = sheet.value(row, column), cell_name(row, column)
    is_formula = (row, column) in sheet.formulas
    if isinstance(value, str) and not value.strip():
        return Found(place, "", CellKind.UNSAVED if is_formula else CellKind.BLANK, is_formula)
    return Found(place, _text(value)[:LONGEST], _kind(value), is_formula)


def _text(value: Raw) -> str:
    """As it stands there, but for NUL, which a file can hold (_x0000_) and PostgreSQL cannot: it shows as damaged."""
    return as_text(value).replace("\0", "\ufffd")


def _kind(value: Raw) -> CellKind:
    if isinstance(value, bool):
        return CellKind.TRUTH
    if isinstance(value, int | float):
        return CellKind.NUMBER
    if isinstance(value, date | datetime):
        return CellKind.DATE
    return CellKind.TIME if isinstance(value, time | timedelta) else CellKind.TEXT


def _once(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Each code once: of several rows the one that is filled in; others that are filled in too are repeated."""
    first: dict[str, Line] = {}
    repeated = []
    for line in lines:
        before = first.get(line.code)
        if before is None or (line.is_filled and not before.is_filled):
            first[line.code] = line
        elif line.is_filled:
            repeated.append(line)
    return tuple(first.values()), tuple(repeated)

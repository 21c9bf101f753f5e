"""A file that came back, beside what is recorded: what may be saved, what is wrong, what somebody entered meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zaitaku.analysis.figure import State
from zaitaku.analysis.intake import Problem
from zaitaku.analysis.return_sheet import Asked, CellKind, Found, Meaning, Understood, repeated, understand
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.models import Return, Upload, Value
from zaitaku.programme.returns.queries.asked import AskedItem, asked_in
from zaitaku.programme.returns.queries.filling import last_numbers
from zaitaku.programme.returns.queries.sheets import current_values
from zaitaku.programme.returns.queries.workbooks import asked_of, plain

ANSWER_OF = {Meaning.NUMBER: Answer.NUMBER, Meaning.NONE: Answer.NONE, Meaning.SAME: Answer.SAME}


@dataclass(frozen=True, slots=True)
class Line:
    """One item: as asked, as the file has it, as it was understood, and the row that counts now."""

    item: AskedItem
    asked: Asked
    value: Found
    answer: Found
    note: str
    understood: Understood
    row: Value | None
    is_in_file: bool
    was_recorded_later: bool

    @property
    def problem(self) -> Problem | None:
        return self.understood.problem

    @property
    def recorded(self) -> Decimal | None:
        return plain(self.row.value) if self.row is not None else None

    @property
    def is_blank(self) -> bool:
        return self.understood.meaning is Meaning.BLANK

    @property
    def is_as_recorded(self) -> bool:
        """Whether the file says what is recorded already."""
        return is_recorded(self.row, self.understood, self.note)

    @property
    def is_newer(self) -> bool:
        """Whether somebody recorded another value after the file was handed out."""
        return self.was_recorded_later and not self.is_as_recorded and not self.is_blank


def entry_of(found: Understood, note: str) -> tuple[Entry, Answer] | None:
    """What is to be recorded of it; None where nothing was said. A share of nothing is not applicable."""
    if found.meaning not in ANSWER_OF:
        return None
    if found.value is None:
        return Entry(None, State.NOT_APPLICABLE, note=note), Answer.NUMBER
    return Entry(found.value, note=note), ANSWER_OF[found.meaning]


def is_recorded(row: Value | None, found: Understood, note: str) -> bool:
    """Whether the row says just that; where a number stands, whatever its state."""
    if row is None or (made := entry_of(found, note)) is None:
        return False
    entry, answer = made
    is_alike = entry.value is not None or row.state == entry.state
    return is_alike and (row.value, row.answer, row.note) == (entry.value, answer, note)


def lines_of(upload: Upload) -> list[Line]:
    """In the order of the sheet. Five queries."""
    sheet = upload.sheet
    current, last = current_values(sheet), last_numbers(sheet)
    found = []
    for item in asked_in(sheet.form, sheet.start):
        row = current.get(item.element.pk)
        later = row is not None and row.recorded_at > upload.made_at
        found.append(_line(item, asked_of(item, last.get(item.element.pk)), upload.cells, row, later))
    return found


def _line(item: AskedItem, asked: Asked, cells: Mapping[str, Any], row: Value | None, later: bool) -> Line:
    kept = cells.get(asked.code)
    value, answer = (found_of(kept, ""), found_of(kept, "answer_")) if kept else (_NOTHING, _NOTHING)
    understood = understand(value, answer, asked)
    again = kept.get("repeated", []) if kept else []
    if again:
        problem = repeated(found_of(again[0], ""), asked.code, asked.label, value.cell)
        understood = Understood(Meaning.UNCLEAR, None, "refused", problem)
    note = str(kept.get("note", "")) if kept else ""
    return Line(item, asked, value, answer, note, understood, row, kept is not None, later)


_NOTHING = Found("", "", CellKind.BLANK)


def found_of(kept: Mapping[str, Any], prefix: str) -> Found:
    """The cell as actions/uploads kept it."""
    kind = CellKind(kept.get(f"{prefix}kind", CellKind.BLANK))
    place, raw = kept.get(f"{prefix}cell", ""), kept.get(f"{prefix}raw", "")
    return Found(place, raw, kind, bool(kept.get(f"{prefix}formula")))


def not_asked(upload: Upload, lines: list[Line]) -> list[tuple[str, str, str]]:
    """Code, label and value of the file's rows that the form does not ask (any more) and that hold something."""
    asked = {line.asked.code for line in lines}
    return [
        (code, kept.get("label", ""), f"{kept['cell']} {kept['raw']}".strip())
        for code, kept in upload.cells.items()
        if code not in asked and (kept.get("raw") or kept.get("answer_raw"))
    ]


def open_upload(sheet: Return) -> Upload | None:
    """The newest file whose values were not saved yet, unless a later one was."""
    newest = sheet.uploads.select_related("by").first()
    return newest if newest is not None and newest.taken_at is None else None

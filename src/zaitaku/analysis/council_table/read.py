"""The council table from a file: every line is taken for something or put aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zaitaku.analysis.council_table import headings
from zaitaku.analysis.council_table.model import (
    Category,
    CouncilReading,
    NotACouncilTable,
    Pillar,
    PlanTable,
    Row,
    Understood,
)
from zaitaku.analysis.council_table.records import Record, records_of
from zaitaku.analysis.council_table.rows import LEADING, DraftRow, finished
from zaitaku.analysis.council_table.split import looks_like_owners
from zaitaku.analysis.intake import Limits, Problem, read_tables


def read_council_table(
    data: bytes, filename: str, *, organisations: Sequence[str] = (), limits: Limits | None = None
) -> CouncilReading:
    """`organisations`: known names of owners, for names that hold a ・ themselves.

    Raises IntakeRefused for a file that cannot be read and NotACouncilTable for one without such a table."""
    book = read_tables(data, filename, limits=limits or Limits())
    reader = _Reader(tuple(organisations))
    records = list(records_of(book))
    for at, record in enumerate(records):
        reader.take(record, records[at + 1 : at + 3])
    reader.put_aside_hidden([sheet.name for sheet in book.sheets if sheet.hidden])
    if not reader.has_header:
        raise NotACouncilTable(
            "「取組」などの見出しの行が見つかりません。計画の表（目指すべき状態・目的・取組…）のファイルを選んでください。",
            'No header row with "取組" was found. Choose the file that holds the plan table.',
        )
    return CouncilReading(reader.table(), tuple(reader.understood), tuple(reader.not_understood))


@dataclass(slots=True)
class _DraftCategory:
    number: int | None
    name: str
    line: int
    rows: list[DraftRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _DraftPillar:
    name: str
    line: int
    categories: list[_DraftCategory] = field(default_factory=list)


class _Reader:
    def __init__(self, organisations: tuple[str, ...]) -> None:
        self.understood: list[Understood] = []
        self.not_understood: list[Problem] = []
        self.has_header = False
        self._organisations = organisations
        self._title: tuple[str, str, int | None, int | None] | None = None
        self._goals: list[str] = []
        self._pillars: list[_DraftPillar] = []
        self._measures = _DraftCategory(None, "", 0)
        self._category: _DraftCategory | None = None
        self._columns: list[str] | None = None

    def take(self, record: Record, following: Sequence[Record]) -> None:
        columns = headings.header_columns(record)
        if headings.is_rule(record):
            self._note(record, "rule")
        elif columns is not None:
            self._header(record, columns)
        elif not self._pillars and self._columns is None and (goal := headings.goal_of(record)):
            self._goals.append(goal)
            self._note(record, "goal")
        elif record.lone:
            self._heading(record, record.lone, following)
        elif self._columns is not None:
            self._row(record, self._columns)
        else:
            self._put_aside(record, "表の見出しより前にあります", "It stands before any header row")

    def _heading(self, record: Record, text: str, following: Sequence[Record]) -> None:
        category = headings.category_of(text) if headings.is_category(record, following) else None
        leads = headings.follows_pillar(following)
        if headings.is_note(text):
            notes = self._category.notes if self._category else self._measures.notes
            notes.append(text)
            self._note(record, "note")
        elif headings.is_measures(text):
            self._category, self._columns = self._measures, None
            self._note(record, "section")
        elif category is not None:
            self._open_category(_DraftCategory(*category, record.line))
            self._note(record, "category")
        elif self._title is None and not self._pillars and (headings.has_years(text) or not leads):
            self._title = headings.title_parts(text)
            self._note(record, "title")
        elif leads:
            self._pillars.append(_DraftPillar(text, record.line))
            self._category = self._columns = None
            self._note(record, "pillar")
        else:
            self._put_aside(
                record, "見出しとしても表の行としても読めません", "Neither a heading nor a row of the table"
            )

    def _open_category(self, category: _DraftCategory) -> None:
        if not self._pillars:
            self._pillars.append(_DraftPillar("", category.line))
        self._pillars[-1].categories.append(category)
        self._category, self._columns = category, None

    def _header(self, record: Record, columns: list[str]) -> None:
        if self._category is None:
            self._open_category(_DraftCategory(None, "", record.line))
        self._columns, self.has_header = columns, True
        strange = [cell for cell, name in zip(record.cells, columns, strict=True) if name == headings.UNKNOWN]
        names = "、".join(strange)
        self._note(
            record,
            "header",
            f"列「{names}」は計画の列ではないため読んでいません。" if strange else "",
            f'Columns "{names}" are no columns of the plan and were not read.' if strange else "",
        )

    def _row(self, record: Record, columns: list[str]) -> None:
        drafts = self._category.rows if self._category else []
        cells, shift = self._aligned(record, columns, bool(drafts))
        if any(cells[len(columns) :]):
            self._put_aside(record, "列の数が見出しより多い行です", "The row has more columns than its header")
            return
        values = _by_field(cells, columns)
        covered = {columns[at] for at in record.covered if at < len(columns)}
        if not values.get("initiative"):
            continues = not values.get("desired_state") and not values.get("objective")
            if not drafts or not continues:
                self._put_aside(record, "取組が空です", "The row names no initiative (取組)")
                return
            drafts[-1].append(values)
            remark_ja = "取組が空のため、上の行の続きとして読みました。"
            self._note(record, "continuation", remark_ja, "No initiative: read as going on from the row above.")
            return
        if drafts:
            for name in covered - set(LEADING):
                values[name] = values.get(name) or drafts[-1].text(name)
        drafts.append(DraftRow(record.line, values))
        remark_ja = f"左の空欄が{shift}列分欠けているため、右へずらして読みました。" if shift else ""
        remark_en = f"{shift} empty cells are missing on the left: read further to the right." if shift else ""
        self._note(record, "row", remark_ja, remark_en)

    def _aligned(self, record: Record, columns: list[str], has_rows: bool) -> tuple[list[str], int]:
        """The cells under their columns. In text files the empty cells of a spanned column are sometimes missing
        altogether; then the owners, which close a row, stand too far to the left."""
        cells = [*record.cells, *[""] * (len(columns) - len(record.cells))]
        if record.exact or not has_rows or not cells[0] or "owners" not in columns:
            return cells, 0
        last = max(at for at, cell in enumerate(cells) if cell)
        shift = columns.index("owners") - last
        start = columns.index("initiative") - shift
        if shift <= 0 or start < 0 or not looks_like_owners(cells[last], self._organisations):
            return cells, 0
        if not cells[start] or last == start:
            return cells, 0
        return [*[""] * shift, *cells[: last + 1], *[""] * (len(columns) - last - 1 - shift)], shift

    def _note(self, record: Record, kind: str, remark_ja: str = "", remark_en: str = "") -> None:
        self.understood.append(Understood(record.location, kind, record.text, remark_ja, remark_en))

    def _put_aside(self, record: Record, reason_ja: str, reason_en: str) -> None:
        remedy, remedy_en = (
            "元の表の該当行を確かめ、直してから読み込み直してください。",
            "Correct the line and import again.",
        )
        location, raw = record.location, record.text
        self.not_understood.append(Problem(location, "", raw, f"{reason_ja}。", f"{reason_en}.", remedy, remedy_en))

    def put_aside_hidden(self, names: Sequence[str]) -> None:
        for name in names:
            reason_ja, reason_en = "非表示のシートは読んでいません。", "The hidden sheet was not read."
            self.not_understood.append(
                Problem(f"シート「{name}」", "", "", reason_ja, reason_en, "必要なら再表示してください。")
            )

    def table(self) -> PlanTable:
        title, status, first, last = self._title or ("", "", None, None)
        return PlanTable(
            title,
            status,
            first,
            last,
            tuple(self._goals),
            tuple(
                Pillar(pillar.name, tuple(map(self._finished, pillar.categories)), pillar.line)
                for pillar in self._pillars
            ),
            self._rows(self._measures),
            tuple(self._measures.notes),
        )

    def _finished(self, draft: _DraftCategory) -> Category:
        return Category(draft.number, draft.name, self._rows(draft), tuple(draft.notes), draft.line)

    def _rows(self, draft: _DraftCategory) -> tuple[Row, ...]:
        return finished(draft.rows, self._organisations)


def _by_field(cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """A cell under no header name belongs to the named column on its left (a header merged over columns)."""
    values: dict[str, str] = {}
    name = ""
    for cell, column in zip(cells, columns, strict=False):
        name = column or name
        if cell and name and name != headings.UNKNOWN:
            values[name] = f"{values[name]}\n{cell}" if name in values else cell
    return values

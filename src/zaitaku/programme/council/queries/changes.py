"""What differs between two papers, cell by cell and figure by figure, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.wording import full_text
from zaitaku.programme.council.choices import Reason
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.council.queries.frozen import PaperContent, RowPlace
from zaitaku.programme.council.queries.sources import walk
from zaitaku.reports import document as d


@dataclass(frozen=True, slots=True)
class FigureChange:
    """`before` or `after` is None where the paper does not print the figure. `path` leads to a part."""

    code: str
    path: tuple[str, ...]
    before: Figure | None
    after: Figure | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class CellChange:
    """`place` is the section's heading; `was` and `now` are the words of the cell ("" where there is no such row)."""

    key: str
    place: str
    name: str
    column: str
    was: str
    now: str
    reasons: tuple[Reason, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperChanges:
    cells: tuple[CellChange, ...]
    figures: tuple[FigureChange, ...]

    @property
    def is_empty(self) -> bool:
        return not self.cells and not self.figures


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A change of a figure in words: 555人（確定後追記あり） → 625人."""

    code: str
    path: tuple[str, ...]
    was: str
    now: str
    reason: Reason


def lines_of(changes: PaperChanges, before: date, after: date) -> tuple[FigureLine, ...]:
    """The figure changes with their marks as of the covers of either paper."""
    return tuple(
        FigureLine(
            change.code,
            change.path,
            full_text(change.before, before) if change.before else "",
            full_text(change.after, after) if change.after else "",
            change.reason,
        )
        for change in changes.figures
    )


def compare_papers(before: PaperContent, after: PaperContent) -> PaperChanges:
    """Rows are the same when their keys are. Every change has at least one reason."""
    figures = tuple(_figure_changes(before, after))
    by_code = {change.code: change.reason for change in reversed(figures)}
    cells: list[CellChange] = []
    for row in after.rows:
        old = before.row(row.key)
        cells += _row_changes(before, after, old, row, by_code)
    for row in before.rows:
        if after.row(row.key) is None:
            cells += _row_changes(before, after, row, None, by_code)
    return PaperChanges(tuple(cells), figures)


def cells_of(content: PaperContent, row: RowPlace) -> dict[str, d.Cell]:
    """Column title → cell of a row; a spanning cell belongs to every row it spans."""
    table = content.document.sections[row.section].tables[0]
    found: dict[str, d.Cell] = {}
    for at, column in enumerate(table.columns):
        number = row.row
        while (cell := table.rows[number][at]) is None:
            number -= 1
        found[column.title] = cell
    return found


def codes_in(cell: d.Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(run.figure for one in cell.paragraphs for run in one.runs if run.figure))


def _row_changes(
    before: PaperContent,
    after: PaperContent,
    old: RowPlace | None,
    new: RowPlace | None,
    by_code: dict[str, Reason],
) -> Iterator[CellChange]:
    was = cells_of(before, old) if old else {}
    now = cells_of(after, new) if new else {}
    row = new or old
    if row is None:
        return
    content = after if new else before
    for column in dict.fromkeys([*now, *was]):
        first, second = was.get(column, d.Cell()), now.get(column, d.Cell())
        if d.text(first) == d.text(second):
            continue
        codes = tuple(dict.fromkeys([*codes_in(second), *codes_in(first)]))
        yield CellChange(
            key=row.key,
            place=content.document.sections[row.section].heading,
            name=row.name,
            column=column,
            was=d.text(first),
            now=d.text(second),
            reasons=_reasons(column, old, new, [by_code[code] for code in codes if code in by_code]),
            figures=tuple(code for code in codes if code in by_code),
        )


def _reasons(column: str, old: RowPlace | None, new: RowPlace | None, of_figures: list[Reason]) -> tuple[Reason, ...]:
    if old is None or new is None:
        return (Reason.PLAN_CHANGED,)
    if column == phrases.RESULT:
        worded = [Reason.WORDING] if _templates(old) != _templates(new) else []
        return tuple(dict.fromkeys([*of_figures, *worded])) or (Reason.AS_OF_MOVED,)
    return (Reason.WORDING,) if column == phrases.ISSUES else (Reason.PLAN_CHANGED,)


def _templates(row: RowPlace) -> list[tuple[str, str]]:
    return [(words.key, words.result) for words in row.words]


def _figure_changes(before: PaperContent, after: PaperContent) -> Iterator[FigureChange]:
    """A change of a whole figure first, then those of its parts."""
    for code in dict.fromkeys([*after.figures, *before.figures]):
        was = dict(walk(before.figures[code])) if code in before.figures else {}
        now = dict(walk(after.figures[code])) if code in after.figures else {}
        for path in dict.fromkeys([*now, *was]):
            reason = change_reason(was.get(path), now.get(path), is_part=bool(path))
            if reason is not None:
                yield FigureChange(code, path, was.get(path), now.get(path), reason)


def change_reason(before: Figure | None, after: Figure | None, *, is_part: bool = False) -> Reason | None:
    """Why a figure reads differently; None when it reads the same. Labels and notes are wording."""
    if before is None or after is None:
        return None if before is after else Reason.PARTS if is_part else Reason.FIGURES_PRINTED
    if before.is_open and not after.is_open:
        return Reason.SETTLED
    if before.as_of != after.as_of or before.as_of_text != after.as_of_text:
        return Reason.AS_OF_MOVED
    numbers = (before.value, before.numerator, before.denominator)
    if numbers != (after.value, after.numerator, after.denominator):
        return Reason.CORRECTED
    if (before.state, before.mark) != (after.state, after.mark):
        return Reason.STATE
    same = (before.label, before.unit, before.note) == (after.label, after.unit, after.note)
    return None if same else Reason.WORDING

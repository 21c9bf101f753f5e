"""正誤表 and 差替え of a frozen paper: what reads differently now that marks are filled in or values corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from zaitaku.analysis.figure import Figure
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.council.queries.changes import CellChange, PaperChanges, cells_of, compare_papers
from zaitaku.programme.council.queries.frozen import PaperContent, RowPlace, digest_of, document_to_json
from zaitaku.reports import document as d

COLUMNS = (
    d.Column("箇所", 1.8),
    d.Column(phrases.INITIATIVE, 2.0),
    d.Column("欄", 1.0),
    d.Column("誤（変更前）", 5.0),
    d.Column("正（変更後）", 5.0),
    d.Column("理由", 1.8),
)


@dataclass(frozen=True, slots=True)
class Errata:
    """`table` is the 正誤表, `pages` the 差替え: the changed rows as they read now."""

    changes: PaperChanges
    table: d.Document
    pages: d.Document


def figures_for_errata(
    frozen: PaperContent,
    *,
    same_day: Mapping[str, Figure],
    later: Mapping[str, Figure],
    filled: Collection[str],
    confirmed: Collection[str],
) -> dict[str, Figure]:
    """The figures an errata may print: `later` ones where marks were filled in, `same_day` ones (computed as of the
    paper's own day) where they were corrected and confirmed, else the frozen ones."""
    found: dict[str, Figure] = {}
    for code, figure in frozen.figures.items():
        if code in filled and code in later:
            found[code] = carried_on(figure, later[code])
        elif code in confirmed and code in same_day:
            found[code] = same_day[code]
        else:
            found[code] = figure
    return found


def carried_on(before: Figure, after: Figure) -> Figure:
    """The later figure, in which parts that did not change keep their as-of date.

    So a lecture counted in July is not said to be counted anew in February because another one was. A total is as
    old as its oldest part.
    """
    if (before.value, before.state, before.mark) == (after.value, after.state, after.mark):
        return before
    old = {part.label: part for part in before.parts}
    parts = tuple(carried_on(old[part.label], part) if part.label in old else part for part in after.parts)
    if not parts:
        return after
    oldest = min(parts, key=lambda part: part.as_of)
    return replace(after, parts=parts, as_of=oldest.as_of, as_of_text=oldest.as_of_text)


def errata(frozen: PaperContent, now: PaperContent, *, created: datetime) -> Errata:
    """`now` is the same paper over the figures of today (see `drafts.recomposed`)."""
    changes = compare_papers(frozen, now)
    return Errata(changes, _table(frozen, now, changes, created), _pages(now, changes, created))


def _table(frozen: PaperContent, now: PaperContent, changes: PaperChanges, created: datetime) -> d.Document:
    rows = tuple(_line(frozen, now, change) for change in changes.cells)
    section = d.Section("正誤表", 1, tables=(d.Table("正誤表", COLUMNS, rows),))
    return _document(now, changes, created, "正誤表", (section,))


def _line(frozen: PaperContent, now: PaperContent, change: CellChange) -> tuple[d.Cell, ...]:
    old, new = frozen.row(change.key), now.row(change.key)
    was = cells_of(frozen, old).get(change.column, d.Cell()) if old else d.Cell()
    said = cells_of(now, new).get(change.column, d.Cell()) if new else d.Cell()
    return (
        d.plain(change.place),
        d.plain(phrases.line(change.name), header=True),
        d.plain(change.column),
        d.Cell(was.paragraphs),
        d.Cell(said.paragraphs),
        d.plain("\n".join(phrases.REASONS[reason] for reason in change.reasons)),
    )


def _pages(now: PaperContent, changes: PaperChanges, created: datetime) -> d.Document:
    keys = {change.key for change in changes.cells}
    return _document(now, changes, created, "差替え", tuple(_sections(now, keys)))


def _sections(now: PaperContent, keys: set[str]) -> Iterator[d.Section]:
    """The sections of changed rows, each under the heading of its pillar."""
    pending: d.Section | None = None
    for at, section in enumerate(now.document.sections):
        rows = [row for row in now.rows if row.section == at and row.key in keys]
        if section.level == 1:
            pending = None if rows else section
        if not rows:
            continue
        if pending is not None:
            yield d.Section(pending.heading, pending.level)
            pending = None
        table = section.tables[0]
        yield replace(section, tables=(replace(table, rows=tuple(_kept(now, table, rows))),))


def _kept(now: PaperContent, table: d.Table, rows: list[RowPlace]) -> Iterator[tuple[d.Cell | None, ...]]:
    """Only these rows; a cell that spans several of them spans the ones that are left."""
    columns = [column.title for column in table.columns]
    cells = [cells_of(now, row) for row in rows]
    spans: list[list[d.Cell | None]] = []
    for column in columns:
        entries: list[d.Cell | None] = []
        for _, same in groupby(cells, key=lambda found, column=column: id(found[column])):  # type: ignore[misc]
            group = list(same)
            entries += [replace(group[0][column], rowspan=len(group)), *([None] * (len(group) - 1))]
        spans.append(entries)
    yield from zip(*spans, strict=True)


def _document(
    now: PaperContent, changes: PaperChanges, created: datetime, what: str, sections: tuple[d.Section, ...]
) -> d.Document:
    codes = {change.code for change in changes.figures}
    whole = now.document
    sources = tuple(row for row in whole.sources.rows if _code_of(row) in codes)
    made = replace(
        whole,
        title=f"{whole.title}　{what}",
        status="draft",
        digest="",
        preamble=(),
        sections=sections,
        sources=replace(whole.sources, rows=sources),
        figures=tuple(row for row in whole.figures if row.code in codes),
        created=created,
    )
    return replace(made, status="frozen", digest=digest_of(document_to_json(made)))


def _code_of(row: tuple[d.Cell | None, ...]) -> str:
    cell = row[0]
    return next((run.figure for one in cell.paragraphs for run in one.runs), "") if cell else ""

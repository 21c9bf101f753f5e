"""正誤表 and 差替え of a frozen paper: what reads differently now that marks are filled in or values corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from zaitaku.analysis.figure import Figure
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.council.queries.changes import CellChange, PaperChanges, cells_of, compare_papers
from zaitaku.programme.council.queries.frozen import PaperContent, RowPlace, digest_of, document_to_json
from zaitaku.reports import document as d
from zaitaku.reports.errata import Erratum
from zaitaku.reports.errata import errata as errata_document
from zaitaku.reports.pdf_pages import pages


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
    created = created.replace(microsecond=0)  # PDF knows whole seconds
    return Errata(changes, _table(frozen, now, changes, created), _pages(now, changes, created))


def _table(frozen: PaperContent, now: PaperContent, changes: PaperChanges, created: datetime) -> d.Document:
    printed = pages(frozen.document)
    rows = [
        Erratum(
            page_hint=_page(printed, frozen, change),
            location="\n".join((change.place, phrases.line(change.name), change.column)),
            wrong=change.was,
            right=change.now,
            reason="\n".join(phrases.REASONS[reason] for reason in change.reasons),
        )
        for change in changes.cells
    ]
    whole = now.document
    made = errata_document(
        rows,
        label=whole.label,
        title=f"{whole.title}　正誤表",
        as_of_text="",
        created=created,
        sources=_sources(now, changes),
        status="draft",
        base_url=whole.base_url,
    )
    return _settled(made)


def _page(printed: list[list[dict[str, Any]]], frozen: PaperContent, change: CellChange) -> str:
    """3頁: the page of the PDF on which the row's name stands; "" for a row that is not in the paper."""
    row = frozen.row(change.key)
    if row is None:
        return ""
    wanted = _squeezed(d.text(cells_of(frozen, row)[phrases.INITIATIVE]))
    for number, blocks in enumerate(printed, 1):
        for cell in (cell for block in blocks if block["kind"] == "table" for cell in block["cells"]):
            *_, is_header, pieces = cell
            said = _squeezed("".join(piece if isinstance(piece, str) else piece[0] for piece in pieces))
            if is_header and said and wanted.startswith(said):
                return f"{number}頁"
    return ""


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _pages(now: PaperContent, changes: PaperChanges, created: datetime) -> d.Document:
    keys = {change.key for change in changes.cells}
    return _document(now, changes, created, "差替え", _sections(now, keys))


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
    now: PaperContent, changes: PaperChanges, created: datetime, what: str, sections: Iterable[d.Section]
) -> d.Document:
    codes = {change.code for change in changes.figures}
    whole = now.document
    made = replace(
        whole,
        title=f"{whole.title}　{what}",
        status="draft",
        digest="",
        preamble=(),
        sections=tuple(sections),
        sources=_sources(now, changes),
        figures=tuple(row for row in whole.figures if row.code in codes),
        created=created,
    )
    return _settled(made)


def _settled(made: d.Document) -> d.Document:
    """What corrects a frozen paper is no draft; its digest is its own."""
    return replace(made, status="frozen", digest=digest_of(document_to_json(made)))


def _sources(now: PaperContent, changes: PaperChanges) -> d.Table:
    codes = {change.code for change in changes.figures}
    table = now.document.sources
    return replace(table, rows=tuple(row for row in table.rows if _code_of(row) in codes))


def _code_of(row: tuple[d.Cell | None, ...]) -> str:
    cell = row[0]
    return next((run.figure for one in cell.paragraphs for run in one.runs), "") if cell else ""

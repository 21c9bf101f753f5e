"""From the year's table and its figures to the document that every format prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.wording import Piece, compose
from zaitaku.analysis.wording.refusals import TemplateRefused
from zaitaku.programme.council.queries import phrases
from zaitaku.programme.council.queries.sources import Source, figure_rows, sources_table
from zaitaku.programme.council.queries.table import PaperRow, PaperSection, YearTable
from zaitaku.reports import document as d

MAX_RESULT = 30_000  # characters of one composed cell; the document refuses more
WIDE = (
    d.Column(phrases.STATE, 1.3),
    d.Column(phrases.OBJECTIVE, 1.2),
    d.Column(phrases.INITIATIVE, 1.7),
    d.Column(phrases.RESULT, 5.2),
    d.Column(phrases.INDICATORS, 1.8),
    d.Column(phrases.ISSUES, 2.0),
    d.Column(phrases.OWNERS, 1.0),
)
NARROW = (
    d.Column(phrases.STATE, 2.4),
    d.Column(phrases.INITIATIVE, 2.0),
    d.Column(phrases.RESULT, 8.0),
    d.Column(phrases.OWNERS, 1.2),
)
Url = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ComposedRow:
    """A row with its result in words; `problems` says in Japanese why a part of it could not be composed."""

    row: PaperRow
    pieces: tuple[Piece, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """The year's table with every result cell in words, as of the cover's date."""

    table: YearTable
    cover: date
    rows: Mapping[str, ComposedRow]
    figures: Mapping[str, Figure]

    @property
    def problems(self) -> dict[str, tuple[str, ...]]:
        return {key: row.problems for key, row in self.rows.items() if row.problems}

    def printed(self) -> dict[str, Figure]:
        """The figures that stand in the words, in order of print."""
        codes = (piece.code for row in self.table.rows() for piece in self.rows[row.key].pieces if piece.code)
        return {code: self.figures[code] for code in dict.fromkeys(codes)}


def compose_rows(table: YearTable, figures: Mapping[str, Figure], *, cover: date) -> Composed:
    """A template that cannot be composed leaves a notice in its cell and its reason in `problems`."""
    rows = {row.key: _composed(row, figures, cover) for row in table.rows()}
    return Composed(table, cover, rows, figures)


def compose_document(
    composed: Composed,
    *,
    label: str,
    title: str,
    created: datetime,
    sources: Mapping[str, Source],
    url: Url,
    base_url: str = "",
) -> d.Document:
    """A draft. `url` gives the path of a figure's passport; `sources` what is known of each printed figure."""
    printed = composed.printed()
    names = {
        piece.code: row.name for row in composed.table.rows() for piece in composed.rows[row.key].pieces if piece.code
    }
    return d.Document(
        label=label,
        title=title,
        status="draft",
        as_of_text="",  # the title says it
        preamble=tuple(_preamble(composed.table)),
        sections=tuple(_section(section, composed, url) for section in composed.table.sections),
        sources=sources_table(printed, sources, url=url),
        figures=figure_rows(printed, sources, names),
        created=created.replace(microsecond=0),  # PDF knows whole seconds
        base_url=base_url,
    )


def _composed(row: PaperRow, figures: Mapping[str, Figure], cover: date) -> ComposedRow:
    pieces: list[Piece] = []
    problems: list[str] = []
    for words in row.words:
        if not words.result.strip():
            continue
        try:
            made = compose(words.result.replace("\r\n", "\n").strip("\n"), figures, cover=cover)
        except TemplateRefused as refused:
            problems.append(f"{words.key}：{refused.message_ja}")
            made = (Piece(phrases.BROKEN, mark="open"),)
        pieces += [Piece("\n\n"), *made] if pieces else made
    if sum(len(piece.text) for piece in pieces) > MAX_RESULT:
        problems.append(f"{row.key}：{MAX_RESULT:,}文字を超えています。繰り返しを減らしてください。")
        pieces = [Piece(phrases.BROKEN, mark="open")]
    return ComposedRow(row, tuple(pieces), tuple(problems))


def paragraphs(pieces: Iterable[Piece], url: Url) -> tuple[d.Paragraph, ...]:
    """One paragraph per line; a figure keeps its link and mark on every line it reaches."""
    lines: list[list[d.Run]] = [[]]
    for piece in pieces:
        for at, text in enumerate(piece.text.split("\n")):
            if at:
                lines.append([])
            if text:
                lines[-1].append(_run(text, piece, url))
    while lines and not lines[-1]:
        lines.pop()
    return tuple(d.Paragraph(tuple(runs)) for runs in lines)


def _run(text: str, piece: Piece, url: Url) -> d.Run:
    mark: d.Mark = next((mark for mark in d.MARKS if mark == piece.mark), "")
    return d.Run(phrases.line(text), href=url(piece.code) if piece.code else "", mark=mark, figure=piece.code)


def _preamble(table: YearTable) -> Iterator[d.Paragraph]:
    for goal in table.goals:
        yield d.Paragraph(
            (
                d.Run(
                    phrases.GOAL + phrases.line(goal.text.replace("\n", "")),
                ),
            )
        )
        for indicator in goal.indicators:
            yield d.Paragraph((d.Run(phrases.BULLET + phrases.line(indicator.text)),))


def _section(section: PaperSection, composed: Composed, url: Url) -> d.Section:
    heading = phrases.line(section.heading)[: d.MAX_HEADING]
    if not section.rows:
        return d.Section(heading, section.level)
    columns = WIDE if section.is_wide else NARROW
    table = d.Table("", columns, tuple(_table_rows(section, composed, url)))
    return d.Section(heading, section.level, tables=(table,))


def _table_rows(section: PaperSection, composed: Composed, url: Url) -> Iterator[tuple[d.Cell | None, ...]]:
    for _, in_state in groupby(section.rows, key=lambda row: row.state):
        of_state = list(in_state)
        state: d.Cell | None = _spanning(of_state[0].state, len(of_state), composed)
        for _, in_objective in groupby(of_state, key=lambda row: row.objective):
            rows = list(in_objective)
            objective: d.Cell | None = _spanning(rows[0].objective, len(rows), composed)
            for row in rows:
                above = (state, objective) if section.is_wide else (state,)
                yield (*above, *_own_cells(row, composed, url, is_wide=section.is_wide))
                state = objective = None


def _spanning(key: str, rows: int, composed: Composed) -> d.Cell:
    return _plain(composed.table.plan.by_key[key].text if key else "", rowspan=rows)


def _own_cells(row: PaperRow, composed: Composed, url: Url, *, is_wide: bool) -> tuple[d.Cell, ...]:
    initiative = _plain("\n".join(initiative_text(node.text, node.initiative.frequency) for node in row.initiatives))
    header = d.Cell(initiative.paragraphs, header=True)
    result = d.Cell(paragraphs(composed.rows[row.key].pieces, url))
    owners = _plain(phrases.JOINT.join(row.owners))
    if not is_wide:
        return header, result, owners
    issues = "\n\n".join(words.issues.strip() for words in row.words if words.issues.strip())
    return header, result, _plain("\n".join(row.indicators)), _plain(issues), owners


def _plain(text: str, *, rowspan: int = 1) -> d.Cell:
    lines = [phrases.line(one) for one in text.replace("\r\n", "\n").strip("\n").split("\n")] if text else []
    return d.Cell(tuple(d.Paragraph((d.Run(one),) if one else ()) for one in lines), rowspan=rowspan)


def initiative_text(text: str, frequency: str) -> str:
    """The name, how often below it, then what else the plan's cell says."""
    name, _, rest = text.partition("\n")
    return "\n".join(part for part in (name, frequency, rest) if part)

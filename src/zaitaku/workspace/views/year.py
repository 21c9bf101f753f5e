"""The year's table as the paper shows it, with the state of every figure in sight; and one initiative of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.wording import full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.council.queries import Composed, Words, compose_rows, row_texts, table_of
from zaitaku.programme.plans.queries import PlanNode
from zaitaku.workspace.queries import Desk, Standing, desk_of, figures_of, remembered, standings, tree_of
from zaitaku.workspace.views.day import asked_day


@page(Permission.VIEW_PROGRAMME)
def years(request: StaffRequest) -> HttpResponse:
    desk = desk_of(request.user, today=timezone.localdate())
    if desk is None:
        return render(request, "workspace/no_plan.html")
    return redirect("workspace:year", year=desk.year.year)


@page(Permission.VIEW_PROGRAMME)
def year(request: StaffRequest, year: int) -> HttpResponse:
    desk = desk_of(request.user, today=timezone.localdate(), year=year, as_of=asked_day(request))
    if desk is None:
        return render(request, "workspace/no_plan.html", {"year": year}, status=404)
    wanted = {"q": request.GET.get("q", "").strip()[:100], "show": request.GET.get("show", "")}
    if any(wanted.values()):
        table = _table(desk, **wanted)
    else:
        table = remembered(f"year-page:{get_language()}", desk, lambda: _table(desk, q="", show=""))
    return render(request, "workspace/year.html", {"desk": desk, "table": table, "wanted": wanted})


def _table(desk: Desk, *, q: str, show: str) -> SafeString:
    """The sections as HTML; the same for everybody who may see the year."""
    sections = _sections(composed_year(desk), standings(desk), q=q, show=show)
    return render_to_string("workspace/year_table.html", {"desk": desk, "sections": sections})


def composed_year(desk: Desk) -> Composed:
    """The year's table in words, from cached tree and figures."""
    words = {
        text.key: Words(text.key, text.result, text.issues) for text in row_texts(desk.plan, desk.year.year).values()
    }
    return compose_rows(table_of(tree_of(desk), desk.year.year, words), figures_of(desk), cover=desk.as_of)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as the year table and the initiative page list it."""

    figure: Figure
    text: str
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class RowLine:
    """`state` and `objective` hold the spanning part and its number of rows where the row begins it."""

    state: tuple[PlanNode, int] | None
    objective: tuple[PlanNode, int] | None
    row: Any
    pieces: Any
    problems: tuple[str, ...]
    lines: tuple[FigureLine, ...]


def figure_lines(
    codes: tuple[str, ...], figures: Mapping[str, Figure], standing: Mapping[str, Standing], cover: date
) -> tuple[FigureLine, ...]:
    return tuple(
        FigureLine(figures[code], full_text(figures[code], cover), standing.get(code))
        for code in codes
        if code in figures
    )


def _sections(composed: Composed, standing: Mapping[str, Standing], *, q: str, show: str) -> list[dict[str, Any]]:
    sections = []
    for section in composed.table.sections:
        lines = [_line(row, composed, standing) for row in section.rows]
        kept = [line for line in lines if _is_wanted(line, q, show)]
        if kept or (not section.rows and not q and not show):
            sections.append({"section": section, "lines": _spanned(kept, composed)})
    return sections


def _line(row: Any, composed: Composed, standing: Mapping[str, Standing]) -> RowLine:
    made = composed.rows[row.key]
    lines = figure_lines(row.codes, composed.figures, standing, composed.cover)
    return RowLine(None, None, row, made.pieces, made.problems, lines)


def _is_wanted(line: RowLine, q: str, show: str) -> bool:
    if show == "open" and not any(one.figure.is_open for one in line.lines):
        return False
    if show == "unconfirmed" and not any(one.standing is None or not one.standing.is_current for one in line.lines):
        return False
    words = [line.row.name, *line.row.owners, *line.row.indicators, *(piece.text for piece in line.pieces)]
    return not q or any(q in text for text in words)


def _spanned(lines: list[RowLine], composed: Composed) -> list[RowLine]:
    """Each spanning part on the first of the rows it covers, counted over the rows that are shown."""
    parts = composed.table.plan.by_key
    spanned = []
    for at, line in enumerate(lines):
        before = lines[at - 1].row if at else None
        rest = lines[at:]
        state = objective = None
        if line.row.state and (before is None or before.state != line.row.state):
            state = (parts[line.row.state], _run([one.row.state for one in rest]))
        here = (line.row.state, line.row.objective)
        if line.row.objective and (before is None or (before.state, before.objective) != here):
            objective = (parts[line.row.objective], _run([(one.row.state, one.row.objective) for one in rest]))
        spanned.append(RowLine(state, objective, line.row, line.pieces, line.problems, line.lines))
    return spanned


def _run(values: list[Any]) -> int:
    """How many values at the beginning are equal."""
    return next((at for at, value in enumerate(values) if value != values[0]), len(values))


@page(Permission.VIEW_PROGRAMME)
def initiative(request: StaffRequest, year: int, key: str) -> HttpResponse:
    desk = desk_of(request.user, today=timezone.localdate(), year=year, as_of=asked_day(request))
    if desk is None:
        raise Http404
    composed = composed_year(desk)
    try:
        row = composed.table.row(key)
    except StopIteration:
        raise Http404(key) from None
    plan = composed.table.plan
    context = {
        "desk": desk,
        "node": plan.by_key[key],
        "path": plan.path(key),
        "row": row,
        "made": composed.rows[row.key],
        "lines": figure_lines(row.codes, composed.figures, standings(desk), composed.cover),
        "issues": next((words.issues for words in row.words if words.key == key), ""),
    }
    return render(request, "workspace/initiative.html", context)

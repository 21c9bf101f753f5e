"""The officer's words for a row: the template with its figures at hand, and how it will read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zaitaku.analysis.figure import Figure
from zaitaku.analysis.refusal import Refusal
from zaitaku.analysis.wording import Piece, compose, full_text
from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, page
from zaitaku.core.pages import worded
from zaitaku.programme.council import actions
from zaitaku.programme.council.models import RowText
from zaitaku.programme.council.queries import YearTable, table_of
from zaitaku.programme.council.queries.sources import walk
from zaitaku.workspace.forms import RowTextForm
from zaitaku.workspace.queries import Desk, desk_of, figures_of, tree_of
from zaitaku.workspace.views.day import asked_day

SHOWN_PARTS = 60


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A figure or a part of it to be put into the template, and how it reads now."""

    token: str
    label: str
    text: str
    is_part: bool


@page(Permission.WRITE_PAPER)
def row_text(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """GET and the preview button show the form; the save button saves."""
    desk, table = _found(request, year, key)
    saved = RowText.objects.filter(plan=desk.plan, fiscal_year=year, key=key).first()
    first = {
        "result": saved.result if saved else "",
        "issues": saved.issues if saved else "",
        "seen": actions.stamp(saved),
    }
    form = RowTextForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            _save(request, desk, key, form.cleaned_data)
        except Refusal as refused:
            form.add_error(_field(form, desk, refused), worded(refused))
        except actions.StaleText as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The words are saved."))
            return redirect("workspace:initiative", year=year, key=key)
    context = _context(desk, table, key) | {"form": form, "saved": saved}
    words = form.data.get("result", "") if form.is_bound else first["result"]
    return render(
        request,
        "workspace/papers/row_text.html",
        context | _preview(words, desk),
        status=422 if form.errors else 200,
    )


@require_POST
@page(Permission.WRITE_PAPER)
def preview(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """The composed words alone, for the page to put beside the template while somebody types."""
    desk, _table = _found(request, year, key)
    context = {"desk": desk} | _preview(request.POST.get("result", ""), desk)
    return render(request, "workspace/papers/preview.html", context)


def _found(request: StaffRequest, year: int, key: str) -> tuple[Desk, YearTable]:
    desk = desk_of(request.user, today=timezone.localdate(), year=year, as_of=asked_day(request))
    if desk is None:
        raise Http404
    table = table_of(tree_of(desk), year, {})
    owners = {node.key for row in table.rows() for node in row.initiatives}
    # The right to write may be held for another area than the one this person reads here.
    writes = areas_for(request.user, Permission.WRITE_PAPER, on=timezone.localdate())
    if key not in owners or not writes.filter(pk=desk.area.pk).exists():
        raise Http404(key)
    return desk, table


def _save(request: StaffRequest, desk: Desk, key: str, asked: Mapping[str, str]) -> None:
    actions.save_row_text(
        plan=desk.plan,
        fiscal_year=desk.year.year,
        key=key,
        result=asked["result"],
        issues=asked["issues"],
        seen=asked["seen"],
        figures=figures_of(desk),
        cover=desk.as_of,
        by=request.user,
    )


def _field(form: RowTextForm, desk: Desk, refused: Refusal) -> str:
    """The template's field unless the template by itself is fine."""
    try:
        actions.checked_template(form.cleaned_data["result"], figures=figures_of(desk), cover=desk.as_of)
    except Refusal as again:
        return "result" if again.message_ja == refused.message_ja else "issues"
    return "issues"


def _preview(template: str, desk: Desk) -> dict[str, object]:
    pieces: tuple[Piece, ...] = ()
    problems: list[str] = []
    try:
        pieces = compose(template[: actions.MAX_RESULT].replace("\r\n", "\n"), figures_of(desk), cover=desk.as_of)
    except Refusal as refused:
        problems = [worded(refused)]
    return {"pieces": pieces, "problems": problems}


def _context(desk: Desk, table: YearTable, key: str) -> dict[str, object]:
    row = table.row(key)
    figures = figures_of(desk)
    node = table.plan.by_key[key]
    own = [measure.code for line in node.indicators for measure in line.measures]
    own += [code for code in figures if code.split(".")[0] == key and code not in own]
    others = [code for code in figures if code not in own]
    return {
        "desk": desk,
        "node": node,
        "row": row,
        "has_issues": table.section_of(key).is_wide,
        "tokens": [line for code in own for line in _tokens(figures[code], code, desk)],
        "others": [
            TokenLine(f"{{{code}}}", figures[code].label, full_text(figures[code], desk.as_of), False)
            for code in others
        ],
    }


def _tokens(figure: Figure, code: str, desk: Desk) -> Iterator[TokenLine]:
    """The figure and its parts, as long as they are few enough to choose from."""
    parts = list(walk(figure))
    for path, part in parts if len(parts) <= SHOWN_PARTS else parts[:1]:
        if not any(set("{}|/\n") & set(label) for label in path):
            token = "{" + "/".join((code, *path)) + "}"
            yield TokenLine(token, part.label or code, full_text(part, desk.as_of), bool(path))

"""Printed titles, their stock and their movements. What lies outside a person's reach is not found."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.stock import Standing
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.templatetags.pages import fiscal_year
from zaitaku.core.pages.views import workbook
from zaitaku.core.records.actions import changed_meanwhile
from zaitaku.core.records.views import try_to
from zaitaku.programme.materials import actions, queries
from zaitaku.programme.materials.choices import SIGN, MovementKind
from zaitaku.programme.materials.forms.ledger import LedgerFilter
from zaitaku.programme.materials.forms.titles import ChangeTitleForm, FilterForm, MovementForm, ReasonForm, TitleForm
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.queries import movements as ledger
from zaitaku.programme.materials.queries.stock import StockOf, stocks
from zaitaku.programme.materials.views.reach import (
    destinations_of_today,
    movement_or_404,
    seen,
    settled,
    title_or_404,
    written,
)
from zaitaku.reports import xlsx_list

PER_PAGE = 50
BAR = 120  # the drawing's width


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title with its stock, and the bar drawn of it: copies and re-order point as parts of BAR."""

    title: Any
    stock: StockOf | None
    bar: int = 0
    mark: int | None = None


@page(Permission.VIEW_PROGRAMME)
@require_GET
def titles(request: StaffRequest) -> HttpResponse:
    form, lines = _lines(request)
    context = {
        "listed": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "filter": form,
        "may_add": written(request).exists(),
        "is_narrowed": form.is_valid() and any(form.cleaned_data.values()),
        "low": sum(line.stock is not None and line.stock.standing in _LOW for line in lines),
        "bar": BAR,
    }
    return render(request, "materials/titles.html", context)


_LOW = (Standing.LOW, Standing.OUT)


def _lines(request: StaffRequest) -> tuple[FilterForm, list[TitleLine]]:
    organisations = settled(seen(request))
    form = FilterForm(request.GET, organisations=organisations)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = list(queries.listed_titles(organisations, asked))
    found = stocks(rows, on=timezone.localdate())
    lines = [_line(row, found.get(row.pk)) for row in rows]
    if asked.get("state"):
        lines = [one for one in lines if one.stock is not None]
    if asked.get("state") == "low":
        lines = [one for one in lines if one.stock is not None and one.stock.standing in _LOW]
    return form, lines


def _line(title: Title, found: StockOf | None) -> TitleLine:
    if found is None:
        return TitleLine(title, None)
    whole = max(found.stock, 3 * (found.point or 0), 1)
    mark = None if found.point is None else BAR * found.point // whole
    return TitleLine(title, found, BAR * max(found.stock, 0) // whole, mark)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def titles_xlsx(request: StaffRequest) -> HttpResponse:
    _form, lines = _lines(request)
    heads = [_("Name"), _("Code"), _("Owner"), _("Counted since"), _("Issued"), _("Distributed"), _("Stock")]
    heads += [_("Re-order point"), _("Ordered and on its way"), _("Runs out (expected)"), _("at the earliest")]
    rows: list[list[xlsx_list.Value]] = []
    for line in lines:
        one, kept = line.title, line.stock
        row: list[xlsx_list.Value] = [one.name, one.code, one.owner.name, one.counted_since]
        row += [None if one.issued is None else int(one.issued)]
        row += [None if one.distributed is None else int(one.distributed)]
        if kept is None:
            row += [None] * 5
        else:
            row += [kept.stock, kept.point, kept.on_order, kept.forecast.expected, kept.forecast.earliest]
        rows.append(row)
    return workbook([xlsx_list.ListSheet(_("Materials"), heads, rows)], "materials")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    start = {"is_stocked": True}
    form = TitleForm(request.POST or None, organisations=written(request), initial=start)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("owner", "code", "name", "counted_since")}
        try:
            made = actions.create_title(**facts, rules=form.rules(), by=request.user)
        except actions.MaterialRefused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("“%(name)s” was added. Now add what was issued.") % {"name": made.name})
            return redirect("materials:title", made.pk)
    return render(
        request, "materials/form.html", {"page_form": form, "heading": _("Add a title"), "button": _("Add it")}
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = title_or_404(pk, written(request))
    form = ChangeTitleForm(request.POST or None, title=found)

    def act() -> None:
        facts = {name: form.cleaned_data[name] for name in ("name", "counted_since")}
        actions.change_title(title=found, **facts, rules=form.rules(), by=request.user)

    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:title", pk)
    context = {"page_form": form, "heading": _("Change the title"), "button": _("Save"), "title": found}
    return render(request, "materials/form.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def title(request: StaffRequest, pk: int) -> HttpResponse:
    organisations, today = settled(seen(request)), timezone.localdate()
    found = title_or_404(pk, organisations)
    totals = queries.listed_titles(organisations, {}).get(pk=pk)
    form = _ledger_filter(request, found)
    asked = form.cleaned_data if form.is_valid() else {}
    kept = stocks([found], on=today).get(pk)
    by_edition = kept.by_edition if kept else {}
    editions = [(one, by_edition.get(one.pk, 0)) for one in found.editions.select_related("superseded_by")]
    context = {
        "title": found,
        "totals": totals,
        "line": _line(found, kept),
        "bar": BAR,
        "today": today,
        "editions": editions,
        "without_edition": by_edition.get(None, 0) if editions else 0,
        "runs": ledger.print_runs_of(found)[:20],
        "stocktakes": ledger.stocktakes_of(found)[:10],
        "filter": form,
        "is_narrowed": any(asked.values()),
        "listed": Paginator(ledger.filtered_movements(found, asked), PER_PAGE).get_page(request.GET.get("page")),
        "may_write": written(request).filter(pk=found.owner_id).exists(),
    }
    return render(request, "materials/title.html", context)


def _ledger_filter(request: StaffRequest, found: Title) -> LedgerFilter:
    years = [(str(year), fiscal_year(year)) for year in ledger.years_of(found)]
    return LedgerFilter(request.GET, title=found, years=years)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def movements_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    found = title_or_404(pk, seen(request))
    form = _ledger_filter(request, found)
    asked = form.cleaned_data if form.is_valid() else {}
    rows: list[list[xlsx_list.Value]] = []
    for one in ledger.filtered_movements(found, asked):
        copies = None if one.value is None else int(one.value)
        signed = None if copies is None or one.within_id else SIGN[MovementKind(one.kind)] * copies
        edition = one.edition.name if one.edition else ""
        whom = one.place.name if one.place else one.destination
        kind = one.place.get_kind_display() if one.place else ""
        rows.append([one.get_kind_display(), edition, one.start, one.end, copies, signed, whom, kind, one.note])
    heads = [_("What happened"), _("Edition"), _("Begins on"), _("Ends on"), _("Copies"), _("Change of the stock")]
    heads += [_("To whom"), _("Kind of destination"), _("Reason or note")]
    return workbook([xlsx_list.ListSheet(_("Movements"), heads, rows)], f"movements-{found.code}")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_movement(request: StaffRequest, pk: int) -> HttpResponse:
    organisations = written(request)
    found = title_or_404(pk, organisations)
    form = MovementForm(request.POST or None, title=found, destinations=destinations_of_today(organisations))

    def act() -> None:
        actions.record_movement(title=found, move=form.move(), entry=form.entry_or_same(), by=request.user)

    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:title", pk)
    context = {"page_form": form, "heading": _("Add a movement"), "button": _("Save"), "title": found}
    return render(request, "materials/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """The row in the address is the one seen; when it was corrected meanwhile, the reader is led to the new one."""
    organisations = written(request)
    found = movement_or_404(pk, organisations)
    if not found.is_current:
        messages.error(request, str(changed_meanwhile(found.title.name)))
        return redirect("materials:title", found.title_id)
    places = destinations_of_today(organisations)
    form = MovementForm(request.POST or None, title=found.title, destinations=places, movement=found)

    def act() -> None:
        actions.correct_movement(movement=found, move=form.move(), entry=form.entry_or_same(), by=request.user)

    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:title", found.title_id)
    context = {"page_form": form, "heading": _("Correct a movement"), "button": _("Save"), "title": found.title}
    return render(request, "materials/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    found = movement_or_404(pk, written(request))
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.withdraw_movement(movement=found, reason=form.cleaned_data["reason"], by=request.user)

    if try_to(form, act):
        messages.success(request, _("The movement no longer counts."))
        return redirect("materials:title", found.title_id)
    context = {"page_form": form, "heading": _("Withdraw a movement"), "button": _("Withdraw"), "title": found.title}
    return render(request, "materials/form.html", context)


@page(Permission.VIEW_PROGRAMME)
@require_GET
def history(request: StaffRequest, pk: int) -> HttpResponse:
    found = movement_or_404(pk, seen(request))
    context = {"title": found.title, "rows": queries.chain(found)}
    return render(request, "materials/history.html", context)

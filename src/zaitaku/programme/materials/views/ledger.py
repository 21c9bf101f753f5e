"""What changes a stock one step at a time: editions, print runs, single movements, stocktakes."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.views import try_to
from zaitaku.programme.materials import actions
from zaitaku.programme.materials.actions import editions, stocktakes
from zaitaku.programme.materials.choices import MovementKind
from zaitaku.programme.materials.forms.ledger import BookForm, DeliveryForm, EditionForm, PrintRunForm, StocktakeForm
from zaitaku.programme.materials.forms.titles import ReasonForm
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.queries.stock import levels
from zaitaku.programme.materials.views.reach import (
    destinations_of_today,
    edition_or_404,
    run_or_404,
    stocktake_or_404,
    title_or_404,
    written,
)


def _form_page(request: StaffRequest, title: Title, form: object, heading: str, button: str) -> HttpResponse:
    context = {"page_form": form, "heading": heading, "button": button, "title": title}
    return render(request, "materials/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_edition(request: StaffRequest, pk: int) -> HttpResponse:
    title = title_or_404(pk, written(request))
    form = EditionForm(request.POST or None, title=title)

    def add() -> None:
        data = form.cleaned_data
        editions.add_edition(
            title=title, name=data["name"], issued_on=data["issued_on"], supersedes=data["other"], by=request.user
        )

    if try_to(form, add, "name"):
        messages.success(request, _("The edition was added. Enter its print run now."))
        return redirect("materials:title", pk)
    return _form_page(request, title, form, _("Add an edition"), _("Add it"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_edition(request: StaffRequest, pk: int) -> HttpResponse:
    edition = edition_or_404(pk, written(request))
    form = EditionForm(request.POST or None, title=edition.title, edition=edition)

    def change() -> None:
        data = form.cleaned_data
        after = data["other"]
        editions.change_edition(
            edition=edition, name=data["name"], issued_on=data["issued_on"], superseded_by=after, by=request.user
        )

    if try_to(form, change):
        messages.success(request, _("Saved."))
        return redirect("materials:title", edition.title_id)
    return _form_page(request, edition.title, form, _("Change the edition"), _("Save"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add_run(request: StaffRequest, pk: int) -> HttpResponse:
    title = title_or_404(pk, written(request))
    form = PrintRunForm(request.POST or None, title=title, initial={"ordered_on": timezone.localdate()})
    if try_to(form, lambda: editions.order_print_run(title=title, ordered=form.ordered(), by=request.user)):
        messages.success(request, _("The print run was entered. Enter its delivery when it has come."))
        return redirect("materials:title", pk)
    return _form_page(request, title, form, _("Order a print run"), _("Save"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_run(request: StaffRequest, pk: int) -> HttpResponse:
    run = run_or_404(pk, written(request))
    form = PrintRunForm(request.POST or None, title=run.title, run=run)
    if try_to(form, lambda: editions.change_print_run(run=run, ordered=form.ordered(), by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("materials:title", run.title_id)
    return _form_page(request, run.title, form, _("Change the print run"), _("Save"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def deliver_run(request: StaffRequest, pk: int) -> HttpResponse:
    run = run_or_404(pk, written(request))
    today = timezone.localdate()
    form = DeliveryForm(request.POST or None, today=today, initial={"on": today, "copies": run.copies})
    if try_to(form, lambda: editions.deliver_print_run(run=run, **form.cleaned_data, by=request.user)):
        messages.success(request, _("Delivered: the copies are in stock."))
        return redirect("materials:title", run.title_id)
    return _form_page(request, run.title, form, _("A print run was delivered"), _("Into stock"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def cancel_run(request: StaffRequest, pk: int) -> HttpResponse:
    run = run_or_404(pk, written(request))
    form = ReasonForm(request.POST or None)
    if try_to(form, lambda: editions.cancel_print_run(run=run, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("The print run is cancelled."))
        return redirect("materials:title", run.title_id)
    return _form_page(request, run.title, form, _("Cancel a print run"), _("Cancel the print run"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def book(request: StaffRequest, pk: int) -> HttpResponse:
    """One movement on one day: handed out, come back, or disposed of."""
    organisations = written(request)
    title = title_or_404(pk, organisations)
    today = timezone.localdate()
    start = {"on": today, "kind": request.GET.get("kind", ""), "place": key_of(request.GET.get("place", ""))}
    form = BookForm(
        request.POST or None,
        title=title,
        destinations=destinations_of_today(organisations),
        today=today,
        initial=start,
    )

    def act() -> None:
        data = form.cleaned_data
        move = actions.Move(
            kind=MovementKind(data["kind"]), start=data["on"], end=data["on"], place=data["place"], edition=form.edition
        )
        entry = Entry(Decimal(data["copies"]), note=data["note"])
        actions.record_movement(title=title, move=move, entry=entry, by=request.user)

    if try_to(form, act):
        messages.success(request, _("Saved."))
        return redirect("materials:title", pk)
    return _form_page(request, title, form, _("Book copies"), _("Save"))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def take_stock(request: StaffRequest, pk: int) -> HttpResponse:
    """Shows what the ledger says of each edition today; the count is checked against the day it is of."""
    title = title_or_404(pk, written(request))
    today = timezone.localdate()
    form = StocktakeForm(request.POST or None, title=title, today=today, initial={"counted_on": today})

    def count() -> None:
        data = form.cleaned_data
        facts = {name: data[name] for name in ("counted_on", "counted", "reason")}
        stocktakes.take_stock(title=title, edition=form.edition, by=request.user, **facts)

    if try_to(form, count):
        messages.success(request, _("The stocktake is saved."))
        return redirect("materials:title", pk)
    by_edition = levels([pk], on=today).get(pk, {})
    names = {one.pk: one.name for one in title.editions.all()}
    said = [(names.get(edition or 0, ""), copies) for edition, copies in by_edition.items()]
    context = {"page_form": form, "heading": _("Stocktake"), "button": _("Save the count"), "title": title}
    return render(request, "materials/stocktake.html", context | {"said": said, "today": today})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def withdraw_stocktake(request: StaffRequest, pk: int) -> HttpResponse:
    found = stocktake_or_404(pk, written(request))
    form = ReasonForm(request.POST or None)

    def withdraw() -> None:
        stocktakes.withdraw_stocktake(stocktake=found, reason=form.cleaned_data["reason"], by=request.user)

    if try_to(form, withdraw):
        messages.success(request, _("The stocktake no longer counts."))
        return redirect("materials:title", found.title_id)
    return _form_page(request, found.title, form, _("Withdraw a stocktake"), _("Withdraw"))

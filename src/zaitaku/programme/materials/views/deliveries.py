"""What is to leave the store room: choosing granted orders, their papers, and booking them as sent together."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download, workbook
from zaitaku.core.records.views import tried
from zaitaku.programme.materials.actions.order_papers import papers_taken
from zaitaku.programme.materials.actions.order_steps import pack_order, send_many
from zaitaku.programme.materials.forms.order_steps import DeliverForm, LabelForm
from zaitaku.programme.materials.models import Order
from zaitaku.programme.materials.queries import order_papers as papers
from zaitaku.programme.materials.queries import orders as queries
from zaitaku.programme.materials.views.order_reach import owners
from zaitaku.reports import delivery_list, labels
from zaitaku.reports.xlsx_list import ListSheet

MOST = 500  # orders in one list


@page(Permission.RECORD)
@never_cache
@require_GET
def deliveries(request: StaffRequest) -> HttpResponse:
    return _page(request, DeliverForm(today=timezone.localdate()), LabelForm())


def _page(request: StaffRequest, form: DeliverForm, label_form: LabelForm) -> HttpResponse:
    found = list(queries.to_deliver(owners(request))[:MOST])
    chosen = {pk for text in request.POST.getlist("pick") if (pk := key_of(text)) is not None}
    rows = [(order, not chosen or order.pk in chosen) for order in found]
    context = {"rows": rows, "form": form, "label_form": label_form, "most": MOST}
    status = 422 if form.errors or label_form.errors else 200
    return render(request, "materials/orders/deliveries.html", context, status=status)


def _picked(request: StaffRequest) -> list[Order]:
    """The chosen orders that are still to be delivered, in the order of the list."""
    keys = {pk for text in request.POST.getlist("pick")[:MOST] if (pk := key_of(text)) is not None}
    return [one for one in queries.to_deliver(owners(request)) if one.pk in keys] if keys else []


def _nothing(request: StaffRequest) -> HttpResponse:
    messages.error(request, _("Choose at least one order that waits to be delivered."))
    return redirect("materials:deliveries")


def _sheet(request: StaffRequest, orders: Sequence[Order], form: str, on: date) -> delivery_list.DeliveryList:
    links = papers_taken(orders=orders, form=form, by=request.user, now=timezone.now())
    return delivery_list.DeliveryList(
        title="配送一覧",
        when=format_wareki(on),
        deliveries=[papers.delivery(order, links.get(order.goes_to.pk, "")) for order in orders],
        sender=orders[0].destination.owner.name,
    )


@page(Permission.RECORD)
@require_POST
def delivery_pdf(request: StaffRequest) -> HttpResponse:
    """Picking list and deliveries with a field to sign in."""
    return _paper(request, "list", delivery_list.render, _("Delivery list"))


@page(Permission.RECORD)
@require_POST
def delivery_slips(request: StaffRequest) -> HttpResponse:
    """A slip for each parcel, with the code for the next order."""
    return _paper(request, "slips", delivery_list.slips, _("Delivery slips"))


def _paper(request: StaffRequest, form: str, made_by: Any, name: str) -> HttpResponse:
    orders, now = _picked(request), timezone.now()
    if not orders:
        return _nothing(request)
    sheet = _sheet(request, orders, form, _day(request, now))
    return download(made_by(sheet, created=now), f"{name}.pdf", delivery_list.CONTENT_TYPE)


def _day(request: StaffRequest, now: datetime) -> date:
    """The day that stands on the papers: what was written, else today."""
    form = DeliverForm(request.POST, today=timezone.localdate(now))
    form.full_clean()
    return form.cleaned_data.get("on") or timezone.localdate(now)


@page(Permission.RECORD)
@require_POST
def delivery_excel(request: StaffRequest) -> HttpResponse:
    orders = _picked(request)
    if not orders:
        return _nothing(request)
    papers_taken(orders=orders, form="xlsx", by=request.user, now=timezone.now())
    picked = [
        (one.title, one.edition, one.copies, one.bundles, one.loose, one.stops)
        for one in delivery_list.picking([papers.delivery(order, "") for order in orders])
    ]
    title, edition = _("Guidebook"), _("Edition")
    copies, bundles, loose = pgettext("order", "Copies"), pgettext("order", "Bundles"), pgettext("order", "Loose")
    heads = [pgettext("order", "Number"), _("Destination"), _("Postal code"), _("Address"), _("Telephone number")]
    heads += [_("Contact person"), title, edition, copies, bundles, loose, _("Wanted by"), _("Remark")]
    shelf = [title, edition, copies, bundles, loose, _("Destinations")]
    sheets = [
        ListSheet(_("Deliveries"), heads, papers.rows(orders)),
        ListSheet(_("Picking list"), shelf, picked),
    ]
    return workbook(sheets, _("Delivery list"))


@page(Permission.RECORD)
@require_POST
def delivery_labels(request: StaffRequest) -> HttpResponse:
    orders, now = _picked(request), timezone.now()
    if not orders:
        return _nothing(request)
    form = LabelForm(request.POST)
    if not form.is_valid():
        return _page(request, DeliverForm(today=timezone.localdate(now)), form)
    links = papers_taken(orders=orders, form="labels", by=request.user, now=now)
    with_code = form.cleaned_data["with_code"]
    made = labels.render(
        [papers.label(one, links.get(one.goes_to.pk, "") if with_code else "") for one in orders],
        per_sheet=int(form.cleaned_data["per_sheet"]),
        first=form.cleaned_data["first"],
        created=now,
    )
    return download(made, f"{_('Address labels')}.pdf", labels.CONTENT_TYPE)


@page(Permission.RECORD)
@require_POST
def pack_deliveries(request: StaffRequest) -> HttpResponse:
    """All chosen ones that are not packed yet."""
    waiting = [one for one in _picked(request) if one.status == "granted"]
    if not waiting:
        return _nothing(request)
    for one in waiting:
        act = partial(pack_order, order=one, by=request.user, version=_seen(request, one), now=timezone.now())
        tried(request, act, _("No. %(number)s: packed") % {"number": one.pk})
    return redirect("materials:deliveries")


@page(Permission.RECORD)
@require_POST
def send_deliveries(request: StaffRequest) -> HttpResponse:
    """Books all chosen ones; what the stock does not cover stays, and is named."""
    orders = _picked(request)
    if not orders:
        return _nothing(request)
    form = DeliverForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, form, LabelForm())
    seen = [(one, _seen(request, one)) for one in orders]
    attempts = send_many(orders=seen, on=form.cleaned_data["on"], by=request.user, now=timezone.now())
    for attempt in attempts:
        if attempt.refusal:
            facts = {"number": attempt.order.pk, "reason": attempt.refusal.replace("\n", " ")}
            messages.error(request, _("No. %(number)s was not sent: %(reason)s") % facts)
    if done := sum(not attempt.refusal for attempt in attempts):
        messages.success(request, _("%(count)s orders were booked as sent.") % {"count": done})
    return redirect("materials:deliveries")


def _seen(request: StaffRequest, order: Order) -> int:
    """The version that stood on the page; a missing one is no version."""
    found = key_of(request.POST.get(f"version_{order.pk}", ""))
    return -1 if found is None else found
